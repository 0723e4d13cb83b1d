"""One thing that `attune doctor` looked at: how it is, and, where it is not as it should be, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How much a finding matters."""

    WELL = "well"
    NOTE = "note"
    """Works, but not all of it, or not as well as it could."""
    WRONG = "wrong"
    """Something will fail, or words are not as safe as Attune keeps them; the exit code is 1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `attune doctor`."""

    topic: str
    """What was looked at, in a word or two; unique within its kind of thing."""
    state: str
    """How it is, in words for people."""
    grade: Grade = Grade.WELL
    mend: str = ""
    """What to do about it; empty exactly where all is well."""
    data: object = None
    """The same for a machine; `None` where the words say it all."""

    def as_json(self) -> dict[str, object]:
        """The finding as JSON takes it."""
        told: dict[str, object] = {"topic": self.topic, "state": self.state, "grade": self.grade.value}
        if self.mend:
            told["mend"] = self.mend
        if self.data is not None:
            told["data"] = self.data
        return told


def wrong(topic: str, state: str, mend: str, data: object = None) -> Finding:
    """Something to be mended."""
    return Finding(topic, state, Grade.WRONG, mend, data)


def note(topic: str, state: str, mend: str, data: object = None) -> Finding:
    """Something that could be better."""
    return Finding(topic, state, Grade.NOTE, mend, data)
