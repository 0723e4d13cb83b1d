"""Running a scenario's own examples: code steps test the script, quoted text tests script and coder together."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.expectations import compares, listed
from scenarios.model import Example, Expectation, Scenario
from simulator.patient import begin, respond
from simulator.reading import Coder, Reading
from simulator.state import PatientState, Place

SEED = 1
"""Examples are always run with this seed; what they promise must not hang on which variation is spoken."""
SILENCE = "(silence)"
"""A reply written like this is no text: the trainee waits."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reply of an example and what became of it."""

    reply: str
    heard: tuple[str, ...]
    fit: int | None
    rule: str
    beat: str
    """The beat afterwards."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one example."""

    example: Example
    steps: tuple[Step, ...]
    unmet: tuple[tuple[Expectation, str], ...]
    """Each expectation that did not hold, with what was found instead."""
    unused: int
    """Replies left over after the session had ended."""

    @property
    def holds(self) -> bool:
        """Whether everything promised came true."""
        return not self.unmet


def code_step(reply: str) -> Reading | None:
    """The reading that a reply written as code names stands for, or `None` where it is text."""
    if reply == SILENCE:
        return Reading.of_silence()
    if reply == "(unclear)":
        return Reading(unclear=True)
    names = [name.strip() for name in reply.split(",")]
    known = set(vocabulary.codes()) | set(vocabulary.derived())
    return Reading.of_codes(names) if all(name in known for name in names) else None


def needs_coder(example: Example) -> bool:
    """Whether any reply of the example is text."""
    return any(code_step(reply) is None for reply in example.replies)


def place_of(example: Example) -> Place | None:
    """Where an example begins; `None` for the scenario's own start."""
    return Place(example.at, example.levels) if example.at is not None or example.levels else None


def run_example(scenario: Scenario, example: Example, coder: Coder | None) -> Result:
    """Run one example. Raises `ValueError` when a text needs reading and there is no coder."""
    state, lines = begin(scenario, SEED, place_of(example))
    patient = " ".join(line.text for line in lines if line.kind == "speech")
    questions = [fact.ask for fact in scenario.facts]
    steps: list[Step] = []
    for i, reply in enumerate(example.replies):
        if state.ending is not None:
            return _result(scenario, example, state, steps, len(example.replies) - i)
        reading = code_step(reply)
        if reading is None:
            if coder is None:
                raise ValueError("this example has text, and there is no coder to read it")
            reading = coder.read(patient, reply, questions)
        state, move = respond(scenario, state, reading, SEED)
        spoken = " ".join(line.text for line in move.lines if line.kind == "speech")
        patient = spoken or patient
        heard = tuple(dict.fromkeys((*(span.code for span in move.codes), *move.derived)))
        steps.append(Step(reply, heard, move.fit, move.rule, state.beat))
    return _result(scenario, example, state, steps, 0)


def _result(scenario: Scenario, example: Example, state: PatientState, steps: list[Step], unused: int) -> Result:
    unmet = tuple(
        (expectation, found)
        for expectation in example.expect
        if (found := _unmet(scenario, state, expectation)) is not None
    )
    return Result(example, tuple(steps), unmet, unused)


def _unmet(scenario: Scenario, state: PatientState, expectation: Expectation) -> str | None:
    """What was found where an expectation does not hold."""
    kind = None if state.ending is None else scenario.beats[state.ending].ending
    match expectation.what:
        case "ending":
            return (
                None
                if state.ending in listed(expectation)
                else f"no ending yet, in `{state.beat}`"
                if kind is None
                else f"`{state.ending}`"
            )
        case "kind":
            return None if kind == expectation.value else f"{kind or 'no ending'}"
        case "beat":
            return None if state.beat in listed(expectation) else f"`{state.beat}`"
        case "passed" | "failed" as outcome:
            found = set(state.passed if outcome == "passed" else state.failed)
            return None if listed(expectation) <= found else (", ".join(sorted(found)) or "none")
        case level:
            value = state.as_levels(scenario)[level]
            return None if compares(expectation, value) else str(value)
