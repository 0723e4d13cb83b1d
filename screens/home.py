"""Home: sessions to go on with, then the patients one can meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from screens.catalogue import Catalogue, Patient, Unfinished
from screens.desk import Desk
from screens.sitting import DeskError

PATIENT, UNFINISHED = "patient:", "unfinished:"
"""What the ids of the list's options begin with."""
BARS = 3
"""Lines above and below the list."""
MARGINS = 6
"""Columns to the left and right of an entry's words."""


class HomeScreen(Screen[None]):
    """Lists what can be done; the app decides what comes of a choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            "Open",
            id="home.open",
            priority=True,
            tooltip="Meet the chosen patient, or go on with the chosen session.",
        ),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave Attune. Nothing is lost."),
    ]
    CSS_PATH = "home.tcss"
    HELP: ClassVar[str] = (
        "Choose whom to practise with. Move with the arrow keys and press Enter. "
        "Sessions that you kept for later stand at the top."
    )

    @dataclass
    class PatientChosen(Message):
        """The trainee wants to meet this patient."""

        patient: Patient

    @dataclass
    class SessionChosen(Message):
        """The trainee wants to go on with this session."""

        unfinished: Unfinished

    @dataclass
    class PatientsRead(Message):
        """The patients of the library."""

        patients: tuple[Patient, ...]
        broken: tuple[str, ...]

    @dataclass
    class UnfinishedRead(Message):
        """The sessions that were kept for later, or why they could not be read."""

        unfinished: tuple[Unfinished, ...]
        trouble: str = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.catalogue = Catalogue(is_loading=True)

    def compose(self) -> ComposeResult:
        """A title, the list, the keys."""
        yield Static("Attune", id="name", markup=False)
        yield Static(
            "Practise with scripted patients. Nothing you type leaves this computer.", id="motto", markup=False
        )
        yield OptionList(id="offers", markup=False)
        yield Static("", id="empty", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what is known so far: that the patients are being looked for."""
        self._paint()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Space the list out where there is room."""
        if self.is_mounted:
            self._paint()

    def on_screen_resume(self) -> None:
        """Read afresh each time the trainee comes home."""
        self.call_after_refresh(self.run_worker, self._read, thread=True, exclusive=True, group="catalogue")

    def on_home_screen_patients_read(self, message: PatientsRead) -> None:
        """Show the patients at once; the sessions follow."""
        if message.broken and message.broken != self.catalogue.broken:
            self.notify("\n".join(message.broken), title="A patient cannot be used", severity="warning", markup=False)
        self.catalogue = replace(self.catalogue, patients=message.patients, broken=message.broken, is_loading=False)
        self._paint()

    def on_home_screen_unfinished_read(self, message: UnfinishedRead) -> None:
        """Show the sessions to go on with."""
        if message.trouble:
            self.notify(message.trouble, title="Kept sessions", severity="error", markup=False)
        self.catalogue = replace(self.catalogue, unfinished=message.unfinished)
        self._paint()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say what was chosen."""
        kind, _, name = (event.option_id or "").partition(":")
        if f"{kind}:" == UNFINISHED:
            self.post_message(self.SessionChosen(next(kept for kept in self.catalogue.unfinished if kept.id == name)))
        elif f"{kind}:" == PATIENT:
            self.post_message(
                self.PatientChosen(next(one for one in self.catalogue.patients if one.scenario.id == name))
            )

    @property
    def highlighted_id(self) -> str | None:
        """The id of the highlighted option; `None` where nothing can be chosen."""
        option = self.query_one(OptionList).highlighted_option
        return None if option is None else option.id

    def action_open(self) -> None:
        """Open what is highlighted."""
        self.query_one(OptionList).action_select()

    def _read(self) -> None:
        self.post_message(self.PatientsRead(*self.desk.patients()))
        try:
            self.post_message(self.UnfinishedRead(self.desk.unfinished()))
        except DeskError as error:
            self.post_message(self.UnfinishedRead((), str(error)))

    def _paint(self) -> None:
        """Show the catalogue; what the trainee has moved to stays highlighted, else the first offer is."""
        offers = self.query_one(OptionList)
        shown = _usable(list(offers.options))
        chosen = self.highlighted_id
        has_moved = bool(shown) and chosen != shown[0].id
        options = _options(self.catalogue, self.size.width - MARGINS, self.size.height - BARS)
        usable = _usable(options)
        wanted = next((option for option in usable if has_moved and option.id == chosen), next(iter(usable), None))
        offers.set_options(options)
        offers.highlighted = None if wanted is None else options.index(wanted)
        offers.display = bool(usable)
        empty = self.query_one("#empty", Static)
        empty.update(Content(self.catalogue.empty_text))
        empty.display = bool(self.catalogue.empty_text)


def _usable(options: list[Option]) -> list[Option]:
    return [option for option in options if not option.disabled]


def _options(catalogue: Catalogue, width: int, height: int) -> list[Option]:
    """The list; a blank line stands between two entries where everything still fits."""
    unfinished = [_option(UNFINISHED + kept.id, kept.title, kept.detail) for kept in catalogue.unfinished]
    patients = [_option(PATIENT + one.scenario.id, one.title, one.detail) for one in catalogue.patients]
    parts = [(_heading(head), entries) for head, entries in (("Go on with", unfinished), ("Meet a patient", patients))]
    shown = [(head, entries) for head, entries in parts if entries]
    close = [option for head, entries in shown for option in (head, *entries)]
    spaced = [option for head, entries in shown for option in (head, *_with_blanks(entries))]
    return spaced if sum(_lines(option, width) for option in spaced) <= height else close


def _with_blanks(entries: list[Option]) -> list[Option]:
    return [option for entry in entries for option in (Option("", disabled=True), entry)][1:]


def _lines(option: Option, width: int) -> int:
    return sum(len(wrap(line, max(1, width))) or 1 for line in str(option.prompt).split("\n"))


def _heading(text: str) -> Option:
    return Option(Content.assemble("\n", (text, "bold underline")), disabled=True)


def _option(name: str, title: str, detail: str) -> Option:
    return Option(Content.assemble((title, "bold"), ("\n" + detail, "dim")), id=name)
