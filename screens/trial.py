"""Trying a scenario out while it is written: the conversation, with what stands behind it at its side.

The file is looked at twice a second. When it has changed and is sound, the replies so far are played again on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Footer, Static

from authoring.appending import AppendError
from authoring.keeping import Form, suggested_name
from authoring.trace import traces
from screens.choice import Answer, ChoiceDialog
from screens.composer import Composer, TrialComposer
from screens.composing import Phase
from screens.conversation import END, STAY, ConversationScreen
from screens.keeping import ExampleDialog, NamedExample
from screens.trace import TracePanel
from screens.transcript import Transcript
from screens.trying import Reload, Stamp, TrialSitting

LOOK_SECONDS = 0.5
"""How often the file is looked at."""
STOP = "stop"
WAYS_OUT = (
    Answer(STAY, "Stay", "Go on with the trial."),
    Answer(END, "See the debrief", "As a trainee would see it. You can come back from there."),
    Answer(STOP, "Stop", "Nothing of a trial is kept."),
)


class TrialScreen(ConversationScreen):
    """One trial of one scenario."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(  # as in any conversation, but not in the footer: that has to hold more here
            "f4,ctrl+f",
            "feedback",
            "Feedback",
            id="talk.feedback",
            show=False,
            tooltip="Show or hide the feedback that a trainee would see on each turn.",
        ),
        Binding(
            "f6,ctrl+o",
            "closer",
            "Details",
            id="talk.closer",
            show=False,
            priority=True,
            tooltip="All feedback on a turn, as a trainee would see it.",
        ),
        Binding(
            "f7,ctrl+g",
            "hint",
            "Hint",
            id="talk.hint",
            show=False,
            priority=True,
            tooltip="The hint that a trainee would get here.",
        ),
        Binding("escape", "leave", "Leave", id="talk.leave", tooltip="See the debrief, or stop. Asks first."),
        Binding(
            "f3,ctrl+r", "trace", "Trace", id="trial.trace", tooltip="Show or hide what stands behind each answer."
        ),
        Binding("f5,ctrl+b", "back", "Back", id="trial.back", tooltip="Take the last turn back, as often as you like."),
        Binding(
            "f8,ctrl+s",
            "keep_example",
            "Keep",
            id="trial.keep",
            tooltip="Write this play into the file, with what came out, as an example for `attune test`.",
        ),
    ]
    CSS_PATH: ClassVar[list[str | PurePath]] = ["conversation.tcss", "transcript.tcss", "trial.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "Try your patient out. Type a reply, or code names as in an example (simple_reflection, open_question). "
        "The panel says what was heard, which entry answered and why those before it did not; Tab goes there, and the "
        "arrow keys scroll it. Save the file in your editor and the replies so far are played again. Nothing is kept."
    )

    @dataclass
    class Stopped(Message):
        """The author has tried enough."""

    @dataclass
    class Reloaded(Message):
        """The file was read again."""

        outcome: Reload

    @dataclass
    class ExampleKept(Message):
        """The play stands in the file as an example, or could not be written, for this reason."""

        name: str
        trouble: str = ""

    def __init__(self, sitting: TrialSitting, *, feedback: bool, trace: bool) -> None:
        super().__init__(sitting, feedback=feedback)
        self.trial_sitting = sitting
        self.is_trace_shown = trace
        self._fault = ""
        self._is_writing = False
        self.seen: Stamp | None = sitting.stamp
        """The file as it was when it was looked at last."""
        self._put_back = ""

    def compose(self) -> ComposeResult:
        """The conversation beside its trace, or above it."""
        yield Static("", id="who", markup=False)
        yield Static("", id="file", markup=False)
        warnings = self.sitting.session.scenario.about.warnings
        if warnings:
            yield Static(f"! Content warning: {', '.join(warnings)}", id="warnings", markup=False)
        with Horizontal(id="sides"):
            with Vertical(id="talk"):
                yield Transcript(id="transcript")
                yield Static("", id="status", markup=False)
                with Horizontal(id="desk"):
                    yield TrialComposer(self.composing.name, id="composer")
                    with Vertical(id="deeds"):
                        yield Button("Send", id="send", compact=True)
                        yield Button("Wait", id="wait", compact=True)
                yield Button("See the debrief", id="debrief", variant="primary", compact=True)
            yield TracePanel(id="trace")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin to look at the file."""
        self._show_trace()
        self.set_interval(LOOK_SECONDS, self._look)

    # What the author does

    def action_trace(self) -> None:
        """Show or hide the trace."""
        self.is_trace_shown = not self.is_trace_shown
        self._show_trace()

    def action_back(self) -> None:
        """Take the last turn back; its words return to an empty composer."""
        if self.composing.is_busy:
            return
        words = self.trial_sitting.last_reply
        if not self.trial_sitting.back():
            self.notify("This is where the trial began.", title="Nothing to take back", markup=False)
            return
        self._seen = len(self.sitting.session.turns)
        composer = self.query_one(Composer)
        if composer.text in {"", self._put_back}:
            composer.text = self._put_back = words
            composer.move_cursor(composer.document.end)
        self._enter("open")
        composer.focus()

    def action_keep_example(self) -> None:
        """Ask for a name, then write this play into the file."""
        if self.composing.is_busy:
            return
        session = self.sitting.session
        if not session.turns or self.trial_sitting.trial.is_shipped:
            self._keep(NamedExample("-", "words"))  # it says why this cannot be kept
            return
        self.app.push_screen(ExampleDialog(session, suggested_name(session)), self._keep)

    def action_leave(self) -> None:
        """Ask where to; there is nothing to keep for later."""
        self.app.push_screen(ChoiceDialog("Leave the trial?", WAYS_OUT), self._leave)

    def action_page(self, direction: int) -> None:
        """Scroll what is in focus: the trace, or else the transcript."""
        panel = self.query_one(TracePanel)
        if panel.has_focus:
            panel.page(direction)
        else:
            super().action_page(direction)

    # What comes back

    def on_trial_screen_reloaded(self, event: Reloaded) -> None:
        """Say what became of the replies; what was said of an earlier version holds no more."""
        self.app.clear_notifications()
        name = self.trial_sitting.trial.path.name
        outcome = event.outcome
        self._fault = outcome.notice if outcome.is_faulty else ""
        if outcome.is_faulty:
            self.notify(
                f"{outcome.notice}\nThe version before is still being played.",
                title=f"{name} cannot be used as it is",
                severity="error",
                timeout=15,
                markup=False,
            )
            self._show_who()
            return
        self.notify(outcome.notice, title=f"{name} was read again", markup=False)
        self._show_again()

    def on_trial_screen_example_kept(self, event: ExampleKept) -> None:
        """Say that it stands in the file, or why it does not."""
        self._is_writing = False
        self.app.clear_notifications()
        if event.trouble:
            self.notify(event.trouble, title="Not kept", severity="warning", timeout=15, markup=False)
            return
        file = self.trial_sitting.trial.path.name
        name = " ".join(event.name.split())
        self.notify(f"“{name}” stands in {file}. `attune test {file}` runs it.", title="Kept", markup=False)
        self.seen = self.trial_sitting.stamp
        self._show_again()

    # In the thread

    def _look(self) -> None:
        """Read the file again once it has stopped changing."""
        if self._is_writing:
            return
        stamp, before = self.trial_sitting.look(), self.seen
        self.seen = stamp
        if stamp is not None and stamp == before and stamp != self.trial_sitting.stamp and not self.composing.is_busy:
            self.run_worker(lambda: self._reload(stamp), thread=True, exclusive=True, group="file")

    def _reload(self, stamp: Stamp) -> None:
        outcome = self.trial_sitting.reload(stamp)
        if outcome is not None:
            self.post_message(self.Reloaded(outcome))

    def _keep(self, named: NamedExample | None) -> None:
        if named is not None:
            self._is_writing = True  # what is written here is no change to be told of
            self.run_worker(lambda: self._write(named.name, named.form), thread=True, group="example")

    def _write(self, name: str, form: Form) -> None:
        try:
            self.trial_sitting.keep_as_example(name, form)
        except AppendError as error:
            self.post_message(self.ExampleKept(name, str(error)))
        else:
            self.post_message(self.ExampleKept(name))

    # Between

    def _leave(self, way: str | None) -> None:
        if way == STOP:
            self.post_message(self.Stopped())
        elif way == END:
            self.post_message(self.Finished(self.sitting))

    def _show_again(self) -> None:
        """Paint the session as it stands after it was put in place of another; a reply under way stays under way."""
        if self.composing.is_busy:
            self._enter(self.composing.phase)
            return
        self._seen = len(self.sitting.session.turns)
        self._enter("ended" if self.sitting.session.ending is not None else "open")

    def _enter(self, phase: Phase) -> None:
        """As in any conversation, and the trace."""
        super()._enter(phase)
        self.query_one(TracePanel).paint(traces(self.sitting.session))

    def _show_trace(self) -> None:
        self.query_one(TracePanel).display = self.is_trace_shown
        self.set_class(self.is_trace_shown, "-traced")

    def _show_who(self) -> None:
        super()._show_who()
        trial, place = self.trial_sitting.trial, self.sitting.session.place
        parts = [f"Trying {trial.path.name}"]
        if self._fault:
            parts = [f"! {trial.path.name}, {self._fault}"]
        elif place is not None:
            levels = [f"{name} {level}" for name, level in place.levels.items()]
            parts.append(", ".join([f"from {place.beat}" if place.beat else "from the start", *levels]))
        parts.append(f"now in {self.sitting.session.state.beat}")
        parts.append("nothing is kept")
        self.query_one("#file", Static).update(Content(" · ".join(parts)))
        self.query_one("#file").set_class(bool(self._fault), "-faulty")
