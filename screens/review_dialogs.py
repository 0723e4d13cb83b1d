"""What a review opens over its page: a line to type in, and the list of codes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from scenarios import vocabulary
from screens.reviewing import Review
from simulator.ratings import CODE

LINE_LIMIT = 1_000
"""Most characters of a reason."""
_MARKS = {None: "[ ]", 1: "[+]", 0: "[−]"}


class LineDialog(ModalScreen[str | None]):
    """Gives a line of text, or `None` where nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="line.back", tooltip="Change nothing."),
    ]
    CSS_PATH = "review.tcss"
    HELP: ClassVar[str] = "Type, and press Enter. Esc changes nothing."

    def __init__(self, question: str, text: str) -> None:
        super().__init__()
        self.question = question
        self.text = text

    def compose(self) -> ComposeResult:
        """The question above its line."""
        with Vertical(id="dialog"):
            yield Static(self.question, id="question", markup=False)
            yield Input(self.text, max_length=LINE_LIMIT, id="line", compact=True)
            yield Static("Enter done · Esc back", id="hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Done."""
        event.stop()
        self.dismiss(event.value)


class CodesDialog(ModalScreen[None]):
    """Marks codes as heard or not heard in the review's page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,c", "dismiss(None)", "Done", id="codes.done", tooltip="Back to the page."),
        Binding("o", "others", "Others", id="codes.others", tooltip="Mark every other code as not heard."),
    ]
    CSS_PATH = "review.tcss"
    HELP: ClassVar[str] = (
        "Choose a code with the arrow keys and press Enter: once for heard, again for not heard, again for nothing. "
        "O marks every other code as not heard."
    )

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def compose(self) -> ComposeResult:
        """The list, and what the chosen code means."""
        with Vertical(id="dialog"):
            yield Static("What does the reply do?", id="question", markup=False)
            yield OptionList(*map(self._option, vocabulary.codes()), id="codes", markup=False)
            yield Static("", id="meaning", markup=False)
            yield Static("Enter marks: [+] heard, [−] not heard · O all others not · Esc done", id="hint", markup=False)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the code means."""
        event.stop()
        code = vocabulary.codes()[event.option_id or ""]
        self.query_one("#meaning", Static).update(code.definition)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The next mark."""
        event.stop()
        self.review.cycle_code(event.option_id or "")
        self._paint()

    def action_others(self) -> None:
        """All that is not marked was not heard."""
        self.review.others_not_heard()
        self._paint()

    def _paint(self) -> None:
        codes = self.query_one(OptionList)
        for code in vocabulary.codes():
            codes.replace_option_prompt(code, self._content(code))

    def _option(self, code: str) -> Option:
        return Option(self._content(code), id=code)

    def _content(self, code: str) -> Content:
        return Content(f"{_MARKS[self.review.draft.value(f'{CODE}{code}')]} {vocabulary.label(code)}")
