"""The composer: where the trainee writes. Enter sends; a new line has keys of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from scenarios.clean import REPLY_LIMIT

PASTE_LIMIT = 5 * REPLY_LIMIT
"""Most characters of one paste; what is longer than a reply, but not this long, can still be cut to fit."""


class Composer(TextArea):
    """A text area that wraps, and says when its text is to be sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "send",
            "Send",
            id="composer.send",
            tooltip="Send what you wrote to the patient. It is kept before anything else happens with it.",
        ),
        Binding(
            "ctrl+j",
            "new_line",
            "New line",
            id="composer.new_line",
            show=False,
            tooltip="Begin a new line without sending. In most terminals Alt+Enter and Shift+Enter send.",
        ),
        Binding("ctrl+z", "undo", "Undo", id="composer.undo", show=False, tooltip="Take back what you typed last."),
        Binding("ctrl+y", "redo", "Redo", id="composer.redo", show=False, tooltip="Bring back what you took back."),
        # Most terminals give these as a bare Enter, so they are not promised; those that tell them apart are obeyed.
        Binding("alt+enter,shift+enter", "new_line", "New line", show=False),
    ]

    @dataclass
    class Sent(Message):
        """The trainee wants this text sent; it stays in the composer until it is kept."""

        composer: Composer
        text: str

    @dataclass
    class PasteRefused(Message):
        """Far more was pasted than a reply can hold; nothing of it was taken."""

        length: int
        """In characters."""

    def __init__(self, name: str, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=Content(f"Type your reply to {name} here. Enter sends it."),
        )

    async def _on_key(self, event: events.Key) -> None:
        """Take the keys that send or break a line here, after every key typed before them.

        As priority bindings they would be carried out by the app at once, ahead of letters that still wait in this
        widget's queue: a fast typist's or a pasted reply would be sent cut off.
        """
        action = {"enter": self.action_send, "ctrl+j": self.action_new_line}.get(event.key)
        if event.key in {"alt+enter", "shift+enter"}:
            action = self.action_new_line
        if action is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        action()

    async def _on_paste(self, event: events.Paste) -> None:
        """Refuse what no reply could hold: wrapping it would stop the app for minutes. Else `TextArea` pastes it."""
        if len(event.text) > PASTE_LIMIT:
            event.stop()
            event.prevent_default()
            self.post_message(self.PasteRefused(len(event.text)))

    def action_send(self) -> None:
        """Ask for the text to be sent."""
        self.post_message(self.Sent(self, self.text))

    def action_new_line(self) -> None:
        """Begin a new line at the cursor."""
        if not self.read_only:
            self.insert("\n")


class TrialComposer(Composer):
    """As in any conversation; how to begin a new line stands in the help alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+j",
            "new_line",
            "New line",
            id="composer.new_line",
            show=False,
            tooltip="Begin a new line without sending.",
        ),
    ]
