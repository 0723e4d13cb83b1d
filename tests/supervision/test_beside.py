"""People's ratings stand in reports beside the machine's: never instead, with author, day and reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.report.compose import report_of
from scoring.report.forms import rendered
from scoring.rubric import score
from scoring.supervision.overridden import overridden
from simulator.ratings import Judgement, Rating, effective
from tests.report.hostile import HOSTILE
from tests.supervision.players import session

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FORMATS = ("text", "md", "html", "json")


def rated(turn: int | None, target: str, value: int | None, comment: str = "", *, by: str = "finch") -> Rating:
    return Rating("1", "one", Judgement(turn, target, value, comment), by, True, "chosen", NOON)


def shown(*ratings: Rating, form: str = "text") -> str:
    return " ".join(rendered(session(), None, form, ratings).replace("\\", "").replace("     | ", "").split())


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_says_what_was_rated_by_whom_when_and_why(form: str) -> None:
    """Turn 1 was −3 to the machine."""
    said = shown(rated(1, "fit", -1, "She was in a hurry."), form=form)

    assert "Rated by finch on 2026-03-02: fit −1 instead of −3, because: “She was in a hurry.”" in said.replace(
        "| ", ""
    )
    assert "replace none of them" in said


@pytest.mark.parametrize("form", FORMATS)
def test_without_ratings_a_report_is_what_it_was(form: str) -> None:
    back = rated(1, "fit", None)

    assert rendered(session(), None, form, [back]) == rendered(session(), None, form)
    assert "Rated by" not in shown(form=form)


def test_the_machines_scores_stay_and_those_with_people_stand_beside() -> None:
    without, with_people = report_of(session()), report_of(session(), ratings=[rated(1, "fit", 3)])

    assert with_people.scores == without.scores
    assert with_people.origins == without.origins
    assert with_people.supervised is not None
    words = without.scores[1].words.removesuffix(" of 100")
    assert f"instead of {words}" in with_people.supervised.scores
    assert "tests, coaching and the patient's answers stand as they were in play" in with_people.supervised.scores


def test_a_fit_that_agrees_changes_no_score_and_says_so() -> None:
    found = report_of(session(), ratings=[rated(1, "fit", -3)])

    assert found.supervised is not None
    assert found.supervised.scores == ""
    assert found.turns[0].supervised == ("Rated by finch on 2026-03-02: fit −3, as the machine.",)


def test_what_the_machine_did_not_rate_is_told_as_that() -> None:
    """Turn 2 was not understood; nothing was about self-disclosure."""
    found = report_of(session(), ratings=[rated(2, "fit", 1), rated(None, "self_disclosure", 500)])

    assert found.turns[1].supervised[0].endswith("fit +1, where the machine gave none.")
    assert found.supervised is not None
    assert "Self-disclosure timing 50.0, where the machine gave none." in found.supervised.whole[0]


def test_codes_are_told_where_people_and_machine_differ() -> None:
    """The machine heard advice and a promise in turn 1."""
    found = report_of(
        session(),
        ratings=[
            rated(1, "code:advice", 1),
            rated(1, "code:promises_secrecy", 0),
            rated(1, "code:jargon", 1),
            rated(1, "code:repair", 0),
        ],
    )

    assert len(found.turns[0].supervised) == 1
    assert found.turns[0].supervised[0] == (
        "Rated by finch on 2026-03-02: heard jargon, which the machine did not hear; "
        "did not hear promising secrecy, which the machine heard."
    )


def test_a_fit_of_a_person_is_scored_by_the_same_rubric() -> None:
    """With the machine's own fits put in by hand nothing changes; with better ones the score rises to the top."""
    played = session()
    scores = score(played)
    same = {turn.n: turn.move.fit for turn in played.turns if turn.move.fit is not None}

    unchanged = overridden(played, scores, effective([rated(n, "fit", fit) for n, fit in same.items()]))
    best = overridden(played, scores, effective([rated(n, "fit", 3) for n in same]))

    assert unchanged == scores
    assert best.responsiveness.tenths == 1000
    assert best.self_disclosure == scores.self_disclosure


def test_a_dimension_rated_by_a_person_counts_in_the_overall_score() -> None:
    played = session()
    scores = replace(score(played), critical=())

    with_people = overridden(played, scores, effective([rated(None, "responsiveness", 1000)]))

    assert with_people.responsiveness.tenths == 1000
    assert with_people.overall.tenths is not None
    assert scores.overall.tenths is not None
    assert with_people.overall.tenths > scores.overall.tenths


def test_a_cap_can_be_added_and_taken_away_by_a_person() -> None:
    played = session()
    scores = score(played)

    capped = overridden(played, scores, effective([rated(None, "cap:third_party", 1)]))
    freed = overridden(played, capped, effective([rated(None, "cap:third_party", 0)]))

    assert [item.rule for item in capped.critical] == ["critical.third_party"]
    assert capped.overall.tenths is not None
    assert capped.overall.tenths <= 300
    assert freed.critical == ()


def test_a_serious_error_is_told_where_anybody_found_one() -> None:
    people = [rated(None, "cap:third_party", 1), rated(None, "cap:risk_ignored", 0)]

    found = report_of(session(), ratings=people)

    assert found.supervised is not None
    assert found.supervised.whole == ("Rated by finch on 2026-03-02: serious error (third party) yes instead of no.",)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(-3, 3)), max_size=6))
def test_scores_with_people_stay_in_range_and_leave_the_session_as_it_was(fits: list[tuple[int, int]]) -> None:
    played = session()
    before = score(played)
    ratings = [replace(rated(n, "fit", fit), at=NOON + timedelta(minutes=i)) for i, (n, fit) in enumerate(fits)]

    found = overridden(played, before, effective(ratings))

    assert found.responsiveness.tenths is not None
    assert 0 <= found.responsiveness.tenths <= 1000
    assert score(played) == before


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_reason_is_words_in_every_format(text: str) -> None:
    said = rendered(session(), None, "html", [rated(1, "fit", 1, text)])

    for tag in ("<script", "<img", "<svg/", "<a href='javascript", "<!-- <b>", "<body onload"):
        assert tag not in said
    plain = rendered(session(), None, "md", [rated(1, "fit", 1, "plain")]).splitlines()
    markdown = rendered(session(), None, "md", [rated(1, "fit", 1, text)]).splitlines()
    changed = [line for line, other in zip(markdown, plain, strict=True) if line != other]
    assert [line[:15] for line in changed] == ["- Rated by finc"]
