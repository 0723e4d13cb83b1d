"""Self-disclosure timing: every row of the decision table, returned and not returned."""

from __future__ import annotations

import pytest

from scoring.rubric.self_disclosure import self_disclosure
from scoring.scores import Evidence
from simulator.reading import Reading
from tests.scripted import play, scenario_of, worded

LONG = "When I was your age " + "and we lived by the sea with my cousins " * 5


def occasion(moment: str) -> str:
    return f"""
start: one
beats:
  one: {{says: ["So."], moment: {{needs: listen, {moment}}}, limit: {{turns: 9, go: end}}}}
  end: {{ending: good, says: ["Bye."]}}
"""


def judged(moment: str, *steps: str | tuple[str, Reading]) -> list[Evidence]:
    return list(self_disclosure(play(scenario_of(occasion(moment)), steps)).evidence)


ASKED, PERSONAL = "asks: advice, feels: calm", "asks: personal, feels: calm"

ROWS: list[tuple[str, str, str, int]] = [
    # moment, codes of the reply in order, row, value
    (ASKED, "advice, open_question", "asked_advice.answer", 3),
    (ASKED, "advice", "asked_advice.answer", 1),
    (ASKED, "self_disclosure, validation", "asked_advice.answer", 3),
    (ASKED, "advice, persuasion, open_question", "asked_advice.order", -1),
    (ASKED, "advice, persuasion", "asked_advice.order", -2),
    (ASKED, "open_question", "asked_advice.deflection", -2),
    (ASKED, "compassion, open_question", "asked_advice.deflection", -2),
    (ASKED, "validation", "asked_advice.deflection", -2),
    (ASKED, "(silence)", "asked_advice.deflection", -2),
    (ASKED, "boundary, open_question", "asked_advice.decline", 1),
    (ASKED, "boundary", "asked_advice.decline", 0),
    (ASKED, "boundary, confrontation", "asked_advice.deflection", -2),
    (ASKED, "boundary, invalidation", "asked_advice.deflection", -2),
    (ASKED, "boundary, platitude", "asked_advice.decline", 0),
    (PERSONAL, "self_disclosure, open_question", "personal_question.answer", 2),
    (PERSONAL, "self_disclosure", "personal_question.answer", 0),
    (PERSONAL, "boundary, validation", "personal_question.decline", 2),
    (PERSONAL, "boundary", "personal_question.decline", 0),
    (PERSONAL, "boundary, pathologising", "personal_question.stonewalled", -2),
    (PERSONAL, "information", "personal_question.stonewalled", -2),
    ("feels: shame", "self_disclosure, validation", "shame.similarity", 2),
    ("feels: shame", "self_disclosure", "shame.similarity", 0),
    ("feels: neutral", "self_disclosure, open_question", "neutral.short", 1),
    ("feels: neutral", "self_disclosure", "neutral.short", -1),
    ("feels: distress", "immediacy, names_feeling", "distress.care", 1),
    ("feels: distress", "compassion", "distress.care", 0),
    ("feels: distress", "self_disclosure, open_question", "distress.story", -2),
    ("feels: distress", "self_disclosure", "distress.story", -3),
    ("feels: urgency", "self_disclosure, validation", "urgency.personal", -1),
    ("feels: urgency", "self_disclosure", "urgency.personal", -3),
    ("feels: urgency, asks: personal", "validation", "urgency.validation", 3),
    ("feels: urgency, asks: personal", "boundary", "personal_question.decline", 0),
    ("feels: urgency, asks: personal", "open_question", "personal_question.stonewalled", 0),
    ("feels: urgency, asks: personal", "boundary, validation", "urgency.validation", 3),
    ("feels: mistrust", "open_about_sharing, open_question", "mistrust.transparency", 2),
    ("feels: mistrust", "open_about_sharing", "mistrust.transparency", 1),
    ("feels: mistrust", "self_disclosure, open_question", "mistrust.biography", -1),
    ("feels: mistrust", "self_disclosure", "mistrust.biography", -2),
    ("feels: rupture", "repair, open_question", "rupture.owning", 3),
    ("feels: rupture", "repair", "rupture.owning", 1),
    ("risk: open", "compassion, risk_inquiry, open_question", "risk.concern", 1),
    ("risk: open", "compassion, risk_inquiry", "risk.concern", 0),
    ("risk: open", "self_disclosure, open_question", "risk.story", -3),
    ("risk: open", "self_disclosure", "risk.story", -3),
]


@pytest.mark.parametrize(("moment", "codes", "row", "value"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_row_of_the_decision_table(moment: str, codes: str, row: str, value: int) -> None:
    (evidence,) = judged(moment, codes)

    assert (evidence.rule, evidence.value) == (f"self_disclosure.{row}", value)


@pytest.mark.parametrize(
    ("moment", "codes"),
    [
        ("feels: neutral", "validation, open_question"),
        ("feels: shame", "normalising"),
        ("feels: distress", "simple_reflection"),
        ("feels: urgency", "open_question"),
        ("feels: urgency", "names_feeling, invalidation"),
        ("feels: mistrust", "open_question"),
        ("feels: rupture", "validation"),
        ("risk: open", "risk_inquiry"),
        ("feels: urgency", "validation"),
        ("feels: distress, asks: personal", "simple_reflection"),
        (ASKED, "(unclear)"),
        (ASKED, ""),
        (ASKED, "compassion"),
        (ASKED, "structuring"),
        (ASKED, "information"),
        (ASKED, "risk_inquiry"),
    ],
)
def test_without_occasion_and_without_disclosure_nothing_is_observed(moment: str, codes: str) -> None:
    score = self_disclosure(play(scenario_of(occasion(moment)), [codes]))

    assert not score.observed
    assert score.points is None, "not observed is never zero"


@pytest.mark.parametrize(("returned", "value"), [(True, -2), (False, -3)])
def test_a_long_story_is_too_much_in_a_neutral_moment(returned: bool, value: int) -> None:
    ending = " How is that for you?" if returned else ""
    parts = [(LONG, "self_disclosure"), *([(ending.strip(), "open_question")] if returned else [])]

    (evidence,) = judged("feels: neutral", worded(LONG + ending, *parts))

    assert (evidence.rule, evidence.value) == ("self_disclosure.any.long", value)


@pytest.mark.parametrize("words", [35, 36])
def test_brief_ends_at_thirty_five_words(words: int) -> None:
    story = " ".join(["well"] * words)
    text = story + " And for you?"

    (evidence,) = judged(PERSONAL, worded(text, (story, "self_disclosure"), ("And for you?", "open_question")))

    assert evidence.rule.endswith("answer" if words == 35 else "long")


def test_a_second_unasked_disclosure_within_five_turns_counts_against() -> None:
    rules = [
        item.rule
        for item in judged("feels: neutral", "self_disclosure, open_question", "self_disclosure, open_question")
    ]

    assert "self_disclosure.too_often" in rules


def test_asked_disclosures_may_follow_one_another() -> None:
    rules = [item.rule for item in judged(PERSONAL, "self_disclosure, open_question", "self_disclosure, open_question")]

    assert "self_disclosure.too_often" not in rules


def test_noticing_a_misfire_and_handing_the_floor_back_is_worth_two() -> None:
    misfire, repaired = judged("feels: urgency", "self_disclosure", "repair, open_question")

    assert misfire.value == -3
    assert (repaired.rule, repaired.value) == ("self_disclosure.misfire.repaired", 2)


def test_the_same_words_are_judged_by_the_patient_they_are_said_to() -> None:
    """A short personal answer passes with one patient and harms another."""
    (for_ellie,) = judged(PERSONAL, "self_disclosure, open_question")
    (for_noor,) = judged("feels: urgency, asks: personal", "self_disclosure, open_question")

    assert for_ellie.value > 0 > for_noor.value


SUPPORT = [
    ("feels: mistrust", "open_about_sharing"),
    ("feels: distress", "compassion"),
    ("feels: rupture", "repair"),
    ("risk: open", "compassion, risk_inquiry"),
]


@pytest.mark.parametrize(("moment", "codes"), SUPPORT)
def test_a_supporting_move_counts_once_and_at_its_best(moment: str, codes: str) -> None:
    """Many open replies in a row, most of them not handed back, do not pull a good session down."""
    kept, returned = judged(moment, codes), judged(moment, f"{codes}, open_question")
    many = judged(moment, codes, codes, f"{codes}, open_question", codes)

    assert kept[0].value < returned[0].value
    assert [item.value for item in many] == [returned[0].value]
    assert many[0].turn == 3


def test_a_supporting_move_never_stands_beside_what_is_worth_more() -> None:
    """Openness to a mistrustful patient who asked and was answered earns nothing on top, and costs nothing."""
    asked = "feels: mistrust, asks: personal"

    answered = judged(asked, "self_disclosure, open_question")
    with_support = judged(asked, "self_disclosure, open_question", "open_about_sharing")

    assert [item.value for item in answered] == [item.value for item in with_support] == [2]


def test_many_supporting_moves_do_not_wash_out_a_misfire() -> None:
    once = self_disclosure(play(scenario_of(occasion("feels: mistrust")), ["self_disclosure", *["boundary"]]))
    often = self_disclosure(play(scenario_of(occasion("feels: mistrust")), ["self_disclosure", *["boundary"] * 5]))

    assert once.points == often.points


def test_holding_back_counts_only_where_the_patient_reached_for_it() -> None:
    """A session of plain validation, with nothing asked and nothing shared, says nothing of timing."""
    session = play(scenario_of(occasion("feels: urgency")), ["validation", "names_feeling", "affirmation"])

    assert self_disclosure(session).points is None


def test_unclear_replies_use_up_neither_the_room_for_repair_nor_that_between_disclosures() -> None:
    unclear = ["(unclear)"] * 4

    repaired = judged("feels: urgency", "self_disclosure", *unclear, "repair, open_question")
    again = judged("feels: neutral", "self_disclosure", *unclear, "self_disclosure")

    assert repaired[-1].rule == "self_disclosure.misfire.repaired"
    assert again[-1].rule == "self_disclosure.too_often"
