"""Files that a course hands in, such as rosters: read whole, or refused with one clear message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.errors import InputError

if TYPE_CHECKING:
    from scoring.course.roster import Person

LARGEST_TABLE = 20_000_000
"""Most bytes of a CSV file that is read."""


def roster_file(name: str) -> dict[str, Person]:
    """The roster in a file. Raises `InputError`."""
    from scoring.course.roster import TableError, read_roster  # noqa: PLC0415  keeps --help quick

    try:
        return read_roster(table_bytes(name), name)
    except TableError as error:
        raise InputError(str(error)) from error


def table_bytes(name: str) -> bytes:
    """A CSV file's bytes. Raises `InputError`."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LARGEST_TABLE + 1)
    except OSError as error:
        raise InputError(f"{name}: the file cannot be read: {error.strerror or error}.") from error
    if len(raw) > LARGEST_TABLE:
        raise InputError(f"{name}: the file is larger than {LARGEST_TABLE // 1_000_000} MB; that is no class's table.")
    return raw
