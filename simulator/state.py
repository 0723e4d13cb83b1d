"""Everything that a patient carries from one turn to the next, in one frozen, comparable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scenarios.model import EMPTY, Scenario


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


class PatientState(NamedTuple):
    """The patient between two turns. Whole numbers only, hashable, and complete: nothing else is remembered.

    A named tuple, because `_replace` runs several times a turn, and millions of times in a search.
    """

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
        return dict(zip(scenario.level_names, (*self.levels, *self.beliefs), strict=True))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a play begins that somebody tries out in the middle of a scenario."""

    beat: str | None = None
    """`None`: the scenario's own start."""
    levels: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    """States and `beliefs.name` that begin at other values than the scenario's."""


def at_first(scenario: Scenario, place: Place | None = None) -> PatientState:
    """The patient before it has arrived anywhere. Everything before `place` counts as not having happened."""
    begun = place or Place()
    beliefs = {f"beliefs.{name}": belief.strength for name, belief in scenario.beliefs.items()}
    return PatientState(
        beat=begun.beat or scenario.start,
        levels=tuple(begun.levels.get(name, level) for name, level in scenario.state.items()),
        beliefs=tuple(begun.levels.get(name, strength) for name, strength in beliefs.items()),
    )


def with_changes(
    state: PatientState, scenario: Scenario, change: Mapping[str, int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Levels and beliefs after changes, each kept within 0–100."""
    values = [*state.levels, *state.beliefs]
    for i, name in enumerate(scenario.level_names):
        if name in change:
            values[i] = _within(values[i] + change[name])
    split = len(state.levels)
    return tuple(values[:split]), tuple(values[split:])


def _within(value: int) -> int:
    return max(0, min(100, value))
