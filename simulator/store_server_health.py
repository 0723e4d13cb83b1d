"""How a PostgreSQL database of kept sessions is, and what this role may do there, found out without changing it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from simulator.store_engine import Database
from simulator.store_place import Server
from simulator.store_postgres import SERVED

TRAINEE = "attune_trainee"


class Rights(StrEnum):
    """What a role may do with the sessions."""

    ALL = "all"
    """It owns the tables, or is as good as their owner."""
    ASKED = "asked"
    """Those of whomever it asks for: a role for `attune serve`."""
    OWN = "own"
    """Those kept under its own name."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ServerHealth:
    """A database that answered."""

    version: str
    """Of the server, such as `15.13`."""
    schema: int
    """Of the tables; 0 where there are none yet."""
    rights: Rights
    may_make_tables: bool
    """Whether this role could make the tables, or bring them up to date."""
    is_superuser: bool
    has_roles: bool
    """Whether the tables give trainees their own rows alone: the SQL of `attune course roles` was run."""
    sessions: int
    """Sessions that this role sees."""
    is_private: bool
    """Whether nobody on the way can read along: encrypted, or on this computer."""
    is_safe: bool
    """Whether the server writes to disk what it says it has kept."""


_SERVER = f"""
    SELECT current_setting('server_version') AS version,
        current_setting('is_superuser') = 'on' AS is_superuser,
        current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AS is_safe,
        has_schema_privilege(current_schema(), 'CREATE') AS may_create,
        inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()
            OR coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_private,
        EXISTS (SELECT FROM pg_roles WHERE rolname = '{SERVED}' AND pg_has_role(oid, 'USAGE')) AS is_served,
        EXISTS (SELECT FROM pg_roles WHERE rolname = '{TRAINEE}' AND pg_has_role(oid, 'USAGE')) AS is_trainee
"""  # noqa: S608  names of ours
_TABLE = """
    SELECT row_security_active(oid) AS is_limited, relrowsecurity AS has_roles, pg_has_role(relowner, 'USAGE') AS owns,
        has_table_privilege(oid, 'SELECT') AS may_read
    FROM pg_class WHERE oid = to_regclass(quote_ident(current_schema()) || '.session')
"""


def look(server: Server) -> ServerHealth:
    """Ask the server. Raises `StoreError`."""
    database = Database(server)
    try:
        with database.reading() as connection:
            return _look(connection)
    finally:
        database.close()


def _look(connection: Connection) -> ServerHealth:
    about = connection.execute(text(_SERVER)).one()
    table = connection.execute(text(_TABLE)).one_or_none()
    is_readable = table is not None and table.may_read
    rights = Rights.NONE
    if table is None or table.owns or (table.may_read and not table.is_limited):
        rights = Rights.ALL if table is not None or about.may_create else Rights.NONE
    elif is_readable and about.is_served:
        rights = Rights.ASKED
    elif is_readable and about.is_trainee:
        rights = Rights.OWN
    return ServerHealth(
        version=str(about.version).split()[0],
        schema=_schema(connection) if is_readable else 0,
        rights=rights,
        may_make_tables=bool(about.may_create) and (table is None or table.owns),
        is_superuser=bool(about.is_superuser),
        has_roles=table is not None and bool(table.has_roles),
        sessions=int(connection.execute(text("SELECT count(*) FROM session")).scalar_one()) if is_readable else 0,
        is_private=bool(about.is_private),
        is_safe=bool(about.is_safe),
    )


def _schema(connection: Connection) -> int:
    """0 where the tables are another program's."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return 0
    revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    return int(revision) if revision.isdecimal() else 0
