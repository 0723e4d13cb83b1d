"""One turn as conditions see it."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios import vocabulary
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

    def hears(self, code: str) -> bool:
        """Whether this reply shows the code, or one of the group."""
        return code in self.heard or not self.heard.isdisjoint(vocabulary.members(code))

    def level(self, state: str) -> int:
        """A level."""
        return self.state.level(self.scenario, state)

    def belief(self, name: str) -> int:
        """A belief's strength."""
        return self.state.belief(self.scenario, name)

    def count(self, name: str) -> int:
        """`turn`, `tests_passed` or `tests_failed`."""
        if name == "turn":
            return self.turn
        return len(self.state.passed if name == "tests_passed" else self.state.failed)

    def visits(self, beat: str) -> int:
        """Visits of a beat."""
        return self.state.visited(beat)

    def said(self, code: str) -> bool:
        """Whether an earlier reply showed the code, or one of the group."""
        return code in self.state.said or not self.state.said.isdisjoint(vocabulary.members(code))

    def tested(self, outcome: str, beat: str) -> bool:
        """Whether a beat's test is passed or failed."""
        return beat in (self.state.passed if outcome == "passed" else self.state.failed)
