"""Tests of the therapist and coaching, within their windows."""

from __future__ import annotations

import pytest

from simulator.session import Session
from tests.scripted import last, play, said, scenario_of

HIDDEN = """
start: small_talk
beats:
  small_talk:
    says: ["Weather, eh."]
    moment: {needs: honesty}
    test:
      belief: alone
      kind: transference
      window: 3
      hidden: true
      pass_when: open_about_sharing
      fail_when: conceals_sharing
      passed: {say: ["You told me."], go: warm}
      failed: {say: ["Right."], go: cold}
    hears:
      question: {go: second}
  second:
    says: ["And school."]
    moment: {needs: honesty}
    limit: {turns: 9, go: cold}
  warm: {ending: good, says: ["Okay."]}
  cold: {ending: poor, says: ["Bye."]}
"""


def outcomes(session: Session) -> list[str]:
    return [test.outcome for turn in session.turns for test in turn.move.tests]


def test_a_hidden_test_spans_beats_and_is_passed_within_its_window() -> None:
    session = play(scenario_of(HIDDEN), ["open_question", "validation", "open_about_sharing"])

    assert session.state.ending == "warm"
    assert outcomes(session) == ["waiting", "waiting", "passed"]
    assert session.state.beliefs == (35,), "a pass weakens the belief"


def test_waiting_out_the_window_fails_the_test() -> None:
    session = play(scenario_of(HIDDEN), ["open_question", "validation", "(silence)"])

    assert session.state.ending == "cold"
    assert outcomes(session)[-1] == "lapsed"
    assert said(session) == ["Right.", "Bye."]


def test_an_unclear_reply_does_not_use_up_the_window() -> None:
    session = play(scenario_of(HIDDEN), ["open_question", "(unclear)", "(unclear)", "(unclear)", "open_about_sharing"])

    assert session.state.ending == "warm"


def test_mixed_moves_net_out_with_the_failing_one_weighing_more() -> None:
    session = play(scenario_of(HIDDEN), ["open_about_sharing, conceals_sharing"])

    assert outcomes(session) == ["failed"]


BY_FIT = """
start: ask
beats:
  ask:
    says: ["What would you do?"]
    moment: {needs: advice, asks: advice}
    test: {belief: alone, kind: transference, window: 2}
    coaching: {level: plain, need: advice, window: 2}
    limit: {turns: 6, go: end}
  end: {ending: mixed, says: ["Bye."]}
"""


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["advice"], ["passed"]),
        (["deflects"], ["failed"]),
        (["asks_permission"], ["partly"]),
        (["asks_permission", "boundary"], ["partly", "partly"]),
        (["boundary", "boundary"], ["waiting", "lapsed"]),
    ],
)
def test_without_conditions_the_fit_of_the_turn_decides(steps: list[str], expected: list[str]) -> None:
    assert outcomes(play(scenario_of(BY_FIT), steps)) == expected


def test_a_failed_test_is_set_again_when_its_beat_comes_again_and_a_passed_one_is_not() -> None:
    body = BY_FIT.replace("limit: {turns: 6, go: end}", "limit: {turns: 1, go: again}").replace(
        "  end:",
        '  again:\n    says: ["Hm."]\n    moment: {needs: listen}\n    limit: {turns: 1, go: ask}\n  end:',
    )
    scenario = scenario_of(body)

    failed_first = play(scenario, ["deflects", "validation"])
    passed_first = play(scenario, ["advice", "validation"])

    assert [test.beat for test in failed_first.state.tests] == ["ask"]
    assert passed_first.state.tests == ()


def test_coaching_is_followed_or_missed_within_its_window() -> None:
    followed = play(scenario_of(BY_FIT), ["advice"])
    missed = play(scenario_of(BY_FIT), ["deflects", "deflects"])

    assert [cue.outcome for cue in last(followed).move.coaching] == ["followed"]
    assert [cue.outcome for turn in missed.turns for cue in turn.move.coaching] == ["waiting", "missed"]
