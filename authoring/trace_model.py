"""What a trace of one turn holds: frozen values, made by `authoring.trace` and worded by `authoring.trace_words`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.state import OpenCoaching, OpenTest
from simulator.trials import CoachingOutcome, TestOutcome

Layer = Literal[
    "beat",
    "beat otherwise",
    "beat unclear",
    "beat silence",
    "defaults",
    "defaults otherwise",
    "defaults unclear",
    "defaults silence",
    "moment",
]
"""Where an answer stands: in the beat, in the persona's defaults, or in the built-in table of moments."""


NOT_OF_SILENCE = ("it does not speak of silence",)
"""Why an entry is passed over when the trainee waits, whatever its condition."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One code that the reply shows."""

    code: str
    confidence: float
    words: str
    counts: bool
    """Whether the patient acts on it; what is only half heard is kept for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry that had a part in the answer."""

    layer: Layer
    line: int | None
    """In the file; `None` for the table of moments, which stands in no file of the author's."""
    entry: str
    """Its condition; empty for `otherwise` and the like."""
    gives: tuple[str, ...]
    """What the patient took from it: `fit`, `reason`, `words`, `gesture`, `change`, `where`."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One entry that was tried before the one that answered, and did not hold."""

    layer: Layer
    line: int
    entry: str
    false: tuple[str, ...]
    """What of its condition was false."""


@dataclass(frozen=True, slots=True)
class Level:
    """A state or a belief before and after the turn."""

    name: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """By how much it changed."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Way:
    """Where the patient goes, and what sent it there."""

    to: str
    by: str
    """`entry`, `test`, `exit`, `limit`; empty where it stays."""
    line: int | None
    """Of what sent it."""


@dataclass(frozen=True, slots=True)
class FactTold:
    """The fact that was asked for."""

    question: str
    held_back: tuple[str, ...]
    """Why it is not told yet; empty where it is."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything about one turn that its author may want to know."""

    n: int
    beat: str
    reply: str
    is_silence: bool
    is_unclear: bool
    heard: tuple[Heard, ...]
    derived: tuple[str, ...]
    answers: tuple[Answer, ...]
    """Nearest first; the first one answered, the others lent what it left out."""
    tried: tuple[Tried, ...]
    fact: FactTold | None
    fit: int | None
    stated_fit: int | None
    """The fit that the entry states; the fit itself may differ by what else was heard."""
    rule: str
    because: str
    levels: tuple[Level, ...]
    decided: tuple[TestOutcome, ...]
    open_tests: tuple[OpenTest, ...]
    """Afterwards."""
    coaching: tuple[CoachingOutcome, ...]
    open_coaching: tuple[OpenCoaching, ...]
    """Afterwards."""
    way: Way
    replies_here: int
    limit: int | None
    """Of the beat in which the patient is now, where it has one."""
