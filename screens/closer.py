"""A closer look at one turn: one's own words beside an alternative, all of the feedback, and what can be done about it.

Here a reading is disputed, and from here a moment is tried again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Static

from scoring.feedback import heard_places, turn_feedback
from scoring.marks import NO_EFFECT
from scoring.words import SILENCE, who
from screens.asking import WordsDialog
from screens.choice import ChoiceDialog
from screens.dialogue import Block, feedback_notes
from screens.disputes import MISSED, TAKE_BACK, dispute_answers, disputed, missed_answers, withdrawn
from screens.sitting import DeskError, Sitting
from screens.transcript import block_content, underlined
from screens.wishes import CompareWanted, TryAgain
from simulator.marks import Mark
from simulator.session import Session, Turn

LATER = "Feedback on this turn is kept for the end of the session."
NOTHING_BETTER = "This reply met what was needed; there is nothing to set beside it."


class CloserScreen(Screen[None]):
    """Shows one turn at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f6", "dismiss", "Back", id="closer.back", tooltip="Back to where you were."),
        Binding("left", "go(-1)", "Before", id="closer.before", priority=True, tooltip="Look at the turn before."),
        Binding("right", "go(1)", "After", id="closer.after", priority=True, tooltip="Look at the turn after."),
        Binding(
            "r",
            "again",
            "Try again",
            id="closer.again",
            tooltip="Take this turn again in a second try. The session you come from stays as it is.",
        ),
        Binding("c", "compare", "Compare", id="closer.compare", tooltip="See your tries of this session side by side."),
        Binding(
            "d",
            "dispute",
            "Disagree",
            id="closer.dispute",
            tooltip="Say that something was heard wrongly, or was not heard; or take that back. No score changes.",
        ),
    ]
    CSS_PATH = "closer.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "One turn of the session. The words in which something was heard are underlined. "
        "Go from turn to turn with ← and →, scroll with ↑ and ↓."
    )

    @dataclass
    class Marked(Message):
        """A mark was kept, or could not be, for this reason."""

        trouble: str = ""

    def __init__(self, session: Session, n: int, sitting: Sitting | None = None, *, feedback: bool = True) -> None:
        """`n`: the turn to begin with. `sitting`: where marks are kept; `None`: one can only look.

        `feedback`: whether it may be seen yet.
        """
        super().__init__()
        self._session = session
        self.sitting = sitting
        self.n = max(1, min(n, len(session.turns)))
        self.is_feedback_shown = feedback

    @property
    def session(self) -> Session:
        """The session as it stands, with every mark."""
        return self._session if self.sitting is None else self.sitting.session

    @property
    def turn(self) -> Turn:
        """The turn that is looked at."""
        return self.session.turns[self.n - 1]

    def compose(self) -> ComposeResult:
        """The moment, the reply beside an alternative, the feedback, the answer."""
        yield Static("", id="title", markup=False)
        with VerticalScroll(id="turn"):
            yield Static("", id="before")
            with Horizontal(id="beside"):
                yield Static("", id="own")
                yield Static("", id="other")
            yield Static("", id="notes")
            yield Static("", id="answer")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the turn that was asked for."""
        self.query_one("#turn").focus()
        self._paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with this turn."""
        match action:
            case "go":
                return 1 <= self.n + int(str(parameters[0])) <= len(self.session.turns) or None
            case "dispute":
                return self.sitting is not None and self.is_feedback_shown
            case "again" | "compare":
                return self.sitting is not None and self._is_open(self.sitting)
        return True

    def action_go(self, step: int) -> None:
        """Look at another turn."""
        self.n += step
        self._paint()
        self.query_one("#turn").scroll_home(animate=False)

    def action_again(self) -> None:
        """Take this turn again."""
        if self.sitting is not None:
            self.post_message(TryAgain(self.sitting.id, self.n))

    def action_compare(self) -> None:
        """See the tries side by side."""
        if self.sitting is not None:
            self.post_message(CompareWanted(self.sitting.id, self.n))

    def action_dispute(self) -> None:
        """Ask what was heard wrongly."""
        question = f"Turn {self.n}: what do you disagree with?"
        self.app.push_screen(ChoiceDialog(question, dispute_answers(self.session, self.turn), NO_EFFECT), self._chosen)

    def on_closer_screen_marked(self, event: Marked) -> None:
        """Show what was marked, or why it was not kept."""
        if event.trouble:
            self.notify(event.trouble, title="Not kept", severity="error", timeout=15, markup=False)
        self._paint()

    # Between

    def _chosen(self, answer: str | None) -> None:
        if answer == MISSED:
            question = "What does your reply do that was not heard?"
            hint = "A letter goes to the next one that begins with it."
            self.app.push_screen(ChoiceDialog(question, missed_answers(self.turn), hint), self._ask_reason)
        elif answer is not None and answer.startswith(TAKE_BACK):
            self._keep(withdrawn(self.turn, answer))
        else:
            self._ask_reason(answer)

    def _ask_reason(self, answer: str | None) -> None:
        if answer is None:
            return

        def reasoned(reason: str | None) -> None:
            if reason is not None:
                self._keep(disputed(self.turn, answer, reason))

        self.app.push_screen(WordsDialog("Why? A sentence is enough.", NO_EFFECT), reasoned)

    def _keep(self, mark: Mark) -> None:
        self.run_worker(lambda: self._mark(mark), thread=True, group="mark")

    def _mark(self, mark: Mark) -> None:
        if self.sitting is None:
            return
        try:
            self.sitting.mark(mark)
        except DeskError as error:
            self.post_message(self.Marked(str(error)))
        else:
            self.post_message(self.Marked())

    def _is_open(self, sitting: Sitting) -> bool:
        """Whether moments may be tried again: not of a trial, nor of an assessed session that goes on."""
        return sitting.is_kept and (sitting.mode.is_open or self.session.ending is not None)

    def _paint(self) -> None:
        session, turn = self.session, self.turn
        name = session.scenario.persona.name
        self.query_one("#title", Static).update(
            Content(f"Turn {turn.n} of {len(session.turns)} · {who(session.scenario)}: {session.scenario.title}")
        )
        self.query_one("#before", Static).update(Content.assemble((f"{name}: ", "bold"), turn.patient))
        self.query_one("#own", Static).update(self._own(turn))
        other = self.query_one("#other", Static)
        other.display = self.is_feedback_shown
        if self.is_feedback_shown:
            words = turn_feedback(session, turn).alternative or NOTHING_BETTER
            other.update(Content.assemble(("To compare", "bold"), "\n", words))
        notes = self._notes(session, turn) if self.is_feedback_shown else [Content.styled(LATER, "italic")]
        self.query_one("#notes", Static).update(Content("\n").join(notes))
        lines = [
            Block("speech", turn.n, name, line.text)
            if line.kind == "speech"
            else Block(line.kind, turn.n, "", line.text)
            for line in turn.move.lines
        ]
        self.query_one("#answer", Static).update(Content("\n").join(map(block_content, lines)))
        self.refresh_bindings()

    def _own(self, turn: Turn) -> Content:
        places = heard_places(turn) if self.is_feedback_shown else ()
        words = underlined(Block("you", turn.n, "You", turn.reply, underlined=places)) if turn.reply else SILENCE
        return Content.assemble(("Your words", "bold"), "\n", words)

    def _notes(self, session: Session, turn: Turn) -> Iterator[Content]:
        for note in feedback_notes(session, turn):
            if note.label != "Compare":
                yield Content.assemble((f"{note.label}: ", "bold"), note.text)
