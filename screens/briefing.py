"""Briefing: whom the trainee is about to meet, what to be ready for, and what this is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from scoring.words import CARE, MODES, NO_REAL_CLIENTS, PRACTICE_ONLY, STOP_ANY_TIME, who
from screens.catalogue import Patient
from simulator.modes import MODE_NAMES, PLAY_MODES, ModeName

if TYPE_CHECKING:
    from scenarios.model import Scenario


class BriefingScreen(Screen[None]):
    """Says what is coming; begins only when the trainee does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "begin", "Begin", id="briefing.begin", tooltip="Meet the patient now."),
        Binding("m", "mode", "Mode", id="briefing.mode", tooltip="Choose when you get feedback: coach, quiet, assess."),
        Binding("escape", "back", "Back", id="briefing.back", tooltip="Go back to the list without beginning."),
        Binding("up", "read_on(-1)", "Scroll up", id="briefing.up", show=False, tooltip="Read what stands above."),
        Binding(
            "down", "read_on(1)", "Scroll", id="briefing.down", tooltip="Read what stands below, if there is more."
        ),
        Binding("pageup", "page(-1)", "Page up", id="briefing.page_up", show=False, tooltip="Scroll up by a page."),
        Binding(
            "pagedown", "page(1)", "Page down", id="briefing.page_down", show=False, tooltip="Scroll down by a page."
        ),
    ]
    CSS_PATH = "briefing.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (40, "-tall")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "Read whom you are about to meet. Press Enter on Begin when you are ready, or Esc to choose someone else. "
        + STOP_ANY_TIME
    )

    @dataclass
    class Begun(Message):
        """The trainee is ready."""

        patient: Patient
        mode: ModeName

    @dataclass
    class Declined(Message):
        """The trainee would rather not."""

    def __init__(self, patient: Patient, *, waiting: bool = False, mode: ModeName = "coach") -> None:
        """`waiting`: not to be begun until `wait_for_session` says so."""
        super().__init__()
        self.patient = patient
        self.is_waiting = waiting
        self.mode: ModeName = mode

    def compose(self) -> ComposeResult:
        """The briefing above its two ways on."""
        scenario = self.patient.scenario
        yield Static(f"{who(scenario)}: {scenario.title}", id="title", markup=False)
        with VerticalScroll(id="text", can_focus=False):
            yield Static(meeting(scenario), id="meeting", markup=False)
            yield Static(scenario.brief.strip(), id="brief", markup=False)
            if policy := scenario.setting.policy.strip():  # last: on a small screen one first reads who it is
                yield Static(policy, id="policy", markup=False)
        with Vertical(id="care"):
            warnings = scenario.about.warnings
            if warnings:
                yield Static(Content.assemble(("! Content warning: ", "bold"), ", ".join(warnings)), id="warnings")
            care = (PRACTICE_ONLY, "bold"), f" {NO_REAL_CLIENTS} {STOP_ANY_TIME} {CARE}"
            yield Static(Content.assemble(*care), id="practice")
        yield Static(mode_words(self.mode), id="mode", markup=False)
        with Horizontal(id="ways"):
            yield Button("Begin", id="begin", variant="primary", compact=True)
            yield Button("Back", id="back", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Enter begins."""
        self.wait_for_session(waiting=self.is_waiting)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go the way that was pressed."""
        event.stop()
        if event.button.id == "begin":
            self.action_begin()
        else:
            self.action_back()

    def on_click(self, event: Click) -> None:
        """A click on the mode chooses the next, as the key does."""
        if event.widget is self.query_one("#mode"):
            self.action_mode()

    def wait_for_session(self, *, waiting: bool) -> None:
        """Show that something is being prepared, or that it is not any more."""
        self.is_waiting = waiting
        button = self.query_one("#begin", Button)
        button.label = "Preparing…" if waiting else "Begin"
        button.focus()

    def action_begin(self) -> None:
        """Meet the patient."""
        if not self.is_waiting:
            self.post_message(self.Begun(self.patient, self.mode))

    def action_mode(self) -> None:
        """Choose the next of the modes."""
        self.mode = MODE_NAMES[(MODE_NAMES.index(self.mode) + 1) % len(MODE_NAMES)]
        self.query_one("#mode", Static).update(Content(mode_words(self.mode)))

    def action_back(self) -> None:
        """Go back."""
        self.post_message(self.Declined())

    def action_read_on(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#text", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by pages."""
        self.action_read_on(direction * max(1, self.query_one("#text").size.height - 1))


def mode_words(mode: ModeName) -> str:
    """How the session will be played: `Mode: coach, feedback after each turn. (m: another)`."""
    return f"Mode: {mode}, {PLAY_MODES[mode].about}. (m: another)"


def meeting(scenario: Scenario) -> str:
    """Where and how one meets, in one line: `CAMHS · in person · session 6 of 28 · level 2 of 5 · about 12 minutes`."""
    setting = scenario.setting
    parts = [
        setting.service,
        MODES[setting.mode],
        f"session {setting.session}" if setting.session else "",
        setting.jurisdiction.replace("_", " ").title() if setting.jurisdiction else "",
        f"level {scenario.about.level} of 5",
        f"about {scenario.about.minutes} minutes",
    ]
    return " · ".join(part for part in parts if part)
