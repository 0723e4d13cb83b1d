"""Pairs that teach the point: the same reply is right for one patient and wrong for another.

Each reply is tried as its behaviours (the script alone) and in words (script and coder together).
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from scenarios.library import find
from scenarios.load import load_scenario
from scoring.coder import load_coder
from scoring.rubric import score
from simulator.patient import begin, respond
from simulator.practice import Memory, Practice
from simulator.reading import Reading
from simulator.state import Place


class Moment(NamedTuple):
    """Where a reply is given."""

    patient: str
    beat: str


class Pair(NamedTuple):
    """One reply in two rooms."""

    teaches: str
    codes: tuple[str, ...]
    words: str
    right: Moment
    wrong: Moment


ASKED_FOR_ADVICE = (
    "In your shoes I'd tell her before Friday, with somebody there who is on your side. How does that sit with you?"
)
STRUCTURE = "Let's do this in order: first the thing that weighs most, then we break it into three steps."
OWN_STORY = "Something like that happened to me when I was young, and it stayed with me. What is it like for you?"
ROOTS = "I wonder whether there is something underneath all this, from long ago. Where does it go back to?"

PAIRS = [
    Pair("advice", ("advice", "open_question"), ASKED_FOR_ADVICE,
         Moment("advice-seeker", "the_ask"), Moment("craves-validation", "underneath")),
    Pair("structure", ("structuring",), STRUCTURE,
         Moment("priti", "arrives"), Moment("maya", "the_card")),
    Pair("self-disclosure", ("self_disclosure", "open_question"), OWN_STORY,
         Moment("tests-trust", "you_then"), Moment("craves-validation", "invites")),
    Pair("depth", ("explores_depth", "interpretation"), ROOTS,
         Moment("tom", "little_ones"), Moment("helen", "opened_up")),
    Pair("silence", (), "",
         Moment("anika", "quiet_held"), Moment("tests-trust", "hint_plain")),
]  # fmt: skip


def by_script(moment: Moment, codes: tuple[str, ...]) -> int | None:
    scenario = load_scenario(find(moment.patient))
    state, _ = begin(scenario, 1, Place(moment.beat))
    reading = Reading.of_codes(codes) if codes else Reading.of_silence()
    return respond(scenario, state, reading, 1)[1].fit


def in_words(moment: Moment, words: str) -> int | None:
    scenario = load_scenario(find(moment.patient))
    practice = Practice.begin(scenario, Memory(), load_coder(), seed=1, rubric_version="1", place=Place(moment.beat))
    session = practice.send(words) if words else practice.wait()
    return session.turns[-1].move.fit


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.teaches for pair in PAIRS])
@pytest.mark.parametrize("way", ["script", "words"])
def test_the_same_reply_is_right_for_one_patient_and_wrong_for_another(pair: Pair, way: str) -> None:
    right, wrong = (
        by_script(moment, pair.codes) if way == "script" else in_words(moment, pair.words)
        for moment in (pair.right, pair.wrong)
    )
    assert right is not None
    assert wrong is not None
    assert right >= 1
    assert wrong <= -1


def test_a_first_session_without_limits_costs_where_they_were_not_agreed_before() -> None:
    """Sam's two variants: the same opening, with limits agreed in week one and with none agreed yet."""
    said = [
        "Hello Sam. What would you like to talk about today?",
        "What is college like at the moment?",
        "Who is at home with you?",
        "What do you do of an evening?",
        "Tell me about the play.",
        "And how is your sleep?",
    ]
    owed = {}
    for name in ("sam", "sam-first-session"):
        practice = Practice.begin(load_scenario(find(name)), Memory(), load_coder(), seed=1, rubric_version="1")
        for reply in said:
            practice.send(reply)
        evidence = score(practice.session).confidentiality.evidence
        owed[name] = [item for item in evidence if "C1" in item.rule and item.value < 0]
    assert owed["sam"] == []
    assert owed["sam-first-session"]
