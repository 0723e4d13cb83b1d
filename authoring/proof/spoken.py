"""Which lines are spoken and which facts told in one kind of turn.

Only where conditions choose among lines is there anything to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from authoring.proof.behaviours import Behaviour
from authoring.proof.kinds import Going
from authoring.proof.questions import Question, conditional
from authoring.proof.truth import Now, value
from scenarios.model import Scenario, Variation
from simulator.state import PatientState

Flags = Any
"""One truth, or an array with one for each combination of levels."""
Arrival = tuple[int, PatientState]
"""For which levels the patient arrives somewhere, and the state there."""


def of_turn(
    scenario: Scenario,
    example: Behaviour,
    going: Going,
    now: Now,
    arrivals: Iterable[Arrival],
    no_exit: int,
    asked: frozenset[str],
) -> Iterator[tuple[Question, Flags, int | None]]:
    """What a turn answers about lines and facts: for which levels afterwards, and among which of them."""
    for place, lines in example.places:
        if place in asked:
            yield from ((question, flags, None) for question, flags in of_lines(place, lines, now))
    limit = scenario.beats[now.state.beat].limit
    if limit is not None and example.go is None and going.beat is not None:
        for question, flags in of_lines(f"{now.state.beat}.limit", limit.say, now):
            yield question, flags, no_exit
    if example.kind == "reply":
        yield from ((question, flags, None) for question, flags in _facts(scenario, now, asked))
    for among, state in arrivals:
        if f"beats.{state.beat}" in asked:
            arriving = Now(state, now.heard, now.levels, now.turn, now.is_silence)
            for question, flags in of_lines(f"beats.{state.beat}", scenario.beats[state.beat].says, arriving):
                yield question, flags, among


def of_lines(place: str, lines: tuple[Variation, ...], now: Now) -> Iterator[tuple[Question, Flags]]:
    """Which of these lines can be chosen, if they are spoken: those whose condition holds, else those without."""
    if not conditional(lines):
        return
    whens = [None if line.when is None else value(line.when.expression, now) for line in lines]
    some: Flags = False
    for when in whens:
        some = some if when is None else np.logical_or(some, when)
    for i, when in enumerate(whens):
        yield Question("line", f"{place}#{i}"), np.logical_not(some) if when is None else when
        if when is not None:
            yield Question("false", f"{place}#{i}"), np.logical_not(when)


def _facts(scenario: Scenario, now: Now, asked: frozenset[str]) -> Iterator[tuple[Question, Flags]]:
    for i, fact in enumerate(scenario.facts):
        place = f"facts[{i}]"
        if place not in asked and f"{place}.otherwise" not in asked:
            continue
        told: Flags = True if fact.needs is None else value(fact.needs.expression, now)
        if fact.needs is not None:
            yield Question("true", f"{place}.needs"), told
            yield Question("false", f"{place}.needs"), np.logical_not(told)
        for question, flags in of_lines(place, fact.say, now):
            yield question, np.logical_and(flags, told)
        for question, flags in of_lines(f"{place}.otherwise", fact.otherwise, now):
            yield question, np.logical_and(flags, np.logical_not(told))
