"""Whose fault is it that an example in words fell short: the script's, or the coder's who heard something else?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from authoring.proof.behaviours import behaviours
from authoring.proof.cubes import TooTangledError
from authoring.proof.moment import Moment
from authoring.proof.scope import Scope
from scenarios.model import Example, Scenario
from simulator.examples import SEED, code_step, place_of, run_example
from simulator.patient import begin, respond
from simulator.reading import Coder, Reading
from simulator.state import PatientState


@dataclass(frozen=True, slots=True)
class Misheard:
    """A reply with which the example would hold if it were heard in another way."""

    number: int
    """Of the reply, counted from 1."""
    heard: tuple[str, ...]
    """The codes that the coder heard."""
    wanted: tuple[str, ...]
    """The codes nearest to these with which everything promised comes true."""


class Remembering:
    """A coder that reads the same reply only once."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder
        self._read: dict[Hashable, Reading] = {}
        self.id = coder.id
        self.version = coder.version

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        """As the coder reads it."""
        key = (patient_line, reply)
        if key not in self._read:
            self._read[key] = self._coder.read(patient_line, reply, fact_questions)
        return self._read[key]


def misheard(scenario: Scenario, example: Example, coder: Coder) -> Misheard | None:
    """The one reply in words that, heard otherwise, would make a failing example hold; `None` where there is none."""
    remembering = Remembering(coder)
    scope = Scope(scenario)
    for i, (state, reading) in enumerate(_turns(scenario, example, remembering)):
        if code_step(example.replies[i]) is not None:
            continue
        heard = tuple(dict.fromkeys(span.code for span in reading.codes))
        for steps in _other_ways(scope, state, frozenset(heard)):
            replies = (*example.replies[:i], ", ".join(steps), *example.replies[i + 1 :])
            if run_example(scenario, replace(example, replies=replies), remembering).holds:
                return Misheard(i + 1, heard, steps)
    return None


def _turns(scenario: Scenario, example: Example, coder: Coder) -> list[tuple[PatientState, Reading]]:
    state, lines = begin(scenario, SEED, place_of(example))
    patient = " ".join(line.text for line in lines if line.kind == "speech")
    turns = []
    for reply in example.replies:
        if state.ending is not None:
            break
        reading = code_step(reply) or coder.read(patient, reply, [fact.ask for fact in scenario.facts])
        turns.append((state, reading))
        state, move = respond(scenario, state, reading, SEED)
        patient = " ".join(line.text for line in move.lines if line.kind == "speech") or patient
    return turns


def _other_ways(scope: Scope, state: PatientState, heard: frozenset[str]) -> list[tuple[str, ...]]:
    """Everything that could be heard and decides differently, what is nearest to `heard` first."""
    try:
        found = [one.steps for one in behaviours(Moment(scope, state)) if one.kind == "reply" and one.steps]
    except TooTangledError:
        return []
    return sorted(found, key=lambda steps: (len(heard.symmetric_difference(steps)), len(steps)))
