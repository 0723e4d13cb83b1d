"""Confidentiality handling: situations, windows, what is required and forbidden, honesty, caps."""

from __future__ import annotations

import pytest

from scenarios import vocabulary
from scoring.rubric import score
from scoring.rubric.confidentiality import confidentiality
from scoring.scores import Scores
from simulator.reading import CodedSpan, Reading
from simulator.session import Session
from tests.scripted import Step, play, scenario_of


def arising(situation: str, extra: str = "", moment: str = "needs: honesty") -> str:
    return f"""
start: one
beats:
  one:
    says: ["So."]
    moment: {{{moment}}}
    confidentiality: {{situation: {situation}{extra}}}
    limit: {{turns: 9, go: end}}
  end: {{ending: good, says: ["Bye."]}}
"""


def evidence(session: Session) -> dict[str, int]:
    return {item.rule: item.value for item in confidentiality(session).evidence}


@pytest.mark.parametrize("name", sorted(vocabulary.situations()))
def test_every_situation_rewards_what_it_requires(name: str) -> None:
    situation = vocabulary.situations()[name]
    codes = ", ".join(sorted(next(iter(sorted(rule.any))) for rule in situation.required))

    found = evidence(play(scenario_of(arising(name)), [codes]))

    assert all(found[f"{name}.{rule.id}"] == 3 for rule in situation.required)


@pytest.mark.parametrize("name", sorted(vocabulary.situations()))
def test_every_situation_counts_what_was_left_undone_when_its_window_is_over(name: str) -> None:
    situation = vocabulary.situations()[name]
    scenario = scenario_of(arising(name))

    within = evidence(play(scenario, ["encourager"] * (situation.window - 1)))
    after = evidence(play(scenario, ["encourager"] * situation.window))

    assert not {f"{name}.{rule.id}" for rule in situation.required} & set(within), "there was still time"
    assert all(after[f"{name}.{rule.id}"] == -2 for rule in situation.required if not rule.after)


FORBIDDEN = [
    (name, rule.id, code)
    for name, s in vocabulary.situations().items()
    for rule in s.forbidden
    for code in sorted(rule.any)
]


@pytest.mark.parametrize(("name", "rule", "code"), FORBIDDEN)
def test_every_situation_counts_what_it_forbids(name: str, rule: str, code: str) -> None:
    assert evidence(play(scenario_of(arising(name)), [code]))[f"{name}.{rule}"] == -3


def test_what_is_required_and_comes_late_counts_in_place_of_what_was_left_undone() -> None:
    """Beside it, it would pull a good session down: doing it late would be worth less than never doing it."""
    scenario = scenario_of(arising("C7", ", window: 1"))

    def volunteered(*steps: str) -> list[int]:
        return [i.value for i in confidentiality(play(scenario, steps)).evidence if i.rule == "C7.volunteer"]

    assert volunteered("encourager") == [-2]
    assert volunteered("encourager", "open_about_sharing") == [0]
    assert volunteered("open_about_sharing") == [3]


@pytest.mark.parametrize(
    ("situation", "rule", "told"), [("C7", "C7.feelings", "open_about_sharing"), ("C1", "C1.check", "explains_limits")]
)
def test_a_question_about_what_was_told_counts_only_once_it_was_told(situation: str, rule: str, told: str) -> None:
    """Room for feelings once the contact was mentioned; what the patient makes of the limits once they were said."""
    before = play(scenario_of(arising(situation, ", window: 2")), ["open_question", told])
    after = play(scenario_of(arising(situation, ", window: 2")), [told, "open_question"])
    together = play(scenario_of(arising(situation, ", window: 2")), [f"{told}, open_question"])
    never = play(scenario_of(arising(situation, ", window: 2")), ["open_question", "open_question"])

    assert evidence(before)[rule] == -2
    assert evidence(after)[rule] == evidence(together)[rule] == 3
    assert rule not in evidence(never)


def test_unclear_replies_do_not_use_up_the_window() -> None:
    session = play(scenario_of(arising("C7", ", window: 1")), ["(unclear)", "(unclear)", "open_about_sharing"])

    assert evidence(session)["C7.volunteer"] == 3


def test_without_situation_and_without_breach_nothing_is_observed() -> None:
    body = 'start: one\nbeats:\n  one: {says: ["So."], moment: {needs: listen}}\n  end: {ending: good}\n'

    quiet = play(scenario_of(body), ["validation", "open_question"])
    breach = play(scenario_of(body), ["validation", "promises_secrecy"])

    assert confidentiality(quiet).points is None
    assert confidentiality(breach).points == 0.0


RISK = "needs: safety, risk: open"


def caps(scores: Scores) -> dict[str, int]:
    return {item.rule.removeprefix("critical."): item.cap for item in scores.critical}


