"""A question with a few answers, asked over whatever screen is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be given."""

    id: str
    label: str
    about: str = ""
    """What follows from it."""


class ChoiceDialog(ModalScreen[str | None]):
    """Gives the id of the chosen answer, or `None` where nothing was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="choice.back", tooltip="Close this question without choosing."),
    ]
    CSS_PATH = "choice.tcss"
    HELP: ClassVar[str] = (
        "Move with the arrow keys and press Enter to choose. Esc closes the question and changes nothing."
    )

    def __init__(self, question: str, answers: tuple[Answer, ...], about: str = "") -> None:
        super().__init__()
        self.question = question
        self.answers = answers
        self.about = about

    def compose(self) -> ComposeResult:
        """The question above its answers."""
        with Vertical(id="choice"):
            yield Static(self.question, id="question", markup=False)
            if self.about:
                yield Static(self.about, id="about", markup=False)
            yield OptionList(*map(_option, self.answers), id="answers", markup=False)
            yield Static("↑ ↓ move · Enter choose · Esc back", id="hint", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer was given."""
        event.stop()
        self.dismiss(event.option_id)


def _option(answer: Answer) -> Option:
    about = Content.assemble("\n", (f"  {answer.about}", "dim")) if answer.about else Content("")
    return Option(Content.assemble((answer.label, "bold"), about), id=answer.id)
