"""Rating oneself first and disagreeing with what was heard, in plain lines: kept as the app keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.plain.marking import fit_of
from commands.plain.saying import number
from scoring.marks import NO_EFFECT
from screens.settings_file import Settings, write_settings
from simulator.marks import FIT_RANGE, Disputed, SelfRated
from tests.plain.test_talk import DRAWN, kept, meet, resume
from tests.tui.fakes import ADVISES, REFLECTS


@pytest.mark.parametrize("fit", FIT_RANGE)
@pytest.mark.parametrize("write", [str, number, "{:+d}".format, " {} ".format])
def test_a_rating_may_be_typed_as_it_is_said_or_as_a_sign(fit: int, write: object) -> None:
    assert fit_of(write(fit)) == fit  # type: ignore[operator]


@given(st.text(max_size=12))
def test_a_rating_is_one_of_seven_numbers_or_nothing(line: str) -> None:
    assert fit_of(line) in {None, *FIT_RANGE}


@pytest.mark.parametrize("line", ["4", "-4", "plus four", "2.5", "", "yes"])
def test_anything_else_is_no_rating(line: str) -> None:
    assert fit_of(line) is None


def test_a_reply_is_rated_before_anything_is_heard_of_it_and_both_are_compared(home: Path) -> None:
    console = meet(home, "", "/reflect", REFLECTS, "seven", "minus 1", "I only said it back.")

    assert kept(home).marks == (SelfRated(1, -1, "I only said it back."),)
    assert "There is no seven among them." in console.said
    asked = console.said.index("Before you go on: how did this meet what Robin needed?")
    assert asked < console.said.index("Feedback on turn 1.")
    (compared,) = [line for line in console.said if line.startswith("Marked: you rated it minus 1")]
    assert "the computed fit is plus 2, 3 steps higher. Your note: I only said it back." in compared
    assert DRAWN.findall(console.text) == []


def test_the_setting_asks_for_ratings_and_a_command_ends_that(home: Path) -> None:
    write_settings(Settings(reflect_first=True))

    meet(home, "", REFLECTS, "2", "", "/reflect off", "So it is.")

    assert kept(home).marks == (SelfRated(1, 2),)
    assert len(kept(home).turns) == 2


def test_a_rating_can_be_passed_over(home: Path) -> None:
    meet(home, "", "/reflect", REFLECTS, "", "So it is.")

    assert kept(home).marks == ()
    assert len(kept(home).turns) == 2


def test_the_setting_never_takes_a_reply_from_a_pipe_for_a_rating(home: Path) -> None:
    write_settings(Settings(reflect_first=True))

    meet(home, REFLECTS, "So it is.", is_terminal=False)

    assert [turn.reply for turn in kept(home).turns] == [REFLECTS, "So it is."]


def test_the_end_of_input_at_a_rating_keeps_the_session_and_makes_no_draft(home: Path) -> None:
    meet(home, "", "/reflect", REFLECTS)

    assert len(kept(home).turns) == 1
    assert "These lines were written and not sent:" not in resume(home).said


def test_what_was_heard_can_be_disputed_with_a_reason(home: Path) -> None:
    console = meet(home, "", REFLECTS, "/disagree", "1", "I asked, I did not reflect.", "/feedback")

    assert kept(home).disputes == (Disputed(1, "simple_reflection", "not_shown", "I asked, I did not reflect."),)
    assert f"was heard: I asked, I did not reflect. {NO_EFFECT}" in console.text
    assert any(line.startswith("Marked: you disagree that") for line in console.said)


def test_what_was_not_heard_is_found_by_part_of_its_name(home: Path) -> None:
    meet(home, "", REFLECTS, ADVISES, "/disagree 1", "2", "xyzzy", "validat", "1", "It was meant so.", "")

    (dispute,) = kept(home).disputes
    assert (dispute.n, dispute.claim, dispute.reason) == (1, "not_heard", "It was meant so.")
    assert "validat" in dispute.code


def test_a_disagreement_is_told_in_the_debrief_and_can_be_taken_back_there(home: Path) -> None:
    console = meet(home, "", REFLECTS, ADVISES, "/disagree 1", "1", "No.", "/disagree 1", "2", "/transcript", "")
    assert kept(home).disputes == ()
    assert "Taken back." in console.said

    resume(home, "/disagree 1", "1", "After all.", "")
    again = resume(home, "")

    assert "What you marked:" in again.said
    assert any(line.startswith("Turn 1: you disagree") and line.endswith("After all.") for line in again.said)


@pytest.mark.parametrize("lines", [("",), ("9", ""), ("1", ""), ("2", "", "")], ids=str)
def test_at_every_question_one_can_go_back_and_nothing_is_noted(home: Path, lines: tuple[str, ...]) -> None:
    console = meet(home, "", REFLECTS, "/disagree", *lines)

    assert kept(home).marks == ()
    assert "Nothing was noted." in console.said


@pytest.mark.parametrize("command", ["/disagree", "/again"])
def test_before_the_first_turn_there_is_nothing_to_look_at(home: Path, command: str) -> None:
    assert "No turn has been taken yet." in meet(home, "", command).said


@pytest.mark.parametrize("turn", ["0", "2", "two", "99999999999"])
@pytest.mark.parametrize("command", ["disagree", "again"])
def test_a_turn_that_there_is_not_is_named(home: Path, command: str, turn: str) -> None:
    console = meet(home, "", REFLECTS, f"/{command} {turn}")

    assert f"There is no turn {turn}: 1 turn so far. Type for example /{command} 1" in console.said
