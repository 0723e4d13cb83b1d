"""How a file of kept sessions is, found out without changing it: neither made, nor migrated, nor unlocked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from simulator.store_engine import BUSY_TIMEOUT_SECONDS, speaking
from simulator.store_errors import NOT_OURS, DamagedError


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """A file that could be read and whose pages are sound."""

    schema: int
    """Of the file; 0 where nothing is in it yet."""
    sessions: int
    megabytes: float


def look(path: Path) -> StoreHealth:
    """Read the file and check its pages. Raises `StoreError`; `path` is there."""
    with speaking(path):
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
            return _look(connection, path)


def _look(connection: sqlite3.Connection, path: Path) -> StoreHealth:
    told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if told != "ok":
        raise DamagedError(f"{path}: the file is damaged ({told.splitlines()[-1]}). Put a backup in its place.")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return StoreHealth(0, 0, path.stat().st_size / 1e6)
    revision = ""
    if {"alembic_version", "session"} <= tables:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
    if not str(revision).isdecimal():
        raise DamagedError(f"{path}: {NOT_OURS}")
    (sessions,) = connection.execute("SELECT count(*) FROM session").fetchone()
    return StoreHealth(int(revision), sessions, path.stat().st_size / 1e6)
