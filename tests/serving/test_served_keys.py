"""Keys that a browser keeps for itself are named nowhere in the served app."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets._footer import FooterKey

from commands.serving.app import ServedApp
from screens.briefing import BriefingScreen
from screens.help import HelpScreen
from screens.home import HomeScreen
from screens.settings_file import Settings, write_settings
from tests.tui.fakes import fake_desk
from tests.tui.player import Player


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A visitor's folder, who was here before."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    write_settings(Settings(is_introduced=True))
    return tmp_path


async def test_f10_quits_and_ctrl_q_is_named_nowhere(home: Path) -> None:
    async with ServedApp(fake_desk(home)).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        home_screen = await player.on(HomeScreen)
        await player.until(lambda: bool(home_screen.catalogue.patients) and bool(home_screen.query(FooterKey)))

        footer = {key.key_display: key.description for key in home_screen.query(FooterKey)}
        assert footer["F10"] == "Quit"
        for kind in (None, BriefingScreen):
            await player.press("f1")
            await player.on(HelpScreen)
            await player.sees("F10")
            assert "Ctrl+Q" not in player.shown()
            await player.press("escape")
            if kind is None:
                await player.press("enter")
                await player.on(BriefingScreen)
