"""The file in which sessions are kept: who may read it, and how it is read and written.

It knows nothing of sessions. Every fault of file system and SQLite leaves here as a `StoreError`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.store_errors import translate
from simulator.store_place import FILE_NAME

BUSY_TIMEOUT_SECONDS = 5.0
"""How long to wait for another program to finish its turn with the file."""

PRAGMAS = (
    "journal_mode=DELETE",  # one file holds everything: copying it while idle keeps all, which WAL does not
    "synchronous=EXTRA",  # a committed turn outlives a power cut, and so does the removal of its journal
    "fullfsync=ON",  # macOS: ask the drive itself; no effect elsewhere
    "foreign_keys=ON",
    "secure_delete=ON",  # what is removed is overwritten with zeros
    "temp_store=MEMORY",  # rewriting the file must not leave words in /tmp
    "trusted_schema=OFF",
)


def prepare_place(folder: Path) -> Path:
    """The file in `folder`, both made where missing, for their owner alone. Raises `StoreError`."""
    path = folder.absolute() / FILE_NAME
    with speaking(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private_file(path)
    return path


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner may read; one that is there is closed to others.

    A file that is there is never opened: closing it would drop the locks that SQLite holds on it in this process.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        mode = path.stat().st_mode
        if path.is_file() and mode & 0o077:
            with suppress(OSError):  # on a read-only disk reading still works, and writing will say why it cannot
                path.chmod(0o600)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn faults from outside into `StoreError`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        told = translate(origin, path) if isinstance(origin, (sqlite3.Error, OSError)) else None
        if told is None:
            raise
        raise told from error


class Database:
    """An open file. Connections are pooled, so it may be used from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the file. Raises `StoreError`."""
        with speaking(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, locked from its first statement, on disk when the block is left. Raises `StoreError`."""
        with speaking(self.path), self._engine.connect() as connection:
            connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def rewrite(self) -> None:
        """Write the file anew without the remains of what was removed (VACUUM). Raises `StoreError`."""
        with speaking(self.path):
            pooled = self._engine.raw_connection()
            try:
                pooled.cursor().execute("VACUUM")
            finally:
                pooled.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        # Transactions are begun below, by hand: the driver's own way begins them too late to lock.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_SECONDS},
        hide_parameters=True,  # no trainee's words in tracebacks
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        del entry
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine
