"""What a reply does that only its moment shows, and how reactions, silence and unclear replies weigh."""

from __future__ import annotations

import pytest

from simulator.derive import likely_codes
from simulator.reading import CodedSpan, Reading
from tests.patient.test_patient import LAYERS, TWO_BEATS
from tests.scripted import last, play, said, scenario_of


def test_after_an_admission_saying_that_nothing_was_passed_on_is_no_denial() -> None:
    """In the same reply or a later one: it limits what was shared, which is what openness asks for."""
    admits, denies = CodedSpan("open_about_sharing", 0.9, 0, 5), CodedSpan("open_about_sharing", 0.9, 6, 9, denies=True)
    body = """
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: honesty}
    confidentiality: {situation: C7, contact: true}
    limit: {turns: 9, go: end}
  end: {ending: good}
"""
    together = play(scenario_of(body), [Reading((admits, denies))])
    later = play(scenario_of(body), [Reading((admits,)), Reading((denies,))])

    assert all(span.code == "open_about_sharing" for span in last(together).move.codes)
    assert all(span.code == "open_about_sharing" for span in last(later).move.codes)


def test_silence_with_a_stated_fit_is_worth_just_that() -> None:
    body = LAYERS.replace('silence: {say: ["Quiet in here."]', 'silence: {fit: 2, say: ["Quiet in here."]')

    assert last(play(scenario_of(body), ["(silence)"])).move.fit == 2


def test_an_unclear_reply_changes_only_what_the_author_asks_for() -> None:
    body = LAYERS.replace('unclear: {say: ["Sorry?"]}', 'unclear: {say: ["Sorry?"], change: {trust: -1}}')

    assert dict(last(play(scenario_of(body), ["(unclear)"])).move.deltas) == {"trust": -1}


def test_an_unclear_reply_does_not_use_up_a_limit() -> None:
    session = play(scenario_of(TWO_BEATS), ["open_question", "(unclear)", "(unclear)", "(unclear)", "validation"])

    assert session.ending is None


def test_a_catch_all_line_is_not_said_where_a_general_entry_moves_the_patient_on() -> None:
    body = LAYERS.replace("  otherwise:", "    confrontation: {go: end}\n  otherwise:")

    assert said(play(scenario_of(body), ["confrontation"])) == ["Bye."]


MIXED = """
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: listen}
    hears:
      validation: {fit: 3, because: "It was held."}
    limit: {turns: 9, go: end}
  end: {ending: good}
"""


@pytest.mark.parametrize(
    ("codes", "fit", "praised"), [("validation, jargon", 1, True), ("validation, invalidation", 0, False)]
)
def test_praise_never_explains_a_poor_fit(codes: str, fit: int, praised: bool) -> None:
    """What pulled a good reply down is named beside what was good, and alone where nothing good is left."""
    pure = last(play(scenario_of(MIXED), ["validation"])).move
    mixed = last(play(scenario_of(MIXED), [codes])).move

    assert pure.because == "It was held."
    assert mixed.fit == fit
    assert mixed.because.startswith("It was held. ") is praised
    assert mixed.because.removeprefix("It was held. ")


def test_a_reason_for_helpful_moves_is_no_reason_for_a_fit_of_nought_either() -> None:
    """Where the author gave the reason and left the fit to the table."""
    body = MIXED.replace("fit: 3, ", "")

    assert last(play(scenario_of(body), ["validation"])).move.because == "It was held."
    assert "held" not in last(play(scenario_of(body), ["validation, confrontation"])).move.because


def test_a_worth_that_the_author_left_unexplained_is_explained_by_the_table() -> None:
    body = MIXED.replace("    limit:", "      invalidation: {fit: -3}\n    limit:")

    move = last(play(scenario_of(body), ["validation, invalidation"])).move

    assert move.fit == -1
    assert move.because == "It makes light of what they said, so they are likely to stop telling it."


def test_where_an_earlier_entry_states_no_fit_a_later_one_does_not_speak_for_it() -> None:
    body = MIXED.replace("    hears:\n", "    hears:\n      open_question: {say: ['Hm.']}\n      question: {fit: -3}\n")

    assert last(play(scenario_of(body), ["open_question"])).move.fit == 1, "the table's worth, not the later entry's"


def test_a_reply_in_which_nothing_was_heard_is_no_deflection() -> None:
    body = MIXED.replace("needs: listen", "needs: advice, asks: advice")

    assert last(play(scenario_of(body), [""])).move.derived == ()
    assert last(play(scenario_of(body), ["open_question"])).move.derived == ("deflects",)
    assert last(play(scenario_of(body), ["boundary"])).move.derived == (), "an open no is no deflection"


