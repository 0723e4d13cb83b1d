"""A trainee who presses real keys and waits for what comes of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from screens.briefing import BriefingScreen
from screens.composer import Composer
from screens.conversation import ConversationScreen
from screens.home import HomeScreen
from tui import AttuneApp

S = TypeVar("S", bound=Screen[Any])
PATIENCE_SECONDS = 120.0
"""Only a test that fails waits so long; a loaded machine needs seconds where an idle one needs milliseconds."""
_KEYS = {" ": "space", "\n": "ctrl+j"}


class Player:
    """Plays the app through its keys."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        assert isinstance(pilot.app, AttuneApp)
        self.app = pilot.app
        settled = partial(pilot._wait_for_screen, PATIENCE_SECONDS)  # noqa: SLF001  Textual's own 30 s cannot be set
        pilot._wait_for_screen = settled  # type: ignore[method-assign]  # noqa: SLF001

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition, not for a time."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"waited in vain at {self.app.screen!r}:\n{self.shown()}"
            await self.pilot.pause()
            await asyncio.sleep(0.005)
        await self.pilot.pause()

    async def sees(self, words: str) -> None:
        """Wait until these words are displayed."""
        await self.until(lambda: words in self.shown())

    async def on(self, kind: type[S]) -> S:
        """Wait for a screen of this kind."""
        await self.until(lambda: isinstance(self.app.screen, kind) and self.app.screen.is_running)
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def tab_to(self, part: str) -> None:
        """Press Tab until this part of the debrief is in focus."""
        title = self.app.screen.query_one(f"#{part} CollapsibleTitle")
        for _ in self.app.screen.focus_chain:
            if self.app.focused is title:
                return
            await self.press("tab")
        raise AssertionError(f"Tab never came to {part}")

    async def type(self, text: str) -> None:
        """Type on the keyboard."""
        await self.pilot.press(*(_KEYS.get(letter, letter) for letter in text))

    async def paste(self, text: str) -> None:
        """Paste, as a terminal hands it over; far quicker than a thousand key presses."""
        self.app.post_message(Paste(text))
        await self.until(lambda: text in self.composer.text)

    async def reply(self, text: str) -> None:
        """Paste a reply, send it, and wait for the answer."""
        turn = len(self.talk.sitting.session.turns)
        await self.paste(text)
        await self.press("enter")
        await self.answered(turn + 1)

    async def answered(self, turns: int) -> None:
        """Wait until so many turns are answered and shown."""
        await self.until(lambda: len(self.talk.sitting.session.turns) == turns and not self.talk.composing.is_busy)

    async def begin(self) -> ConversationScreen:
        """From home into a conversation with the first patient."""
        home = await self.on(HomeScreen)
        await self.until(lambda: bool(home.catalogue.patients) and not home.catalogue.is_loading)
        await self.press("enter")
        await self.on(BriefingScreen)
        await self.press("enter")
        await self.on(ConversationScreen)
        await self.until(lambda: self.app.focused is self.composer)
        return self.talk

    @property
    def talk(self) -> ConversationScreen:
        """The conversation."""
        assert isinstance(self.app.screen, ConversationScreen)
        return self.app.screen

    @property
    def composer(self) -> Composer:
        """Where the trainee writes."""
        return self.talk.query_one(Composer)

    def shown(self) -> str:
        """Every word of the screen that is displayed, in order."""
        statics = [widget for widget in self.app.screen.query(Static) if widget.display and _is_visible(widget)]
        return "\n".join(str(widget.render()) for widget in statics)

    def notices(self) -> str:
        """What notices say."""
        return "\n".join(notice.message for notice in self.app._notifications)  # noqa: SLF001  Textual shows no list


def _is_visible(widget: Static) -> bool:
    return all(getattr(node, "display", True) for node in widget.ancestors)
