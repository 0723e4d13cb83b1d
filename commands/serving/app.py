"""The app as a visitor's browser shows it: after a reload or a lost connection it opens where the visitor was."""

from __future__ import annotations

import select
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from commands.serving.door import USERS
from scenarios.home import data_folder
from scoring.words import CARE, CAUTION, NO_REAL_CLIENTS, PRACTICE_ONLY
from screens.choice import Answer, ChoiceDialog
from screens.side_rooms import READ
from screens.whereabouts import IN_A_DATABASE, goes_to_a_database
from tui import AttuneApp

if TYPE_CHECKING:
    from screens.conversation import ConversationScreen

OPEN_SESSION = "open-session"
"""File in the visitor's folder that names the session on the screen; there only while one is."""
LOOK_SECONDS = 2.0
"""How often an app looks whether its server is still there."""
BROWSERS_KEYS = {"talk.wait": "f2", "home.quit": "f10"}
"""Keys instead of those that a browser keeps for itself: Ctrl+T opens a tab, Ctrl+Q may close all of them."""
IN_A_FOLDER = "What you type is kept in a folder of your own on the computer that serves this page."


class ServedApp(AttuneApp):
    """Home → briefing → conversation → debrief → home; a conversation that was cut off opens at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),  # where a browser hands it over; no help names it
        Binding(
            "f10",
            "quit",
            "Quit",
            id="app.quit",
            show=False,
            tooltip="Leave Attune at once. What you sent and typed is kept.",
        ),
    ]

    def open_first(self) -> None:
        """The conversation that the visitor was in; home lies beneath it."""
        self.set_keymap(BROWSERS_KEYS)
        if self.is_web:
            self.set_interval(LOOK_SECONDS, self._look_for_server)
        super().open_first()
        name = user_name()
        if name and not self.settings.trainee:
            self.change_settings(replace(self.settings, trainee=name))
        session_id = open_session()
        if session_id:
            self.in_thread(lambda: self._open(lambda: self.desk.take_up(session_id)))

    def _look_for_server(self) -> None:
        """Where the server was killed nobody sees this app any more: what is typed is kept, and it goes."""
        looking = select.poll()
        looking.register(0, 0)
        if any(events & (select.POLLHUP | select.POLLERR) for _, events in looking.poll(0)):
            self.exit()

    def welcome(self) -> None:
        """As in a terminal, but what is typed here does leave the visitor's computer."""
        if not self.settings.is_introduced:
            answers = (Answer(READ, "I have read this"),)
            where = IN_A_DATABASE if goes_to_a_database() else IN_A_FOLDER
            words = f"{PRACTICE_ONLY} {NO_REAL_CLIENTS} {where}\n\n{CAUTION}\n\n{CARE}"
            self.push_screen(ChoiceDialog("Welcome to Attune", answers, words), self._introduced)

    def on_attune_app_opened(self, event: AttuneApp.Opened) -> None:
        """Remember where the visitor is."""
        remember(event.sitting.id)

    def on_attune_app_open_failed(self, event: AttuneApp.OpenFailed) -> None:
        """Not to be tried again by itself."""
        del event
        remember("")

    def on_conversation_screen_kept_for_later(self) -> None:
        """The visitor went home on purpose."""
        remember("")

    def on_conversation_screen_finished(self, event: ConversationScreen.Finished) -> None:
        """The session is over."""
        del event
        remember("")

    async def action_quit(self) -> None:
        """The visitor went on purpose."""
        remember("")
        await super().action_quit()

    def _fatal_error(self) -> None:
        """A screen that fails must not fail again at once. That nobody reads what it paints is no fault of its own."""
        if not isinstance(sys.exc_info()[1], BrokenPipeError):
            remember("")
        super()._fatal_error()


def user_name() -> str:
    """The name by which a proxy knows the visitor; empty for one who is known by a cookie alone."""
    folder = data_folder()
    return folder.name if folder.parent.name == USERS else ""


def open_session() -> str:
    """Id of the session that was on the screen when the app ended; empty where none was."""
    with suppress(OSError, UnicodeDecodeError):
        return _place().read_text("ascii").strip()[:64]
    return ""


def remember(session_id: str) -> None:
    """Keep what is on the screen. Where the disk takes nothing, home opens next time: no reason to stop."""
    with suppress(OSError):
        if session_id:
            _place().write_text(session_id, "ascii")
        else:
            _place().unlink(missing_ok=True)


def _place() -> Path:
    return data_folder() / OPEN_SESSION


if __name__ == "__main__":
    ServedApp().run()
