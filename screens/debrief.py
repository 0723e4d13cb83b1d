"""Debrief: how it ended, what met the need, what to try differently, and what the scores are and rest on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Collapsible, Footer, Static
from textual.widgets.collapsible import CollapsibleTitle

from scoring import words
from scoring.report.again import worth_trying
from scoring.report.view import Report
from screens.choice import ChoiceDialog
from screens.closer import CloserScreen
from screens.debrief_parts import marked, parts
from screens.dialogue import Dialogue
from screens.exporting import FORMS
from screens.sitting import Sitting
from screens.transcript import Transcript
from screens.wishes import CompareWanted, ExportWanted, TryAgain
from simulator.session import Session


class TranscriptScreen(Screen[None]):
    """The whole session to read again, with the feedback on each turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,t", "dismiss", "Debrief", id="transcript.back", tooltip="Close the transcript."),
        Binding(
            "f4",
            "feedback",
            "Feedback on/off",
            id="transcript.feedback",
            tooltip="Show or hide the feedback on each turn.",
        ),
    ]
    CSS_PATH: ClassVar[list[str | PurePath]] = ["transcript.tcss", "debrief.tcss"]
    HELP: ClassVar[str] = (
        "Everything that was said, with the feedback on each turn. Scroll with the arrow keys and Page Up, Page Down."
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._dialogue = Dialogue("full")

    def compose(self) -> ComposeResult:
        """The transcript alone."""
        yield Static(f"Transcript · {words.who(self.session.scenario)}", id="title", markup=False)
        yield Transcript(is_windowed=False, id="transcript")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the beginning."""
        transcript = self.query_one(Transcript)
        transcript.paint(self._dialogue.blocks(self.session))
        transcript.anchor(False)
        transcript.focus()

    def action_feedback(self) -> None:
        """Show or hide the feedback."""
        self._dialogue.restyle("full" if self._dialogue.style == "hidden" else "hidden")
        self.query_one(Transcript).paint(self._dialogue.blocks(self.session))


class DebriefScreen(Screen[None]):
    """Explains a session; leads home."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "app.focus_next",
            "Next part",
            id="debrief.next",
            show=False,
            tooltip="Move to the next part; Shift+Tab to the one before.",
        ),
        Binding(
            "enter",
            "open_or_close",
            "Open",
            id="debrief.toggle",
            priority=True,
            tooltip="Open the part, or close it.",
        ),
        Binding("a", "all", "All", id="debrief.all", show=False, tooltip="Open every part, or close them all."),
        Binding("t", "transcript", "Transcript", id="debrief.transcript", tooltip="Read the whole session again."),
        Binding(
            "f6,l",
            "closer",
            "Details",
            id="debrief.closer",
            tooltip="Look closer at each turn: all feedback beside your words; disagree, or try again from there.",
        ),
        Binding("1", "again(1)", "Try the first again", id="debrief.first", show=False, tooltip="Try it again."),
        Binding("2", "again(2)", "Try the second again", id="debrief.second", show=False, tooltip="Try it again."),
        Binding("c", "compare", "Compare", id="debrief.compare", tooltip="See your tries side by side."),
        Binding("e", "export", "Export", id="debrief.export", tooltip="Write the report to a file."),
        Binding("escape,h", "home", "Home", id="debrief.home", tooltip="Go back to the list of patients."),
        Binding("up", "scroll(-1)", "Up", id="debrief.line_up", show=False, tooltip="Scroll up by a line."),
        Binding("down", "scroll(1)", "Down", id="debrief.line_down", show=False, tooltip="Scroll down by a line."),
        Binding("pageup", "page(-1)", "Page up", id="debrief.up", show=False, tooltip="Scroll up by a page."),
        Binding(
            "pagedown,space", "page(1)", "Page down", id="debrief.down", show=False, tooltip="Scroll down by a page."
        ),
    ]
    CSS_PATH = "debrief.tcss"
    HELP: ClassVar[str] = (
        "How the session went. Move from part to part with Tab and press Enter to open one and see what it rests on: "
        "the turn, your words, the rule, and its effect on this patient."
    )

    @dataclass
    class Closed(Message):
        """The trainee has read enough."""

    def __init__(self, session: Session, report: Report, sitting: Sitting | None = None) -> None:
        """`sitting`: where marks are kept and from where moments are tried again; `None`: one can only read."""
        super().__init__()
        self.session = session
        self.report = report
        self.sitting = sitting
        self.moments = worth_trying(report)

    def compose(self) -> ComposeResult:
        """One part beneath the other."""
        report = self.report
        yield Static(f"Debrief · {report.patient}: {report.title}", id="title", markup=False)
        with VerticalScroll(id="parts", can_focus=False):
            yield Static(report.ending, id="ending", markup=False)
            # The scores at a glance: with long strengths open below, their own parts may lie beyond a small screen.
            glance = " · ".join(f"{score.label} {score.words}" for score in report.scores)
            yield Static(glance, id="glance", markup=False)
            for name, text in (
                ("second", report.again),
                ("unclear", report.unclear_words),
                ("care", report.care),
                ("caution", report.caution),
            ):
                if text:
                    yield Static(text, id=name, markup=False)
            is_kept = self.sitting is not None and self.sitting.is_kept
            yield from parts(report, self.moments if is_kept else (), marked(self.session))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the first part."""
        self.query(CollapsibleTitle).first().focus(scroll_visible=False)

    def action_transcript(self) -> None:
        """Read the session again."""
        self.app.push_screen(TranscriptScreen(self.session))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with this session."""
        is_kept = self.sitting is not None and self.sitting.is_kept
        match action:
            case "again":
                return is_kept and int(str(parameters[0])) <= len(self.moments)
            case "compare" | "export":
                return is_kept
            case "closer":
                return bool(self.session.turns)
        return True

    def action_closer(self) -> None:
        """Look closer at the turns, first at one worth trying again."""
        turn = self.moments[0].turn if self.moments else 1
        self.app.push_screen(CloserScreen(self.session, turn, self.sitting), lambda _: self._show_marks())

    def action_again(self, which: int) -> None:
        """Try one of the moments again."""
        if self.sitting is not None:
            self.post_message(TryAgain(self.sitting.id, self.moments[which - 1].turn))

    def action_compare(self) -> None:
        """See the tries side by side."""
        if self.sitting is not None:
            self.post_message(CompareWanted(self.sitting.id))

    def action_export(self) -> None:
        """Ask in which form, then write the report."""
        self.app.push_screen(ChoiceDialog("Write the report to a file. In which form?", FORMS), self._export)

    def _export(self, form: str | None) -> None:
        if form is not None and self.sitting is not None:
            self.post_message(ExportWanted(self.sitting.id, form))

    def _show_marks(self) -> None:
        """What was marked while looking closer."""
        if self.sitting is not None:
            self.session = self.sitting.session
            self.query_one("#marked", Static).update(marked(self.session))

    def action_all(self) -> None:
        """Open every part, or close them all where all are open."""
        parts = list(self.query(Collapsible))
        closing = all(not part.collapsed for part in parts)
        for part in parts:
            part.collapsed = closing
        # Each part scrolls itself into view after the next refresh; the place where one read is better kept.
        place = self.query_one("#parts").scroll_offset.y
        self.call_after_refresh(self.call_after_refresh, self._return_to, place)

    def _return_to(self, line: float) -> None:
        self.query_one("#parts").scroll_to(y=line, animate=False)

    def action_open_or_close(self) -> None:
        """Open or close the part in focus."""
        part = self.focused.parent if self.focused is not None else None
        if isinstance(part, Collapsible):
            part.collapsed = not part.collapsed

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one("#parts", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll by pages."""
        self.action_scroll(direction * max(1, self.query_one("#parts").size.height - 1))

    def action_home(self) -> None:
        """Go home."""
        self.post_message(self.Closed())
