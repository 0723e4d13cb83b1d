"""Patients in a `.zip`: unpacked into a folder of their own that goes away with the program.

A zip comes from anywhere. Only its YAML is read, names that point outside it refuse the whole file, links are refused,
and what is larger than a scenario may be is never unpacked.
"""

from __future__ import annotations

import atexit
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from scenarios.faults import Fault, Mark, ScenarioError
from scenarios.source import MAX_BYTES

MAX_ARCHIVE = 50_000_000
MAX_MEMBERS = 2_000
MAX_UNPACKED = 50_000_000

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)
"""All that the standard library raises for zips that are damaged, encrypted or packed in a way it does not know."""


def unpacked(archive: Path) -> Path:
    """A folder holding the archive's YAML files. Raises `ScenarioError` for a zip that cannot be used."""
    return _unpacked(archive.resolve(), str(archive))


@cache
def _unpacked(archive: Path, shown: str) -> Path:
    try:
        if archive.stat().st_size > MAX_ARCHIVE:
            raise _refusal(shown, "too-large", f"The zip is larger than {MAX_ARCHIVE:,} bytes.", "Split it.")
        with zipfile.ZipFile(archive) as opened:
            members = list(_wanted(opened.infolist(), shown))
            temporary = Path(tempfile.mkdtemp(prefix="attune-"))
            atexit.register(shutil.rmtree, temporary, ignore_errors=True)
            folder = temporary / archive.name
            for member in members:
                _write(opened, member, folder, shown)
    except _BROKEN as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise _refusal(shown, "bad-zip", f"The zip cannot be read: {reason}.", "Make it again.") from None
    return folder


def _wanted(members: list[zipfile.ZipInfo], shown: str) -> Iterator[zipfile.ZipInfo]:
    """The YAML files, once every name of the zip has been found harmless."""
    if len(members) > MAX_MEMBERS:
        raise _refusal(shown, "too-large", f"The zip holds more than {MAX_MEMBERS:,} files.", "Split it.")
    seen: set[str] = set()
    total = 0
    for member in members:
        name = PurePosixPath(member.filename)
        if name.is_absolute() or ".." in name.parts or _UNSAFE.search(member.filename):
            raise _refusal(
                shown,
                "unsafe-zip",
                f"The zip holds `{ascii(member.filename)[1:61]}`, a name that points outside it or is no plain name.",
                "Do not use it unless you know who made it; a zip made anew from the folder has plain names.",
            )
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
        if member.is_dir() or hidden or name.suffix not in {".yaml", ".yml"}:
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _refusal(shown, "unsafe-zip", f"`{name}` in the zip is a link.", "Put the file itself into the zip.")
        if str(name) in seen:
            raise _refusal(shown, "unsafe-zip", f"The zip holds `{name}` twice.", "Make it again.")
        seen.add(str(name))
        total += member.file_size
        if member.file_size > MAX_BYTES or total > MAX_UNPACKED:
            message = f"`{name}` in the zip is larger than a scenario may be ({MAX_BYTES:,} bytes)."
            raise _refusal(shown, "too-large", message, "Take it out of the zip.")
        yield member


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, shown: str) -> None:
    target = folder.joinpath(*PurePosixPath(member.filename).parts)
    with opened.open(member) as source:
        raw = source.read(MAX_BYTES + 1)  # the size that a zip declares need not be true
    if len(raw) > MAX_BYTES:
        raise _refusal(shown, "too-large", f"`{member.filename}` in the zip is larger than it says.", "Do not use it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)


def _refusal(shown: str, code: str, message: str, help_text: str) -> ScenarioError:
    return ScenarioError([Fault(shown, Mark(1, 1), code, message, help_text)])
