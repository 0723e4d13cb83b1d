"""How one stands with a patient: best and last of first tries, and when a patient is due again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.past import DUE_BELOW, DUE_DAYS, SCORED, Past, Points, short, standings
from tests.tui.fakes import NOON

scores = st.one_of(st.none(), st.integers(0, 1000))


def points(overall: int | None, *others: int | None) -> Points:
    return dict(zip(SCORED, (overall, *others, None, None, None), strict=False))


def past(
    overall: int | None = None, *, days: float = 1, again: bool = False, over: bool = True, turns: int = 5, n: int = 0
) -> Past:
    """A session of so many days ago."""
    begun = NOON - timedelta(days=days)
    return Past(
        f"id{n}", "ellie", "Ellie", begun, "a day", turns, over, is_again=again, points=points(overall, overall)
    )


def test_who_was_never_practised_with_has_no_standing() -> None:
    assert standings([past(500, over=False), past(500, turns=0)], NOON) == {}


def test_best_and_last_are_of_first_tries_and_second_tries_are_counted_apart() -> None:
    found = standings([past(990, again=True), past(620), past(700)], NOON)["ellie"]

    assert (found.tries, found.second_tries) == (2, 1)
    assert found.best is not None
    assert found.best["overall"] == 700
    assert found.overall_words == "best 70.0 · last 62.0"


def test_what_was_not_observed_stays_so_and_is_never_a_zero() -> None:
    found = standings([past(None), past(None)], NOON)["ellie"]

    assert found.best == dict.fromkeys(SCORED)
    assert found.overall_words == "not observed"
    assert found.due == ""
    assert short(None) == "n/o"
    assert short(0) == "0.0"


@given(st.lists(scores, min_size=1))
def test_the_best_is_one_of_those_observed(found: list[int | None]) -> None:
    best = standings([past(one, n=n) for n, one in enumerate(found)], NOON)["ellie"].best
    seen = [one for one in found if one is not None]

    assert best is not None
    assert best["overall"] == (max(seen) if seen else None)


@pytest.mark.parametrize(
    ("days", "overall", "due"),
    [
        (1, DUE_BELOW, ""),
        (1, DUE_BELOW - 1, "last overall 59.9 of 100"),
        (DUE_DAYS, DUE_BELOW, ""),
        (DUE_DAYS + 0.01, DUE_BELOW, "last practised 14 days ago"),
        (30, 0, "last practised 30 days ago"),
        (1, None, ""),
    ],
)
def test_a_patient_is_due_again_by_one_plain_rule(days: float, overall: int | None, due: str) -> None:
    assert standings([past(overall, days=days)], NOON)["ellie"].due == due


def test_a_second_try_is_practice_too() -> None:
    """It moves the day on which one practised last, and no score."""
    found = standings([past(100, days=2, again=True), past(800, days=30)], NOON)["ellie"]

    assert found.due == ""
    assert found.last is not None
    assert found.last.points == points(800, 800)


def test_an_unfinished_session_says_what_was_sent_and_what_waits() -> None:
    going = Past("i", "s", "t", NOON, "14 Mar 2026, 12:00", 2, is_over=False, sent=3, has_draft=True)

    assert going.detail == "3 sent, 2 answered · draft waiting · begun 14 Mar 2026, 12:00"
    assert Past("i", "s", "t", NOON, "today", 1, is_over=False, sent=1).detail == "1 turn so far · begun today"
    assert Past("i", "s", "t", NOON, "today", 4, is_over=False, is_again=True, again_turn=3).marks == (
        "second try from turn 4",
    )
