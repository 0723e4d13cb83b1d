"""What the search takes a turn to do is what the engine does: nothing is missed, nothing is invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest

from authoring.proof.behaviours import Behaviour, behaviours
from authoring.proof.heard import reading_of
from authoring.proof.moment import Moment
from authoring.proof.questions import subjects
from authoring.proof.scope import Scope
from authoring.proof.turns import after_turn, arrived, goes
from scenarios import vocabulary
from scenarios.library import find, shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from simulator.circumstances import TurnCircumstances
from simulator.patient import begin, respond
from simulator.reading import CodedSpan, Reading
from simulator.state import PatientState

PATIENTS = sorted(shipped())
WALKS = 12
TURNS = 12


@cache
def patient(name: str) -> Scenario:
    return load_scenario(find(name))


@cache
def scope_of(name: str, *, words: bool) -> Scope:
    scenario = patient(name)
    places = {question.place for question in subjects(scenario) if question.is_of_words} if words else set()
    return Scope(scenario, frozenset(places))


def any_reply(lots: random.Random) -> Reading:
    """A reading such as the coder makes: sentences, each with a few codes, now and then a denial."""
    kind = lots.random()
    if kind < 0.07:
        return Reading.of_silence()
    if kind < 0.1:
        return Reading(unclear=True)
    codes = sorted(vocabulary.codes())
    spans = []
    for sentence in range(lots.randint(0, 4)):
        for code in lots.sample(codes, lots.choice([1, 1, 1, 2, 3])):
            denies = code == "open_about_sharing" and lots.random() < 0.3
            spans.append(CodedSpan(code, lots.choice([0.3, 0.7, 1.0]), sentence * 10, sentence * 10 + 9, denies))
    return Reading(tuple(spans))


def walks(scenario: Scenario, seed: int) -> Iterator[tuple[PatientState, Reading]]:
    """States and replies of random sessions; now and then in the middle of one at other levels."""
    lots = random.Random(seed)  # noqa: S311  lots for a test, not for secrets
    for _ in range(WALKS):
        state, _ = begin(scenario, seed)
        for _ in range(TURNS):
            if state.ending is not None:
                break
            if lots.random() < 0.2:
                levels = tuple(lots.randint(0, 100) for _ in state.levels)
                state = state._replace(levels=levels)
            reading = any_reply(lots)
            yield state, reading
            state, _ = respond(scenario, state, reading, seed)


def foretold(scope: Scope, state: PatientState, behaviour: Behaviour) -> tuple[object, tuple[int, ...]]:
    """What the search makes of a turn: what it keeps of the state, and the levels."""
    after = after_turn(state, behaviour)
    whole = [*state.levels, *state.beliefs]
    for place, by in zip(scope.places, behaviour.delta, strict=True):
        whole[place] = max(0, min(100, whole[place] + by))
    after = after._replace(levels=tuple(whole[: len(state.levels)]), beliefs=tuple(whole[len(state.levels) :]))
    now = TurnCircumstances(scope.scenario, after, behaviour.heard, after.turn, behaviour.kind == "silence")
    going = next(
        (way.go for way in scope.scenario.exits if way.when.holds(now)), goes(scope.scenario, after, behaviour)
    )
    return kept(scope, arrived(scope.scenario, after, going))


def kept(scope: Scope, state: PatientState) -> tuple[object, tuple[int, ...]]:
    whole = (*state.levels, *state.beliefs)
    return scope.key(state), tuple(whole[place] for place in scope.places)


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("name", PATIENTS)
def test_whatever_the_engine_does_on_a_reply_is_among_what_the_search_foresees(name: str, *, words: bool) -> None:
    scenario, scope = patient(name), scope_of(name, words=words)
    for state, reading in walks(scenario, 7):
        foreseen = {foretold(scope, state, one) for one in behaviours(Moment(scope, state))}

        after, _ = respond(scenario, state, reading, 1)

        assert kept(scope, after) in foreseen, (state, reading)


@pytest.mark.parametrize("name", PATIENTS)
def test_whatever_the_search_foresees_the_engine_does_on_the_reply_given_for_it(name: str) -> None:
    scenario, scope = patient(name), scope_of(name, words=False)
    for i, (state, _) in enumerate(walks(scenario, 11)):
        if i % 4:
            continue
        for behaviour in behaviours(Moment(scope, state)):
            after, move = respond(scenario, state, reading_of(behaviour.steps), 1)

            assert kept(scope, after) == foretold(scope, state, behaviour), (state, behaviour)
            assert {(test.beat, test.outcome) for test in move.tests} == {
                (test.beat, test.outcome) for test in behaviour.outcomes
            }
