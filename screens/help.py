"""Help on the screen beneath: what it is for, and every key in words."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from scoring.words import NO_REAL_CLIENTS, PRACTICE_ONLY
from screens.keys import Deed


class HelpScreen(ModalScreen[None]):
    """Explains one screen in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q", "dismiss", "Close", id="help.close", tooltip="Go back to where you were."),
    ]
    CSS_PATH = "help.tcss"

    def __init__(self, about: str, deeds: list[Deed]) -> None:
        super().__init__()
        self.about = about
        self.deeds = deeds

    def compose(self) -> ComposeResult:
        """What the screen is for, then its keys."""
        with VerticalScroll(id="help"):
            yield Static(self.about, id="about", markup=False)
            for deed in self.deeds:
                with Horizontal(classes="deed"):
                    yield Static(deed.keys, classes="keys", markup=False)
                    yield Static(Content.assemble((f"{deed.title}. ", "bold"), deed.about), classes="words")
            yield Static(f"{PRACTICE_ONLY} {NO_REAL_CLIENTS}", id="practice", markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        text = self.query_one("#help")
        text.border_subtitle = "↑ ↓ scroll · Esc close"
        text.focus()
