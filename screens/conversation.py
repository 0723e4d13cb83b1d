"""The conversation: what was said, and the composer to answer with.

Words travel in one direction: composer → disk → coder → patient → transcript. Disk, coder and patient work in a
thread of their own, so typing never stops; they report back in messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Static, TextArea

from scoring.words import MODES, STOP_ANY_TIME, who
from screens.choice import Answer, ChoiceDialog
from screens.composer import Composer
from screens.composing import Composing, Phase, remainder
from screens.dialogue import blocks
from screens.sitting import DeskError, Sitting
from screens.transcript import Transcript
from simulator.practice import ReplyRefused
from simulator.session import Session

DRAFT_SECONDS = 0.5
"""How long typed words may stand on the screen only."""

STAY, KEEP, END = "stay", "keep", "end"
WAYS_OUT = (
    Answer(STAY, "Stay", "Go on with the session."),
    Answer(KEEP, "Keep for later", "Everything is kept, your draft too. Resume from the list."),
    Answer(END, "End and see the debrief", "The session ends here. There is no penalty."),
)


class ConversationScreen(Screen[None]):
    """One sitting with one patient."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+t,f2",
            "wait",
            "Wait",
            id="talk.wait",
            tooltip="Stay silent on purpose for a turn. What you typed stays.",
        ),
        Binding(
            "f4,ctrl+f", "feedback", "Feedback", id="talk.feedback", tooltip="Show or hide the feedback on each turn."
        ),
        Binding(
            "escape", "leave", "Leave", id="talk.leave", tooltip="Keep the session for later, or end it. Asks first."
        ),
        Binding("pageup", "page(-1)", "Earlier", id="talk.up", show=False, priority=True, tooltip="Scroll back."),
        Binding("pagedown", "page(1)", "Later", id="talk.down", show=False, priority=True, tooltip="Scroll on."),
    ]
    CSS_PATH: ClassVar[list[str | PurePath]] = ["conversation.tcss", "transcript.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  declared so by Textual
    HELP: ClassVar[str] = (
        "Talk with the patient: type below and press Enter. To stay silent on purpose, choose Wait. "
        f"Every word you send is kept at once. {STOP_ANY_TIME}"
    )

    @dataclass
    class Finished(Message):
        """The session is over and its debrief is wanted."""

        session: Session

    @dataclass
    class KeptForLater(Message):
        """The trainee goes home; the session can be taken up again."""

    @dataclass
    class FeedbackSwitched(Message):
        """The trainee wants feedback after each turn, or no more."""

        shown: bool

    @dataclass
    class Kept(Message):
        """These words are on disk."""

        text: str

    @dataclass
    class Refused(Message):
        """Nothing was kept; the words are still in the composer."""

        reason: str
        is_trouble: bool
        """Whether something failed, rather than the reply being empty or too long."""

    @dataclass
    class Answered(Message):
        """The patient has answered, or could not be asked, for this reason."""

        trouble: str = ""

    def __init__(self, sitting: Sitting, *, feedback: bool) -> None:
        super().__init__()
        self.sitting = sitting
        self.composing = Composing(sitting.session.scenario.persona.name)
        self.is_feedback_shown = feedback
        self._is_draft_due = False

    def compose(self) -> ComposeResult:
        """Who it is, what was said, what to say."""
        yield Static("", id="who", markup=False)
        yield Transcript(feedback=self.is_feedback_shown, id="transcript")
        yield Static("", id="status", markup=False)
        with Horizontal(id="desk"):
            yield Composer(self.composing.name, id="composer")
            with Vertical(id="deeds"):
                yield Button("Send", id="send", compact=True)
                yield Button("Wait", id="wait", compact=True)
        yield Button("See the debrief", id="debrief", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Restore what was typed; answer what was sent but not answered."""
        composer = self.query_one(Composer)
        composer.text = self.sitting.typed
        composer.move_cursor(composer.document.end)
        composer.focus()
        session = self.sitting.session
        if session.ending is not None:
            self._enter("ended")
        elif session.pending is not None:
            self._enter("answering")
            self._work(self._answer)
        else:
            self._enter("open")

    def on_unmount(self) -> None:
        """Keep what is typed, whatever the way out."""
        self._save_draft()

    # What the trainee does

    def on_composer_sent(self, event: Composer.Sent) -> None:
        """Enter was pressed."""
        event.stop()
        self._send(event.text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button stands for a key."""
        event.stop()
        match event.button.id:
            case "send":
                self._send(self.query_one(Composer).text)
            case "wait":
                self.action_wait()
            case _:
                self.post_message(self.Finished(self.sitting.session))
        if event.button.id != "debrief":
            self.query_one(Composer).focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Remember what is typed, on disk within a second."""
        text = event.text_area.text
        self.sitting.note(text)
        self._show(self.composing.typed(text))
        if not self._is_draft_due:
            self._is_draft_due = True
            self.set_timer(DRAFT_SECONDS, self._draft_due)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After the end there is nothing to wait for."""
        del parameters
        return not (action == "wait" and self.composing.phase == "ended")

    def action_wait(self) -> None:
        """Stay silent for a turn."""
        if self.composing.phase == "stuck":
            self._try_again()
        elif self.composing.can_send:
            self._enter("answering")
            self._work(self._stay_silent)

    def action_feedback(self) -> None:
        """Show or hide the feedback on each turn."""
        self.is_feedback_shown = not self.is_feedback_shown
        self.query_one(Transcript).show_feedback(shown=self.is_feedback_shown)
        self._show_who()
        self.post_message(self.FeedbackSwitched(self.is_feedback_shown))

    def action_page(self, direction: int) -> None:
        """Scroll the transcript by a page."""
        transcript = self.query_one(Transcript)
        transcript.scroll_relative(y=direction * max(1, transcript.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Ask how to leave; after the end there is nothing to ask."""
        if self.composing.phase == "ended":
            self.post_message(self.Finished(self.sitting.session))
        else:
            self.app.push_screen(ChoiceDialog("Leave the session?", WAYS_OUT), self._leave)

    # What comes back

    def on_conversation_screen_kept(self, event: Kept) -> None:
        """The words are safe: they leave the composer and stand in the transcript."""
        composer = self.query_one(Composer)
        composer.text = remainder(composer.text, event.text)
        composer.move_cursor(composer.document.end)
        self._enter("answering")

    def on_conversation_screen_refused(self, event: Refused) -> None:
        """Say why; the words stay where they are."""
        if event.is_trouble:
            self._complain("Not sent", event.reason)
        else:
            self.notify(event.reason, title="Not sent", severity="warning", markup=False)
        self._enter("open")

    def on_conversation_screen_answered(self, event: Answered) -> None:
        """Show what the patient said."""
        if event.trouble:
            self._complain("No answer yet", event.trouble)
            self._enter("stuck")
        else:
            self._enter("ended" if self.sitting.session.ending is not None else "open")

    # In the thread

    def _work(self, job: Callable[[], None]) -> None:
        self.run_worker(job, thread=True, exclusive=True, group="turn")

    def _end(self) -> None:
        try:
            self.sitting.leave()
        except DeskError as error:
            self._complain("Not ended", str(error))
        else:
            self.post_message(self.Finished(self.sitting.session))

    def _stay_silent(self) -> None:
        try:
            self.sitting.wait()
        except DeskError as error:
            is_kept = self.sitting.session.pending is not None
            self.post_message(self.Answered(str(error)) if is_kept else self.Refused(str(error), is_trouble=True))
        else:
            self.post_message(self.Answered())

    def _answer(self) -> None:
        try:
            self.sitting.answer()
        except DeskError as error:
            self.post_message(self.Answered(str(error)))
        else:
            self.post_message(self.Answered())

    # Between

    def _send(self, text: str) -> None:
        if self.composing.phase == "stuck":
            self._try_again()
        elif self.composing.can_send:
            self._enter("keeping")
            self._work(lambda: self._keep_and_answer(text))

    def _keep_and_answer(self, text: str) -> None:
        try:
            self.sitting.keep(text)
        except (ReplyRefused, DeskError) as error:
            self.post_message(self.Refused(str(error), is_trouble=isinstance(error, DeskError)))
            return
        self.post_message(self.Kept(text))
        self._answer()

    def _try_again(self) -> None:
        self._enter("answering")
        self._work(self._answer)

    def _leave(self, way: str | None) -> None:
        if way == KEEP:
            self.post_message(self.KeptForLater())
        elif way == END:
            self.run_worker(self._end, thread=True, group="end")

    def _draft_due(self) -> None:
        self._is_draft_due = False
        self.run_worker(self._save_draft, thread=True, group="draft")

    def _save_draft(self) -> None:
        try:
            self.sitting.save_draft()
        except DeskError as error:
            self.app.notify(str(error), title="Your draft is not kept", severity="error", markup=False)

    def _complain(self, title: str, reason: str) -> None:
        self.notify(reason, title=title, severity="error", timeout=15, markup=False)

    def _enter(self, phase: Phase) -> None:
        """Paint the session as it stands, in this phase."""
        self._show(self.composing.now(phase))
        self.query_one(Transcript).paint(blocks(self.sitting.session))
        self._show_who()
        is_over = phase == "ended"
        self.query_one("#desk").display = not is_over
        button = self.query_one("#debrief", Button)
        button.display = is_over
        self.set_class(is_over, "-over")
        self.refresh_bindings()
        if is_over:
            button.focus()

    def _show(self, composing: Composing) -> None:
        self.composing = composing
        self.query_one("#status", Static).update(Content(composing.status))

    def _show_who(self) -> None:
        session = self.sitting.session
        scenario = session.scenario
        turn = "ended" if session.ending is not None else f"turn {session.next_turn}"
        feedback = "on" if self.is_feedback_shown else "off"
        parts = [who(scenario), MODES[scenario.setting.mode], turn, f"feedback {feedback}", scenario.title]
        self.query_one("#who", Static).update(Content(" · ".join(parts)))
