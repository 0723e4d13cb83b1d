"""Home: sessions to go on with, then the patients one can meet, found by typing."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.worker import get_current_worker

from screens.catalogue import Catalogue, Group, Patient
from screens.desk import Desk
from screens.offers import Offer, about, first_choice, offers
from screens.past import DUE_RULE, Past, standings
from screens.rows import Lines, offer_option, paragraph, room_in
from screens.settings_file import read_settings
from screens.shelf import Library
from screens.sitting import DeskError

SHOW_SECONDS = 0.3
"""How often what a worker has found so far is shown."""
FURNISH_SECONDS = 0.05
"""How long the first paint has to itself before the list is built: measured, it is a tenth quicker so."""
WIDE = 110
"""Columns from which the details stand beside the list."""


class HomeScreen(Screen[None]):
    """Lists what can be done; the app decides what comes of a choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            "Open",
            id="home.open",
            priority=True,
            tooltip="Meet the chosen patient, go on with the chosen session, or take the next patient of a pack.",
        ),
        Binding(
            "f2,ctrl+r", "history", "History", id="home.history", tooltip="All sessions: look back, export, erase."
        ),
        Binding("f3,ctrl+g", "progress", "Progress", id="home.progress", tooltip="How your scores went over time."),
        Binding(
            "f4,ctrl+s",
            "settings",
            "Settings",
            id="home.settings",
            tooltip="Theme, motion, pace, mode, and your pseudonym.",
        ),
        Binding("f10", "app.quit", "Quit", id="home.quit", key_display="Ctrl+Q", tooltip="Leave. Nothing is lost."),
        Binding("escape", "clear", "Clear", id="home.clear", show=False, tooltip="Clear the search."),
        Binding("up", "move(-1)", "Up", id="home.up", show=False, tooltip="Move up in the list."),
        Binding("down", "move(1)", "Down", id="home.down", show=False, tooltip="Move down in the list."),
        Binding("pageup", "page(-1)", "Page up", id="home.page_up", show=False, tooltip="Move up by a page."),
        Binding("pagedown", "page(1)", "Page down", id="home.page_down", show=False, tooltip="Move down by a page."),
    ]
    CSS_PATH = "home.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "Choose whom to practise with: move with the arrow keys and press Enter. Type to search by name, title, what "
        "is trained, a content warning, or a level from 1 to 5. Sessions that you kept for later stand at the top. "
        "Packs are patients in a good order; Enter on a pack takes the next one. Scores shown are of first tries; "
        f"n/o means not observed. {DUE_RULE} Patients of your own stand in the folder `scenarios` of your data folder; "
        "`attune new` writes a first one."
    )

    @dataclass
    class PatientChosen(Message):
        """The trainee wants to meet this patient."""

        patient: Patient

    @dataclass
    class SessionChosen(Message):
        """The trainee wants to go on with this session."""

        unfinished: Past

    class HistoryWanted(Message):
        """The trainee wants to see every session."""

    class ProgressWanted(Message):
        """The trainee wants to see how the scores went."""

    class SettingsWanted(Message):
        """The trainee wants to change the settings."""

    @dataclass
    class PatientsRead(Message):
        """The patients of the library, perhaps not all of them yet."""

        library: Library

    @dataclass
    class PastRead(Message):
        """The sessions that were kept, or why they could not be read."""

        past: tuple[Past, ...]
        trouble: str = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.catalogue = Catalogue(is_loading=True)
        self.is_furnished = False
        """Whether there is a list to fill."""
        self.offers: tuple[Offer, ...] = ()
        """The list as it is shown."""

    def compose(self) -> ComposeResult:
        """A title and the keys: the first paint waits for nothing else."""
        yield Static("Attune · practise with scripted patients", id="name", markup=False)
        yield Static(self.catalogue.empty_text(), id="first", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Bring in the rest once something can be seen."""
        self.set_timer(FURNISH_SECONDS, self._furnish)

    async def _furnish(self) -> None:
        """The search, and the list beside or above what is told of the one in view."""
        search = Input(placeholder="Type to search: name, title, what it trains, level…", id="search", compact=True)
        details = VerticalScroll(Static("", id="about", markup=False), id="details", can_focus=False)
        sides = Horizontal(Lines(id="offers", markup=False), Static("", id="empty", markup=False), details, id="sides")
        with self.app.batch_update():
            await self.query("#first").remove()
            if not self.is_attached:  # somebody who quits at once is already going
                return
            await self.mount_all((search, sides), after="#name")
        if not sides.query(OptionList):  # as above: what goes takes nothing in any more
            return
        self.is_furnished = True
        self._paint()
        search.focus()
        self.on_screen_resume()

    def on_lines_resized(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def on_screen_resume(self) -> None:
        """Read afresh each time the trainee comes home."""
        if self.is_furnished:
            self.query_one(Input).cursor_blink = not read_settings().reduced_motion
            self.call_after_refresh(self.run_worker, self._read, thread=True, exclusive=True, group="catalogue")

    def on_home_screen_patients_read(self, message: PatientsRead) -> None:
        """Show the patients at once; the sessions follow."""
        library = message.library
        if library.is_complete and library.broken and library.broken != self.catalogue.broken:
            text = "\n".join(library.broken)
            self.notify(text, title="Something cannot be used", severity="warning", markup=False)
        self.catalogue = replace(
            self.catalogue,
            patients=library.patients,
            packs=library.packs,
            broken=library.broken if library.is_complete else self.catalogue.broken,
            is_loading=not library.is_complete,
        )
        self._paint()

    def on_home_screen_past_read(self, message: PastRead) -> None:
        """Show the sessions to go on with, and how one stands with each patient."""
        if message.trouble:
            self.notify(message.trouble, title="Kept sessions", severity="error", markup=False)
        found = standings(message.past, self.desk.now())
        self.catalogue = replace(self.catalogue, past=message.past, standings=found)
        self._paint()

    def on_input_changed(self) -> None:
        """Show only what fits; the first of it is chosen."""
        self._paint(keep=False)

    def on_option_list_option_highlighted(self) -> None:
        """Tell of the one in view."""
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say what was chosen."""
        match next((offer.target for offer in self.offers if offer.id == event.option_id), None):
            case Past() as past:
                self.post_message(self.SessionChosen(past))
            case Patient() as patient:
                self.post_message(self.PatientChosen(patient))
            case Group() as group:
                self.post_message(self.PatientChosen(group.next_patient(self.catalogue.standings)))

    @property
    def query_text(self) -> str:
        """What is searched for."""
        return self.query_one(Input).value

    @property
    def highlighted_id(self) -> str | None:
        """The id of the highlighted option; `None` where nothing can be chosen."""
        option = self.query_one(OptionList).highlighted_option
        return None if option is None else option.id

    def action_open(self) -> None:
        """Open what is highlighted."""
        self.query_one(OptionList).action_select()

    def action_history(self) -> None:
        """All sessions."""
        self.post_message(self.HistoryWanted())

    def action_progress(self) -> None:
        """Scores over time."""
        self.post_message(self.ProgressWanted())

    def action_settings(self) -> None:
        """The settings."""
        self.post_message(self.SettingsWanted())

    def action_clear(self) -> None:
        """Show everything again."""
        self.query_one(Input).value = ""
        self.query_one(Input).focus()

    def action_move(self, step: int) -> None:
        """Move in the list while the search keeps the keyboard."""
        offered = self.query_one(OptionList)
        (offered.action_cursor_down if step > 0 else offered.action_cursor_up)()

    def action_page(self, step: int) -> None:
        """Move by a page."""
        offered = self.query_one(OptionList)
        offered.call_later(offered.run_action, "page_down" if step > 0 else "page_up")

    def _read(self) -> None:
        worker = get_current_worker()
        shown = time.monotonic()
        for library in self.desk.patients():
            if worker.is_cancelled:
                return
            if library.is_complete or time.monotonic() - shown > SHOW_SECONDS:
                self.post_message(self.PatientsRead(library))
                shown = time.monotonic()
        try:
            past = list(self.desk.ledger.past())
        except DeskError as error:
            self.post_message(self.PastRead((), str(error)))
            return
        self.post_message(self.PastRead(tuple(past)))
        for place, one in enumerate(self.desk.ledger.scored(past)):
            if worker.is_cancelled or not self.is_active:  # coming back begins again, and what is known is quick
                return
            past[place] = one
            if time.monotonic() - shown > SHOW_SECONDS:
                self.post_message(self.PastRead(tuple(past)))
                shown = time.monotonic()
        self.post_message(self.PastRead(tuple(past)))

    def _paint(self, *, keep: bool = True) -> None:
        """Show the catalogue; what the trainee has moved to stays highlighted, else the first offer is."""
        offered = self.query_one(OptionList)
        chosen = self.highlighted_id
        before = first_choice(self.offers)
        has_moved = keep and before is not None and chosen != before.id
        is_wide = self.size.width >= WIDE
        self.offers = offers(self.catalogue, self.query_text, is_wide=is_wide)
        width = room_in(offered, self.size.width)
        offered.set_options([offer_option(offer, width) for offer in self.offers])
        ids = [offer.id for offer in self.offers]
        first = first_choice(self.offers)
        wanted = chosen if has_moved and chosen in ids else first.id if first else None
        offered.highlighted = None if wanted is None else ids.index(wanted)
        if wanted == (first.id if first else None):
            offered.scroll_home(animate=False)
        empty = self.query_one("#empty", Static)
        text = self.catalogue.empty_text(self.query_text)
        empty.update(Content(text))
        empty.display = bool(text)
        offered.display = not text
        self.query_one("#details").display = not text
        self._tell()

    def _tell(self) -> None:
        offer = next((one for one in self.offers if one.id and one.id == self.highlighted_id), None)
        notes = about(offer, self.catalogue)
        self.query_one("#about", Static).update(Content("\n").join(paragraph(note, n) for n, note in enumerate(notes)))
        self.query_one("#details").scroll_home(animate=False)
