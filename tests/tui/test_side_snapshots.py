"""How home looks in every theme, and how the rooms beside it look, at 80×24 and 120×40."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.settings_file import CHOICES
from screens.themes import PREFIX
from tests.tui.fakes import fake_app
from tests.tui.player import Player
from tests.tui.test_history import fill
from tests.tui.test_themes import SCREENS

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def compared(home: Path, snap_compare: Compare, screen: str, size: tuple[int, int], theme: str = "dark") -> bool:
    """Go there, hold the cursor still, and compare."""
    fill(home)
    app = fake_app(home)

    async def walk(pilot: Pilot[Any]) -> None:
        player = Player(pilot)
        player.app.theme = f"{PREFIX}{theme}"
        await SCREENS[screen](player)
        for field in player.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return snap_compare(app, terminal_size=size, run_before=walk)


@SIZES
@pytest.mark.parametrize("theme", CHOICES["theme"])
def test_home(theme: str, size: tuple[int, int], home: Path, snap_compare: Compare) -> None:
    assert compared(home, snap_compare, "home", size, theme)


@SIZES
@pytest.mark.parametrize("screen", ["history", "progress", "settings"])
def test_beside_home(
    screen: str, size: tuple[int, int], home: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.settings.where_kept", lambda: "Kept in settings.json")

    assert compared(home, snap_compare, screen, size)
