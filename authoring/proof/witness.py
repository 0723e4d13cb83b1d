"""From an answer back to the replies that show it, played through the real engine as a check."""

from __future__ import annotations

from typing import NamedTuple

from authoring.proof.behaviours import Behaviour
from authoring.proof.heard import reading_of
from authoring.proof.kinds import Found
from authoring.proof.questions import Question
from authoring.proof.search import Search
from scenarios.model import Scenario
from simulator.patient import Move, begin, respond
from simulator.reading import FactMatch, Reading
from simulator.state import PatientState

SEEDS = 400
"""Which of several lines is spoken is drawn by seed; so many are tried to hear a certain one."""

Steps = tuple[tuple[str, ...], ...]
"""Replies, each as code names."""


class WitnessError(Exception):
    """Replies did not do what the search says they do: a fault of Attune's, never of the scenario."""


class Played(NamedTuple):
    """One turn as the engine played it."""

    before: PatientState
    reading: Reading
    after: PatientState
    move: Move


def steps_to(search: Search, found: Found) -> Steps:
    """The replies that lead to an answer. Raises `WitnessError` where they do not."""
    steps: list[tuple[str, ...]] = []
    mode, levels = found.mode, found.levels
    states: list[tuple[int, tuple[int, ...]]] = [(mode, levels)]
    for number in range(found.layer, 0, -1):
        behaviour, mode, levels = _back(search, number, mode, levels)
        steps.insert(0, behaviour.steps)
        states.insert(0, (mode, levels))
    played = play(search.scenario, tuple(steps), search.played)
    reached = [begin(search.scenario, 1)[0], *(turn.after for turn in played)]
    for (mode, levels), state in zip(states, reached, strict=True):
        scope = search.scope
        same_levels = state.ending is not None or scope.row(state) == levels
        if scope.key(state) != scope.key(search.known.states[mode]) or not same_levels:
            raise WitnessError(f"{search.scenario.id}: {steps} does not lead where the search says")
    reply = found.reply.steps if isinstance(found.reply, Behaviour) else found.reply
    return (*steps, *(() if reply is None else (reply,)))


def _back(search: Search, number: int, mode: int, levels: tuple[int, ...]) -> tuple[Behaviour, int, tuple[int, ...]]:
    grid = search.grid
    ways = [arrow for arrow in search.layers[number].arrows[mode] if arrow.arrives & grid.cell(levels)]
    for arrow in sorted(ways, key=lambda one: (not one.behaviour.steps, len(one.behaviour.steps))):
        before = grid.came_from(levels, arrow.behaviour.delta[: len(levels)]) & arrow.cells
        if before:
            return arrow.behaviour, arrow.source, grid.one_of(before)
    raise WitnessError(f"{search.scenario.id}: no way back to mode {mode}")


Known = dict[Steps, Played]
"""Last turns by the replies that led there: the ways of a proof begin alike."""


def play(scenario: Scenario, steps: Steps, known: Known | None = None) -> list[Played]:
    """Play replies through the real engine; `known` are turns that this scenario has played, and is added to."""
    state, _ = begin(scenario, 1)
    played: list[Played] = []
    for i, names in enumerate(steps):
        turn = None if known is None else known.get(steps[: i + 1])
        if turn is None:
            reading = reading_of(names)
            turn = Played(state, reading, *respond(scenario, state, reading, 1))
            if known is not None:
                known[steps[: i + 1]] = turn
        state = turn.after
        played.append(turn)
    return played


def check(scenario: Scenario, question: Question, steps: Steps, known: Known | None = None) -> bool:
    """Whether replies show, in the real engine, what they are said to show. Raises `WitnessError` where they must."""
    if question.kind == "line":
        return _is_spoken(scenario, question.name, steps, known)
    played = play(scenario, steps, known)
    last = played[-1] if played else None
    state = begin(scenario, 1)[0] if last is None else last.after
    if question.kind in {"beat", "ending"}:
        holds = state.beat == question.name and (state.ending is not None) == (question.kind == "ending")
    elif question.kind == "passed":
        holds = last is not None and question.name in state.passed and question.name not in last.before.passed
    elif question.kind == "failed":
        holds = last is not None and any(test.beat == question.name and test.confirms for test in last.move.tests)
    else:
        return True
    if not holds:
        raise WitnessError(f"{scenario.id}: {steps} does not show {question}")
    return True


def _is_spoken(scenario: Scenario, line: str, steps: Steps, known: Known | None) -> bool:
    place, number = line.split("#")
    fact = int(place[len("facts[") : place.index("]")]) if place.startswith("facts[") else None
    if not steps:
        return any(f"{place}@{number}" in begin(scenario, seed)[0].used for seed in range(SEEDS))
    before = play(scenario, steps[:-1], known)
    state = before[-1].after if before else begin(scenario, 1)[0]
    reading = reading_of(steps[-1])
    if fact is not None:
        reading = Reading(reading.codes, fact=FactMatch(fact, 1.0))
    unused = state._replace(used=frozenset())
    return any(f"{place}@{number}" in respond(scenario, unused, reading, seed)[0].used for seed in range(SEEDS))
