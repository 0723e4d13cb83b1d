"""A few words to read over whatever screen is open."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class TextDialog(ModalScreen[None]):
    """Shows paragraphs until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss(None)", "Close", id="text.close", tooltip="Close this and go on."),
    ]
    CSS_PATH = "choice.tcss"
    HELP: ClassVar[str] = "Read, and press Enter or Esc to go on."

    def __init__(self, title: str, *paragraphs: str) -> None:
        super().__init__()
        self.heading = title
        self.paragraphs = paragraphs

    def compose(self) -> ComposeResult:
        """The title above the paragraphs."""
        with Vertical(id="choice"):
            yield Static(self.heading, id="question", markup=False)
            with VerticalScroll(id="paragraphs"):
                for paragraph in self.paragraphs:
                    yield Static(paragraph, classes="paragraph", markup=False)
            yield Static("Enter or Esc: back", id="hint", markup=False)
