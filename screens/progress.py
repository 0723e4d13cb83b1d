"""Progress: how the scores went over attempts, by patient and dimension, in words and a small plot."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from scoring.words import plural
from screens.attempts import (
    ALL,
    CAUTION,
    FINE,
    LEGEND,
    STEPS,
    Choice,
    attempts,
    choices,
    headings,
    pending,
    plot,
    summary,
)
from screens.desk import Desk
from screens.past import Past
from screens.rows import Lines, room_in, row
from screens.sitting import DeskError

SHOW_SECONDS = 0.3
"""How often what a worker has found so far is shown."""
TALL = 34
"""Lines of the screen from which plots are fine."""


class ProgressScreen(Screen[None]):
    """Patients at the left, or above; their course beside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Patient", id="progress.up", show=False, tooltip="The patient above."),
        Binding("down", "move(1)", "Patient", id="progress.down", show=False, tooltip="The patient below."),
        Binding("pagedown,space", "page(1)", "Scroll", id="progress.page_down", tooltip="Scroll down by a page."),
        Binding("pageup", "page(-1)", "Scroll up", id="progress.page_up", show=False, tooltip="Scroll up by a page."),
        Binding("escape,q", "dismiss", "Back", id="progress.back", tooltip="Go home."),
    ]
    CSS_PATH = "progress.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "How your scores went over time, for all patients or for one: choose with the arrow keys. Only sessions that "
        "are over are shown, from the first at the left to the last at the right, each on the line nearest to its "
        f"score. {LEGEND}. A second try begins where a first one stood, so the two are told apart. {CAUTION}"
    )

    @dataclass
    class PastRead(Message):
        """The sessions that were kept, or why they could not be read."""

        past: tuple[Past, ...]
        trouble: str = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.past: tuple[Past, ...] = ()
        self.choices: tuple[Choice, ...] = ()
        self.is_loading = True

    def compose(self) -> ComposeResult:
        """Whom, and how it went."""
        yield Static("Progress", id="name", markup=False)
        with Horizontal(id="sides"):
            yield Lines(id="patients", markup=False)
            with VerticalScroll(id="course", can_focus=False):
                yield Static("", id="plots", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin to read."""
        self.query_one(OptionList).focus()
        self._paint()
        self.call_after_refresh(self.run_worker, self._read, thread=True, exclusive=True, group="past")

    def on_lines_resized(self) -> None:
        """Fit the lines and the plots to the width."""
        self.call_after_refresh(self._paint)

    def on_progress_screen_past_read(self, message: PastRead) -> None:
        """Show what was found."""
        if message.trouble:
            self.notify(message.trouble, title="Kept sessions", severity="error", markup=False)
        self.past, self.is_loading = message.past, False
        self._paint()

    def on_option_list_option_highlighted(self) -> None:
        """Show the course with this patient."""
        self._tell()
        self.query_one("#course").scroll_home(animate=False)

    @property
    def chosen(self) -> Choice | None:
        """Whose course is in view; `None` where nothing was practised."""
        place = self.query_one(OptionList).highlighted
        return None if place is None or place >= len(self.choices) else self.choices[place]

    def action_move(self, step: int) -> None:
        """Another patient."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if step > 0 else listed.action_cursor_up)()

    def action_page(self, step: int) -> None:
        """Scroll the course by a page."""
        course = self.query_one("#course", VerticalScroll)
        course.scroll_relative(y=step * max(1, course.size.height - 1), animate=False)

    def _read(self) -> None:
        worker = get_current_worker()
        try:
            past = list(self.desk.ledger.past())
        except DeskError as error:
            self.post_message(self.PastRead((), str(error)))
            return
        shown = 0.0
        for place, one in enumerate(self.desk.ledger.scored(past)):
            if worker.is_cancelled:
                return
            past[place] = one
            if time.monotonic() - shown > SHOW_SECONDS:
                self.post_message(self.PastRead(tuple(past)))
                shown = time.monotonic()
        self.post_message(self.PastRead(tuple(past)))

    def _paint(self) -> None:
        """List whom one practised with; the one in view stays in view."""
        listed, before = self.query_one(OptionList), self.chosen
        self.choices = choices(self.past)
        width = room_in(listed, self.size.width)
        options = [Option(row(one.title, f"{one.attempts}×", width), id=one.scenario or "all") for one in self.choices]
        listed.set_options(options)
        names = [one.scenario for one in self.choices]
        place = names.index(before.scenario) if before is not None and before.scenario in names else 0
        listed.highlighted = place if names else None
        listed.display = bool(names)
        self.query_one("#name", Static).update("Progress · ↑ ↓ choose a patient" if names else "Progress")
        self._tell()

    def _tell(self) -> None:
        width = max(20, self.query_one("#course").size.width - 5)
        self.query_one("#plots", Static).update(self._words(width))

    def _words(self, width: int) -> Content:
        chosen = self.chosen
        if chosen is None:
            return Content(empty_text(is_loading=self.is_loading))
        waiting = pending(self.past, chosen.scenario)
        head = f"{chosen.title} · {plural(chosen.attempts, 'session')}" + (f", {waiting} being read…" * bool(waiting))
        parts = [Content.styled(head, "bold"), Content.styled(CAUTION, "$text-muted"), Content(LEGEND)]
        for name, label in headings():
            found = attempts(self.past, chosen.scenario, name)
            lines = [Content.assemble((label, "bold"), f". {summary(found)}")]
            if any(one.tenths is not None for one in found):
                lines += map(Content, plot(found, width, FINE if self.size.height >= TALL else STEPS))
            parts.append(Content("\n").join(lines))
        if chosen.scenario == ALL:
            parts.append(Content("Choose one patient to see the course with that patient alone."))
        return Content("\n\n").join(parts)


def empty_text(*, is_loading: bool) -> str:
    """What to say where nothing was practised yet."""
    if is_loading:
        return "Looking for sessions…"
    return (
        "Nothing to show yet. Finish a session, or end it early, and its scores stand here.\n\n"
        "Press Esc, choose a patient and begin."
    )