DERIVED = """
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: listen, MOMENT}
    limit: {turns: 9, go: end}
  end: {ending: good}
"""


@pytest.mark.parametrize(
    ("moment", "steps", "derived"),
    [
        ("feels: neutral", ["advice"], {"unsolicited_advice"}),
        ("asks: advice", ["advice"], {"answers"}),
        ("feels: neutral", ["asks_permission, advice"], set()),
        ("feels: neutral", ["asks_permission", "advice"], set()),
        ("feels: neutral", ["asks_permission", "validation", "advice"], {"unsolicited_advice"}),
        ("feels: neutral", ["open_question, closed_question"], set()),
        ("feels: neutral", ["open_question, closed_question, open_question"], {"stacked_questions"}),
        ("feels: neutral", ["self_disclosure, open_question"], {"returns_focus"}),
        ("feels: neutral", ["open_question, self_disclosure"], set()),
        ("asks: advice", ["advice, validation"], {"answers", "returns_focus"}),
        ("asks: personal", ["self_disclosure"], {"answers"}),
        ("asks: personal", ["information"], {"deflects"}),
        ("asks: advice", ["compassion"], set()),
        ("asks: advice", ["compassion, open_question"], {"deflects"}),
        ("asks: advice", ["structuring"], set()),
        ("asks: advice", ["structuring, topic_change"], {"deflects"}),
        ("asks: advice", ["boundary, topic_change"], set()),
        ("asks: advice", ["information, open_question"], set()),
        ("asks: advice", ["risk_inquiry, closed_question"], set()),
        ("asks: advice", ["validation"], {"deflects"}),
        ("asks: truth", ["compassion"], {"deflects"}),
        ("asks: truth", ["structuring"], {"deflects"}),
        ("asks: truth", ["open_about_sharing"], {"answers"}),
        ("asks: truth", ["conceals_sharing"], {"deflects"}),
        ("asks: fact", ["information"], {"answers"}),
        ("risk: open", ["validation"], {"ignores_risk"}),
        ("risk: open", ["risk_inquiry"], set()),
        ("risk: hint", ["(silence)"], {"stays_silent", "ignores_risk"}),
        ("feels: neutral", ["(silence)"], {"stays_silent"}),
        ("risk: open", ["(unclear)"], set()),
    ],
)
def test_derived_code(moment: str, steps: list[str], derived: set[str]) -> None:
    session = play(scenario_of(DERIVED.replace("MOMENT", moment)), steps)

    assert set(last(session).move.derived) == derived


def test_risk_stays_open_in_later_beats_until_it_is_taken_up() -> None:
    body = """
start: one
beats:
  one: {says: ["I can't go on."], moment: {needs: safety, risk: open}, limit: {turns: 1, go: two}}
  two: {says: ["Anyway."], moment: {needs: listen}, limit: {turns: 9, go: end}}
  end: {ending: good}
"""
    passed_over = play(scenario_of(body), ["validation", "validation"])
    taken_up = play(scenario_of(body), ["risk_inquiry", "validation"])

    assert "ignores_risk" in last(passed_over).move.derived
    assert "ignores_risk" not in last(taken_up).move.derived


def test_the_patient_acts_on_what_is_more_likely_there_than_not() -> None:
    """In each sentence; where nothing is, on the likeliest. What was half heard stays in the reading."""
    reading = Reading((
        CodedSpan("validation", 0.8, 0, 9),
        CodedSpan("invalidation", 0.3, 0, 9),
        CodedSpan("advice", 0.4, 10, 20),
        CodedSpan("persuasion", 0.35, 10, 20),
    ))  # fmt: skip

    assert [span.code for span in likely_codes(reading)] == ["validation", "advice"]


def test_a_question_about_safety_is_answered_whatever_else_the_reply_does() -> None:
    body = """
defaults:
  hears:
    risk_inquiry: {say: ["No. Nothing like that."]}
start: one
beats:
  one:
    says: ["So."]
    moment: {needs: listen}
    hears:
      validation: {say: ["Thanks."]}
    limit: {turns: 9, go: end}
  end: {ending: good}
"""
    assert said(play(scenario_of(body), ["validation, risk_inquiry"])) == ["No. Nothing like that.", "Thanks."]
    assert said(play(scenario_of(body), ["risk_inquiry"])) == ["No. Nothing like that."]
    assert said(play(scenario_of(body), ["validation"])) == ["Thanks."]
