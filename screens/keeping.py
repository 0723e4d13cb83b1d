"""Asking how a trial is to be kept as an example: its name, and whether as words or as code steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from authoring.keeping import Form, expectations

if TYPE_CHECKING:
    from simulator.session import Session
    from simulator.state import Place

NAME_LIMIT = 120
"""Most characters of a name."""
FORMS: tuple[tuple[Form, str, str], ...] = (
    ("words", "As words", "Your replies as you typed them: tests the script and the coder."),
    ("codes", "As code steps", "What was heard in them: tests the script alone."),
)


class NamedExample(NamedTuple):
    """How an example is to be kept."""

    name: str
    form: Form


class ExampleDialog(ModalScreen[NamedExample | None]):
    """Gives a name and a form, or `None` where nothing is to be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="keeping.back", tooltip="Keep nothing."),
        Binding("up", "move(-1)", "Up", id="keeping.up", show=False, tooltip="Choose the form above."),
        Binding("down", "move(1)", "Down", id="keeping.down", show=False, tooltip="Choose the form below."),
    ]
    CSS_PATH = "keeping.tcss"
    HELP: ClassVar[str] = (
        "Give the example a name that says what should happen, choose with the arrow keys how the replies are written, "
        "and press Enter. Esc keeps nothing."
    )

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.session = session
        self.suggested = name

    def compose(self) -> ComposeResult:
        """Name, what came out, form."""
        expected = ", ".join(f"{what} {value}" for what, value in expectations(self.session).items())
        with Vertical(id="keeping"):
            yield Static("Keep this play as an example", id="question", markup=False)
            yield Static(f"{_begins(self.session.place)}It will expect: {expected}", id="about", markup=False)
            yield Static("Its name, saying what should happen:", id="ask", markup=False)
            yield Input(self.suggested, max_length=NAME_LIMIT, id="name", compact=True)
            yield OptionList(*(_option(*form) for form in FORMS), id="forms", markup=False)
            yield Static("↑ ↓ choose · Enter keep · Esc back", id="hint", markup=False)

    def on_mount(self) -> None:
        """The name is typed and the form chosen at once; so the keyboard stays with the name."""
        forms = self.query_one(OptionList)
        forms.can_focus = False
        forms.highlighted = 0
        self.query_one(Input).focus()

    def action_move(self, step: int) -> None:
        """Choose another form."""
        forms = self.query_one(OptionList)
        forms.highlighted = ((forms.highlighted or 0) + step) % len(FORMS)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it."""
        event.stop()
        self._keep(self.query_one(OptionList).highlighted or 0)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click keeps it."""
        event.stop()
        self._keep(event.option_index)

    def _keep(self, form: int) -> None:
        self.dismiss(NamedExample(self.query_one(Input).value, FORMS[form][0]))


def _begins(place: Place | None) -> str:
    """Where the example will begin, if not at the scenario's start."""
    if place is None:
        return ""
    levels = [f"{name} {level}" for name, level in place.levels.items()]
    parts = ", ".join([place.beat or "the start", *levels])
    return f"It will begin at {parts}. "


def _option(form: Form, label: str, about: str) -> Option:
    return Option(Content.assemble((label, "bold"), "\n", f"  {about}"), id=form)
