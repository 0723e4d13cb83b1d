"""One turn as conditions see it."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.model import Scenario
from simulator.state import PatientState


@dataclass(slots=True)
class TurnCircumstances:
    """Answers what conditions ask; implements `scenarios.conditions.Circumstances`."""

    scenario: Scenario
    state: PatientState
    """Before this turn's changes, unless the turn is over."""
    heard: frozenset[str]
    """Codes and derived codes of this reply."""
    turn: int
    is_silence: bool = False

    @property
    def levels(self) -> tuple[int, ...]:
        """Levels, in the order of `Scenario.state`."""
        return self.state.levels

    @property
    def beliefs(self) -> tuple[int, ...]:
        """Strengths, in the order of `Scenario.beliefs`."""
        return self.state.beliefs

    def count(self, name: str) -> int:
        """`turn`, `tests_passed` or `tests_failed`."""
        if name == "turn":
            return self.turn
        return len(self.state.passed if name == "tests_passed" else self.state.failed)

    def visits(self, beat: str) -> int:
        """Visits of a beat."""
        return self.state.visited(beat)

    def said(self, codes: frozenset[str]) -> bool:
        """Whether an earlier reply showed any of the codes."""
        return not codes.isdisjoint(self.state.said)

    def tested(self, outcome: str, beat: str) -> bool:
        """Whether a beat's test is passed or failed."""
        return beat in (self.state.passed if outcome == "passed" else self.state.failed)
