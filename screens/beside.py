"""What can be done beside the conversation: look closer at a turn, take a hint, rate one's own reply before feedback.

A part of the conversation screen; what it does is kept as marks and never moves the patient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from scoring.hints import hint
from screens.asking import WordsDialog
from screens.choice import ChoiceDialog
from screens.closer import CloserScreen
from screens.reading import TextDialog
from screens.reflecting import MIDDLE, WHY, rating_answers, rating_question
from screens.turn_work import MarkKept
from simulator.marks import Hinted, Mark, SelfRated

if TYPE_CHECKING:
    from screens.sitting import Sitting
    from screens.turn_work import TurnWork

HINT_NOTE = "A hint costs nothing. That you took it is kept with the session."


class Beside(Screen[Any]):
    """The keys and dialogs beside a conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(  # before the composer, which would select a line with F6
            "f6,ctrl+o",
            "closer",
            "Details",
            id="talk.closer",
            priority=True,
            tooltip="All feedback on a turn beside your words; disagree with it, or try the moment again.",
        ),
        Binding(
            "f7,ctrl+g",
            "hint",
            "Hint",
            id="talk.hint",
            priority=True,
            tooltip="What this moment calls for, in general words. It costs nothing, and is kept with the session.",
        ),
        Binding(
            "f9",
            "reflect",
            "Rate first",
            id="talk.reflect",
            show=False,
            tooltip="Rate your own replies before you see anything of them, or no longer.",
        ),
    ]

    sitting: Sitting
    work: TurnWork
    is_feedback_shown: bool
    is_reflecting: bool

    def repaint(self) -> None:
        """Show the session as it stands."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No hint after the end; neither hint nor closer look while an assessed session goes on."""
        del parameters
        session, is_open = self.sitting.session, self.sitting.mode.is_open
        if action == "hint":
            return is_open and session.ending is None
        if action == "closer":
            return is_open or session.ending is not None
        return True

    def action_closer(self) -> None:
        """Look closer at the last turn."""
        session = self.sitting.session
        if not session.turns:
            self.notify("There is no turn to look at yet.", title="Details", markup=False)
            return
        is_shown = self.is_feedback_shown or session.ending is not None
        closer = CloserScreen(session, len(session.turns), self.sitting, feedback=is_shown)
        self.app.push_screen(closer, lambda _: self.repaint())

    def action_hint(self) -> None:
        """Keep that a hint is taken, then show it."""
        session = self.sitting.session
        found = hint(session)
        if found is None:
            return
        mark = Hinted(session.next_turn)
        if mark in session.marks:
            self._show_hint()
        else:
            self.keep_mark(mark)

    def action_reflect(self) -> None:
        """Rate one's own replies first, or no longer."""
        self.is_reflecting = not self.is_reflecting
        said = "You will be asked" if self.is_reflecting else "You will not be asked any more"
        self.notify(f"{said} to rate each reply before you see anything of it.", title="Rate first", markup=False)

    def ask_rating(self, then: Callable[[], None]) -> None:
        """Ask how the last reply met the need, and why; go on whatever is answered."""
        question, about = rating_question(self.sitting.session)
        n = len(self.sitting.session.turns)

        def rated(fit: str | None) -> None:
            if fit is None:
                then()
                return

            def noted(note: str | None) -> None:
                self.keep_mark(SelfRated(n, int(fit), note or ""))
                then()

            self.app.push_screen(WordsDialog(WHY, is_needed=False), noted)

        self.app.push_screen(ChoiceDialog(question, rating_answers(), about, first=MIDDLE), rated)

    def complain(self, title: str, reason: str) -> None:
        """Say what failed."""
        self.notify(reason, title=title, severity="error", timeout=15, markup=False)

    @on(MarkKept)
    def _show_mark(self, event: MarkKept) -> None:
        if event.trouble:
            self.complain("Not kept", event.trouble)
        elif isinstance(event.mark, Hinted):
            self._show_hint()
        else:
            self.repaint()

    def _show_hint(self) -> None:
        found = hint(self.sitting.session)
        if found is not None:
            kinds = [f"• {kind}" for kind in found.kinds]
            head = ["Kinds of reply that would help:\n" + "\n".join(kinds)] if kinds else []
            title = f"Hint for turn {self.sitting.session.next_turn}"
            self.app.push_screen(TextDialog(title, f"{found.needs} {found.meaning}", *head, HINT_NOTE))

    def keep_mark(self, mark: Mark) -> None:
        """Put a mark on disk."""
        self.run_worker(lambda: self.work.mark(mark), thread=True, group="mark")
