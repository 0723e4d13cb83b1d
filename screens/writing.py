"""The writing of a reply: what stands in the composer is kept on disk as it grows.

A part of the conversation screen; it also refuses a paste that no reply could hold.
"""

from __future__ import annotations

import time
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from scenarios.clean import REPLY_LIMIT
from screens.composer import Composer
from screens.composing import Composing
from screens.drafting import DraftClock
from screens.sitting import DeskError, Sitting


class Writing(Screen[Any]):
    """Listens to the composer."""

    sitting: Sitting
    composing: Composing

    def __init__(self) -> None:
        super().__init__()
        self._drafts = DraftClock()

    def on_unmount(self) -> None:
        """Keep what is typed, whatever the way out."""
        self._save_draft()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Remember what is typed, and keep it."""
        text = event.text_area.text
        self.sitting.note(text)
        self.show(self.composing.typed(text))
        wait = self._drafts.typed(time.monotonic())
        if wait == 0:
            self._draft_due()
        elif wait is not None:
            self.set_timer(wait, self._draft_due)

    def on_composer_paste_refused(self, event: Composer.PasteRefused) -> None:
        """Far too much was pasted."""
        event.stop()
        self.notify(
            f"{event.length:,} characters were pasted; a reply holds {REPLY_LIMIT:,}. "
            "Nothing of it was taken, and what you had typed is as it was.",
            title="Too long to paste",
            severity="warning",
            timeout=10,
            markup=False,
        )

    def show(self, composing: Composing) -> None:
        """Say what the composer allows now."""
        if composing.status != self.composing.status:
            self.query_one("#status", Static).update(Content(composing.status), layout=False)
        self.composing = composing

    def _draft_due(self) -> None:
        self._drafts.saving(time.monotonic())
        self.run_worker(self._save_draft, thread=True, group="draft")

    def _save_draft(self) -> None:
        try:
            self.sitting.save_draft()
        except DeskError as error:
            self.app.notify(str(error), title="Your draft is not kept", severity="error", markup=False)
