"""The file or database in which sessions are kept: who may read it, and how it is read and written.

It knows nothing of sessions. Every fault of file system, SQLite and PostgreSQL leaves here as a `StoreError`.
What is PostgreSQL's alone stands in `store_postgres`, which is loaded only where it is used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.store_errors import StoreError, UnwritableError, translate
from simulator.store_place import FILE_NAME, PERSON, Server

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
def speaking(place: Path | Server) -> Iterator[None]:
    """Turn faults from outside into `StoreError`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        told = _told(error, place)
        if told is None:
            raise
        if isinstance(place, Server):
            raise told from None  # a traceback with values would show the driver's, and the password among them
        raise told from error


def _told(error: DBAPIError | sqlite3.Error | OSError, place: Path | Server) -> StoreError | None:
    if isinstance(place, Server):
        from simulator import store_postgres  # noqa: PLC0415  most sessions are kept in a file

        return store_postgres.told(error, place) if isinstance(error, DBAPIError) else None
    origin = error.orig if isinstance(error, DBAPIError) else error
    return translate(origin, place) if isinstance(origin, (sqlite3.Error, OSError)) else None


class Database:
    """An open file, or a database on a server. Connections are pooled, so it may be used from several threads."""

    def __init__(self, place: Path | Server) -> None:
        """Raises `StoreError` where `place` is a server and what is needed to talk to it is missing."""
        self.place = place
        self.is_server = isinstance(place, Server)
        if isinstance(place, Server):
            from simulator import store_postgres  # noqa: PLC0415  most sessions are kept in a file

            self._engine = store_postgres.engine_for(place)
        else:
            self._engine = _engine(place)

    @property
    def path(self) -> Path:
        """The file. Raises `ValueError` for a database on a server, which has none here."""
        if isinstance(self.place, Server):
            raise ValueError("a database on a server is no file")  # noqa: TRY004  of the right type, without a file
        return self.place

    def person(self) -> str:
        """The one person whose rows a server gives this role; empty where all are to be seen, as in a file.

        Raises `StoreError`, also where one person's were asked for and the server would give others'.
        """
        if not isinstance(self.place, Server):
            return ""
        from simulator import store_postgres  # noqa: PLC0415  most sessions are kept in a file

        with self.reading() as connection:
            person = store_postgres.whose(connection)
        if self.place.person and person != self.place.person:
            whose = f"only those of `{person}`" if person else "everybody's sessions"
            raise UnwritableError(
                f"{self.place}: this role sees {whose}, so `{self.place.person}` may not practise with it. "
                "Let it be a member of `attune_served`; docs/postgresql.md says how."
            )
        if person and not PERSON.fullmatch(person):
            raise UnwritableError(
                f"{self.place}: this role's name cannot be a pseudonym: small letters, digits, `-`, `_`, 64 at most. "
                "Whoever looks after the database can rename it."
            )
        return person

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of what is kept. Raises `StoreError`."""
        with speaking(self.place), self._engine.connect() as connection:
            if self.is_server:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, on disk when the block is left. Raises `StoreError`.

        A file is locked from the first statement; on a server others write meanwhile, and what must not be
        disturbed takes `alone`.
        """
        with speaking(self.place), self._engine.connect() as connection:
            if not self.is_server:
                connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def rewrite(self, only: str = "") -> None:
        """Write everything anew without the remains of what was removed (VACUUM). Raises `StoreError`.

        On a server each table is rewritten by itself, or `only` the one.
        """
        with speaking(self.place):
            if self.is_server:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    for table in [only] if only else tables_of(connection):
                        connection.exec_driver_sql(f"VACUUM (FULL) {table}")
                return
            pooled = self._engine.raw_connection()
            try:
                pooled.cursor().execute("VACUUM")
            finally:
                pooled.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def alone(connection: Connection, what: str) -> None:
    """Let nobody else who asks for the same do it until this transaction ends. A file is locked whole already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"attune:{what}", 0))))


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


def tables_of(connection: Connection) -> list[str]:
    """Names of all tables that are there."""
    return sorted(connection.exec_driver_sql(_TABLES[connection.dialect.name]).scalars())


def lock_patients(connection: Connection) -> None:
    """Let nobody begin or take in a session until this transaction ends: no patient's file in use is to be removed."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE scenario IN EXCLUSIVE MODE")


def insert_where_missing(connection: Connection, table: Table, **values: object) -> None:
    """Add a row unless one with its key is there, whoever else adds it in the same moment."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415  25 ms that a file can do without

        connection.execute(postgresql.insert(table).values(**values).on_conflict_do_nothing())
    else:
        connection.execute(sqlite.insert(table).values(**values).on_conflict_do_nothing())


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
