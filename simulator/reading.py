"""What was heard in one reply: the value that passes from the coder to the patient and to the rubric.

A reading says which behaviour codes a reply shows, where, and how surely.
It refuses to know what those codes are worth: that depends on the patient and the moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """One behaviour code and the words that show it."""

    code: str
    """An id of the code book, e.g. `open_question`."""
    confidence: float
    """Calibrated probability that a trained human coder would agree, in 0–1."""
    start: int
    """First character of the evidence, as an offset into the reply (code points)."""
    end: int
    """One past the last character of the evidence; always greater than `start`."""
    denies: bool = False
    """True where the words deny an act ("I said nothing to her"). Only the scenario knows if that is true."""


@dataclass(frozen=True, slots=True)
class FactMatch:
    """The patient's fact that a question asked for, found by meaning."""

    fact: int
    """Index into the scenario's `facts`."""
    confidence: float
    """Similarity-based confidence in 0–1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything heard in one turn of the trainee."""

    codes: tuple[CodedSpan, ...] = ()
    """Codes in order of their evidence; a reply may have none."""
    unclear: bool = False
    """True when the reply could not be understood. An unclear reply is never good or bad."""
    silence: bool = False
    """True when the trainee chose to wait; such a turn has no text and no codes."""
    fact: FactMatch | None = None
    """The fact asked for, or `None` when nothing known was asked."""

    @property
    def names(self) -> frozenset[str]:
        """The code ids, without spans."""
        return frozenset(span.code for span in self.codes)

    @classmethod
    def of_codes(cls, names: Sequence[str]) -> Reading:
        """A reading made of bare code names, in the order given, each certain.

        Used by scenario examples that test the script without the coder.
        """
        return cls(codes=tuple(CodedSpan(name, 1.0, i, i + 1) for i, name in enumerate(names)))

    @classmethod
    def of_silence(cls) -> Reading:
        """The trainee waited."""
        return cls(silence=True)


class Coder(Protocol):
    """Reads replies. The one seam between free text and everything else."""

    @property
    def id(self) -> str:
        """Stable name of the coder, e.g. `attune-coder`."""
        ...

    @property
    def version(self) -> str:
        """Version that changes whenever any reading could change."""
        ...

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        """Read one cleaned reply with the patient's last line in view.

        `fact_questions[i]` are the ways in which the scenario's i-th fact may be asked for;
        `Reading.fact` answers with that index, or `None` when none is asked.
        """
        ...
