"""The upper half of a review: the exchange that is rated in sight, what came before it above, the machine's below."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from screens import review_words
from screens.reviewing import Review


class ReviewText(VerticalScroll, can_focus=False):
    """Shows one page of a review."""

    def compose(self) -> ComposeResult:
        """In the order of what happened."""
        yield Static("", id="earlier")
        yield Static("", id="words")
        yield Static("", id="machine")

    def turn_page(self, review: Review) -> None:
        """Another page; the exchange to rate stands at the head, whatever came before it."""
        self._paint("earlier", review)
        self._paint("words", review)
        self._paint("machine", review)
        self.call_after_refresh(self.scroll_to_widget, self.query_one("#words"), top=True, animate=False)

    def paint(self, review: Review) -> None:
        """The same page, with the machine's words once they may be seen; then they come into sight."""
        was_shown = self.query_one("#machine").display
        self._paint("machine", review)
        if self.query_one("#machine").display and not was_shown:
            self.call_after_refresh(self.scroll_to_widget, self.query_one("#machine"), animate=False)

    def _paint(self, part: str, review: Review) -> None:
        place = self.query_one(f"#{part}", Static)
        said = {"earlier": review_words.earlier, "words": review_words.words, "machine": review_words.machine}[part](
            review
        )
        place.update(said)
        place.display = bool(said.plain)
