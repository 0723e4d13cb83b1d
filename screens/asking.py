"""A question that is answered in a few words of one's own, asked over whatever screen is open."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from scenarios.clean import clean_line
from screens.answers import WORDS_LIMIT


class WordsDialog(ModalScreen[str | None]):
    """Gives the words on one line, cleaned, or `None` where the question was closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="words.back", tooltip="Close this question; nothing is kept."),
    ]
    CSS_PATH = "choice.tcss"
    HELP: ClassVar[str] = "Type a few words and press Enter. Esc closes the question and keeps nothing."

    def __init__(self, question: str, about: str = "", *, is_needed: bool = True) -> None:
        """`is_needed`: whether an empty answer is sent back."""
        super().__init__()
        self.question = question
        self.about = about
        self.is_needed = is_needed

    def compose(self) -> ComposeResult:
        """The question above its line."""
        with Vertical(id="choice"):
            yield Static(self.question, id="question", markup=False)
            if self.about:
                yield Static(self.about, id="about", markup=False)
            yield Input(id="words", max_length=WORDS_LIMIT)
            yield Static("Enter done · Esc back", id="hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The words are there, or are still missing."""
        event.stop()
        words = clean_line(event.value)
        if words or not self.is_needed:
            self.dismiss(words)
        else:
            self.query_one("#hint", Static).update("! A few words are needed. Enter done · Esc back")
