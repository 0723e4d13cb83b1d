"""Coach, quiet and assess: when feedback comes, and what stays closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.play import command
from screens.briefing import BriefingScreen, mode_words
from screens.choice import ChoiceDialog
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.home import HomeScreen
from simulator.modes import MODE_NAMES, PLAY_MODES, ModeName, play_mode
from tests.tui.fakes import ADVISES, REFLECTS, fake_app, fake_desk
from tests.tui.player import Player

FEEDBACK = "Hearing their own words back"
"""What feedback on `REFLECTS` says."""


@pytest.mark.parametrize("name", MODE_NAMES)
def test_a_mode_is_found_by_its_name(name: ModeName) -> None:
    assert play_mode(name).name == name


def test_a_mode_of_a_later_version_is_played_as_coach() -> None:
    """A session kept by a newer program must still be taken up."""
    assert play_mode("tournament") is PLAY_MODES["coach"]


async def test_coach_gives_feedback_after_each_turn_and_it_can_be_hidden(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.sees(FEEDBACK)
        await player.sees("turn 2 · coach · ")

        await player.press("f4")
        assert FEEDBACK not in player.shown()
        await player.sees("coach, feedback hidden")

        await player.press("f4")
        await player.sees(FEEDBACK)


async def test_quiet_keeps_feedback_for_the_end_unless_it_is_asked_for(home: Path) -> None:
    async with fake_app(home, mode="quiet").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        assert FEEDBACK not in player.shown()
        await player.sees("Would you go")

        await player.press("f4")
        await player.sees(FEEDBACK)
        await player.sees("quiet, feedback shown")


async def test_assess_gives_no_feedback_whatever_is_pressed_until_the_debrief(home: Path) -> None:
    async with fake_app(home, mode="assess").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)

        await player.press("f4", "ctrl+f")
        assert FEEDBACK not in player.shown()
        await player.sees(" · assess · ")
        assert "Feedback" not in {command.title for command in player.app.get_system_commands(talk)}

        await player.reply(ADVISES)
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.sees("What met Robin's need")


async def test_a_mode_is_chosen_at_the_briefing_and_kept_with_the_session(home: Path) -> None:
    """Whoever takes it up again finds it in the same mode, whatever was chosen since."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await player.on(HomeScreen)
        await player.until(lambda: bool(screen.catalogue.patients))
        await player.press("enter")
        await player.on(BriefingScreen)
        await player.sees(mode_words("coach"))
        await player.press("m", "m")
        await player.sees(mode_words("assess"))
        await player.press("b")
        await player.on(ConversationScreen)
        await player.until(lambda: player.app.focused is player.composer)
        await player.reply(REFLECTS)

    assert [record.mode for record in fake_desk(home).store.records()] == ["assess"]
    async with fake_app(home, play=True, mode="coach").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(ChoiceDialog)
        await player.press("enter")
        talk = await player.on(ConversationScreen)

        assert talk.sitting.mode.name == "assess"
        assert FEEDBACK not in player.shown()


@pytest.mark.parametrize("others", [["--no-feedback"], ["--script", "-"], ["--trace"]])
def test_a_mode_is_refused_where_it_means_nothing(others: list[str]) -> None:
    outcome = CliRunner().invoke(command, ["advice-seeker", "--mode", "assess", *others])

    assert outcome.exit_code == 2
    assert "--mode is for a session that is kept" in outcome.output
