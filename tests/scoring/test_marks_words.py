"""What a trainee marked, in words; in every report, and never in a score."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from scoring.feedback import heard_places
from scoring.marks import agreement_words, mark_lines, own_ratings, turn_mark_words
from scoring.report.compose import report_of
from scoring.report.forms import rendered
from scoring.result import session_result
from simulator.events import Again, EventError
from simulator.marks import Disputed, DisputeWithdrawn, Hinted, Mark, SelfRated
from simulator.session import Session, apply
from tests.scripted import play, scenario_of, worded

BODY = """
start: one
beats:
  one: {says: ["I told nobody."], moment: {needs: listen}, limit: {turns: 6, go: end}}
  end: {ending: good, says: ["Bye."]}
"""
DISPUTE = Disputed(1, "advice", "not_shown", "I only <b>asked</b> [x](y).")


def session(*marks: Mark) -> Session:
    """Advice, a reflection, words not understood; then these marks."""
    played = play(
        scenario_of(BODY),
        [worded("Just phone. I mean it.", ("Just phone.", "advice")), "complex_reflection", "(unclear)"],
    )
    for mark in marks:
        played = apply(played, mark)
    return played


def read(form: str, shown: str) -> str:
    """What is read, without marks and tags."""
    if form == "html":
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", shown)).split())
    return " ".join(html.unescape(re.sub(r"\\\\(?=\\W)", "", shown)).split())


def test_a_dispute_is_told_with_its_reason_until_it_is_taken_back() -> None:
    assert turn_mark_words(session(DISPUTE), 1) == (
        "you disagree that “advice” was heard: I only <b>asked</b> [x](y).",
    )
    assert turn_mark_words(session(DISPUTE, DisputeWithdrawn(1, "advice")), 1) == ()


def test_what_was_not_heard_is_told_as_such() -> None:
    (words,) = turn_mark_words(session(Disputed(2, "validation", "not_heard", "it was there")), 2)

    assert words == "you hold that “validation” was there and was not heard: it was there."


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (SelfRated(2, 3), "you rated it ▲ +3 (met it fully); the computed fit is the same."),
        (SelfRated(2, 1), "you rated it ▲ +1 (partly met it); the computed fit is ▲ +3, 2 steps higher."),
        (SelfRated(1, -1), "(a little against what was needed); the computed fit is ▼ −2, 1 step lower."),
        (SelfRated(3, 2, "I meant it"), "nothing to compare. Your note: I meant it."),
    ],
)
def test_an_own_rating_stands_beside_the_computed_fit_and_neither_is_called_right(mark: SelfRated, said: str) -> None:
    (words,) = turn_mark_words(session(mark), mark.n)

    assert words.endswith(said)


def test_the_last_own_rating_of_a_turn_stands() -> None:
    assert [rated.own for rated in own_ratings(session(SelfRated(1, 3), SelfRated(1, -1)))] == [-1]


def test_ratings_are_counted_against_the_fit_and_what_was_not_understood_is_not() -> None:
    words = agreement_words(session(SelfRated(1, 3), SelfRated(2, 2), SelfRated(3, 3)))

    assert words.startswith("1 of 2 ratings lay within one step of the computed fit, 1 higher.")
    assert agreement_words(session(SelfRated(3, 3))) == ""
    assert agreement_words(session()) == ""


def test_marks_change_neither_scores_nor_counts_nor_the_result() -> None:
    marked = session(DISPUTE, Hinted(2), SelfRated(1, 3))

    assert session_result(marked) == session_result(session())
    assert report_of(marked).scores == report_of(session()).scores


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_report_tells_disputes_hints_and_ratings(form: str) -> None:
    """With the trainee's words made harmless, at their turn and once more together."""
    shown = rendered(session(DISPUTE, Hinted(2), SelfRated(1, 3, "so it seemed")), None, form)

    assert "<b>asked" not in shown or form == "text"
    for words in ("you disagree that “advice” was heard", "a hint was shown before it", "Your note: so it seemed"):
        assert read(form, shown).count(words) == 2
    assert "None of this changes a score" in read(form, shown)


def test_json_brings_them_under_report() -> None:
    plain = json.loads(rendered(session(DISPUTE), None, "json"))

    assert plain["report"]["turns"][0]["marks"] == list(turn_mark_words(session(DISPUTE), 1))
    assert plain["report"]["marks"] == list(mark_lines(session(DISPUTE)))


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_second_try_is_marked_as_one_in_every_report(form: str) -> None:
    first = session()
    second = replace(first, started=replace(first.started, again=Again("01-first", 2)))

    words = "A second try: it branched off session 01-first after the first 2 turns."
    assert words in read(form, rendered(second, None, form))
    assert words not in read(form, rendered(first, None, form))


def test_a_mark_on_a_turn_that_was_not_taken_is_refused() -> None:
    with pytest.raises(EventError):
        session(Disputed(4, "advice", "not_shown", "no"))


def test_places_where_something_was_heard_are_joined_where_they_touch() -> None:
    text, reading = worded("Is it sore? So it is. Well.", ("Is it sore?", "closed_question"), ("it sore", "advice"))
    played = play(scenario_of(BODY), [(text, reading)])

    assert heard_places(played.turns[0]) == ((0, 11),)
