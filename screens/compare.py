"""Tries of one session side by side where there is room, one after the other where there is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalScroll, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from scoring.words import who
from screens.again import Try
from screens.compare_view import Column, column, first_difference, last_turn, patient_line
from screens.transcript import underlined

ALONE = "There is one try so far. Press R at a turn to try it again."


class CompareScreen(Screen[None]):
    """Shows one turn of every try."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,c", "dismiss", "Back", id="compare.back", tooltip="Back to where you were."),
        Binding("left", "go(-1)", "Before", id="compare.before", priority=True, tooltip="The turn before."),
        Binding("right", "go(1)", "After", id="compare.after", priority=True, tooltip="The turn after."),
        Binding("tab", "app.focus_next", "Next try", id="compare.next", tooltip="Move to the next try, to scroll it."),
    ]
    CSS_PATH = "compare.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "The same turn in each of your tries: your words, what was heard, how it fitted and what the patient answered; "
        "below, the scores of the whole try. Go from turn to turn with ← and →."
    )

    def __init__(self, tries: tuple[Try, ...], turn: int | None = None) -> None:
        """`turn`: where to begin; `None`: where the tries first part."""
        super().__init__()
        self.tries = tries
        wanted = first_difference(tries) if turn is None else turn
        self.n = max(1, min(wanted, last_turn(tries)))

    def compose(self) -> ComposeResult:
        """A column for each try."""
        yield Static("", id="title", markup=False)
        yield Static("", id="before")
        with HorizontalScroll(id="columns", can_focus=False):
            for _ in self.tries:
                with VerticalScroll(classes="try"):
                    yield Static("")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where the tries part."""
        if len(self.tries) == 1:
            self.notify(ALONE, title="Nothing to compare yet", markup=False)
        self.query(".try").last().focus()
        self._paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only turns that there are."""
        if action == "go":
            return 1 <= self.n + int(str(parameters[0])) <= last_turn(self.tries) or None
        return True

    def action_go(self, step: int) -> None:
        """Another turn."""
        self.n += step
        self._paint()

    def _paint(self) -> None:
        scenario = self.tries[0].session.scenario
        self.query_one("#title", Static).update(
            Content(f"Turn {self.n} in {len(self.tries)} tries · {who(scenario)}: {scenario.title}")
        )
        line = patient_line(self.tries, self.n)
        before = self.query_one("#before", Static)
        before.display = bool(line)
        before.update(Content.assemble((f"{scenario.persona.name}: ", "bold"), line))
        for one, view in zip(self.tries, self.query(".try > Static").results(Static), strict=True):
            view.update(Content("\n").join(_lines(scenario.persona.name, column(one, self.n))))
        self.refresh_bindings()


def _lines(name: str, shown: Column) -> Iterator[Content]:
    yield Content.styled(shown.head, "bold underline")
    if shown.own is not None:
        yield Content.assemble(("You: ", "bold"), underlined(shown.own))
    for note in shown.notes:
        yield (
            Content.assemble((f"{note.label}: ", "bold"), note.text)
            if note.label
            else Content.styled(note.text, "italic")
        )
    for answer in shown.answer:
        yield Content.assemble((f"{name}: ", "bold"), answer)
    yield Content("")
    yield from map(Content, shown.scores)
