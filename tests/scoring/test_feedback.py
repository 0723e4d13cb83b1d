"""What a reply is compared with: something it did not already do, or nothing."""

from __future__ import annotations

import pytest

from scenarios import vocabulary
from scenarios.model import Scenario
from scoring.feedback import alternative, turn_feedback
from scoring.report.compose import report_of
from scoring.routes import SHOWN_BY
from tests.scripted import Step, last, play, scenario_of, worded

ROUTES = [route for table in vocabulary.moments().values() for route in table.would_help]
SAY_BACK, NAME, ASK = vocabulary.moments()["listen"].would_help


def patient(*exemplars: str) -> Scenario:
    """Wants to be listened to, for six turns."""
    return scenario_of(
        f"""
start: one
beats:
  one: {{says: ["I told nobody."], moment: {{needs: listen}}, limit: {{turns: 6, go: end}}}}
  end: {{ending: good, says: ["Bye."]}}
debrief: {{notes: "n"{f", exemplars: {{one: {list(exemplars)!r}}}" if exemplars else ""}}}
"""
    )


def compared(scenario: Scenario, *steps: Step) -> list[str]:
    """What each reply is compared with."""
    session = play(scenario, steps)
    return [alternative(scenario, turn) for turn in session.turns]


def test_an_authors_reply_comes_before_any_kind_of_reply() -> None:
    assert compared(patient("That sounds lonely."), "open_question") == ["That sounds lonely."]


def test_exemplars_take_turns() -> None:
    assert set(compared(patient("One.", "Two."), "advice", "advice", "advice")) == {"One.", "Two."}


def test_an_exemplar_is_not_compared_with_itself() -> None:
    """Whoever takes up what was offered before is offered another, or nothing."""
    same = worded("that  sounds lonely.", ("lonely", "encourager"))

    assert compared(patient("That sounds lonely.", "And then?"), same, same) == ["And then?", "And then?"]
    assert compared(patient("That sounds lonely."), same) == [""]


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("open_question", {SAY_BACK, NAME}),
        ("simple_reflection", {NAME, ASK}),
        ("open_question, names_feeling", {SAY_BACK}),
        ("open_question, names_feeling, complex_reflection", {""}),
        ("advice", {SAY_BACK, NAME, ASK}),
        ("(silence)", {SAY_BACK, NAME, ASK}),
        ("(unclear)", {SAY_BACK, NAME, ASK}),
    ],
)
def test_a_kind_of_reply_that_was_given_is_not_suggested(reply: str, left: set[str]) -> None:
    """*Ask one open question* helps nobody who has just asked one."""
    assert set(compared(patient(), *[reply] * 6)) == left


def test_a_good_reply_is_compared_with_nothing() -> None:
    session = play(patient(), ["complex_reflection"])

    assert turn_feedback(session, last(session)).alternative == ""


def test_every_kind_of_reply_in_the_table_can_be_heard() -> None:
    """A route that is reworded there needs its codes here, and nothing is left behind."""
    assert set(SHOWN_BY) == set(ROUTES)
    assert all(codes and set(codes) <= vocabulary.code_names() for codes in SHOWN_BY.values())


def test_what_was_heard_is_told_once_with_the_surest_place() -> None:
    session = play(patient(), [worded("Why? How?", ("Why?", "open_question"), ("How?", "open_question"))])

    (heard,) = turn_feedback(session, last(session)).heard

    assert (heard.code, heard.quotes, heard.confidence) == ("open_question", ("Why?", "How?"), 1.0)


def test_what_to_try_differently_names_what_helps_at_that_moment() -> None:
    """The author's `aim` is shown after the session, where a reply missed it."""
    body = """
start: one
beats:
  one: {says: ["So."], moment: {needs: listen}, aim: "Stay with the tiredness.", limit: {turns: 9, go: end}}
  end: {ending: good}
"""
    report = report_of(play(scenario_of(body), ["platitude"]))

    assert report.chances[0].effect.endswith("What helps here: Stay with the tiredness.")


def test_a_hidden_test_is_not_given_away_while_it_waits() -> None:
    body = """
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 2, hidden: true, pass_when: open_about_sharing}
    limit: {turns: 9, go: end}
  end: {ending: good}
debrief: {exemplars: {one: ["I saw your mum on Tuesday."]}}
"""
    waiting, lapsed = play(scenario_of(body), ["closed_question", "closed_question"]).turns

    assert "mum" not in alternative(scenario_of(body), waiting)
    assert alternative(scenario_of(body), lapsed) == "I saw your mum on Tuesday."


def test_notes_after_the_end_tell_the_plan_and_the_duties_that_no_reply_can_show() -> None:
    """None of it while the session goes on: it would give the patient away."""
    body = """
plan: To find an honest adult.
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: honesty}
    confidentiality: {situation: C7, contact: true}
    limit: {turns: 2, go: end}
  end: {ending: good}
debrief: {notes: "Waiting fails."}
"""
    going_on = report_of(play(scenario_of(body), ["open_about_sharing"]))
    ended = report_of(play(scenario_of(body), ["open_about_sharing", "open_question"]))

    assert going_on.notes == ""
    plan, notes, duties = ended.notes.split("\n\n")
    assert (plan, notes) == ("What Sky was after: To find an honest adult.", "Waiting fails.")
    assert duties.startswith("A parent was seen: ")
    assert "Record the contact." in duties
