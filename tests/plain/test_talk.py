"""Practising in plain lines, from briefing to debrief, with a scripted trainee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.errors import InputError
from commands.plain.start import NOTHING_BEGUN, PlainApp
from scenarios.clean import REPLY_LIMIT
from simulator.marks import Hinted
from simulator.session import Session, replay
from simulator.store import Store
from simulator.store_errors import StoreError
from simulator.store_journal import StoredJournal
from tests.plain.fakes import CTRL_C, ScriptedConsole
from tests.tui.fakes import ADVISES, PRACTICE, REFLECTS, KeywordCoder, fake_desk

DRAWN = re.compile("[\u2190-\u27bf\u2b00-\u2bff\x1b−·×|]")
"""Arrows, boxes, shapes, dingbats and escape sequences."""


def meet(
    home: Path, *lines: str, is_terminal: bool = True, feedback: bool | None = None, coder: KeywordCoder | None = None
) -> ScriptedConsole:
    """Meet Robin and type these lines."""
    console = ScriptedConsole(lines, is_terminal=is_terminal)
    PlainApp(console, fake_desk(home, coder), feedback=feedback).meet(PRACTICE, 7)
    return console


def resume(home: Path, *lines: str) -> ScriptedConsole:
    """Go on with the newest session."""
    console = ScriptedConsole(lines)
    PlainApp(console, fake_desk(home)).resume("last")
    return console


def kept(home: Path) -> Session:
    """The newest session as it is on disk."""
    with Store.open(home) as store:
        record = store.records()[0]
        return replay(store.scenario(record.id), store.events(record.id))


def test_a_session_is_played_from_briefing_to_debrief(home: Path) -> None:
    console = meet(home, "", REFLECTS, ADVISES, "")

    assert "Content warning: Illness." in console.said
    assert "Robin: Would you go to a doctor, if you were me?" in console.said
    assert "Debrief. It ended well for Robin. The session took 2 turns." in console.said
    assert "Not validated by clinicians" in console.text
    ending = kept(home).ending
    assert ending is not None
    assert ending.id == "relief"


def test_the_patients_line_to_be_answered_is_always_the_last_before_the_prompt(home: Path) -> None:
    console = meet(home, "", REFLECTS)

    assert console.said.index("Feedback on turn 1.") < console.said.index(
        "Robin: Would you go to a doctor, if you were me?"
    )


def test_nothing_but_words_and_numbers_is_shown(home: Path) -> None:
    """No boxes, no arrows, no escape sequences, no signs that a screen reader passes over."""
    console = meet(
        home, "", "/help", REFLECTS, "/feedback", "/scores", "calm down", ADVISES, "/scores", "/course", "/transcript"
    )

    assert DRAWN.findall(console.text + "".join(console.prompts)) == []


def test_square_brackets_stay_square_brackets(home: Path) -> None:
    console = meet(home, "")

    assert "Robin: It is only a [red]cough[/red]. [link" in console.said


def test_feedback_off_waits_until_it_is_asked_for(home: Path) -> None:
    console = meet(home, "", REFLECTS, feedback=False)
    assert "Feedback on turn 1." not in console.said

    again = resume(home, "/feedback", "/feedback on", "So it is.")

    assert "Feedback on turn 1." in again.said
    assert "Feedback on turn 2." in again.said


def test_the_end_of_input_keeps_the_session_and_says_how_to_go_on(home: Path) -> None:
    console = meet(home, "", REFLECTS)

    assert "attune play --resume 00000000 --plain" in console.said
    assert len(kept(home).turns) == 1
    assert kept(home).ending is None
    assert "Going on with Robin after 1 turn." in resume(home).said


def test_control_c_asks_once_and_then_keeps_the_session(home: Path) -> None:
    console = meet(home, "", CTRL_C, REFLECTS, CTRL_C, CTRL_C, "never read")

    assert len([line for line in console.said if line.startswith("Press Ctrl-C again")]) == 2
    assert len(kept(home).turns) == 1


def test_leaving_asks_first_and_costs_nothing(home: Path) -> None:
    console = meet(home, "", REFLECTS, "/leave", "no", "/leave", "yes", "")

    assert "The session goes on." in console.said
    assert "Debrief. You ended the session after 1 turn." in console.said


@pytest.mark.parametrize("answer", ["q", CTRL_C])
def test_nothing_is_kept_of_a_session_that_was_not_begun(home: Path, answer: str) -> None:
    console = meet(home, answer)

    assert console.said[-1] == NOTHING_BEGUN
    with Store.open(home) as store:
        assert store.records() == []


def test_a_pipe_that_ends_before_a_session_began_is_unusable_input(home: Path) -> None:
    with pytest.raises(InputError, match="standard input ended"):
        meet(home, is_terminal=False)


def test_the_first_line_of_a_pipe_is_the_first_reply(home: Path) -> None:
    meet(home, REFLECTS, is_terminal=False)

    assert [turn.reply for turn in kept(home).turns] == [REFLECTS]


def test_lines_of_a_pipe_after_the_ending_are_counted(home: Path) -> None:
    console = meet(home, REFLECTS, ADVISES, "", "One more.", "And another.", is_terminal=False)

    assert console.said[-1] == "Left over after the session had ended: 2 lines, not used."


def test_silence_is_a_move(home: Path) -> None:
    meet(home, "", "/wait")

    assert kept(home).turns[0].reading.silence


def test_a_hint_is_shown_and_noted(home: Path) -> None:
    console = meet(home, "", "/hint")

    assert "Hint: Robin may need to be listened to." in console.text
    assert kept(home).marks == (Hinted(1),)


def test_lines_not_sent_come_back_and_can_be_sent(home: Path) -> None:
    meet(home, "", "/more", "So it is", "only a cough.")

    console = resume(home, "/show", "/send")

    assert "Line 2: only a cough." in console.said
    assert kept(home).turns[0].reply == "So it is\nonly a cough."


def test_an_overlong_reply_is_not_sent_and_not_lost(home: Path) -> None:
    console = meet(home, "", "x" * (REPLY_LIMIT + 1), "/undo", REFLECTS, "/send")

    assert "1 characters too long" in console.text
    assert [turn.reply for turn in kept(home).turns] == [REFLECTS]
    assert not any(line.startswith("Turn 2") for line in console.prompts[:-1])


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """A disk that takes nothing while the list holds `True`."""
    is_full = [False]
    append = StoredJournal.append

    def refusing(self: StoredJournal, event: object) -> None:
        if is_full[0]:
            raise StoreError("The disk is full.")
        append(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(StoredJournal, "append", refusing)
    return iter([is_full])


def test_words_that_the_disk_did_not_take_wait_to_be_sent_again(home: Path, full_disk: Iterator[list[bool]]) -> None:
    is_full = next(full_disk)

    class Filling(ScriptedConsole):
        def ask(self, prompt: str) -> str:
            line = super().ask(prompt)
            is_full[0] = line == REFLECTS
            return line

    console = Filling(["", REFLECTS, "/send"])
    PlainApp(console, fake_desk(home)).meet(PRACTICE, 7)

    assert "Not sent. The disk is full. Your lines stand as they were; /send tries again." in console.said
    assert [turn.reply for turn in kept(home).turns] == [REFLECTS]


def test_an_unfinished_session_is_offered_before_a_new_one_begins(home: Path) -> None:
    meet(home, "", REFLECTS)

    console = meet(home, "what?", "r", ADVISES, "")

    assert "You have an unfinished session with this patient: 1 turn so far, begun 14 Mar 2026, 12:00." in console.said
    assert len(kept(home).turns) == 2


def test_home_lists_what_can_be_done_by_number(home: Path) -> None:
    meet(home, "", REFLECTS)

    console = ScriptedConsole(["9", "two", "1", ADVISES, ""])
    PlainApp(console, fake_desk(home)).home()

    assert console.said[1:5] == [
        "Go on with:",
        "1. Robin, 40: Only a [bold]cough[/]. 1 turn so far, begun 14 Mar 2026, 12:00.",
        "Meet a patient:",
        "2. Robin, 40: Only a [bold]cough[/]. Level 1 of 5, 5 minutes. Content warning: illness.",
    ]
    assert "Debrief. It ended well for Robin. The session took 2 turns." in console.said


def test_a_session_that_has_ended_opens_at_its_debrief(home: Path) -> None:
    meet(home, "", REFLECTS, ADVISES, "")

    console = resume(home, "/scores", "")

    assert "Debrief. It ended well for Robin. The session took 2 turns." in console.said
