"""Bringing a file or database of kept sessions to the schema that this program knows, with a copy kept beforehand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from simulator.store_copies import copy_tables, drop_copies
from simulator.store_engine import Database, alone, make_private_file, speaking, tables_of
from simulator.store_errors import NOT_OURS, DamagedError, NewerSchemaError, UnwritableError
from simulator.store_schema import SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(database: Database, *, migrations: Path = MIGRATIONS, schema: int = SCHEMA) -> None:
    """Make or migrate the tables where needed. Raises `StoreError`, with nothing changed.

    What is older is copied first: a file to `sessions.sqlite.before-N`, N being the schema it is brought to; the
    tables of a server to the PostgreSQL schema `…_before_N` of the same database.
    """
    with database.reading() as connection:
        if _checked_version(connection, database, schema) == schema:
            return
    with database.writing() as connection:
        alone(connection, "migration")
        present = _checked_version(connection, database, schema)  # another program may have been quicker
        if present == schema:
            return
        if present > 0 and database.is_server:
            copy_tables(connection, schema)
        elif present > 0:
            _back_up(database.path, backup_path(database.path, schema))
        _migrate(connection, migrations, schema)


def backup_path(path: Path, schema: int) -> Path:
    """Where the copy goes that is made before a file is brought to `schema`."""
    return path.with_name(f"{path.name}.before-{schema}")


def remove_backups(database: Database) -> None:
    """Remove the copies that were made of this file or database before it was migrated. Raises `StoreError`."""
    if database.is_server:
        with database.writing() as connection:
            drop_copies(connection)
        return
    with speaking(database.place):
        for backup in sorted(database.path.parent.glob(f"{database.path.name}.before-*")):
            backup.unlink(missing_ok=True)


def _checked_version(connection: Connection, database: Database, schema: int) -> int:
    """The schema of the tables, 0 where there are none."""
    tables = tables_of(connection)
    if not tables:
        if database.is_server and connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
            raise UnwritableError(
                f"{database.place}: this database cannot hold every letter. Make one with "
                "`createdb --template template0 --encoding UTF8`; docs/postgresql.md says how."
            )
        return 0
    revision = None
    if "alembic_version" in tables:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is None or not str(revision).isdecimal():
        raise DamagedError(
            f"{database.place}: another program keeps its tables here. Nothing was changed; give Attune a database, "
            "or a PostgreSQL schema, of its own."
            if database.is_server
            else f"{database.place}: {NOT_OURS}"
        )
    version = int(revision)
    if version > schema:
        raise NewerSchemaError(
            f"{database.place}: the {'database' if database.is_server else 'file'} was last used by a newer Attune and "
            f"has schema {version}; this one knows schemas up to {schema}. Nothing was changed. "
            "Upgrade Attune to open it."
        )
    return version


def _back_up(path: Path, target: Path) -> None:
    """Copy the file through SQLite, whole or not at all. The caller holds the write lock."""
    unfinished = target.with_name(f"{target.name}.tmp")
    with speaking(target):
        unfinished.unlink(missing_ok=True)
        make_private_file(unfinished)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        unfinished.replace(target)


def _migrate(connection: Connection, migrations: Path, schema: int) -> None:
    from alembic import command  # noqa: PLC0415  takes 150 ms, and a file is migrated once
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{schema:04d}")
