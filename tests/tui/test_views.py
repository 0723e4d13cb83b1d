"""The transcript and the catalogue as plain values."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from screens.briefing import meeting
from screens.catalogue import Patient
from screens.dialogue import Block, Dialogue
from simulator.practice import Memory, Practice
from simulator.session import Session
from tests import scripted
from tests.scripted import worded
from tests.tui.fakes import ADVISES, PRACTICE, REFLECTS, KeywordCoder

SILENCE = ""


@pytest.fixture(name="robin")
def _robin() -> Scenario:
    return load_scenario(PRACTICE)


def play(scenario: Scenario, *replies: str) -> Session:
    """Play replies; an empty one is silence."""
    practice = Practice.begin(scenario, Memory(), KeywordCoder(), seed=7, rubric_version="1")
    for reply in replies:
        if reply == SILENCE:
            practice.wait()
        else:
            practice.send(reply)
    return practice.session


def blocks(session: Session) -> tuple[Block, ...]:
    """The transcript with all feedback."""
    return Dialogue("full").blocks(session)


def notes(block: Block) -> dict[str, str]:
    """Feedback by label."""
    return {note.label: note.text for note in block.notes}


def test_feedback_stands_between_the_reply_and_the_answer(robin: Scenario) -> None:
    """The line to be answered next is always the last."""
    session = play(robin, REFLECTS)

    kinds = [block.kind for block in blocks(session)]

    assert kinds == ["shows", "speech", "you", "feedback", "speech"]


def test_a_reply_that_waits_for_its_answer_is_shown_and_underlined_once_it_was_read(robin: Scenario) -> None:
    practice = Practice.begin(robin, Memory(), KeywordCoder(), seed=7, rubric_version="1")
    before = blocks(practice.session)

    practice.keep(REFLECTS)
    waiting = blocks(practice.session)
    answered = blocks(practice.answer())

    assert waiting == (*before, Block("you", 1, "You", REFLECTS))
    assert answered[len(before)] == Block("you", 1, "You", REFLECTS, underlined=((0, 8),))


def test_the_transcript_only_grows_at_its_end(robin: Scenario) -> None:
    replies = (REFLECTS, SILENCE, ADVISES)

    for n in range(len(replies)):
        earlier, later = blocks(play(robin, *replies[:n])), blocks(play(robin, *replies[: n + 1]))
        assert later[: len(earlier)] == earlier


def test_feedback_on_an_unclear_reply_is_no_judgement(robin: Scenario) -> None:
    feedback = notes(blocks(play(robin, "Mumble."))[3])

    assert feedback["Heard"] == "nothing that could be named"
    assert feedback["Fit"].startswith("? not judged: the reply was not understood.")


def test_feedback_quotes_words_only_where_they_are_part_of_the_reply(robin: Scenario) -> None:
    part = notes(blocks(play(robin, f"{REFLECTS} Well."))[3])
    whole = notes(blocks(play(robin, "Thank you"))[3])

    assert part["Heard"] == "“So it is” as simple reflection"
    assert whole["Heard"] == "encourager"


def test_silence_is_told_apart_from_nothing(robin: Scenario) -> None:
    shown = blocks(play(robin, SILENCE))

    assert shown[2] == Block("silence", 1, text="(you wait in silence)")
    assert "silence" in notes(shown[3])["Heard"]


def test_a_fear_that_moved_is_told_in_plain_words(robin: Scenario) -> None:
    """*An old fear −8* would say nothing; the belief is a rule with a goal and a danger."""
    shown = " ".join(note.text for block in blocks(play(robin, REFLECTS, ADVISES)) for note in block.notes)

    assert "the fear “if I ask for help, then I will be laughed at” −" in shown
    assert "A test was passed: the fear “if I ask for help, then I will be laughed at” was not confirmed." in shown


def test_a_code_heard_twice_is_listed_once_with_its_quotes(robin: Scenario) -> None:
    """Whoever asks twice reads *closed question* once; codes of the same words share their quote."""
    reading = worded(
        "Is it sore? So it is a cough. Is it new?",
        ("Is it sore?", "closed_question"),
        ("So it is a cough.", "simple_reflection"),
        ("So it is a cough.", "validation"),
        ("Is it new?", "closed_question"),
    )

    heard = notes(blocks(scripted.play(robin, [reading]))[3])["Heard"]

    assert heard == (
        "“Is it sore?” and “Is it new?” as closed question; “So it is a cough.” as simple reflection, validation"
    )


def test_a_briefing_says_where_and_how_one_meets(robin: Scenario) -> None:
    assert meeting(robin) == "Counselling · in person · session 2 of 6 · England · level 1 of 5 · about 5 minutes"


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_every_shipped_patient_can_be_listed_and_briefed(path: Path) -> None:
    patient = Patient(path, load_scenario(path))

    assert patient.trains
    assert patient.fits(patient.scenario.persona.name)
    assert meeting(patient.scenario)
