"""The transcript, the debrief and the catalogue as plain values."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.library import shipped
from scenarios.load import load_scenario
from scenarios.model import Scenario
from scoring.rubric import score
from scoring.scores import Critical, Evidence, Flag, Score, Scores
from screens.briefing import meeting
from screens.catalogue import Catalogue, Unfinished, read_patients
from screens.dialogue import Block, blocks
from screens.judgement import debriefing
from simulator.practice import Memory, Practice
from simulator.session import Session
from tests.tui.fakes import ADVISES, DEFLECTS, PRACTICE, REFLECTS, KeywordCoder

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


def notes(block: Block) -> dict[str, str]:
    """Feedback by label."""
    return {note.label: note.text for note in block.notes}


def test_feedback_stands_between_the_reply_and_the_answer(robin: Scenario) -> None:
    """The line to be answered next is always the last."""
    session = play(robin, REFLECTS)

    kinds = [block.kind for block in blocks(session)]

    assert kinds == ["shows", "speech", "you", "feedback", "speech"]


def test_a_reply_that_waits_for_its_answer_is_shown(robin: Scenario) -> None:
    practice = Practice.begin(robin, Memory(), KeywordCoder(), seed=7, rubric_version="1")
    before = blocks(practice.session)

    practice.keep(REFLECTS)
    waiting = blocks(practice.session)
    answered = blocks(practice.answer())

    assert waiting == (*before, Block("you", 1, "You", REFLECTS))
    assert answered[: len(waiting)] == waiting


def test_the_transcript_only_grows_at_its_end(robin: Scenario) -> None:
    replies = (REFLECTS, SILENCE, ADVISES)

    for n in range(len(replies)):
        earlier, later = blocks(play(robin, *replies[:n])), blocks(play(robin, *replies[: n + 1]))
        assert later[: len(earlier)] == earlier


def test_feedback_on_an_unclear_reply_is_no_judgement(robin: Scenario) -> None:
    feedback = notes(blocks(play(robin, "Mumble."))[3])

    assert feedback["Heard"] == "nothing that could be named"
    assert feedback["Fit"].startswith("? not judged: not understood, so not judged.")


def test_feedback_quotes_words_only_where_they_are_part_of_the_reply(robin: Scenario) -> None:
    part = notes(blocks(play(robin, f"{REFLECTS} Well."))[3])
    whole = notes(blocks(play(robin, "Thank you"))[3])

    assert part["Heard"] == "“So it is” as simple reflection"
    assert whole["Heard"] == "encourager"


def test_silence_is_told_apart_from_nothing(robin: Scenario) -> None:
    shown = blocks(play(robin, SILENCE))

    assert shown[2] == Block("silence", 1, text="(you wait in silence)")
    assert "silence" in notes(shown[3])["Heard"]


def test_beliefs_are_not_given_away_by_name(robin: Scenario) -> None:
    shown = " ".join(note.text for block in blocks(play(robin, REFLECTS, ADVISES)) for note in block.notes)

    assert "alone" not in shown
    assert "an old fear" in shown


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ((REFLECTS, ADVISES), "It ended well for Robin."),
        ((REFLECTS, DEFLECTS), "It ended badly for Robin."),
        ((), "The session goes on."),
    ],
)
def test_an_ending_is_told_in_plain_words(robin: Scenario, replies: tuple[str, ...], words: str) -> None:
    session = play(robin, *replies)

    assert debriefing(session, score(session)).ending == words


def test_what_would_have_helped_is_told_for_turns_that_did_not(robin: Scenario) -> None:
    session = play(robin, REFLECTS, DEFLECTS)

    helps = debriefing(session, score(session)).helps

    assert [(entry.turn, entry.reply, entry.fit) for entry in helps] == [(2, DEFLECTS, "▼ −2")]
    assert helps[0].alternative == "I would go, and soon. What would make it easier?"


def test_not_observed_is_said_and_left_out_of_the_whole(robin: Scenario) -> None:
    session = play(robin, REFLECTS)
    view = debriefing(session, score(session))
    titles = {judged.name: judged.title for judged in view.scores}
    about = {judged.name: judged.about for judged in view.scores}

    assert titles["confidentiality"] == "Confidentiality handling: not observed"
    assert "neither for nor against" in about["confidentiality"]
    assert "confidentiality handling does not count" in about["overall"]


def test_serious_errors_name_their_cap_and_flags_their_doubt(robin: Scenario) -> None:
    session = play(robin, REFLECTS, SILENCE)
    scores = Scores(
        responsiveness=Score(
            500, (Evidence(1, REFLECTS, "r", "e", 2), Evidence(2, "", "r", "e", -1), Evidence(0, "", "r", "e", 0))
        ),
        self_disclosure=Score(None),
        confidentiality=Score(None),
        overall=Score(200),
        critical=(Critical("c", 1, REFLECTS, 20, "It was ignored.", repaired=True),),
        flags=(Flag("f", 2, "maybe", 0.4, "It may have been a promise."),),
        counts={"encourager": 2, "advice": 0},
        rubric="1",
    )

    view = debriefing(session, scores)

    assert [entry.heading for entry in view.serious] == [
        "Turn 1: caps the overall score at 20",
        "Turn 2: for a supervisor to look at",
    ]
    assert "lifted the cap partly" in view.serious[0].text
    assert "Capped at 20" in view.scores[0].about
    assert "self-disclosure timing" in view.scores[0].about
    assert [backing.quote for backing in view.scores[1].evidence] == [f"“{REFLECTS}”", "(silence)", ""]
    assert view.counts == ("Encourager 2",)
    assert "crisis services" in view.care


def test_a_briefing_says_where_and_how_one_meets(robin: Scenario) -> None:
    assert meeting(robin) == "Counselling · in person · session 2 of 6 · England · level 1 of 5 · about 5 minutes"


def test_a_patient_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\n", "utf-8")

    patients, faults = read_patients([broken, PRACTICE])

    assert [patient.title for patient in patients] == ["Robin, 40: Only a [bold]cough[/]"]
    assert patients[0].detail == "level 1 of 5 · 5 minutes\n! illness"
    assert len(faults) == 1
    assert faults[0].startswith("broken.yaml:")


def test_an_empty_catalogue_says_what_to_do() -> None:
    assert Catalogue(is_loading=True).empty_text == "Looking for patients…"
    assert "attune play FILE" in Catalogue().empty_text
    assert Unfinished("i", "s", "t", 1, "14 Mar 2026, 12:00").detail == "1 turn so far · begun 14 Mar 2026, 12:00"


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_every_shipped_patient_can_be_listed_and_briefed(path: Path) -> None:
    patients, faults = read_patients([path])

    assert faults == ()
    assert meeting(patients[0].scenario)
