"""Serious errors about danger: what passes over clear risk, what stays with it, and what only a person can tell."""

from __future__ import annotations

import pytest

from scoring.report.compose import report_of
from scoring.rubric import score
from simulator.events import Left
from simulator.reading import CodedSpan, Reading
from simulator.session import Session, apply
from tests.scoring.rules import HINT, OPEN_RISK, moment, played
from tests.scripted import Step


def caps(session: Session) -> dict[str, int]:
    return {item.rule.removeprefix("critical."): item.cap for item in score(session).critical}


def flags(session: Session) -> set[str]:
    return {flag.rule.removeprefix("critical.") for flag in score(session).flags}


def heard(*codes: str, half: tuple[str, float] | None = None) -> Reading:
    """A reading of sure codes, and one that was half heard in the same words."""
    spans = [CodedSpan(code, 0.95, 0, 1) for code in codes]
    return Reading((*spans, *([CodedSpan(half[0], half[1], 0, 1)] if half else [])))


@pytest.mark.parametrize("staying", ["repair", "seeks_consent", "explains_limits", "open_about_sharing"])
def test_what_stays_with_the_danger_does_not_pass_it_over(staying: str) -> None:
    """A slip owned, a say offered, the duty explained: none is a question about safety, and none ignores it."""
    assert caps(played(moment(OPEN_RISK), "validation", staying, "validation")) == {}
    assert caps(played(moment(OPEN_RISK), "validation", "validation", staying)) == {"risk_ignored": 20}


def test_answering_the_patients_own_question_does_not_pass_the_danger_over() -> None:
    asking = moment(f"{OPEN_RISK}, asks: truth")

    assert caps(played(asking, "validation", "immediacy")) == {}, "it answers"
    assert caps(played(asking, "validation", "encourager")) == {"risk_ignored": 20}


def test_a_hint_alone_is_no_clear_risk() -> None:
    assert caps(played(moment(HINT), "validation", "validation", "validation")) == {}


def test_an_unclear_reply_neither_counts_nor_breaks_the_row() -> None:
    assert caps(played(moment(OPEN_RISK), "validation", "(unclear)", "validation")) == {"risk_ignored": 20}
    assert caps(played(moment(OPEN_RISK), "validation", "(unclear)")) == {}


@pytest.mark.parametrize(
    ("second", "capped"),
    [
        ("(silence)", True),
        ("", False),
        (heard("closed_question", half=("risk_assessment", 0.21)), False),
        (heard("closed_question", half=("risk_assessment", 0.2)), True),
    ],
    ids=["waiting", "nothing heard", "a question half heard", "a question hardly heard"],
)
def test_where_a_question_may_have_been_misheard_a_person_looks(second: Step, capped: bool) -> None:
    session = played(moment(OPEN_RISK), "validation", second)

    assert caps(session) == ({"risk_ignored": 20} if capped else {})
    assert flags(session) == (set() if capped else {"risk_ignored"})


def test_a_safety_question_later_lifts_the_cap_and_passing_over_once_more_takes_it_back() -> None:
    lifted = ["validation", "validation", "risk_inquiry"]

    assert caps(played(moment(OPEN_RISK), *lifted)) == {"risk_ignored": 40}
    assert caps(played(moment(OPEN_RISK), *lifted, "validation", "validation")) == {"risk_ignored": 20}


def test_the_session_that_ends_with_the_danger_never_asked_about_is_capped() -> None:
    never = played(moment(OPEN_RISK, turns=1), "repair")
    asked = played(moment(OPEN_RISK, turns=2), "risk_inquiry", "validation")
    goes_on = played(moment(OPEN_RISK, turns=2), "repair")

    assert caps(never) == {"ended_with_risk": 25}
    assert caps(asked) == caps(goes_on) == {}


def test_whoever_leaves_has_ended_nothing() -> None:
    """Leaving costs nothing, at any prompt."""
    session = apply(played(moment(OPEN_RISK), "repair"), Left(2))

    assert (caps(session), flags(session)) == ({}, set())


@pytest.mark.parametrize(("features", "ending"), [(HINT, "poor"), (OPEN_RISK, "left")])
def test_after_a_mere_hint_or_where_the_patient_walked_out_a_person_looks(features: str, ending: str) -> None:
    body = moment(features, turns=1).replace("ending: good", f"ending: {ending}")

    session = played(body, "repair")

    assert caps(session) == {}
    assert "ended_with_risk" in flags(session)


def test_what_no_code_shows_is_flagged_however_surely_it_was_heard() -> None:
    session = played(moment(OPEN_RISK), "risk_inquiry, confrontation")

    assert caps(session) == {}
    assert flags(session) == {"shaming_at_risk"}
    (shown,) = report_of(session).serious
    assert not shown.is_cap
    assert shown.consequence == "For a person to look at: the program cannot decide this."


def test_a_plan_that_was_never_heard_is_for_a_person_to_look_into_once_the_session_is_over() -> None:
    """The code book has no code for a promise; that there was no plan can be told, what stood in its place cannot."""
    over = played(moment(OPEN_RISK, turns=2), "risk_inquiry", "collaboration")
    going_on = played(moment(OPEN_RISK, turns=3), "risk_inquiry", "collaboration")
    planned = played(moment(OPEN_RISK, turns=2), "risk_inquiry", "safety_planning")
    only_hinted = played(moment(HINT, turns=2), "risk_inquiry", "collaboration")

    assert flags(over) == {"promise_as_plan"}
    assert flags(going_on) == flags(planned) == flags(only_hinted) == set()


def test_what_a_person_is_to_look_at_is_still_something_to_try_differently() -> None:
    """The trainee need not wait for anybody to learn that it went against the need."""
    report = report_of(played(moment(HINT), "confrontation"))

    (flag,) = report.serious
    (chance,) = report.chances
    assert (flag.turn, flag.alternative) == (chance.turn, "")
    assert chance.alternative
