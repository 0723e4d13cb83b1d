"""The conversation: what was said, and the composer to answer with.

Words travel in one direction: composer → disk → coder → patient → transcript. Disk, coder and patient work in a
thread of their own (`screens.turn_work`), so typing never stops; they report back in messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Footer, Static

from scoring.words import STOP_ANY_TIME
from screens.arriving import Arriving
from screens.beside import Beside
from screens.choice import Answer, ChoiceDialog
from screens.composer import Composer
from screens.composing import Composing, Phase, remainder
from screens.dialogue import Dialogue
from screens.heading import heading
from screens.sitting import Sitting
from screens.transcript import Transcript
from screens.turn_work import Answered, Ended, Kept, Refused, TurnWork
from screens.writing import Writing
from simulator.session import Session

STAY, KEEP, END = "stay", "keep", "end"
WAYS_OUT = (
    Answer(STAY, "Stay", "Go on with the session."),
    Answer(KEEP, "Pause and keep for later", "Everything is kept, your draft too. Resume from the list."),
    Answer(END, "End and see the debrief", "The session ends here. There is no penalty."),
)


class ConversationScreen(Beside, Arriving, Writing):
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

        sitting: Sitting

        @property
        def session(self) -> Session:
            """The session as it ended."""
            return self.sitting.session

    @dataclass
    class KeptForLater(Message):
        """The trainee goes home; the session can be taken up again."""

    def __init__(
        self,
        sitting: Sitting,
        *,
        feedback: bool | None = None,
        is_instant: bool = True,
        reflect_first: bool = False,
    ) -> None:
        """`feedback`: whether it is shown after each turn; `None`: as the mode has it.

        `is_instant`: the patient's lines stand there at once. `reflect_first`: one's own reply is rated first.
        """
        super().__init__()
        self.sitting = sitting
        self.work = TurnWork(sitting, self.post_message)
        self.composing = Composing(sitting.session.scenario.persona.name)
        self.is_feedback_shown = sitting.mode.shows_feedback if feedback is None else feedback
        self.is_reflecting = reflect_first
        self._dialogue = Dialogue("folded" if self.is_feedback_shown else "hidden")
        self._who = ""
        """The line above, as it is shown."""
        self._keys_are_for: bool | None = None
        """Whether the session was over when the keys were shown last."""
        self._is_instant = is_instant
        self._seen = len(sitting.session.turns)

    def compose(self) -> ComposeResult:
        """Who it is, what was said, what to say."""
        yield Static("", id="who", markup=False)
        yield Transcript(id="transcript")
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
        if self.sitting.session.pending is not None:
            self._enter("answering")
            self._in_thread(self.work.answer)
        else:
            self._enter(self._rest)

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
                self.post_message(self.Finished(self.sitting))
        if event.button.id != "debrief":
            self.query_one(Composer).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After the end there is nothing to wait for; an assessed session gives no feedback on the way."""
        if action == "wait":
            return self.composing.phase != "ended"
        if action == "feedback":
            return self.sitting.mode.is_open
        return super().check_action(action, parameters)

    def action_wait(self) -> None:
        """Stay silent for a turn."""
        if self.composing.phase == "stuck":
            self._try_again()
        elif self.composing.can_send:
            self._enter("answering")
            self._in_thread(self.work.wait)

    def action_feedback(self) -> None:
        """Show or hide the feedback on each turn."""
        self.is_feedback_shown = not self.is_feedback_shown
        self._dialogue.restyle("folded" if self.is_feedback_shown else "hidden")
        self._enter(self.composing.phase)

    def action_page(self, direction: int) -> None:
        """Scroll the transcript by a page."""
        transcript = self.query_one(Transcript)
        transcript.scroll_relative(y=direction * max(1, transcript.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Ask how to leave; after the end there is nothing to ask."""
        if self.composing.phase == "ended":
            self.post_message(self.Finished(self.sitting))
        else:
            self.app.push_screen(ChoiceDialog("Leave the session?", WAYS_OUT), self._leave)

    # What comes back

    @on(Kept)
    def _show_kept(self, event: Kept) -> None:
        """The words are safe: they leave the composer and stand in the transcript."""
        composer = self.query_one(Composer)
        composer.text = remainder(composer.text, event.text)
        composer.move_cursor(composer.document.end)
        self._enter("answering")

    @on(Refused)
    def _show_refused(self, event: Refused) -> None:
        """Say why; the words stay where they are."""
        if event.is_trouble:
            self.complain("Not sent", event.reason)
        else:
            self.notify(event.reason, title="Not sent", severity="warning", markup=False)
        self._enter("open")

    @on(Answered)
    def _show_answered(self, event: Answered) -> None:
        """Let the trainee rate the reply if that was asked for, then show what the patient said."""
        if event.trouble:
            self.complain("No answer yet", event.trouble)
            self._enter("stuck")
        elif self.is_reflecting:
            self.ask_rating(self._arrive)
        else:
            self._arrive()

    @on(Ended)
    def _show_ended(self, event: Ended) -> None:
        if event.trouble:
            self.complain("Not ended", event.trouble)
        else:
            self.post_message(self.Finished(self.sitting))

    # Between

    def _in_thread(self, job: Callable[[], None]) -> None:
        self.run_worker(job, thread=True, exclusive=True, group="turn")

    def _send(self, text: str) -> None:
        if self.composing.phase == "stuck":
            self._try_again()
        elif self._held and (not text.strip() or self.sitting.session.ending is not None):
            self._held = 0
            self._enter(self._rest)
        elif self.composing.can_send:
            self._enter("keeping")
            self._in_thread(lambda: self.work.reply(text))

    def _try_again(self) -> None:
        self._enter("answering")
        self._in_thread(self.work.answer)

    def _leave(self, way: str | None) -> None:
        if way == KEEP:
            self.post_message(self.KeptForLater())
        elif way == END:
            self.run_worker(self.work.end, thread=True, group="end")

    def repaint(self) -> None:
        """Show the session as it stands."""
        self._enter(self.composing.phase)

    def _enter(self, phase: Phase) -> None:
        """Paint the session as it stands, in this phase."""
        if phase != "speaking":
            self._held = 0
        self.show(self.composing.now(phase))
        self.query_one(Transcript).paint(self._arrived)
        self._show_who()
        is_over = phase == "ended"
        if self._keys_are_for != is_over:  # rebuilding the footer costs more than all the rest of a turn
            self._keys_are_for = is_over
            self._show_ways_on(is_over=is_over)

    def _show_ways_on(self, *, is_over: bool) -> None:
        """The composer and its keys, or after the end the way to the debrief."""
        self.query_one("#desk").display = not is_over
        button = self.query_one("#debrief", Button)
        button.display = is_over
        self.set_class(is_over, "-over")
        self.refresh_bindings()
        if is_over:
            button.focus()

    def _show_who(self) -> None:
        words = heading(self.sitting.session, self._seen, self.sitting.mode, is_feedback_shown=self.is_feedback_shown)
        if words != self._who:
            self._who = words
            self.query_one("#who", Static).update(Content(words), layout=False)
