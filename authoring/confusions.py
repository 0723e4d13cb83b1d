"""What would become of a reply if the coder heard something else in it.

For every beat that can be reached and every pair of codes that are taken for each other: does another entry answer,
does the patient go elsewhere, how far does the fit move?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from authoring.pairs import Pair, pairs
from authoring.proof.prove import Proof
from authoring.proof.questions import Question
from authoring.proof.witness import play
from scenarios.model import Scenario
from simulator.circumstances import TurnCircumstances
from simulator.examples import SEED
from simulator.patient import begin, respond
from simulator.reactions import layers_for
from simulator.reading import Reading
from simulator.state import PatientState

ELSEWHERE = 3
"""Going elsewhere counts as much as a fit that is off by so many."""


class Taken(NamedTuple):
    """How a patient takes a reply."""

    entry: str
    """Which entry answers; empty where none does."""
    fit: int
    goes: str
    """Where the patient is afterwards."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A beat at which hearing the wrong code changes the entry that answers."""

    beat: str
    pair: Pair
    meant: Taken
    instead: Taken

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the patient goes somewhere else."""
        return self.meant.goes != self.instead.goes

    @property
    def weight(self) -> float:
        """How much it matters, times how often it happens."""
        return self.pair.rate * (abs(self.meant.fit - self.instead.fit) + ELSEWHERE * self.leads_elsewhere)


def confusions(proof: Proof) -> list[Confusion]:
    """Every beat and pair where another entry answers, the worst first."""
    return sorted(_confusions(proof), key=lambda one: (-one.weight, one.beat, one.pair))


def _confusions(proof: Proof) -> Iterator[Confusion]:
    scenario = proof.scenario
    for beat in scenario.beats.values():
        answer = proof.answers[Question("ending" if beat.ending else "beat", beat.id)]
        if beat.ending is not None or answer.verdict != "reachable":
            continue
        # As the patient is when it first comes here by the shortest way.
        state = play(scenario, answer.steps)[-1].after if answer.steps else begin(scenario, SEED)[0]
        for pair in pairs():
            meant, instead = _taken(scenario, state, pair.said), _taken(scenario, state, pair.heard)
            if meant.entry != instead.entry:
                yield Confusion(beat.id, pair, meant, instead)


def _taken(scenario: Scenario, state: PatientState, code: str) -> Taken:
    after, move = respond(scenario, state, Reading.of_codes([code]), SEED)
    heard = frozenset((code, *move.derived))
    now = TurnCircumstances(scenario, state, heard, state.turn + 1)
    entry = layers_for(scenario, scenario.beats[state.beat], now, unclear=False).entry
    return Taken("" if entry is None else entry.rule, move.fit or 0, after.beat)
