"""The app with one trial in it: no home, no store, nothing kept."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from commands.errors import InputError
from screens.debrief import DebriefScreen
from screens.desk import Desk
from screens.sitting import DeskError
from screens.trial import TrialScreen
from screens.trying import Trial, TrialSitting
from tui import AttuneApp


class TrialApp(AttuneApp):
    """Trial → debrief → trial."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q",
            "quit",
            "Quit",
            id="app.quit",
            show=False,
            priority=True,
            tooltip="Leave Attune at once. Nothing of a trial is kept.",
        ),
    ]

    def __init__(self, sitting: TrialSitting, *, desk: Desk | None = None, feedback: bool, trace: bool) -> None:
        super().__init__(desk)
        self.sitting = sitting
        self.is_feedback_shown = feedback
        self.is_trace_shown = trace

    def open_first(self) -> None:
        """The trial at once: its author knows whom they meet."""
        self.push_screen(TrialScreen(self.sitting, feedback=self.is_feedback_shown, trace=self.is_trace_shown))

    def open_debrief(self, screen: DebriefScreen) -> None:
        """Over the trial, so that its author can go back from there."""
        self.push_screen(screen)

    def close_debrief(self) -> None:
        """Back to the trial."""
        self.pop_screen()

    def on_trial_screen_stopped(self) -> None:
        """Leave."""
        self.exit()


def run_trial(trial: Trial, *, feedback: bool, trace: bool) -> None:
    """Open the app at a trial. Raises `InputError` where replies cannot be read."""
    from scoring.rubric import version  # noqa: PLC0415  the rubric's tables are read only where something is scored

    desk = Desk()
    try:
        sitting = TrialSitting(trial, desk.coder, version())
    except DeskError as error:
        raise InputError(str(error)) from error
    TrialApp(sitting, desk=desk, feedback=feedback, trace=trace).run()
