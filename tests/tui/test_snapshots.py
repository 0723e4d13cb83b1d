"""How each screen looks at 80×24 and 120×40. After a wanted change: `pytest tests/tui --snapshot-update`, and look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.briefing import BriefingScreen
from screens.choice import ChoiceDialog
from screens.closer import CloserScreen
from screens.compare import CompareScreen
from screens.composer import Composer
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.help import HelpScreen
from screens.home import HomeScreen
from screens.reading import TextDialog
from tests.tui.fakes import ADVISES, DEFLECTS, REFLECTS, fake_app
from tests.tui.player import Player

Compare = Callable[..., bool]
Steps = Callable[[Player], Awaitable[None]]


async def to_home(player: Player) -> None:
    """An unfinished session above the list of patients."""
    await to_conversation(player)
    await player.press("escape")
    await player.on(ChoiceDialog)
    await player.press("down", "enter")
    home = await player.on(HomeScreen)
    await player.until(lambda: bool(home.catalogue.unfinished))


async def to_briefing(player: Player) -> None:
    """Before the session."""
    home = await player.on(HomeScreen)
    await player.until(lambda: bool(home.catalogue.patients))
    await player.press("enter")
    await player.on(BriefingScreen)


async def to_conversation(player: Player) -> None:
    """After one turn, with feedback and the next reply begun."""
    await player.begin()
    await player.reply(REFLECTS)
    await player.type("Well")


async def to_ending(player: Player) -> None:
    """The last words are said."""
    await player.begin()
    await player.reply(REFLECTS)
    await player.reply(DEFLECTS)
    await player.until(lambda: player.talk.composing.phase == "ended")


async def to_debrief(player: Player) -> None:
    """What went well, and the scores, closed."""
    await to_ending(player)
    await player.press("enter")
    await player.on(DebriefScreen)


async def to_evidence(player: Player) -> None:
    """What a score rests on."""
    await to_debrief(player)
    await player.tab_to("responsiveness")
    await player.press("enter")


async def to_course(player: Player) -> None:
    """The plot of the session."""
    await to_debrief(player)
    await player.tab_to("course")
    await player.press("enter")


async def to_closer(player: Player) -> None:
    """A turn that failed, beside an alternative."""
    await player.begin()
    await player.reply(REFLECTS)
    await player.reply("Thank you. So it is what it is.")
    await player.press("f6")
    await player.on(CloserScreen)


async def to_compare(player: Player) -> None:
    """Two tries of one moment."""
    await to_debrief(player)
    await player.press("1")
    await player.on(ConversationScreen)
    await player.until(lambda: player.app.focused is player.composer)
    await player.reply(ADVISES)
    await player.press("enter")
    await player.on(DebriefScreen)
    await player.press("c")
    await player.on(CompareScreen)


async def to_hint(player: Player) -> None:
    """A hint over the conversation."""
    await player.begin()
    await player.press("f7")
    await player.on(TextDialog)


async def to_rating(player: Player) -> None:
    """One's own reply is rated first."""
    await player.begin()
    await player.press("f9")
    await player.until(lambda: bool(player.notices()))
    player.app.clear_notifications()
    await player.paste(REFLECTS)
    await player.press("enter")
    await player.on(ChoiceDialog)


async def to_help(player: Player) -> None:
    """Help on the conversation."""
    await player.begin()
    await player.press("f1")
    await player.on(HelpScreen)


async def to_leaving(player: Player) -> None:
    """The question before one leaves."""
    await to_conversation(player)
    await player.press("escape")
    await player.on(ChoiceDialog)


SCREENS: dict[str, Steps] = {
    "home": to_home,
    "briefing": to_briefing,
    "conversation": to_conversation,
    "ending": to_ending,
    "debrief": to_debrief,
    "evidence": to_evidence,
    "course": to_course,
    "closer": to_closer,
    "compare": to_compare,
    "hint": to_hint,
    "rating": to_rating,
    "help": to_help,
    "leaving": to_leaving,
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, size: tuple[int, int], home: Path, snap_compare: Compare) -> None:
    app = fake_app(home)

    async def walk(pilot: Pilot[Any]) -> None:
        player = Player(pilot)
        await SCREENS[name](player)
        for screen in player.app.screen_stack:
            for composer in screen.query(Composer):  # beneath a dialog its cursor still blinks
                composer.cursor_blink = False
            for field in screen.query(Input):
                field.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=walk)


def test_conversation_without_colour(home: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    """`NO_COLOR` leaves everything that colour says in words and symbols."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = fake_app(home)

    async def walk(pilot: Pilot[Any]) -> None:
        player = Player(pilot)
        await to_conversation(player)
        player.composer.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=walk)


def test_conversation_in_a_light_theme(home: Path, snap_compare: Compare) -> None:
    app = fake_app(home)

    async def walk(pilot: Pilot[Any]) -> None:
        player = Player(pilot)
        player.app.theme = "attune-light"
        await to_conversation(player)
        player.composer.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=walk)
