"""A form is written for any editor and read back with every fault at its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import vocabulary
from scenarios.clean import clean
from scenarios.faults import ScenarioError
from scoring.supervision.form import Sheet, form_text
from scoring.supervision.form_reading import read_form
from simulator.marks import Disputed
from simulator.ratings import Judgement, Word
from simulator.session import Session, apply
from tests.report.hostile import HOSTILE, hostile_session
from tests.scripted import play, worded
from tests.supervision.players import REPLIES, commented, filled, form, patient, session, sheet


def read(text: str) -> tuple[Word, ...]:
    return read_form(text.encode(), "form.yaml", {"one": session()}.get)


def judgements(text: str) -> list[Judgement]:
    return [word.judgement for word in read(text)]


def faults(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        read(text)
    return [str(fault) for fault in raised.value.faults]


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize("sighted", [False, True])
def test_an_empty_form_says_nothing(*, sighted: bool) -> None:
    assert read(form(sighted=sighted)) == ()


def test_a_form_holds_what_was_said_and_what_the_patient_needs() -> None:
    text = " ".join(form().replace("#", "").split())

    for words in ("I told nobody: not even her.", REPLIES[0], REPLIES[2], "Sky needs to be listened to", "that is all"):
        assert words in text


def test_the_machines_rating_stands_in_a_sighted_form_only() -> None:
    """Neither its fit nor its reason, nor what it heard."""
    assert "They felt hurried" in form(sighted=True)
    assert "The machine:" not in form()
    assert "They felt" not in form()


def test_what_is_filled_in_is_read() -> None:
    text = filled(form(), fit_1="-1", fit_3="+2", heard_1="[advice]", not_heard_1="promises_secrecy, jargon")

    assert judgements(text) == [
        Judgement(1, "fit", -1),
        Judgement(1, "code:advice", 1),
        Judgement(1, "code:promises_secrecy", 0),
        Judgement(1, "code:jargon", 0),
        Judgement(3, "fit", 2),
    ]


def test_a_minus_is_a_minus_however_it_was_typed() -> None:
    assert [judgements(filled(form(), fit_1=f"{minus}2"))[0].value for minus in "-−–"] == [-2, -2, -2]


def test_a_reason_goes_with_everything_said_of_its_turn() -> None:
    text = commented(filled(form(), fit_1="-1", heard_1="[advice]", fit_2="0"), 1, 'She was "hurried": no time.')

    assert [one.comment for one in judgements(text)] == ['She was "hurried": no time.'] * 2 + [""]


def test_the_whole_session_is_rated_in_points_and_in_yes_and_no() -> None:
    text = filled(form(), responsiveness="62.5", confidentiality="0", third_party="no", risk_ignored="Yes")

    assert set(judgements(text)) == {
        Judgement(None, "responsiveness", 625),
        Judgement(None, "confidentiality", 0),
        Judgement(None, "cap:third_party", 0),
        Judgement(None, "cap:risk_ignored", 1),
    }


def test_others_stands_for_every_code_not_listed() -> None:
    found = judgements(filled(form(), heard_1="[advice, jargon]", not_heard_1="[others]"))

    assert {one.target.removeprefix("code:"): one.value for one in found} == {
        code: int(code in {"advice", "jargon"}) for code in vocabulary.codes()
    }


def test_a_rating_can_be_taken_back_in_a_form() -> None:
    text = filled(form(), fit_1="take back", responsiveness="take back", third_party="take back")

    assert [one.value for one in judgements(text)] == [None, None, None]


def test_the_form_says_how_its_ratings_came_about() -> None:
    hidden, shown = read(filled(form(), fit_1="1")), read(filled(form(sighted=True), fit_1="1"))
    drawn = form_text([sheet(2, whole=False)], sighted=False, sample="random")

    assert (hidden[0].is_blind, shown[0].is_blind) == (True, False)
    assert read(filled(drawn, fit_1="1"))[0] == Word("one", Judgement(2, "fit", 1), is_blind=True, sample="random")


def test_a_turn_drawn_by_chance_stands_behind_what_was_said_before() -> None:
    drawn = form_text([sheet(3, whole=False)], sighted=False, sample="random")

    assert f"# Trainee: {REPLIES[0]}" in drawn
    assert "whole:" not in drawn


BAD = [
    ({"fit_1": "4"}, "fit: 4", "A fit cannot be `4`. Give a whole number from -3 to 3"),
    ({"fit_1": "-4"}, "fit: -4", "A fit cannot be `-4`"),
    ({"fit_1": "1.5"}, "fit: 1.5", "A fit cannot be `1.5`"),
    ({"fit_1": "good"}, "fit: good", "A fit cannot be `good`"),
    ({"heard_1": "[advise]"}, "[advise]", "No code is called `advise`. Did you mean `advice`?"),
    ({"heard_1": "[others]"}, "heard: [others]", "`others` stands under `not_heard` only"),
    ({"heard_1": "[advice]", "not_heard_1": "[ advice]"}, "[ advice]", "`advice` is listed twice in turn 1"),
    ({"responsiveness": "100.1"}, ": 100.1", "`responsiveness` cannot be `100.1`. Give a number from 0 to 100"),
    ({"responsiveness": "-1"}, ": -1", "`responsiveness` cannot be `-1`"),
    ({"responsiveness": "62.55"}, ": 62.55", "`responsiveness` cannot be `62.55`"),
    ({"third_party": "perhaps"}, "perhaps", "`third_party` cannot be `perhaps`. Give yes or no"),
    ({"turn_2": "4"}, "turn: 4", "There is no turn `4`. The session has turns 1 to 3"),
    ({"turn_2": "0"}, "turn: 0", "There is no turn `0`"),
    ({"session": "two"}, "session: two", "There is no session `two` here"),
    ({"machine": "seen"}, "machine: seen", "`machine` cannot be `seen`"),
    ({"review": "2"}, "review: 2", "This version reads forms of version 1"),
]


@pytest.mark.parametrize(("values", "line", "message"), BAD, ids=[row[1] for row in BAD])
def test_a_bad_value_is_told_with_its_line_and_what_to_give(values: dict[str, str], line: str, message: str) -> None:
    text = filled(form(), **values)

    said = faults(text)

    assert len(said) == 1
    assert said[0].startswith(f"form.yaml:{line_of(text, line)}:")
    assert message in said[0]


@pytest.mark.parametrize("value", ["0", "100", "100.0", "0.1"])
def test_the_ends_of_the_points_are_points(value: str) -> None:
    assert judgements(filled(form(), responsiveness=value))[0].value == round(float(value) * 10)


def test_every_fault_is_told_at_once() -> None:
    text = filled(form(), fit_1="4", fit_3="5", responsiveness="101", third_party="perhaps")

    assert len(faults(text)) == 4


def test_other_words_than_those_of_the_turn_are_told_since_the_number_decides() -> None:
    text = form().replace("Just phone them", "Just call them")

    assert "These are not the words of turn 1." in faults(text)[0]


def test_the_same_turn_twice_is_told() -> None:
    text = form().replace("turn: 2", "turn: 1")

    assert any("Turn 1 stands here twice." in fault for fault in faults(text))


def test_a_reason_without_a_rating_is_told_and_not_lost() -> None:
    assert "A comment is kept with a rating, and none stands here." in faults(commented(form(), 2, "Too early."))[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The file is empty. `attune review SESSION --form FILE` writes a form."),
        ("just words", "This is no form for rating."),
        ("review: 1\nmachine: hidden\nsample: chosen\n", "`sessions:` is missing or empty."),
        ("review: 1\nmachine: hidden\nsample: chosen\nsessions: [x]\n", "A session begins with `session:`."),
        ("review: 1\nmachine: hidden\nsample: chosen\nsessions: x\n", "Under `sessions:` a list stands."),
        ("review: [\n", "YAML cannot read this"),
        ("review: 1\nmachine: hidden\nsample: chosen\nsessions:\n- session: one\n  turns: [x]\n", "A turn begins with"),
        ("review: 1\nmachine: hidden\nsample: chosen\nsessions:\n- session: one\n  turn: 1\n", "`turn` is nothing"),
    ],
)
def test_what_is_no_form_is_told_with_the_command_that_writes_one(text: str, message: str) -> None:
    assert any(message in fault for fault in faults(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_pass_through_a_form_unharmed(text: str) -> None:
    """Whatever trainee and patient say, the form is read, and its words are known again."""
    played = hostile_session(text)
    written = form_text([Sheet("one", played, (1, 2, 3), whole=True)], sighted=True, sample="chosen")
    given_back = filled(written, fit_2="2")

    assert read_form(given_back.encode(), "form.yaml", {"one": played}.get)[0].judgement == Judgement(2, "fit", 2)
    assert "\x1b" not in written


def saying(words: str) -> Session:
    return play(patient(), [worded(words)])


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=200).map(clean).filter(lambda words: bool(words.strip())))
def test_any_reply_can_be_rated_by_form(words: str) -> None:
    played = saying(words)
    written = filled(form_text([Sheet("one", played, (1,), whole=False)], sighted=False, sample="random"), fit_1="-3")

    assert [word.judgement.value for word in read_form(written.encode(), "f", {"one": played}.get)] == [-3]


def test_a_sighted_form_tells_what_the_trainee_disputes_and_a_blind_one_does_not() -> None:
    """The dispute says what the machine heard."""
    disputed = apply(session(), Disputed(1, "advice", "not_shown", "I only asked.\nfit: 3"))
    made = Sheet("one", disputed, (1, 2, 3), whole=True)

    blind, sighted = (form_text([made], sighted=shown, sample="chosen") for shown in (False, True))

    assert "# The trainee disagrees that “advice” was heard: I only asked. fit: 3" in sighted
    assert "I only asked" not in blind
    assert not read_form(sighted.encode(), "form.yaml", lambda _: disputed)
