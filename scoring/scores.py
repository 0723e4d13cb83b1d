"""What a score is: a number with its evidence, or *not observed*. Never a zero that means "nobody looked"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dimension = Literal["responsiveness", "self_disclosure", "confidentiality"]
DIMENSIONS: tuple[Dimension, ...] = ("responsiveness", "self_disclosure", "confidentiality")

DIMENSION_LABELS: dict[str, str] = {
    "responsiveness": "Responsiveness",
    "self_disclosure": "Self-disclosure timing",
    "confidentiality": "Confidentiality handling",
    "overall": "Overall",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One judgement: what was said, which rule speaks of it, and what it did."""

    turn: int
    """Number of the turn, from 1; 0 where the whole session is meant."""
    quote: str
    """The trainee's words; empty for silence and for what was left unsaid."""
    rule: str
    """Id of the rule in the rubric, the scenario, or the table of moments."""
    effect: str
    """The effect on this patient, as feedback."""
    value: int
    """−3…+3."""


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension, or the overall."""

    tenths: int | None
    """0–1000, tenths of a point; `None`: not observed."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def observed(self) -> bool:
        """Whether anything was seen that this score could be about."""
        return self.tenths is not None

    @property
    def points(self) -> float | None:
        """0.0–100.0 with one decimal, for display and export; `None`: not observed."""
        return None if self.tenths is None else self.tenths / 10


@dataclass(frozen=True, slots=True)
class Critical:
    """A serious error, which caps the overall score, or is flagged for a person to look at."""

    rule: str
    turn: int
    quote: str
    cap: int
    """Most points that the overall score can reach, after any repair."""
    text: str
    """What happened and why it weighs, as feedback."""
    repaired: bool = False
    """A later repair lifted the cap partly."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that would cap the score, but was not heard surely enough, or can only be told by a person."""

    rule: str
    turn: int
    quote: str
    confidence: float
    text: str
    by_person: bool = False
    """However surely the words were heard, no code shows whether it happened."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that the rubric says of one session."""

    responsiveness: Score
    self_disclosure: Score
    confidentiality: Score
    overall: Score
    critical: tuple[Critical, ...]
    flags: tuple[Flag, ...]
    counts: dict[str, int]
    """How often each code was heard, MITI-style; a count is never a verdict."""
    rubric: str
    """Version of the rubric."""

    def dimension(self, name: str) -> Score:
        """The score of one dimension, or `overall`."""
        return {
            "responsiveness": self.responsiveness,
            "self_disclosure": self.self_disclosure,
            "confidentiality": self.confidentiality,
            "overall": self.overall,
        }[name]
