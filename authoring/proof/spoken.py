"""Which lines are spoken and which facts told in one kind of turn.

Only where conditions choose among lines is there anything to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np

from authoring.proof.behaviours import Behaviour
from authoring.proof.kinds import Going
from authoring.proof.questions import Question, conditional, rivals
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
    asked: AbstractSet[Question],
) -> Iterator[tuple[Question, Flags, int | None]]:
    """What a turn answers about the lines and facts asked for: for which levels afterwards, and among which of them."""
    for place, lines in example.places:
        yield from ((question, flags, None) for question, flags in of_lines(place, lines, now, asked))
    limit = scenario.beats[now.state.beat].limit
    if limit is not None and example.go is None and going.beat is not None:
        for question, flags in of_lines(f"{now.state.beat}.limit", limit.say, now, asked):
            yield question, flags, no_exit
    if example.kind == "reply":
        yield from ((question, flags, None) for question, flags in _facts(scenario, now, asked))
    for among, state in arrivals:
        arriving = Now(state, now.heard, now.levels, now.turn, now.is_silence)
        for question, flags in of_lines(f"beats.{state.beat}", scenario.beats[state.beat].says, arriving, asked):
            yield question, flags, among


def of_lines(
    place: str, lines: tuple[Variation, ...], now: Now, asked: AbstractSet[Question]
) -> Iterator[tuple[Question, Flags]]:
    """Which of these lines can be chosen, if they are spoken: those of the first `when` that holds, or the rest.

    Only what is asked about is answered, and only the conditions on which that hangs are looked at: the search may
    not keep what the others read.
    """
    if not conditional(lines):
        return
    for i, line in enumerate(lines):
        chosen, kept_back = Question("line", f"{place}#{i}"), Question("false", f"{place}#{i}")
        holds: Flags = True
        if line.when is not None and not asked.isdisjoint((chosen, kept_back)):
            holds = value(line.when.expression, now)
            yield kept_back, np.logical_not(holds)
        if chosen in asked:
            taken: Flags = False
            for rival in rivals(lines, i):
                taken = np.logical_or(taken, value(rival.expression, now))
            yield chosen, np.logical_and(holds, np.logical_not(taken))


def _facts(scenario: Scenario, now: Now, asked: AbstractSet[Question]) -> Iterator[tuple[Question, Flags]]:
    places = {question.place for question in asked if question.name.startswith("facts[")}
    for i, fact in enumerate(scenario.facts):
        place = f"facts[{i}]"
        if place not in places and f"{place}.otherwise" not in places:
            continue
        told: Flags = True if fact.needs is None else value(fact.needs.expression, now)
        if fact.needs is not None:
            yield Question("true", f"{place}.needs"), told
            yield Question("false", f"{place}.needs"), np.logical_not(told)
        for question, flags in of_lines(place, fact.say, now, asked):
            yield question, np.logical_and(flags, told)
        for question, flags in of_lines(f"{place}.otherwise", fact.otherwise, now, asked):
            yield question, np.logical_and(flags, np.logical_not(told))
