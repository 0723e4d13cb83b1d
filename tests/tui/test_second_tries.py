"""Trying a moment again: a new session from there, the first one untouched, and all of them side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.sessions import command
from screens.again import tries, try_again
from screens.choice import ChoiceDialog
from screens.closer import CloserScreen
from screens.compare import CompareScreen
from screens.compare_view import NOT_REACHED, SHARED, column, first_difference, last_turn, patient_line
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.desk import Desk
from screens.settings_file import Settings, write_settings
from screens.sitting import DeskError, Sitting
from simulator.modes import ModeName
from tests.tui.fakes import ADVISES, DEFLECTS, REFLECTS, fake_app, fake_desk, first_patient
from tests.tui.player import Player


def played(desk: Desk, *replies: str, mode: ModeName = "coach") -> Sitting:
    """A kept session with these replies."""
    sitting = desk.begin(first_patient(desk), 7, mode=mode)
    for reply in replies:
        sitting.practice.send(reply)
    return sitting


def test_a_second_try_begins_where_it_branched_and_leaves_the_first_alone(home: Path) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS)
    before = desk.store.events(first.id)

    second = try_again(desk, first.id, 2)
    second.practice.send(ADVISES)

    assert desk.store.events(first.id) == before
    assert [turn.reply for turn in second.session.turns] == [REFLECTS, ADVISES]
    assert second.session.turns[0] == first.session.turns[0]
    record = desk.store.record(second.id)
    assert (record.again_of, record.again_turn) == (first.id, 1)


@pytest.mark.parametrize(("mode", "again"), [("coach", "coach"), ("quiet", "quiet"), ("assess", "coach")])
def test_a_second_try_is_played_as_the_first_unless_that_was_assessed(home: Path, mode: ModeName, again: str) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS, mode=mode)

    assert try_again(desk, first.id, 1).mode.name == again


@pytest.mark.parametrize("turn", [0, 4])
def test_a_turn_that_was_never_taken_cannot_be_tried_again(home: Path, turn: int) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS)

    with pytest.raises(DeskError, match="cannot be tried again"):
        try_again(desk, first.id, turn)
    assert len(desk.store.records()) == 1


def test_all_tries_of_a_session_are_found_from_any_of_them(home: Path) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS)
    second = try_again(desk, first.id, 2)
    third = try_again(desk, second.id, 1)
    played(desk, REFLECTS)  # of the same patient, and no relation

    for one in (first, second, third):
        found = tries(desk, one.id)
        assert [item.id for item in found] == [first.id, second.id, third.id]
        assert [item.name for item in found] == ["First try", "Try 2, from turn 2", "Try 3, from turn 1"]


def test_a_second_try_carries_the_pseudonym_of_the_first(home: Path) -> None:
    """Even where another one was set meanwhile: both are one person's."""
    write_settings(Settings(trainee="heron7"))
    desk = fake_desk(home)
    first = played(desk, REFLECTS)
    write_settings(Settings(trainee="finch2"))

    assert desk.store.record(try_again(desk, first.id, 1).id).trainee == "heron7"


def test_second_tries_still_stand_together_when_the_first_was_erased(home: Path) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS)
    one, other = try_again(desk, first.id, 2), try_again(desk, first.id, 2)
    desk.store.erase(first.id)

    assert {item.id for item in tries(desk, one.id)} == {one.id, other.id}


def test_side_by_side_each_column_tells_its_own_words_and_scores(home: Path) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS)
    second = try_again(desk, first.id, 2)
    second.practice.send(ADVISES)
    third = try_again(desk, first.id, 2)

    found = tries(desk, third.id)
    columns = [column(one, 2) for one in found]

    assert first_difference(found) == 2
    assert last_turn(found) == 2
    assert patient_line(found, 2) == "Would you go to a doctor, if you were me?"
    assert [shown.own.text if shown.own else None for shown in columns] == [DEFLECTS, ADVISES, None]
    assert [note.text for note in columns[2].notes] == [NOT_REACHED]
    assert columns[0].answer == ("Never mind.",)
    assert columns[0].scores[0] != columns[1].scores[0]
    assert columns[2].scores[-1] == "Not ended; 1 turns so far."
    assert column(found[1], 1).notes[0].text == SHARED
    assert all(note.text != SHARED for note in column(found[0], 1).notes)


# With keys


async def test_a_moment_is_tried_again_from_the_conversation(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        first = (await player.begin()).sitting
        await player.reply(REFLECTS)
        await player.press("f6")
        await player.on(CloserScreen)
        await player.press("r")
        await player.until(
            lambda: isinstance(player.app.screen, ConversationScreen) and player.talk.sitting.id != first.id
        )

        assert player.talk.sitting.session.turns == ()
        await player.sees("second try")
        await player.until(lambda: player.app.focused is player.composer)
        await player.reply(ADVISES)
        assert [turn.reply for turn in first.session.turns] == [REFLECTS]

        await player.press("escape")
        await player.on(ChoiceDialog)
        await player.press("down", "enter")
        assert len(player.app.desk.unfinished()) == 2


async def test_an_assessed_session_cannot_be_rewound_while_it_runs_but_can_afterwards(home: Path) -> None:
    async with fake_app(home, mode="assess").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.press("f6")
        await pilot.pause()
        assert isinstance(player.app.screen, ConversationScreen)

        await player.reply(DEFLECTS)
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.press("1")
        await player.until(lambda: isinstance(player.app.screen, ConversationScreen))
        await player.sees("second try · coach")


@pytest.mark.parametrize(("size", "beside"), [((80, 24), False), ((120, 40), True)])
async def test_tries_stand_side_by_side_or_one_after_the_other(home: Path, size: tuple[int, int], beside: bool) -> None:
    async with fake_app(home).run_test(size=size) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.reply(DEFLECTS)
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.press("1")
        await player.until(lambda: isinstance(player.app.screen, ConversationScreen))
        await player.until(lambda: player.app.focused is player.composer)
        await player.reply(ADVISES)
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.sees("A second try: it branched off session 00000000-0001 after the first 1 turn.")

        await player.press("c")
        await player.on(CompareScreen)
        await player.until(lambda: "Try 2, from turn 2" in player.shown())
        left, right = (view.region for view in player.app.screen.query(".try"))

        await player.sees("Turn 2 in 2 tries")
        await player.sees(DEFLECTS)
        await player.sees(ADVISES)
        assert (right.x >= left.right) is beside
        assert (right.y >= left.bottom) is not beside
        await player.press("left")
        await player.sees("Turn 1 in 2 tries")
        await player.press("escape")
        await player.on(DebriefScreen)


def test_second_tries_are_listed_as_such(home: Path) -> None:
    desk = fake_desk(home)
    first = played(desk, REFLECTS, DEFLECTS)
    second = try_again(desk, first.id, 2)

    table = CliRunner().invoke(command, ["list"]).output.splitlines()
    plain = json.loads(CliRunner().invoke(command, ["list", "--json"]).output)

    assert [line.endswith("(second try from turn 2)") for line in table[1:]] == [True, False]
    assert [(one["id"], one["again_of"], one["again_turn"]) for one in plain] == [
        (second.id, first.id, 1),
        (first.id, None, None),
    ]
