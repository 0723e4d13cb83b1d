"""Draws the pictures in `docs/screenshots`: plays a shipped patient without a terminal and keeps what the app shows.

    python docs/make_screenshots.py

Nothing of it touches a person's own sessions. Same program, same pictures.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen

from screens.briefing import BriefingScreen
from screens.composer import Composer
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.desk import Desk
from screens.home import HomeScreen
from screens.settings_file import Settings, write_settings
from simulator.store import Store
from tui import AttuneApp

PICTURES = Path(__file__).with_name("screenshots")
SIZE = (100, 32)
SEED = 1
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
PATIENCE_SECONDS = 30
REPLIES = (
    "Hello, Maya. Seven days, and in pencil first. How has the week been for the person who filled them in?",
    "It is the standard one, yes. What happened at ten past nine?",
    "It isn't pathetic. You see that twenty-two people get a cake, and on your day nobody did. I'd have minded too.",
    "I'd rather stay with Tuesday. You moved yourself to the back of the queue just then, and it hurt.",
    "There was one place in the house for someone with needs, and it was taken. So you learned not to have any.",
    "Two days of that on your own, so as not to be in the way. How frightened you must have been.",
    "I do, on a rubbish day, and I never get to the last column. What was it like to ask me that?",
    "I'd like you to fill in two thought records by Friday, and a mood diary.",
    "I gave you homework just then, and you would do it twice. I'm sorry. What would you like for yourself next week?",
)
"""To Maya, the first patient in the list: good ones, but for the eighth, which sets homework; the ninth mends it."""
SHOWN_AFTER = 4
"""Replies after which the conversation is drawn."""

S = TypeVar("S", bound=Screen[Any])


async def main() -> None:
    """Play and draw."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["ATTUNE_HOME"] = folder
        write_settings(Settings(is_introduced=True))
        desk = Desk(open_store=lambda: Store.open(home, clock=lambda: NOON), draw_seed=lambda: SEED, zone=UTC)
        app = AttuneApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            await walk(app, pilot)


async def walk(app: AttuneApp, pilot: Pilot[None]) -> None:
    """From home to the debrief of the first patient."""
    home = await arrive(app, pilot, HomeScreen)
    await until(pilot, lambda: bool(home.catalogue.patients) and not home.catalogue.is_loading)
    draw(app, "home")
    await pilot.press("enter")
    await arrive(app, pilot, BriefingScreen)
    draw(app, "briefing")
    await pilot.press("enter")
    talk = await arrive(app, pilot, ConversationScreen)
    await until(pilot, lambda: isinstance(app.focused, Composer))
    talk.query_one(Composer).cursor_blink = False
    for n, reply in enumerate(REPLIES, 1):
        await say(app, pilot, talk, reply)
        if n == SHOWN_AFTER:
            draw(app, "conversation")
    await pilot.press("enter")
    await arrive(app, pilot, DebriefScreen)
    draw(app, "debrief")
    app.screen.query_one("#responsiveness CollapsibleTitle").focus()
    await pilot.press("enter")
    await pilot.pause()
    draw(app, "evidence")


async def say(app: AttuneApp, pilot: Pilot[None], talk: ConversationScreen, reply: str) -> None:
    """Send a reply and wait for the answer."""
    turns = len(talk.sitting.session.turns)
    app.post_message(Paste(reply))
    await until(pilot, lambda: talk.sitting.typed == reply)
    await pilot.press("enter")
    await until(pilot, lambda: len(talk.sitting.session.turns) > turns and not talk.composing.is_busy)


async def arrive(app: AttuneApp, pilot: Pilot[None], kind: type[S]) -> S:
    """Wait for a screen."""
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.is_running)
    screen = app.screen
    if not isinstance(screen, kind):
        raise TypeError(f"the app went on to {screen!r}")
    return screen


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"the app stayed at {pilot.app.screen!r}")
        await pilot.pause(0.02)
    await pilot.pause()


def draw(app: AttuneApp, name: str) -> None:
    """Keep what the app shows as a picture."""
    path = PICTURES / f"{name}.svg"
    path.write_text(app.export_screenshot(title="attune"), "utf-8")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    asyncio.run(main())
