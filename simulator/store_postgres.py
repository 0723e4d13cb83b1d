"""A PostgreSQL database in which sessions are kept: how it is reached, and its faults in words.

What is promised of the file is promised of the database: an event that was kept is on the server's disk, and only
whoever owns the tables, or the person whose rows they are, reads them. Imported only where a database is asked for.
"""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from simulator.store_errors import (
    BusyError,
    DamagedError,
    FullError,
    StoreError,
    UnreachableError,
    UnwritableError,
)
from simulator.store_place import Server

CONNECT_SECONDS = 5
LOCK_SECONDS = 5
"""How long to wait for another program to finish its turn with a session."""
MISSING = (
    "Keeping sessions in PostgreSQL needs the extra `postgres`, which is not installed here: "
    "pip install 'attune[postgres]'"
)
_SETTINGS = {
    # A server may be set up to answer before it has written; an event that is kept must be on disk.
    "synchronous_commit": "on",
    "lock_timeout": f"{LOCK_SECONDS}s",
    # A laptop that was closed in the midst of a transaction must not hold others up.
    "idle_in_transaction_session_timeout": "60s",
}


_NOT_YET = re.compile(r"starting up|shutting down|recovery mode|not yet accepting|too many|connection slots")
"""Why a server that is there turns somebody away for a while. To who is not connected yet it tells no code."""
_NOT_SO = re.compile(r"connection failed: .*(FATAL:|does not support SSL|certificate)")
"""What the driver says of a server that turns somebody away for good."""
SERVED = "attune_served"
"""Members of this role see the sessions of whomever they ask for; other limited roles only their own."""
_WHOSE = f"""
    SELECT row_security_active('session'), current_user, nullif(current_setting('attune.trainee', true), '') AS asked,
        EXISTS (SELECT FROM pg_roles WHERE rolname = '{SERVED}' AND pg_has_role(oid, 'USAGE')) AS is_served
"""  # noqa: S608  a name of ours


def engine_for(server: Server) -> Engine:
    """Connections are made when they are needed, and anew where the server has dropped them. Raises `StoreError`."""
    try:
        import psycopg  # noqa: F401, PLC0415  an extra, and only needed here
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise StoreError(MISSING) from None
    try:
        url = make_url(f"postgresql+psycopg://{server.address}")
    except (ArgumentError, ValueError):
        raise StoreError("The address of the database cannot be understood.") from None
    return create_engine(
        url.difference_update_query(["options"]),
        connect_args=_arguments(url, server.person),
        pool_pre_ping=True,
        pool_size=1,
        max_overflow=4,
        hide_parameters=True,  # no trainee's words in tracebacks
    )


def _arguments(url: URL, person: str) -> dict[str, Any]:
    settings = _SETTINGS | ({"attune.trainee": person} if person else {})
    given = url.query.get("options", ())
    stated = [given] if isinstance(given, str) else list(given)
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "attune",
        "options": " ".join([*stated, *(f"-c {name}={value}" for name, value in settings.items())]),
    }
    if "sslmode" not in url.query and "PGSSLMODE" not in os.environ and not _is_local(url):
        arguments["sslmode"] = "require"  # what was said in a session does not cross a network for all to read
    return arguments | {name: value for name, value in url.query.items() if name in arguments and name != "options"}


def _is_local(url: URL) -> bool:
    stated = url.query.get("host", "")
    host = url.host or (stated if isinstance(stated, str) else ",".join(stated)) or os.environ.get("PGHOST", "")
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def whose(connection: Connection) -> str:
    """The one person whose rows this connection sees; empty where it sees everybody's.

    That is asked of the server: whether row-level security holds for this role is not the client's to say.
    """
    is_limited, role, asked, is_served = connection.execute(text(_WHOSE)).one()
    if not is_limited:
        return ""
    return str((asked or role) if is_served else role)


def told(error: DBAPIError, server: Server) -> StoreError | None:
    """The fault in plain words, or `None` where it is a mistake of the program."""
    code: str = getattr(error.orig, "sqlstate", None) or ""
    reason = _reason(error)
    if not code and not error.connection_invalidated and _NOT_SO.match(reason) and not _NOT_YET.search(reason):
        code = "28000"
    match code:
        case "53100":
            return FullError(
                f"{server}: the server's disk is full. Tell whoever looks after it; what was kept is still there."
            )
        case "55P03" | "40P01" | "40001" | "57014" | "53300":
            return BusyError(f"{server}: other programs are using the database ({reason}). Try again in a moment.")
        case "42501":
            return UnwritableError(
                f"{server}: this role may not do that ({reason}). Whoever looks after the database can; "
                "docs/postgresql.md says which role may do what."
            )
        case "25006":
            return UnwritableError(f"{server}: the database can only be read just now. Try again later.")
        case "XX001" | "XX002":
            return DamagedError(
                f"{server}: the database is damaged ({reason}). Tell whoever looks after it; nothing was changed."
            )
        case "28000" | "28P01" | "3D000":
            return UnwritableError(
                f"{server}: the server lets nobody in so ({reason}). Check address, role and password; "
                "docs/postgresql.md says where the password goes."
            )
    if error.connection_invalidated or code[:2] in {"08", "57"} or (not code and _is_operational(error)):
        return UnreachableError(
            f"{server}: the database does not answer ({reason}). What was kept before is safe, and nothing is lost "
            "here; try again in a moment."
        )
    return None


def _is_operational(error: DBAPIError) -> bool:
    import psycopg  # noqa: PLC0415  it is there, since it raised the error

    return isinstance(error.orig, (psycopg.OperationalError, psycopg.InterfaceError))


def _reason(error: DBAPIError) -> str:
    """What the server or the driver said, in one line; of a row's contents, which stand in details, nothing."""
    diagnosis = getattr(error.orig, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    lines = str(primary or error.orig or "no reason given").strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else "no reason given"
