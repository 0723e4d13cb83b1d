"""Finding bundles in what people hand in: files, folders, zips, zips in folders; sealed or not.

Nothing is unpacked onto the disk and no name inside a zip is used as a path. Links, devices and names that point
outside a zip are refused; what is larger than a session can be is not read on. One bad file never hides another.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from scenarios.clean import clean_line
from simulator.bundle_seal import MAX_SEALED, SEALED, SealError
from simulator.bundles import HEADS, MAX_BYTES

ENDS = (".jsonl", ".sealed")
"""How names of bundles end; in a folder or zip all other files are passed over."""
CHUNK = 1 << 17
"""Bytes unpacked at a time; a zip's own way of reading lines takes a hundred bytes at a time."""
MAX_MEMBERS = 20_000
MAX_UNPACKED = 4_000_000_000
"""Most bytes that one zip may unpack to; ten thousand sessions need a tenth of it."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)
"""All that the standard library raises for zips that are damaged, encrypted or packed in a way it does not know."""


@dataclass(frozen=True, slots=True)
class Found:
    """One bundle, not yet read."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file in a folder or zip whose name is not that of a bundle."""

    name: str


Piece = Found | Refused | PassedOver
Opener = Callable[[bytes], bytes]
"""Opens what was sealed. Raises `SealError`."""


def bundles_in(place: Path, opener: Opener) -> Iterator[Piece]:
    """Everything in a file, folder or zip that was named, sorted by name."""
    if place.is_symlink():
        yield Refused(_shown(place), "it is a link; name the file itself")
    elif place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.is_symlink():
                yield Refused(_shown(path), "it is a link; put the file itself into the folder")
            elif any(part.startswith(".") for part in path.relative_to(place).parts):
                continue
            elif path.suffix in {*ENDS, ".zip"}:
                yield from _in_file(path, opener)
            elif not path.is_dir():
                yield PassedOver(_shown(path))
    else:
        yield from _in_file(place, opener)


def _in_file(path: Path, opener: Opener) -> Iterator[Piece]:
    shown = _shown(path)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            yield Refused(shown, "it is no plain file")
        elif path.suffix == ".zip":
            yield from _in_zip(path, opener)
        else:
            with path.open("rb") as file:
                yield from _in_stream(shown, file, opener)
    except OSError as error:
        yield Refused(shown, f"it cannot be read: {error.strerror or error}")


def _in_zip(path: Path, opener: Opener) -> Iterator[Piece]:
    shown = _shown(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            reason = _unsafe(members)
            if reason:
                yield Refused(shown, reason)
                return
            for member in sorted(members, key=lambda one: one.filename):
                name = f"{shown}/{clean_line(member.filename)}"
                parts = PurePosixPath(member.filename).parts
                if member.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts):
                    continue
                if not member.filename.endswith(ENDS):
                    yield PassedOver(name)
                    continue
                try:
                    with archive.open(member) as packed:
                        # It can all that a raw file can, and only its type does not say so.
                        file = io.BufferedReader(packed, CHUNK)  # type: ignore[type-var]
                        yield from _in_stream(name, file, opener)
                except _BROKEN as error:
                    yield Refused(name, f"it cannot be unpacked: {_reason(error)}")
    except _BROKEN as error:
        yield Refused(shown, f"the zip cannot be read: {_reason(error)}; make it again")


def _unsafe(members: list[zipfile.ZipInfo]) -> str:
    """Why the whole zip is refused; empty where it is not."""
    if len(members) > MAX_MEMBERS:
        return f"the zip holds more than {MAX_MEMBERS:,} files; split it"
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        return f"the zip would unpack to more than {MAX_UNPACKED:,} bytes; split it"
    for member in members:
        name = PurePosixPath(member.filename)
        if name.is_absolute() or ".." in name.parts or _UNSAFE.search(member.filename):
            return "the zip holds a name that points outside it or is no plain name; do not use it"
        if stat.S_ISLNK(member.external_attr >> 16):
            return f"`{clean_line(member.filename)}` in the zip is a link; put the file itself into it"
    return ""


def _in_stream(name: str, file: BinaryIO, opener: Opener) -> Iterator[Piece]:
    """The bundles of one file, one after another, never more than one of them in memory."""
    lines: list[bytes] = []
    size = number = 0
    first = file.readline(MAX_BYTES + 1)
    if first.startswith(SEALED):
        yield from _unsealed(name, first, file, opener)
        return
    line = first
    while line:
        begins = line.startswith(HEADS[0]) or (line.startswith(HEADS[1]) and not _within_chain(lines))
        if begins and lines:
            number += 1
            yield Found(_numbered(name, number), b"".join(lines))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
        if size > MAX_BYTES:
            yield Refused(name, f"a session in it is larger than {MAX_BYTES:,} bytes, more than any needs")
            return
        line = file.readline(MAX_BYTES + 1)
    yield Found(_numbered(name, number + 1) if number else name, b"".join(lines))


def _within_chain(lines: list[bytes]) -> bool:
    """Whether a header comes next after the patient's line, rather than beginning a session of format 1."""
    return len(lines) == 1 and lines[0].startswith(HEADS[0])


def _unsealed(name: str, first: bytes, file: BinaryIO, opener: Opener) -> Iterator[Piece]:
    raw = first + file.read(MAX_SEALED)
    if len(raw) > MAX_SEALED:
        yield Refused(name, f"it is larger than {MAX_SEALED:,} bytes; seal fewer sessions together")
        return
    try:
        within = opener(raw)
    except SealError as error:
        yield Refused(name, str(error))
        return
    if within.startswith(SEALED):
        yield Refused(name, "it was sealed twice")
    else:
        yield from _in_stream(name, io.BytesIO(within), opener)


def _numbered(name: str, number: int) -> str:
    return f"{name}, session {number}"


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or clean_line(str(error)) or type(error).__name__


def _shown(path: Path) -> str:
    return clean_line(str(path))
