"""What a report says, and that every format says the same."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from scenarios.model import Scenario
from scoring.report.chart import chart_of
from scoring.report.compose import report_of
from scoring.report.forms import rendered
from scoring.report.rules import rule_words
from scoring.report.view import Report
from scoring.rubric.table import rubric
from scoring.scores import Critical, Evidence, Flag, Score, Scores
from scoring.words import CAUTION
from simulator.events import Left, Replied
from simulator.session import Session, apply
from tests.scripted import HEAD, play, scenario_of, worded

BODY = """
start: one
beats:
  one:
    says: ["I told nobody."]
    shows: looks at the floor
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 2}
    hears:
      complex_reflection: {fit: 3, because: They felt heard., change: {beliefs.alone: -5}, say: ["Yes."]}
      advice: {fit: -2, because: They felt hurried., say: ["If you say so."]}
    limit: {turns: 3, go: end}
  end: {ending: good, says: ["Bye."]}
debrief: {notes: "Why listening helped.", exemplars: {one: ["That sounds lonely."]}}
"""
FORMATS = ("text", "md", "html", "json")


def patient() -> Scenario:
    return scenario_of(BODY)


def session() -> Session:
    """Advice, words that were not understood, a good reply, and a small one that ends it."""
    return play(
        patient(),
        [
            worded("Just phone them.", ("Just phone them.", "advice")),
            "(unclear)",
            worded("You were left with it.", ("left with it", "complex_reflection")),
            worded("Mm.", ("Mm.", "encourager")),
        ],
    )


def words(markup: str) -> str:
    """What is read, without marks, tags and line ends."""
    bare = re.sub(r"<[^>]*>", " ", markup) if markup.startswith("<!DOCTYPE") else re.sub(r"\\(?=\W)|\|", "", markup)
    return " ".join(html.unescape(bare).split())


def everything_said(report: Report) -> list[str]:
    """Every sentence of the view that each format has to bring."""
    said = [report.caution, report.ending, report.rescored, report.unclear_words, report.notes, *report.tests]
    said += [text for fact in (*report.facts, *report.origins) for text in (fact.name, fact.text)]
    said += [text for score in report.scores for text in (score.label, score.words, score.about)]
    for finding in (f for s in report.scores for f in (*s.strengths, *s.others)):
        said += [finding.mark, finding.quote, finding.rule, finding.rule_id, finding.effect]
    for turn in report.turns:
        said += [turn.reply, turn.called_for, turn.mark, turn.fit_words, turn.because, turn.alternative, *turn.changes]
        said += [line.text for line in turn.answer] + [move.quote for move in turn.heard]
    return [" ".join(text.split()) for text in said if text]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_format_says_everything(form: str) -> None:
    """One view, three dresses: nothing is left out of any."""
    report = report_of(session())
    shown = re.sub(r"\s", "", words(rendered(session(), None, form)))

    missing = [text for text in everything_said(report) if re.sub(r"\s", "", text) not in shown]

    assert missing == []


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_session_makes_the_same_bytes(form: str) -> None:
    assert rendered(session(), None, form) == rendered(session(), None, form)


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_strengths_come_first_and_feedback_keeps_its_order(form: str) -> None:
    """Quote, rule, effect on this patient, one alternative."""
    shown = words(rendered(session(), None, form)).casefold()

    parts = (
        "What met Sky's need",
        "“You were left with it.”",
        "one.hears[0]",
        "They felt heard.",
        "What to try differently",
        "“Just phone them.”",
        "one.test.failed",
        "The test was failed",
        "That sounds lonely.",
        "Turn by turn",
    )
    places = [shown.index(part.casefold()) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_not_observed_is_never_a_zero(form: str) -> None:
    """Nobody looked is not the same as nothing found."""
    untouched = play(patient(), [])

    shown = rendered(untouched, None, form)

    assert {score.tenths for score in report_of(untouched).scores} == {None}
    assert "not observed" in shown
    assert "0.0" not in re.sub(r"\b1\.0\.0\b", "", words(shown))
    assert 'class="got"' not in shown
    if form == "json":
        assert {score["score"] for score in json.loads(shown)["scores"].values()} == {None}


def test_a_real_zero_is_shown_as_one() -> None:
    """Seen and found wanting: the lowest score there is."""
    worst = play(scenario_of(BODY.replace("fit: -2", "fit: -3")), ["advice", "advice"])

    assert report_of(worst).scores[1].words == "0.0 of 100"


def test_an_unclear_turn_is_told_and_not_judged() -> None:
    report = report_of(session())

    assert report.unclear == (2,)
    assert "not understood" in report.unclear_words
    assert report.turns[1].mark == "? not judged"
    assert all(item.turn != 2 for score in report.scores for item in (*score.strengths, *score.others))


def test_an_unfinished_session_says_so_and_keeps_the_debrief_for_the_end() -> None:
    """A fear that has moved is told in plain words; a number beside *an old fear* would teach nothing."""
    unfinished = play(patient(), ["advice", "complex_reflection"])

    report = report_of(unfinished)

    assert report.ending == "This session has not ended. The report goes as far as it went: 2 turns."
    assert report.notes == ""
    assert "the fear “if I ask for help, then silence” −5" in report.turns[1].changes
    assert report.turns[0].tests == (
        "A test was failed: the fear “if I ask for help, then silence” seemed to come true.",
    )


def test_a_session_that_was_left_says_who_left() -> None:
    assert report_of(apply(play(patient(), ["advice"]), Left(1))).ending == "You ended the session after 1 turn."


@pytest.mark.parametrize("form", FORMATS)
def test_words_that_wait_for_an_answer_are_shown(form: str) -> None:
    waiting = apply(play(patient(), []), Replied(1, "Are you there?"))

    assert "Are you there?" in rendered(waiting, None, form)


def test_a_serious_error_is_told_with_quote_rule_and_cap() -> None:
    """And the overall score says why it is what it is."""
    scenario = scenario_of(BODY.replace("needs: listen", "needs: safety, risk: open"))
    promised = play(scenario, [worded("I promise not to tell.", ("I promise not to tell.", "promises_secrecy"))])

    report = report_of(promised)

    (error,) = report.serious
    assert (error.where, error.quote, error.rule_id) == (
        "Turn 1",
        "“I promise not to tell.”",
        "critical.secrecy_about_risk",
    )
    assert error.consequence == "The overall score cannot pass 20."
    assert report.scores[0].about.endswith("A serious error keeps it at 20 at most, which it is below anyway.")
    assert CAUTION in words(rendered(promised, None, "text"))


def test_a_flag_names_its_doubt_and_a_repair_what_it_lifted() -> None:
    """As the rubric found them; what was left unsaid and what was silence are told apart."""
    unasked = scenario_of(BODY, HEAD.replace("confidentiality: 1", "confidentiality: 0"))
    found = Scores(
        responsiveness=Score(
            500, (Evidence(1, "Mm.", "r", "e", 2), Evidence(2, "", "r", "e", -1), Evidence(0, "", "r", "e", 0))
        ),
        self_disclosure=Score(None),
        confidentiality=Score(None),
        overall=Score(200),
        critical=(Critical("critical.third_party", 1, "", 20, "It was ignored.", repaired=True),),
        flags=(Flag("critical.secrecy", 2, "maybe", 0.4, "It may have been a promise."),),
        counts={"encourager": 2, "advice": 0},
        rubric="1",
    )

    report = report_of(play(unasked, [worded("Mm.", ("Mm.", "encourager")), "(silence)"]), scores=found)

    cap, flag = report.serious
    assert (cap.quote, cap.consequence) == (
        "(left unsaid)",
        "The overall score cannot pass 20. A later repair has lifted the cap partly.",
    )
    assert "heard too unsurely (0.40 of 1)" in flag.consequence
    evidence = (*report.scores[1].strengths, *report.scores[1].others)
    assert [item.quote for item in evidence] == ["“Mm.”", "(you wait in silence)", ""]
    assert "left out: self-disclosure timing." in report.scores[0].about
    assert "confidentiality handling does not count" in report.scores[0].about
    assert [(count.label, count.number) for count in report.counts] == [("Encourager", 2)]


def test_a_code_heard_twice_is_listed_once() -> None:
    twice = play(patient(), [worded("Why? And how?", ("Why?", "open_question"), ("And how?", "open_question"))])

    heard = report_of(twice).turns[0].heard

    assert [(move.label, move.quote) for move in heard] == [("Open question", "“Why?” and “And how?”")]


def test_the_chart_is_also_a_table_and_a_sentence() -> None:
    """Who cannot see the drawing has every number."""
    page = rendered(session(), None, "html")
    levels = report_of(session()).levels

    assert levels.names == ("trust", "distress", "openness")
    assert [row.turn for row in levels.rows] == [0, 1, 2, 3, 4]
    assert levels.chart is not None
    assert levels.chart.description in html.unescape(page)
    assert page.count('<td class="number">') == 15
    assert all(0 <= mark.y <= 250 for curve in levels.chart.curves for mark in curve.marks)


@pytest.mark.parametrize("level", [0, 50, 100])
def test_names_of_lines_keep_clear_of_one_another(level: int) -> None:
    """Even where all lines end at the same height, at the top or at the foot."""
    chart = chart_of(("a", "b", "c"), [(level,) * 3, (level,) * 3])

    assert chart is not None
    heights = sorted(curve.name_at.y for curve in chart.curves)
    assert heights[1] - heights[0] >= 16
    assert heights[2] - heights[1] >= 16
    assert heights[0] >= 0
    assert heights[2] <= 250


RULES = [
    ("moments.listen.open_question", "When the patient needs to be listened to: open question"),
    ("the_ask.hears[2]", "Written for this moment"),
    ("the_ask.test.passed", "The patient's test of the therapist"),
    ("the_ask.coaching.missed", "What the patient showed would help"),
    ("defaults.otherwise", "Written for this patient"),
    ("C2.limits", "Promise not to tell (C2)"),
    ("confidentiality.promises_secrecy", "Confidentiality, at any time: promising secrecy"),
    ("self_disclosure.asked_advice.answer", "Self-disclosure where advice was asked for: a real answer"),
    ("self_disclosure.too_often", "Self-disclosure: a second one within a few turns"),
    ("critical.third_party", "Serious error"),
]


@pytest.mark.parametrize(("rule", "expected"), RULES)
def test_every_kind_of_rule_has_words(rule: str, expected: str) -> None:
    assert rule_words(rule) == expected


def test_every_row_about_self_disclosure_says_when_and_what() -> None:
    """No name of a row stands in a report."""
    for row in rubric()["self_disclosure"]["rows"]:
        said = rule_words(f"self_disclosure.{row}")
        assert "_" not in said
        assert said.split(": ")[1] != row.rpartition(".")[2].replace("_", " ")


def test_what_is_the_same_for_several_turns_is_explained_once() -> None:
    """What a need means, and what helps at a moment; a report that repeats itself is not read."""
    scenario = scenario_of(BODY.replace("moment: {needs: listen}", "moment: {needs: listen}\n    aim: Hear it out.", 1))
    hurried = play(scenario, [worded(f"Just phone them {n}.", ("Just phone them", "advice")) for n in (1, 2)])

    report = report_of(hurried)

    first, second = (turn.called_for for turn in report.turns)
    assert second == "Sky needed to be listened to."
    assert first.startswith(f"{second} The patient wants")
    assert [item.turn for item in report.chances] == [1, 2]
    assert [("What helps here: Hear it out." in item.effect) for item in report.chances] == [True, False]


def test_another_rubric_than_the_one_played_under_is_named() -> None:
    """Scores are always made by the rubric at hand; the reader learns when it has changed."""
    earlier = replace(session(), started=replace(session().started, rubric_version="0.9.0"))

    rubric = next(fact.text for fact in report_of(earlier).origins if fact.name == "Rubric")

    assert "played under 0.9.0" in rubric


def test_the_text_of_a_turn_reads_like_this() -> None:
    """A small golden piece; the rest is checked by what it says."""
    shown = rendered(session(), None, "text")

    assert "\n  1. You: Just phone them.\n     | Heard: advice; unasked advice.\n     | Called for: Sky needed" in shown
    assert "     | Fit: ▼ −2, against what was needed. They felt hurried. [one.hears[1]]\n" in shown
    assert "     | To compare: That sounds lonely.\n     Sky: If you say so.\n" in shown
    assert max(map(len, shown.splitlines())) <= 78
