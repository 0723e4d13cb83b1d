"""The outline allows everything that the patient does, and never says more turns than it takes."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from authoring.proof import outline
from authoring.proof.outline import Outline
from authoring.proof.prove import Answer, prove
from authoring.proof.questions import Question, subjects
from authoring.proof.scope import Scope
from scenarios.library import shipped
from simulator.patient import begin, respond
from tests.authoring.proof.test_faithful import patient, walks
from tests.authoring.proof.test_prove import some_scenario
from tests.scripted import scenario_of

SEEDS = range(10)

ROUND = """
start: one
beats:
  one:
    says: ["One."]
    moment: {needs: listen}
    hears:
      validation and visits(two) = 0: {go: two}
      validation: {go: three}
      validation and advice: {go: four}
      advice and passed(two): {go: four}
    limit: {turns: 3, go: end}
  two:
    says: ["Two."]
    moment: {needs: listen}
    hears: {reflection: {go: one}}
    test: {belief: alone, kind: transference, window: 2}
  three:
    says: ["Three.", {say: "Never.", when: visits(three) > 1}]
    moment: {needs: listen}
    hears: {reflection: {go: end}}
  four: {ending: poor, says: ["Four."]}
  end: {ending: good, says: ["End."]}
"""


class Kept(NamedTuple):
    """What is compared of an answer."""

    verdict: str
    turns: int | None

    @classmethod
    def of(cls, answer: Answer) -> Kept:
        return cls(answer.verdict, len(answer.steps) if answer.is_shortest else None)


def turns_to(question: Question) -> int | None:
    scenario = scenario_of(ROUND)
    drawn = Outline(Scope(scenario, frozenset({"beats.three"})))
    goals = drawn.goals(question, subjects(scenario)[question])
    return drawn.turns_to(goals).get(drawn.spot(begin(scenario, 1)[0]))


@pytest.mark.parametrize("name", shipped())
def test_wherever_the_engine_goes_the_outline_can_go(name: str) -> None:
    scenario = patient(name)
    drawn = Outline(Scope(scenario))

    for state, reading in walks(scenario, 3):
        after, _ = respond(scenario, state, reading, 1)
        before, now = drawn.spot(state), drawn.spot(after)

        assert before == now or before in drawn.before[now], (state, reading)


@pytest.mark.parametrize(
    ("kind", "name", "turns"),
    [
        ("beat", "one", 0),
        ("beat", "two", 1),
        ("beat", "three", 3),
        ("ending", "end", 3),
        ("ending", "four", 3),
        ("entry", "one.hears[0]", 0),
        ("entry", "one.hears[1]", 2),
        ("entry", "one.hears[2]", None),
        ("entry", "one.hears[3]", 2),
        ("passed", "two", 1),
        ("line", "beats.three#1", None),
    ],
)
def test_the_turns_that_the_outline_takes(kind: str, name: str, turns: int | None) -> None:
    assert turns_to(Question(kind, name)) == turns  # type: ignore[arg-type]  # all are kinds


@pytest.mark.parametrize("seed", SEEDS)
def test_with_an_outline_every_answer_is_as_without(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = some_scenario(100 + seed)

    drawn = prove(scenario).answers
    monkeypatch.setattr(outline, "MOST_PLACES", 0)
    undrawn = prove(scenario).answers

    assert {str(one): Kept.of(answer) for one, answer in drawn.items()} == {
        str(one): Kept.of(answer) for one, answer in undrawn.items()
    }