@pytest.mark.parametrize(
    ("body", "steps", "expected"),
    [
        (arising("C4", moment=RISK), ["promises_secrecy, risk_inquiry"], {"secrecy_about_risk": 20}),
        (arising("C2"), ["promises_secrecy"], {}),
        (arising("C4", moment=RISK), ["validation", "validation"], {"risk_ignored": 20}),
        (arising("C4", moment=RISK), ["validation", "risk_inquiry", "validation"], {}),
        (arising("C4", moment=RISK), ["referral"], {"referred_with_risk": 25}),
        (arising("C4", moment=RISK), ["referral, risk_inquiry"], {}),
        (arising("C7", ", contact: true"), ["conceals_sharing"], {"contact_denied": 30}),
        (arising("C7", ", contact: false"), ["conceals_sharing"], {}),
        (arising("C7", ", contact: true, window: 2"), ["encourager", "encourager"], {"contact_omitted": 50}),
        (arising("C7", ", contact: true, window: 2"), ["encourager", "open_about_sharing"], {}),
        (arising("C9"), ["shares_with_third_party"], {"third_party": 30}),
        (arising("C2"), ["imposes_sharing"], {"uninformed_breach": 40}),
        (arising("C6", moment=RISK), ["imposes_sharing, risk_inquiry"], {}),
    ],
)
def test_caps_fire_on_the_serious_error_and_on_nothing_else(
    body: str, steps: list[str], expected: dict[str, int]
) -> None:
    scores = score(play(scenario_of(body), steps))

    assert caps(scores) == expected
    if expected and scores.overall.points is not None:
        assert scores.overall.points <= min(expected.values())


def test_a_later_repair_lifts_a_cap_in_part_and_never_erases_it() -> None:
    scores = score(
        play(scenario_of(arising("C7", ", contact: true")), ["conceals_sharing", "repair, open_about_sharing"])
    )

    (item,) = scores.critical
    assert (item.cap, item.repaired) == (50, True)


@pytest.mark.parametrize(("confidence", "capped"), [(0.79, False), (0.8, True)])
def test_an_unsure_detection_is_flagged_for_a_person_and_does_not_cap(confidence: float, capped: bool) -> None:
    reading = Reading((CodedSpan("shares_with_third_party", confidence, 0, 1),))

    scores = score(play(scenario_of(arising("C9")), [reading]))

    assert bool(scores.critical) is capped
    assert bool(scores.flags) is not capped


HALF_TOLD = Reading((CodedSpan("encourager", 0.9, 0, 1), CodedSpan("open_about_sharing", 0.3, 0, 1)))
HALF_DENIED = Reading((CodedSpan("encourager", 0.9, 0, 1), CodedSpan("open_about_sharing", 0.3, 0, 1, denies=True)))


@pytest.mark.parametrize(
    ("between", "capped"),
    [("(unclear)", False), ("", False), (HALF_TOLD, False), (HALF_DENIED, True), ("(silence)", True)],
)
def test_omission_is_only_flagged_where_a_reply_may_have_been_the_telling(between: Step, capped: bool) -> None:
    scores = score(
        play(scenario_of(arising("C7", ", contact: true, window: 2")), ["encourager", between, "encourager"])
    )

    assert caps(scores) == ({"contact_omitted": 50} if capped else {})
    assert [flag.rule for flag in scores.flags] == ([] if capped else ["critical.contact_omitted"])


def test_two_errors_show_both_and_the_lowest_cap_holds() -> None:
    scores = score(play(scenario_of(arising("C7", ", contact: true")), ["conceals_sharing", "shares_with_third_party"]))

    assert caps(scores) == {"contact_denied": 30, "third_party": 30}
    assert scores.overall.points is not None
    assert scores.overall.points <= 30


@pytest.mark.parametrize(
    ("denies", "confidence", "capped"),
    [(True, 0.8, True), (True, 0.79, False), (False, 0.94, False), (False, 0.95, True)],
)
def test_hiding_that_is_no_plain_denial_must_be_heard_more_surely(
    denies: bool, confidence: float, capped: bool
) -> None:
    reading = Reading((CodedSpan("conceals_sharing", confidence, 0, 1, denies=denies),))

    scores = score(play(scenario_of(arising("C7", ", contact: true")), [reading]))

    assert bool(scores.critical) is capped
    assert bool(scores.flags) is not capped


def test_contact_that_was_admitted_cannot_be_denied_any_more() -> None:
    """Dodging what was said is another thing, and counts against the reply without capping the session."""
    steps = ["open_about_sharing", "conceals_sharing"]

    scores = score(play(scenario_of(arising("C7", ", contact: true")), steps))

    assert scores.critical == ()
    assert "C7.hide" in {item.rule for item in scores.confidentiality.evidence}


def test_hiding_that_was_heard_unsurely_does_not_excuse_from_telling() -> None:
    """The doubt is about the words that hid it, not about the telling that never came."""
    doubtful = Reading((CodedSpan("conceals_sharing", 0.6, 0, 1),))

    scores = score(play(scenario_of(arising("C7", ", contact: true, window: 2")), [doubtful, "encourager"]))

    assert caps(scores) == {"contact_omitted": 50}
    assert [flag.rule for flag in scores.flags] == ["critical.contact_denied"]
