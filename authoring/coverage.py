"""What of a scenario can happen, what its examples exercise, and what is missing, the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from authoring.proof.heard import reading_of
from authoring.proof.prove import Answer, Proof
from authoring.proof.questions import Question, Subject, subjects
from authoring.proof.witness import Steps
from scenarios.model import Example, Scenario
from simulator.circumstances import TurnCircumstances
from simulator.examples import SEED, code_step, place_of
from simulator.patient import Move, begin, respond
from simulator.reactions import layers_for
from simulator.reading import Coder, Reading
from simulator.state import PatientState, Place

ORDER = ("ending", "beat", "passed", "failed", "entry", "line")
"""Kinds of things that examples exercise, the most important first."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What can happen in a scenario and what its examples exercise."""

    proof: Proof
    subjects: Mapping[Question, Subject]
    exercised: frozenset[Question]

    @property
    def gaps(self) -> list[Question]:
        """What can happen and no example exercises, the most important first, otherwise as written."""
        reachable = [one for one in self.proof.of("reachable") if one.kind in ORDER and one not in self.exercised]
        return sorted(reachable, key=lambda question: ORDER.index(question.kind))

    @property
    def dead(self) -> list[Question]:
        """What is written and can never happen; an entry is told once, not again for its condition and lines."""
        found = self.proof.of("impossible")
        kinds = {"beat", "ending"}
        beats = {question.name for question in found if question.kind in kinds}
        entries = {question.name for question in found if question.kind == "entry"}
        told = []
        for question in found:
            inside = question.kind not in kinds and self.subjects[question].beat in beats
            again = question.kind in {"true", "line"} and question.place in entries
            if question.kind != "false" and not inside and not again:
                told.append(question)
        return told

    @property
    def idle(self) -> list[Question]:
        """Conditions of single lines, facts and exits that always hold, so that they need not be written."""
        return [one for one in self.proof.of("impossible") if one.kind == "false" and self._is_met(one)]

    def _is_met(self, question: Question) -> bool:
        kind = "line" if "#" in question.name else "true"
        answer = self.proof.answers.get(Question(kind, question.name))  # type: ignore[arg-type]  # both are kinds
        return answer is not None and answer.verdict == "reachable" and self.subjects[question].reaction is None

    def count(self, kind: str) -> tuple[int, int, int]:
        """How many there are of a kind, how many can happen, how many examples exercise."""
        of_kind = [question for question in self.proof.answers if question.kind == kind]
        can = sum(self.proof.answers[question].verdict == "reachable" for question in of_kind)
        return len(of_kind), can, sum(question in self.exercised for question in of_kind)

    def answer(self, question: Question) -> Answer:
        """What is known about a question."""
        return self.proof.answers[question]


def coverage(proof: Proof, coder: Coder | None) -> Coverage:
    """Run the scenario's examples and see what they exercise. Without a coder those with words are passed over."""
    scenario = proof.scenario
    shown: set[Question] = set()
    for example in scenario.examples:
        if coder is not None or all(code_step(reply) is not None for reply in example.replies):
            shown |= shown_by(scenario, _readings(scenario, example, coder), place_of(example))
    return Coverage(proof, subjects(scenario), frozenset(shown))


def shown_by_steps(scenario: Scenario, steps: Steps) -> frozenset[Question]:
    """What these replies exercise; nothing, where the session ends before the last of them."""
    state, _ = begin(scenario, SEED)
    turns = []
    for names in steps:
        if state.ending is not None:
            return frozenset()
        turns.append((state, reading_of(names)))
        state, _ = respond(scenario, *turns[-1], SEED)
    return frozenset(shown_by(scenario, turns))


def _readings(scenario: Scenario, example: Example, coder: Coder | None) -> Iterable[tuple[PatientState, Reading]]:
    """The turns of an example: the state before each, and what was heard."""
    state, lines = begin(scenario, SEED, place_of(example))
    patient = " ".join(line.text for line in lines if line.kind == "speech")
    for reply in example.replies:
        if state.ending is not None:
            return
        reading = code_step(reply)
        if reading is None:
            if coder is None:
                return
            reading = coder.read(patient, reply, [fact.ask for fact in scenario.facts])
        yield state, reading
        state, move = respond(scenario, state, reading, SEED)
        patient = " ".join(line.text for line in move.lines if line.kind == "speech") or patient


def shown_by(
    scenario: Scenario, turns: Iterable[tuple[PatientState, Reading]], place: Place | None = None
) -> set[Question]:
    """Everything that some turns exercise. Beginning in a beat is no way of coming there."""
    first, _ = begin(scenario, SEED, place)
    shown = set(_lines(first))
    if place is None or place.beat is None:
        shown.add(Question("beat", first.beat))
    for before, reading in turns:
        state, move = respond(scenario, before, reading, SEED)
        shown.add(Question("ending" if state.ending else "beat", state.beat))
        shown.update(_lines(state))
        shown.update(Question("passed", test.beat) for test in move.tests if test.outcome == "passed")
        shown.update(Question("failed", test.beat) for test in move.tests if test.confirms)
        if not reading.unclear:
            shown.update(_entries(scenario, before, reading, move))
    return shown


def _lines(state: PatientState) -> Iterable[Question]:
    return (Question("line", key.replace("@", "#")) for key in state.used if "@" in key)


def _entries(scenario: Scenario, before: PatientState, reading: Reading, move: Move) -> Iterable[Question]:
    heard = frozenset(span.code for span in move.codes) | frozenset(move.derived)
    now = TurnCircumstances(scenario, before, heard, before.turn + 1, is_silence=reading.silence)
    layers = layers_for(scenario, scenario.beats[before.beat], now, unclear=False)
    return (Question("entry", reaction.rule) for reaction in layers.reactions)
