"""What can go wrong with kept sessions, in words for the person whose sessions they are.

    StoreError
    ├── NoSuchSessionError   no session has this id, or several begin with it
    ├── ConflictError        the session went on elsewhere; nothing was overwritten
    ├── NewerSchemaError     the file was made by a newer program
    ├── DamagedError         the file or a part of it cannot be read
    ├── BusyError            another program holds the file
    ├── UnreachableError     the server does not answer
    ├── FullError            no space is left
    └── UnwritableError      the place cannot be used or written to

Faults of the file system, of SQLite and of PostgreSQL become one of these at the edge; mistakes of the program stay
what they are.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path


class StoreError(Exception):
    """Kept sessions cannot be used as asked; the message says where, what and how to mend it."""


class NoSuchSessionError(StoreError):
    """No session has this id, or several begin with it."""


class ConflictError(StoreError):
    """The session went on elsewhere; nothing was overwritten."""


class NewerSchemaError(StoreError):
    """The file was made by a newer program."""


class DamagedError(StoreError):
    """The file or a part of it cannot be read."""


class BusyError(StoreError):
    """Another program holds the file."""


class UnreachableError(StoreError):
    """The server does not answer; whether what was asked for last was kept is not known."""


class FullError(StoreError):
    """No space is left."""


class UnwritableError(StoreError):
    """The place cannot be used or written to."""


NOT_OURS = "this is no file of Attune. Nothing was changed; move it away to begin anew."
"""Said of a file with tables that are not ours."""
_PRIMARY_CODE = 0xFF
"""SQLite's extended error codes keep the primary code in their lowest byte."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_A_FOLDER = frozenset({errno.EEXIST, errno.ENOTDIR})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_ELSEWHERE = "Or set ATTUNE_HOME to a folder that you may write to."


def translate(error: sqlite3.Error | OSError, path: Path) -> StoreError | None:
    """The fault in plain words, or `None` where it is a mistake of the program. `path` is the file in use."""
    return _from_system(error, path) if isinstance(error, OSError) else _from_sqlite(error, path)


def _from_system(error: OSError, path: Path) -> StoreError:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return _full(path)
    if error.errno in _NOT_A_FOLDER:
        return UnwritableError(f"{path.parent}: this must be a folder, and a file stands there. {_ELSEWHERE}")
    if error.errno in _NOT_ALLOWED:
        return UnwritableError(f"{path}: sessions cannot be kept here: {reason}. {_ELSEWHERE}")
    return StoreError(f"{path}: sessions cannot be kept here: {reason}. {_ELSEWHERE}")


def _from_sqlite(error: sqlite3.Error, path: Path) -> StoreError | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & _PRIMARY_CODE:
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return BusyError(f"{path}: another program is using the file. Close it and try again.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return DamagedError(
                f"{path}: the file is damaged or is no file of Attune ({error}). Nothing was changed. "
                "Put a backup in its place, or move it away to begin anew."
            )
        case sqlite3.SQLITE_READONLY if code == sqlite3.SQLITE_READONLY_DBMOVED:
            return UnwritableError(
                f"{path}: the file was moved or removed while in use. Put it back and open it again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return UnwritableError(
                f"{path}: the file cannot be written ({error}). Check that the file and its folder are yours "
                f"and are not read-only. {_ELSEWHERE}"
            )
        case sqlite3.SQLITE_IOERR if path.is_dir():
            return UnwritableError(f"{path}: sessions are kept in a file of this name, and a folder stands there.")
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                f"{path}: the disk did not read or write as asked ({error}). Check the disk and try again."
            )
        case _:
            return None


def _full(path: Path) -> FullError:
    return FullError(f"{path}: the disk is full. Free some space and try again; what was kept before is still there.")
