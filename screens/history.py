"""History: every session that was kept, to look back on, go on with, write out or erase."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from scoring.words import plural
from screens.choice import Answer, ChoiceDialog
from screens.desk import Desk
from screens.exporting import FORMS
from screens.history_words import about, empty_text, line
from screens.past import Past
from screens.rows import Lines, room_in
from screens.settings_file import read_settings
from screens.sitting import DeskError
from screens.wishes import ExportWanted

SHOW_SECONDS = 0.3
"""How often what a worker has found so far is shown."""
KEEP, ERASE = "keep", "erase"


class HistoryScreen(Screen[None]):
    """Lists all sessions, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "open",
            "Open",
            id="history.open",
            priority=True,
            tooltip="See the debrief of a session that is over; go on with one that is not.",
        ),
        Binding("f5,ctrl+o", "export", "Export", id="history.export", tooltip="Write the session's report to a file."),
        Binding("f8,ctrl+l", "erase", "Erase", id="history.erase", tooltip="Erase the session for good. Asks first."),
        Binding("escape", "back", "Back", id="history.back", tooltip="Clear the filter; then go home."),
        Binding("up", "move(-1)", "Up", id="history.up", show=False, tooltip="Move up in the list."),
        Binding("down", "move(1)", "Down", id="history.down", show=False, tooltip="Move down in the list."),
        Binding("pageup", "page(-1)", "Page up", id="history.page_up", show=False, tooltip="Move up by a page."),
        Binding("pagedown", "page(1)", "Page down", id="history.page_down", show=False, tooltip="Move down by a page."),
    ]
    CSS_PATH = "history.tcss"
    HELP: ClassVar[str] = (
        "Every session, the newest first, second tries marked. Type to filter by patient, date, outcome (ended well, "
        "left, not finished) or “second try”. Enter opens the debrief of a session that is over and goes on with one "
        "that is not. n/o means not observed. Scores are practice feedback, not validated by clinicians."
    )

    @dataclass
    class DebriefWanted(Message):
        """The trainee wants to look back on this session."""

        past: Past

    @dataclass
    class SessionChosen(Message):
        """The trainee wants to go on with this session."""

        unfinished: Past

    @dataclass
    class PastRead(Message):
        """The sessions that were kept, or why they could not be read."""

        past: tuple[Past, ...]
        trouble: str = ""

    @dataclass
    class Done(Message):
        """A session was erased, or could not be."""

        title: str
        text: str
        is_trouble: bool = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.past: tuple[Past, ...] = ()
        self.shown: tuple[Past, ...] = ()
        """Those that fit the filter, as they are listed."""
        self.is_loading = True
        self._offers_deeds = True
        """Whether the keys that do something with a session were named when the footer was drawn last."""

    def compose(self) -> ComposeResult:
        """The filter, the list, what is told of the one in view."""
        yield Static("History", id="name", markup=False)
        yield Input(placeholder="Type to filter: patient, date, ended well, second try…", id="search", compact=True)
        yield Lines(id="sessions", markup=False)
        yield Static("", id="empty", markup=False)
        with VerticalScroll(id="details", can_focus=False):
            yield Static("", id="about", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """The filter has the keyboard."""
        self._paint()
        self.query_one(Input).focus()

    def on_lines_resized(self) -> None:
        """Fit the lines to the width."""
        self._paint()

    def on_screen_resume(self) -> None:
        """Read afresh each time one comes back."""
        self.query_one(Input).cursor_blink = not read_settings().reduced_motion
        self.call_after_refresh(self.run_worker, self._read, thread=True, exclusive=True, group="past")

    def on_history_screen_past_read(self, message: PastRead) -> None:
        """Show what was found."""
        if message.trouble:
            self.notify(message.trouble, title="Kept sessions", severity="error", markup=False)
        self.past, self.is_loading = message.past, False
        self._paint()

    def on_history_screen_done(self, message: Done) -> None:
        """Say what came of it."""
        severity = "error" if message.is_trouble else "information"
        self.notify(message.text, title=message.title, severity=severity, timeout=10, markup=False)  # type: ignore[arg-type]
        self.on_screen_resume()

    def on_input_changed(self) -> None:
        """Show only what fits."""
        self._paint()

    def on_option_list_option_highlighted(self) -> None:
        """Tell of the one in view."""
        self._tell()

    def on_option_list_option_selected(self) -> None:
        """Look back, or go on."""
        one = self.chosen
        if one is None:
            return
        if one.trouble:
            self.notify(one.trouble, title="This session cannot be opened", severity="warning", markup=False)
        elif one.is_over:
            self.post_message(self.DebriefWanted(one))
        else:
            self.post_message(self.SessionChosen(one))

    @property
    def chosen(self) -> Past | None:
        """The session in view; `None` where there is none."""
        place = self.query_one(OptionList).highlighted
        return None if place is None or place >= len(self.shown) else self.shown[place]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where no session is listed there is none to open, export or erase."""
        del parameters
        return self._has_deeds if action in {"open", "export", "erase"} else True

    def action_open(self) -> None:
        """Open what is highlighted."""
        self.query_one(OptionList).action_select()

    def action_back(self) -> None:
        """Clear the filter, or go home."""
        search = self.query_one(Input)
        if search.value:
            search.value = ""
        else:
            self.dismiss()

    def action_move(self, step: int) -> None:
        """Move in the list while the filter keeps the keyboard."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if step > 0 else listed.action_cursor_up)()

    def action_page(self, step: int) -> None:
        """Move by a page."""
        listed = self.query_one(OptionList)
        listed.call_later(listed.run_action, "page_down" if step > 0 else "page_up")

    def action_export(self) -> None:
        """Ask for the form of the report, then write it."""
        one = self.chosen
        if one is None:
            return
        question = "Write the report to a file, as…"
        about = f"{one.title}, begun {one.when}. It holds every word of the session."
        self.app.push_screen(ChoiceDialog(question, FORMS, about), lambda form: self._export(one, form))

    def action_erase(self) -> None:
        """Ask first."""
        one = self.chosen
        if one is None:
            return
        answers = (
            Answer(KEEP, "Keep it", "Nothing changes."),
            Answer(ERASE, "Erase it for good", "Its words are in the file no more. Reports you wrote out stay."),
        )
        about = f"{one.title}, begun {one.when}, {plural(one.turns, 'turn')}. This cannot be undone."
        self.app.push_screen(
            ChoiceDialog("Erase this session?", answers, about),
            lambda answer: self._work(lambda: self._erase(one)) if answer == ERASE else None,
        )

    # In threads

    def _work(self, job: Callable[[], None]) -> None:
        self.run_worker(job, thread=True, group="deed")

    def _export(self, one: Past, form: str | None) -> None:
        if form is not None:
            self.post_message(ExportWanted(one.id, form))

    def _erase(self, one: Past) -> None:
        try:
            self.desk.erase(one.id)
        except DeskError as error:
            self.post_message(self.Done("Not erased", str(error), is_trouble=True))
        else:
            self.post_message(self.Done("Erased", f"{one.title}, begun {one.when}"))

    def _read(self) -> None:
        worker = get_current_worker()
        try:
            past = list(self.desk.ledger.past())
        except DeskError as error:
            self.post_message(self.PastRead((), str(error)))
            return
        self.post_message(self.PastRead(tuple(past)))
        shown = time.monotonic()
        for place, one in enumerate(self.desk.ledger.scored(past)):
            if worker.is_cancelled or not self.is_active:  # coming back begins again, and what is known is quick
                return
            past[place] = one
            if time.monotonic() - shown > SHOW_SECONDS:
                self.post_message(self.PastRead(tuple(past)))
                shown = time.monotonic()
        self.post_message(self.PastRead(tuple(past)))

    # Painting

    @property
    def _has_deeds(self) -> bool:
        """Whether a session can be chosen, or may be in a moment."""
        return self.is_loading or bool(self.shown)

    def _paint(self) -> None:
        """List what fits; the session in view stays in view."""
        listed, query = self.query_one(OptionList), self.query_one(Input).value
        chosen = self.chosen
        self.shown = tuple(one for one in self.past if one.fits(query))
        width = room_in(listed, self.size.width)
        listed.set_options([Option(line(one, width), id=one.id) for one in self.shown])
        ids = [one.id for one in self.shown]
        place = ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0
        listed.highlighted = place if ids else None
        text = empty_text(query, has_any=bool(self.past), is_loading=self.is_loading)
        empty = self.query_one("#empty", Static)
        empty.update(Content(text))
        empty.display = not ids
        listed.display = self.query_one("#details").display = bool(ids)
        count = (
            plural(len(ids), "session") if len(ids) == len(self.past) else f"{len(ids)} of {len(self.past)} sessions"
        )
        self.query_one("#name", Static).update(Content(f"History · {count}" if self.past else "History"))
        if self._offers_deeds != self._has_deeds:
            self._offers_deeds = self._has_deeds
            self.refresh_bindings()
        self._tell()

    def _tell(self) -> None:
        one = self.chosen
        self.query_one("#about", Static).update(Content("") if one is None else about(one))
        self.query_one("#details").scroll_home(animate=False)
