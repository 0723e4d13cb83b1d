"""Debrief: how it ended, what the scores are and rest on, and what would have helped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Collapsible, Footer, Static

from scoring.scores import CAUTION, Scores
from screens.dialogue import blocks
from screens.judgement import SILENCE, Backing, Debriefing, Help, Judged, Serious, debriefing
from screens.transcript import Transcript
from screens.words import who
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

    def compose(self) -> ComposeResult:
        """The transcript alone."""
        yield Static(f"Transcript · {who(self.session.scenario)}", id="title", markup=False)
        yield Transcript(id="transcript")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the beginning."""
        transcript = self.query_one(Transcript)
        transcript.paint(blocks(self.session))
        transcript.anchor(False)
        transcript.focus()

    def action_feedback(self) -> None:
        """Show or hide the feedback."""
        transcript = self.query_one(Transcript)
        transcript.show_feedback(shown=transcript.has_class("-without-feedback"))


class DebriefScreen(Screen[None]):
    """Explains a session; leads home."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "app.focus_next",
            "Next part",
            id="debrief.next",
            tooltip="Move to the next part; Shift+Tab to the one before.",
        ),
        Binding(
            "enter",
            "open_or_close",
            "Open/close",
            id="debrief.toggle",
            priority=True,
            tooltip="Open the part, or close it.",
        ),
        Binding("a", "all", "All", id="debrief.all", tooltip="Open every part, or close them all."),
        Binding("t", "transcript", "Transcript", id="debrief.transcript", tooltip="Read the whole session again."),
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

    def __init__(self, session: Session, scores: Scores) -> None:
        super().__init__()
        self.session = session
        self.debriefing = debriefing(session, scores)

    def compose(self) -> ComposeResult:
        """One part beneath the other."""
        view = self.debriefing
        yield Static(f"Debrief · {view.heading}", id="title", markup=False)
        with VerticalScroll(id="parts", can_focus=False):
            yield Static(view.ending, id="ending", markup=False)
            if view.care:
                yield Static(view.care, id="care", markup=False)
            yield Static(CAUTION, id="caution", markup=False)
            yield from _serious_part(view.serious)
            for judged in view.scores:
                yield _part(judged.title, _judged_lines(judged), id=judged.name)
            yield from _rest(view)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the overall score."""
        self.query_one("#overall CollapsibleTitle").focus(scroll_visible=False)

    def action_transcript(self) -> None:
        """Read the session again."""
        self.app.push_screen(TranscriptScreen(self.session))

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


def _part(title: str, lines: Iterable[Content], *, id: str, collapsed: bool = True) -> Collapsible:  # noqa: A002
    contents: list[Widget] = [Static(line, classes="line") for line in lines]
    return Collapsible(*contents, title=title, collapsed=collapsed, id=id)


def _serious_part(serious: tuple[Serious, ...]) -> Iterable[Widget]:
    if serious:
        yield _part("! Serious", map(_serious_line, serious), id="serious", collapsed=False)


def _rest(view: Debriefing) -> Iterable[Widget]:
    if view.notes:
        yield _part("About this patient", [Content(view.notes)], id="notes")
    if view.helps:
        yield _part("What would have helped", map(_help_line, view.helps), id="helps")
    if view.tests:
        yield _part("What the patient was testing", map(Content, view.tests), id="tests")
    if view.counts:
        counts = [Content("How often each was heard. A count is never a verdict."), Content(" · ".join(view.counts))]
        yield _part("Counts", counts, id="counts")


def _judged_lines(judged: Judged) -> Iterable[Content]:
    yield Content(judged.about)
    yield from map(_backing_line, judged.evidence)


def _backing_line(backing: Backing) -> Content:
    """Turn and value, the words, the effect, the rule."""
    return Content.assemble(
        (backing.heading, "bold"),
        f" {backing.quote}" if backing.quote else "",
        f"\n{backing.effect}",
        (f"\nRule: {backing.rule}", "dim"),
    )


def _serious_line(serious: Serious) -> Content:
    return Content.assemble(
        (serious.heading, "bold"), f"\n{serious.text}", f"\n“{serious.quote}”" if serious.quote else ""
    )


def _help_line(help_: Help) -> Content:
    lines = [
        Content.assemble(
            (f"Turn {help_.turn} {help_.fit}", "bold"), f" “{help_.reply}”" if help_.reply != SILENCE else f" {SILENCE}"
        )
    ]
    if help_.called_for:
        lines.append(Content(help_.called_for))
    if help_.alternative:
        lines.append(Content.assemble(("Compare: ", "bold"), help_.alternative))
    return Content("\n").join(lines)
