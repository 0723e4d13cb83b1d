"""Bringing a file of kept sessions to the schema that this program knows, with a copy kept beforehand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from simulator.store_engine import Database, make_private_file, speaking
from simulator.store_errors import DamagedError, NewerSchemaError
from simulator.store_schema import SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(database: Database, *, migrations: Path = MIGRATIONS, schema: int = SCHEMA) -> None:
    """Make or migrate the tables where needed. Raises `StoreError`, with nothing changed.

    An older file is first copied to `sessions.sqlite.before-N`, N being the schema it is brought to.
    """
    with database.reading() as connection:
        if _checked_version(connection, database.path, schema) == schema:
            return
    with database.writing() as connection:
        present = _checked_version(connection, database.path, schema)  # another program may have been quicker
        if present == schema:
            return
        if present > 0:
            _back_up(database.path, backup_path(database.path, schema))
        _migrate(connection, migrations, schema)


def backup_path(path: Path, schema: int) -> Path:
    """Where the copy goes that is made before a file is brought to `schema`."""
    return path.with_name(f"{path.name}.before-{schema}")


def backups(path: Path) -> list[Path]:
    """The copies that were made of this file before it was migrated."""
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def _checked_version(connection: Connection, path: Path, schema: int) -> int:
    """The file's schema, 0 for an empty file."""
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return 0
    revision = None
    if "alembic_version" in tables:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is None or not str(revision).isdecimal():
        raise DamagedError(f"{path}: this is no file of Attune. Nothing was changed; move it away to begin anew.")
    version = int(revision)
    if version > schema:
        raise NewerSchemaError(
            f"{path}: the file was last used by a newer Attune and has schema {version}; this one knows schemas "
            f"up to {schema}. Nothing was changed. Upgrade Attune to open it."
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
