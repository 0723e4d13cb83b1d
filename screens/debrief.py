"""Debrief: how it ended, what met the need, what to try differently, and what the scores are and rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Collapsible, Footer, Static
from textual.widgets.collapsible import CollapsibleTitle

from scoring import words
from scoring.report.view import Finding, Report, ScoreView, SeriousView
from screens.dialogue import blocks
from screens.transcript import Transcript
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
        yield Static(f"Transcript · {words.who(self.session.scenario)}", id="title", markup=False)
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

    def __init__(self, session: Session, report: Report) -> None:
        super().__init__()
        self.session = session
        self.report = report

    def compose(self) -> ComposeResult:
        """One part beneath the other."""
        report = self.report
        yield Static(f"Debrief · {report.patient}: {report.title}", id="title", markup=False)
        with VerticalScroll(id="parts", can_focus=False):
            yield Static(report.ending, id="ending", markup=False)
            # The scores at a glance: with long strengths open below, their own parts may lie beyond a small screen.
            glance = " · ".join(f"{score.label} {score.words}" for score in report.scores)
            yield Static(glance, id="glance", markup=False)
            for name, text in (("unclear", report.unclear_words), ("care", report.care), ("caution", report.caution)):
                if text:
                    yield Static(text, id=name, markup=False)
            yield from _parts(report)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the first part."""
        self.query(CollapsibleTitle).first().focus(scroll_visible=False)

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


def _parts(report: Report) -> Iterator[Collapsible]:
    """What went well and what weighs most stand open; everything else is opened by choice."""
    if report.strengths:
        head = words.strengths_head(report.patient)
        yield _part(head, map(_finding, report.strengths), id="strengths", collapsed=False)
    if report.chances:
        yield _part(words.CHANCES, map(_finding, report.chances), id="chances")
    if report.serious:
        yield _part(f"! {words.SERIOUS}", map(_serious, report.serious), id="serious", collapsed=False)
    for score in report.scores:
        yield _part(f"{score.label}: {score.words}", _score_lines(score), id=score.name)
    if report.tests:
        yield _part(words.TESTS, map(Content, report.tests), id="tests")
    if report.counts:
        counts = " · ".join(f"{count.label} {count.number}" for count in report.counts)
        yield _part(words.COUNTS, [Content(words.ABOUT_COUNTS), Content(counts)], id="counts")
    if report.notes:
        yield _part(words.NOTES, [Content(report.notes)], id="notes")


def _part(title: str, lines: Iterable[Content], *, id: str, collapsed: bool = True) -> Collapsible:  # noqa: A002
    contents: list[Widget] = [Static(line, classes="line") for line in lines]
    plain: Any = Content(title)  # declared to be a `str`, which would be read as markup
    return Collapsible(*contents, title=plain, collapsed=collapsed, id=id)


def _score_lines(score: ScoreView) -> Iterator[Content]:
    yield Content(score.about)
    yield from map(_finding, (*score.strengths, *score.others))


def _finding(finding: Finding) -> Content:
    head = f"{finding.where} {finding.mark}"
    return _judgement(head, finding.quote, finding.effect, finding)


def _serious(serious: SeriousView) -> Content:
    head = f"{serious.where} {'!' if serious.is_cap else '?'}"
    return _judgement(head, serious.quote, f"{serious.text} {serious.consequence}", serious)


def _judgement(head: str, quote: str, effect: str, rested_on: Finding | SeriousView) -> Content:
    """Where, the words, the rule, the effect, and what to compare: the order of feedback, in every form of it."""
    lines = [
        Content.assemble((head, "bold"), f" {quote}" if quote else ""),
        Content.styled(f"Rule: {rested_on.rule} ({rested_on.rule_id})", "dim"),
        Content(effect),
    ]
    if rested_on.alternative:
        lines.append(Content.assemble(("Compare: ", "bold"), rested_on.alternative))
    return Content("\n").join(lines)
