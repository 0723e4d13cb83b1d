"""Tests of the therapist and coaching, as they stand after each turn.

Control-mastery theory (Silberschatz 2005): a pass disconfirms the belief that the test is about, a failure confirms it.
Mixed moves net out, a failing move weighing more. Unclear replies never use up a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios import vocabulary
from scenarios.model import Beat, Scenario, TestKind
from simulator.circumstances import TurnCircumstances
from simulator.fit import compose
from simulator.state import OpenCoaching, OpenTest, PatientState

Outcome = Literal["passed", "partly", "failed", "lapsed", "waiting"]
"""`lapsed`: the window ended without an answer. `waiting`: nothing yet, and there is still time."""


Truths = tuple[bool | None, bool | None]
"""Whether a test's `pass_when` and `fail_when` hold; `None` where the author wrote none and the fit decides."""


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """What one turn made of one open test."""

    __test__ = False  # not a test case of pytest

    beat: str
    belief: str
    kind: TestKind
    hidden: bool
    outcome: Outcome
    confirms: bool
    """Whether the patient takes it as the danger confirmed (failed, or lapsed where waiting counts as failing)."""


@dataclass(frozen=True, slots=True)
class CoachingOutcome:
    """What one turn made of one piece of coaching."""

    beat: str
    level: str
    need: str
    outcome: Literal["followed", "missed", "waiting"]


def open_trials(state: PatientState, beat: Beat) -> tuple[tuple[OpenTest, ...], tuple[OpenCoaching, ...]]:
    """What is open after arriving at a beat; a test that was passed is not set again."""
    tests, coaching = state.tests, state.coaching
    if beat.test is not None and beat.id not in state.passed and all(test.beat != beat.id for test in tests):
        tests = (*tests, OpenTest(beat.id, beat.test.window))
    if beat.coaching is not None and all(cue.beat != beat.id for cue in coaching):
        coaching = (*coaching, OpenCoaching(beat.id, beat.coaching.window))
    return tests, coaching


def judge_tests(
    scenario: Scenario, state: PatientState, now: TurnCircumstances, fit: int
) -> tuple[tuple[OpenTest, ...], tuple[TestOutcome, ...]]:
    """Judge every open test by this turn; return those still open and what became of each."""
    truths: list[Truths] = []
    for test in state.tests:
        rule = scenario.beats[test.beat].test
        passes = None if rule is None or rule.pass_when is None else rule.pass_when.holds(now)
        fails = None if rule is None or rule.fail_when is None else rule.fail_when.holds(now)
        truths.append((passes, fails))
    return settle_tests(scenario, state, truths, fit)


def settle_tests(
    scenario: Scenario, state: PatientState, truths: Sequence[Truths], fit: int
) -> tuple[tuple[OpenTest, ...], tuple[TestOutcome, ...]]:
    """What becomes of every open test, given whether its `pass_when` and `fail_when` hold."""
    still: list[OpenTest] = []
    outcomes: list[TestOutcome] = []
    for test, (passes, fails) in zip(state.tests, truths, strict=True):
        rule = scenario.beats[test.beat].test
        if rule is None:
            continue
        outcome = _judge(test, passes, fails, fit, at_home=state.beat == test.beat)
        partly = test.partly or outcome == "partly"
        if outcome in {"waiting", "partly"}:
            if test.left > 1:
                still.append(OpenTest(test.beat, test.left - 1, partly))
            else:
                outcome = "partly" if partly else "lapsed"
        confirms = outcome == "failed" or (outcome == "lapsed" and rule.lapse == "failed")
        outcomes.append(TestOutcome(test.beat, rule.belief, rule.kind, rule.hidden, outcome, confirms))
    return tuple(still), tuple(outcomes)


def _judge(test: OpenTest, pass_when: bool | None, fail_when: bool | None, fit: int, *, at_home: bool) -> Outcome:
    stated = pass_when is not None or fail_when is not None
    passes = at_home and fit >= 2 if pass_when is None else pass_when
    fails = at_home and fit <= -2 if fail_when is None else fail_when
    if passes and fails:
        return "passed" if fit >= 2 else "failed"
    if passes:
        return "passed"
    if fails:
        return "failed"
    return "partly" if at_home and fit == 1 and not stated and not test.partly else "waiting"


def judge_coaching(
    scenario: Scenario, state: PatientState, now: TurnCircumstances
) -> tuple[tuple[OpenCoaching, ...], tuple[CoachingOutcome, ...]]:
    """Judge open coaching by this turn; return what is still open and what became of each."""
    still: list[OpenCoaching] = []
    outcomes: list[CoachingOutcome] = []
    for cue in state.coaching:
        rule = scenario.beats[cue.beat].coaching
        if rule is None:
            continue
        if rule.follow_when is not None:
            followed = rule.follow_when.holds(now)
        else:
            worth = vocabulary.moments()[rule.need].worth
            followed = compose(worth[code].fit for code in now.heard if code in worth) >= 2
        outcome: Literal["followed", "missed", "waiting"] = (
            "followed" if followed else "missed" if cue.left <= 1 else "waiting"
        )
        if outcome == "waiting":
            still.append(OpenCoaching(cue.beat, cue.left - 1))
        outcomes.append(CoachingOutcome(cue.beat, rule.level, rule.need, outcome))
    return tuple(still), tuple(outcomes)
