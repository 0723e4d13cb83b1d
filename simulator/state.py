"""Everything that a patient carries from one turn to the next, in one frozen, comparable value."""

from __future__ import annotations

from dataclasses import dataclass, fields

from scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class OpenTest:
    """A test that waits for an answer."""

    beat: str
    """The beat that set it; also its name."""
    left: int
    """Replies within which it can still be passed."""
    partly: bool = False
    """A reply of fit +1 has half answered it."""


@dataclass(frozen=True, slots=True)
class OpenCoaching:
    """Coaching that has not been followed yet."""

    beat: str
    left: int


@dataclass(frozen=True, slots=True)
class PatientState:
    """The patient between two turns. Whole numbers only, hashable, and complete: nothing else is remembered."""

    beat: str
    turn: int = 0
    """Trainee turns so far: replies, silences and unclear replies."""
    levels: tuple[int, ...] = ()
    """Levels 0–100, in the order of `Scenario.state`."""
    beliefs: tuple[int, ...] = ()
    """Strengths 0–100, in the order of `Scenario.beliefs`."""
    visits: tuple[tuple[str, int], ...] = ()
    """How often each beat has been entered, in order of the first visit."""
    turns_here: int = 0
    """Turns at this visit of the beat."""
    said: frozenset[str] = frozenset()
    """Codes and derived codes of all earlier replies."""
    said_last: frozenset[str] = frozenset()
    """Codes of the reply before this one."""
    used: frozenset[str] = frozenset()
    """Lines already spoken, as `place#index`; a line is not repeated while another is left."""
    tests: tuple[OpenTest, ...] = ()
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    coaching: tuple[OpenCoaching, ...] = ()
    risk_open: bool = False
    """The patient has told of danger and no reply has taken it up yet."""
    ending: str | None = None
    """The ending beat, once reached."""

    def visited(self, beat: str) -> int:
        """How often a beat has been entered."""
        return next((count for name, count in self.visits if name == beat), 0)

    def as_levels(self, scenario: Scenario) -> dict[str, int]:
        """All levels by name; beliefs as `beliefs.name`."""
        beliefs = {f"beliefs.{name}": value for name, value in zip(scenario.beliefs, self.beliefs, strict=True)}
        return {**dict(zip(scenario.state, self.levels, strict=True)), **beliefs}


_FIELDS = tuple(field.name for field in fields(PatientState))


def evolve(state: PatientState, **changes: object) -> PatientState:
    """`dataclasses.replace`, three times as fast: it runs on every turn, and millions of times in a search."""
    return PatientState(*[changes[name] if name in changes else getattr(state, name) for name in _FIELDS])  # type: ignore[arg-type]  # names and kinds are the caller's


def with_changes(
    state: PatientState, scenario: Scenario, change: dict[str, int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Levels and beliefs after changes, each kept within 0–100."""
    levels = tuple(
        _within(value + change.get(name, 0)) for name, value in zip(scenario.state, state.levels, strict=True)
    )
    beliefs = tuple(
        _within(value + change.get(f"beliefs.{name}", 0))
        for name, value in zip(scenario.beliefs, state.beliefs, strict=True)
    )
    return levels, beliefs


def _within(value: int) -> int:
    return max(0, min(100, value))
