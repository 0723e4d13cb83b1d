"""Responsiveness beyond the single turn: tests by type, coaching, moves repeated after coaching."""

from __future__ import annotations

import pytest

from scoring.rubric.responsiveness import responsiveness
from scoring.scores import Evidence
from tests.scoring.rules import coached, moment, put_to_test
from tests.scripted import Step, play, scenario_of, worded


def of_coaching(*steps: Step) -> list[str]:
    rules = [item.rule for item in responsiveness(coached(*steps)).evidence]
    return [rule.rsplit(".", 1)[1] for rule in rules if ".coaching." in rule]


def test_the_same_failure_means_something_else_in_each_type_of_test() -> None:
    def failed(kind: str) -> Evidence:
        return next(item for item in responsiveness(put_to_test(kind, "platitude")).evidence if ".test." in item.rule)

    outward, inward = failed("passive_into_active"), failed("transference")

    assert (outward.rule, outward.value) == (inward.rule, inward.value)
    assert "gave way or struck back" in outward.effect
    assert "what the patient fears" in inward.effect


@pytest.mark.parametrize(
    ("steps", "outcomes"),
    [
        (["platitude", "platitude"], ["repeated"]),
        (["platitude", "platitude", "encourager"], ["repeated", "missed"]),
        (["platitude", "encourager", "platitude"], ["repeated", "missed"]),
        (["platitude", "platitude", "platitude"], ["repeated", "missed"]),
        (["platitude", "platitude", "validation"], ["repeated", "followed"]),
        (["platitude", "validation", "platitude"], ["followed"]),
        (["platitude", "invalidation"], []),
        (["encourager", "platitude"], []),
        (["interpretation", "interpretation"], []),
        (["platitude", "(unclear)", "platitude"], ["repeated"]),
    ],
    ids=[
        "at once",
        "and then let the rest go by",
        "at the last",
        "only once for each piece of coaching",
        "and then corrected",
        "after it was followed, it is over",
        "another poor move is none of that kind",
        "the first time is no repetition",
        "what goes only a little against the need",
        "unclear replies do not end it",
    ],
)
def test_a_move_that_coaching_speaks_against_counts_when_it_comes_again(steps: list[str], outcomes: list[str]) -> None:
    assert of_coaching(*steps) == outcomes


def test_a_repeated_move_is_quoted_by_its_words() -> None:
    again = worded("I see. Chin up!", ("I see.", "encourager"), ("Chin up!", "platitude"))

    evidence = responsiveness(coached("platitude", again)).evidence

    assert [item.quote for item in evidence if item.rule.endswith("repeated")] == ["Chin up!"]


@pytest.mark.parametrize(("lapse", "counted"), [("failed", True), ("open", False)])
def test_half_an_answer_counts_only_where_no_answer_would(lapse: str, counted: bool) -> None:
    """Where the test stays open when its time runs out, half an answer would otherwise cost more than none."""
    body = moment("needs: validate", f"test: {{belief: alone, kind: transference, window: 1, lapse: {lapse}}}")

    rules = [item.rule for item in responsiveness(play(scenario_of(body), ["simple_reflection"])).evidence]

    assert ("one.test.partly" in rules) is counted


def test_a_session_of_replies_in_which_nothing_was_heard_is_not_observed() -> None:
    """Nought of fit would be fifty of a hundred: a lift for a poor session and a loss for a good one."""
    good = play(scenario_of(moment("needs: listen")), ["complex_reflection", ""])
    poor = play(scenario_of(moment("needs: listen")), ["invalidation", ""])

    assert responsiveness(play(scenario_of(moment("needs: listen")), [""])).points is None
    assert responsiveness(good).points == 100.0
    assert responsiveness(poor).points == 16.7


def test_silence_is_a_choice_and_counts() -> None:
    assert responsiveness(play(scenario_of(moment("needs: safety, risk: open")), ["(silence)"])).points == 0.0


def test_a_window_runs_on_while_nothing_is_heard() -> None:
    rules = [item.rule for item in responsiveness(put_to_test("transference", "", "")).evidence]

    assert rules == ["one.test.lapsed"]
