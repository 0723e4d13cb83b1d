"""A question with a few answers, asked over whatever screen is open."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.answers import Answer

__all__ = ["Answer", "ChoiceDialog"]


class ChoiceDialog(ModalScreen[str | None]):
    """Gives the id of the chosen answer, or `None` where nothing was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="choice.back", tooltip="Close this question without choosing."),
    ]
    CSS_PATH = "choice.tcss"
    HELP: ClassVar[str] = (
        "Move with the arrow keys and press Enter to choose. Esc closes the question and changes nothing."
    )

    def __init__(self, question: str, answers: tuple[Answer, ...], about: str = "", *, first: int = 0) -> None:
        """`first`: which answer is highlighted to begin with."""
        super().__init__()
        self.question = question
        self.answers = answers
        self.about = about
        self.first = first

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with Vertical(id="choice"):
            yield Static(self.question, id="question", markup=False)
            if self.about:
                yield Static(self.about, id="about", markup=False)
            yield OptionList(*map(_option, self.answers), id="answers", markup=False)
            yield Static("↑ ↓ move · Enter choose · Esc back", id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at one of the answers."""
        for answers in self.query(OptionList):  # none where the app is being left at this very moment
            answers.highlighted = self.first if self.answers else None

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next answer that begins with it."""
        letter = event.character
        answers = self.query_one(OptionList)
        if letter is None or not letter.isalnum() or not self.answers:
            return
        begin = -1 if answers.highlighted is None else answers.highlighted
        order = [(begin + step) % len(self.answers) for step in range(1, len(self.answers) + 1)]
        found = (i for i in order if self.answers[i].label.casefold().startswith(letter.casefold()))
        answers.highlighted = next(found, answers.highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer was given."""
        event.stop()
        self.dismiss(event.option_id)


def _option(answer: Answer) -> Option:
    about = Content.assemble("\n", f"  {answer.about}") if answer.about else Content("")
    return Option(Content.assemble((answer.label, "bold"), about), id=answer.id)
