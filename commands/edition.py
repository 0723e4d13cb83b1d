"""What reads and scores on a computer, told so exactly that two of them can be held against each other.

Answers of several computers may stand in one file only where each would have given the same. Versions alone do not
promise that: a checkout may have been edited, and the same model can round otherwise on another processor. So the
program's own files are hashed, and fixed replies are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from simulator.events import reading_to_json
from simulator.reading import Coder

_PACKAGES = ("scenarios", "simulator", "scoring", "commands")
_ENDS = {".py", ".yaml", ".json"}
_PROBES = (
    ("I am so tired of all of it.", "It sounds as if you have been carrying this alone for a long time. What helps?"),
    ("Did you tell my mum?", "No. I would talk with you before I told her anything."),
    ("What would you do?", "In your place I'd probably say it before Friday. How does that land with you?"),
    ("", "Dont wory, evrything will be alright!! My own divorce was worse, honestly."),
    ("I don't know if I want to wake up.", "Are you thinking of killing yourself?"),
    ("Whatever.", "You seem angry with me, and I wonder if I said something that hurt."),
    ("He left.", "Mm."),
)
"""Lines and replies of our own that use much of the model."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What would read and score here."""

    program: str
    """Hash of the program's own files."""
    rubric: str
    """Version."""
    coder: str
    """Name and version; empty, like the two below, where nothing is to be read."""
    model: str
    """Hash of the coder's data files."""
    readings: str
    """Hash of what is heard in fixed replies."""

    def differences(self, other: Edition) -> list[str]:
        """Where `other` is another than this, in words; nothing where they are the same."""
        return [
            f"{name} {_shown(getattr(other, name))} instead of {_shown(getattr(self, name))}"
            for name in (field.name for field in fields(self))
            if getattr(self, name) != getattr(other, name)
        ]


def _shown(text: str) -> str:
    return text[:12] if len(text) == 64 else text or "none"


def edition(*, with_coder: bool) -> Edition:
    """The edition at hand. With the coder it takes 0.4 s at first. Raises `CoderDataError`."""
    from scoring.rubric import version  # noqa: PLC0415  keeps --help quick

    if not with_coder:
        return Edition(_program(), version(), "", "", "")
    from scoring.coder import load_coder  # noqa: PLC0415  loading the coder takes 0.2 s
    from scoring.coder.assets import DATA, read_manifest  # noqa: PLC0415  as above

    coder = load_coder()
    files = sorted(read_manifest(DATA).sha256.items())  # the coder has held its files against them
    return Edition(_program(), version(), f"{coder.id} {coder.version}", _hash(repr(files)), _heard(coder))


@cache
def _heard(coder: Coder) -> str:
    return _hash("\n".join(str(reading_to_json(coder.read(line, reply))) for line, reply in _PROBES))


@cache
def _program() -> str:
    found = hashlib.sha256()
    for path in _files():
        found.update(f"{path.relative_to(_root()).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    for package in _PACKAGES:
        yield from sorted(path for path in (_root() / package).rglob("*") if path.suffix in _ENDS)


def _root() -> Path:
    return Path(__file__).parents[1]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
