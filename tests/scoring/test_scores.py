"""Scores as a whole: laws, *not observed*, evidence that leads back to a quote and a rule."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import vocabulary
from scoring.result import session_result
from scoring.rubric import score, version
from scoring.rubric.arithmetic import score_of
from scoring.scores import DIMENSIONS, Evidence
from tests.scripted import last, play, scenario_of, worded

PATIENT = """
start: opens
beats:
  opens:
    says: ["Hello."]
    moment: {needs: listen}
    test: {belief: alone, kind: transference, window: 2}
    coaching: {level: plain, need: validate, window: 2}
    hears: {reflection: {go: asks}}
    limit: {turns: 3, go: asks}
  asks:
    says: ["What would you do?"]
    moment: {needs: advice, asks: advice, feels: calm}
    confidentiality: {situation: C13}
    limit: {turns: 4, go: end}
  end: {ending: mixed, says: ["Bye."]}
"""
STEP = st.lists(st.sampled_from(sorted(vocabulary.codes())), max_size=4, unique=True).map(", ".join) | st.sampled_from(
    ["(silence)", "(unclear)"]
)


@settings(deadline=None)
@given(st.lists(STEP, max_size=7))
def test_every_score_is_in_range_or_not_observed(steps: list[str]) -> None:
    scenario = scenario_of(PATIENT)
    session = play(scenario, [])
    for step in steps:
        if session.ending is None:
            session = play(scenario, [*(_codes(turn.reply) for turn in session.turns), step])
    scores = score(session)

    for name in (*DIMENSIONS, "overall"):
        points = scores.dimension(name).points
        assert points is None or 0.0 <= points <= 100.0
        assert scores.dimension(name).observed == (points is not None)
    assert json.loads(json.dumps(session_result(session)))


def _codes(reply: str) -> str:
    return reply if reply not in {"", "…"} else "(silence)" if not reply else ""


def test_nothing_done_is_nothing_observed() -> None:
    scores = score(play(scenario_of(PATIENT), []))

    assert [scores.dimension(name).points for name in (*DIMENSIONS, "overall")] == [None] * 4


def test_unclear_replies_are_never_good_or_bad() -> None:
    scenario = scenario_of(PATIENT)

    without = score(play(scenario, ["validation"]))
    with_unclear = score(play(scenario, ["(unclear)", "validation", "(unclear)"]))

    assert with_unclear.responsiveness.points == without.responsiveness.points
    assert score(play(scenario, ["(unclear)"])).responsiveness.points is None


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=20), st.integers(-3, 3))
def test_a_better_judgement_never_lowers_a_score(values: list[int], better: int) -> None:
    def scored(numbers: list[int]) -> int:
        tenths = score_of([Evidence(1, "", "rule", "", value) for value in numbers]).tenths
        assert tenths is not None
        return tenths

    raised = [max(values[0], better), *values[1:]]
    assert scored(raised) >= scored(values)
    assert scored(values) == scored(list(reversed(values)))


def test_points_run_from_zero_to_a_hundred_with_one_decimal() -> None:
    def points(*values: int) -> float | None:
        return score_of([Evidence(1, "", "rule", "", value) for value in values]).points

    assert [points(-3), points(0), points(3), points(1, 1, 2)] == [0.0, 50.0, 100.0, 72.2]


def test_tests_count_double_and_coaching_once() -> None:
    session = play(scenario_of(PATIENT), ["complex_reflection"])

    rules = {item.rule: item.value for item in score(session).responsiveness.evidence}
    assert rules == {"opens.hears[0]": 3, "opens.test.passed": 3, "opens.coaching.followed": 3}
    missed = play(scenario_of(PATIENT), ["encourager", "encourager"])
    values = [item.value for item in score(missed).responsiveness.evidence]
    assert values == [1, 1, 1, -2], "the test half answered, the coaching missed"
    assert score(missed).responsiveness.points == 56.7, "(4·1 + 4·1 + 4·2 + 1·1 of 5·6)"


def test_the_overall_leaves_out_what_was_not_observed_and_what_weighs_nothing() -> None:
    scenario = scenario_of(PATIENT.replace("confidentiality: {situation: C13}", "aim: none"))
    session = play(scenario, ["simple_reflection"])
    scores = score(session)

    assert scores.self_disclosure.points is None
    assert scores.overall.points == scores.responsiveness.points


def test_evidence_quotes_the_words_that_show_it() -> None:
    text = "That was hard. I went through it myself once. What was it like?"
    step = worded(
        text,
        ("That was hard.", "validation"),
        ("I went through it myself once.", "self_disclosure"),
        ("What was it like?", "open_question"),
    )
    session = play(scenario_of(PATIENT), ["simple_reflection", step])

    (item,) = score(session).self_disclosure.evidence
    assert item.quote == "I went through it myself once."
    assert item.turn == last(session).n
    assert item.rule == "self_disclosure.asked_advice.answer"


def test_counts_are_of_utterances_and_never_judged() -> None:
    session = play(scenario_of(PATIENT), ["open_question, open_question, validation", "(silence)", "(unclear)"])

    counts = score(session).counts
    assert (counts["turns"], counts["silences"], counts["unclear"], counts["open_question"]) == (3, 1, 1, 2)


def test_the_played_object_keeps_its_contract() -> None:
    result = session_result(play(scenario_of(PATIENT), ["simple_reflection", "(silence)"]), unused_replies=2)

    assert {
        "format",
        "scenario",
        "coder",
        "seed",
        "turns",
        "ending",
        "unused_replies",
        "scores",
        "critical",
        "counts",
    } <= set(result)
    assert set(result["scenario"]) == {"id", "version", "sha256"}
    assert set(result["coder"]) == {"id", "version"}
    keys = {"n", "beat", "patient", "reply", "codes", "derived", "unclear", "fit", "rule", "because", "test", "state"}
    assert all(keys <= set(turn) for turn in result["turns"])
    assert result["turns"][1]["reply"] == "(silence)"
    assert set(result["scores"]) == {*DIMENSIONS, "overall"}
    assert all({"score", "observed", "evidence"} <= set(entry) for entry in result["scores"].values())
    assert {"turn", "quote", "rule", "effect"} <= set(result["scores"]["responsiveness"]["evidence"][0])
    assert result["rubric"]["version"] == version()
    assert result["ending"] is None
