"""What was computed of kept sessions, put by so that it need not be computed again. It may be lost at any time.

A file of its own beside the sessions: what can be had again has no place among what cannot. Every value has a name and
a key, and is known only under the key with which it was put by: whoever asks makes the key from everything that the
value was made from. A file that cannot be used is as good as an empty one, and never a reason for anything to fail.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from simulator.store_engine import make_private_file

FILE_NAME = "remembered.sqlite"
_BATCH = 500
"""Names in one query; older SQLites take 999."""
_WAIT_SECONDS = 1.0
"""For another report that is writing; then this one goes without."""


def remembered_path(sessions: Path) -> Path:
    """The file that goes with a file of sessions."""
    return sessions.with_name(FILE_NAME)


def forget(sessions: Path) -> None:
    """Remove everything that was put by beside a file of sessions. Raises `OSError`."""
    path = remembered_path(sessions)
    for one in (path, path.with_name(f"{FILE_NAME}-journal")):
        one.unlink(missing_ok=True)


class Remembered:
    """The values of one file."""

    def __init__(self, path: Path) -> None:
        """The file is made when something is put by."""
        self._path = path

    def known(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """The values of those of the wanted names, given with their keys, that are known under just that key."""
        names = list(wanted)
        found: dict[str, str] = {}
        with suppress(sqlite3.Error, OSError), self._open(make=False) as connection:
            for first in range(0, len(names), _BATCH):
                some = names[first : first + _BATCH]
                marks = ",".join("?" * len(some))
                query = f"SELECT name, key, body FROM remembered WHERE name IN ({marks})"  # noqa: S608  marks only
                rows = connection.execute(query, some)
                found.update({name: body for name, key, body in rows if key == wanted[name]})
        return found

    def keep(self, values: Iterable[tuple[str, str, str]]) -> None:
        """Put by values (name, key, body), each in place of an earlier one of its name; all of them or none."""
        rows = list(values)
        if not rows:
            return
        try:
            self._write(rows)
        except sqlite3.OperationalError:
            return  # busy, full or read-only: the next report computes it again
        except sqlite3.DatabaseError:  # damaged, or no database at all
            with suppress(OSError, sqlite3.Error):
                self._path.unlink(missing_ok=True)
                self._write(rows)
        except OSError:
            return

    def _write(self, rows: list[tuple[str, str, str]]) -> None:
        with self._open(make=True) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS remembered"
                " (name TEXT PRIMARY KEY, key TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID"
            )
            connection.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")

    @contextmanager
    def _open(self, *, make: bool) -> Iterator[sqlite3.Connection]:
        if make:
            make_private_file(self._path)
        elif not self._path.exists():
            raise FileNotFoundError(self._path)
        connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
        with closing(connection):
            connection.execute("PRAGMA secure_delete=ON")
            yield connection
