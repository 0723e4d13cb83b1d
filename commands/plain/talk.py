"""Talking in plain lines: one session from where it stands to its end, or until it is kept for later.

Words go the same way as in the app: disk, coder, patient. Whatever is not sent yet is kept as the draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commands.plain import saying
from commands.plain.console import BadLine, Console, EndOfInput, Interrupted
from commands.plain.looking_back import begin_again
from commands.plain.marking import aside, disagree, rate
from commands.plain.prompt import CONVERSATION, Command, Reply, Unknown, Writing, helped
from commands.plain.turns import turn_named
from scoring.words import plural
from screens.desk import Desk
from screens.sitting import DeskError, Sitting
from simulator.events import EventError
from simulator.marks import Hinted
from simulator.practice import ReplyRefused

Outcome = Literal["ended", "paused"] | Sitting
"""Whether the session has ended or is kept for later; or the second try that takes its place, which is kept too."""


@dataclass
class Talk:
    """One sitting at a console.

    `is_explained`: feedback after each turn. `is_reflecting`: one's own reply is rated before anything is heard of it.
    """

    desk: Desk
    sitting: Sitting
    console: Console
    is_explained: bool
    is_reflecting: bool = False

    def __post_init__(self) -> None:
        self.is_open = self.sitting.mode.is_open
        self.writing = Writing.of(self.sitting.typed)
        self._is_leaving = False
        self._is_draft_safe = True

    def play(self) -> Outcome:
        """Talk until the session ends or is kept for later; nothing that was typed is lost on any way out."""
        name = self.sitting.session.scenario.persona.name
        self.console.say("Type a reply and press Enter. /help lists what else can be done.")
        if self.writing.is_begun:
            self.console.say("These lines were written and not sent:", self.writing.text)
            self.console.say("/send sends them, /drop throws them away, or go on writing.")
        self.console.gap()
        self.console.say(*saying.spoken(name, self.sitting.session.lines))
        while self.sitting.session.ending is None:
            try:
                self._turn()
            except EndOfInput as end:
                if end.unsent.strip():
                    self._write(Writing((*self.writing.lines, end.unsent), "more"))
                return "paused"
            except Interrupted:
                if self._is_leaving:
                    return "paused"
                self._is_leaving = True
                self.console.say("Press Ctrl-C again to keep the session for later and go, or go on typing.")
            except BadLine as bad:
                if bad.saved:
                    self._write(Writing((*self.writing.lines, bad.saved), "more"))
                self.console.say(str(bad))
            except _Paused:
                return "paused"
            except _TriedAgain as other:
                return other.sitting
        return "ended"

    def _turn(self) -> None:
        """One line at the prompt, and what comes of it."""
        session = self.sitting.session
        if session.pending is not None:
            self._answer()
            return
        if self.writing.is_begun:
            prompt = f"Line {len(self.writing.lines) + 1}: "
        else:
            self.console.gap()
            prompt = f"Turn {session.next_turn}. You: "
        line = self.console.ask(prompt)
        self._is_leaving = False
        writing, asked = self.writing.take(line)
        if not isinstance(asked, Reply):
            self._write(writing)
        match asked:
            case Reply(text):
                self._send(writing, text)
            case Command(name, rest):
                self._do(name, rest)
            case Unknown(words):
                self.console.say(words)
            case _:
                if writing.way == "more" and line.strip().lower() == "/more":
                    self.console.say("Write as many lines as you like, then /send.")
                elif not line.strip() and not writing.is_begun and self.console.is_terminal:
                    self.console.say("Nothing was sent. To stay silent on purpose, type /wait.")

    def _send(self, writing: Writing, text: str) -> None:
        try:
            self.sitting.keep(text)
        except ReplyRefused as refused:
            if not text.strip():
                self._write(Writing())
                self.console.say("There is nothing to send. To stay silent on purpose, type /wait.")
                return
            self._write(Writing(writing.lines, "more"))
            self.console.say(
                f"Not sent. {refused} /show reads the lines written so far, /undo takes the last one back, "
                "/drop throws them away."
            )
        except DeskError as error:
            self._write(Writing(writing.lines, "more"))
            self.console.say(f"Not sent. {error} Your lines stand as they were; /send tries again.")
        else:
            self.writing = Writing()
            self.sitting.note("")
            self._answer()

    def _answer(self) -> None:
        """Let the patient answer the words that are kept; where that fails it can be tried again."""
        before = len(self.sitting.session.turns)
        try:
            self.sitting.answer()
        except DeskError as error:
            self.console.say(f"No answer yet. {error} Your words are kept.")
            if aside(self.console, "Press Enter to try again, or type /pause: ").lower() == "/pause":
                raise _Paused from None
            return
        if len(self.sitting.session.turns) > before:
            self._tell_turn()

    def _tell_turn(self) -> None:
        session = self.sitting.session
        turn = session.turns[-1]
        self.console.gap()
        if self.is_reflecting and not turn.reading.silence:
            rate(self.console, self.sitting)
            session = self.sitting.session
        if self.is_explained:
            self.console.say(*saying.feedback(session, turn))
            self.console.gap()
        self.console.say(*saying.spoken(session.scenario.persona.name, turn.move.lines))

    def _do(self, name: str, rest: str) -> None:
        match name:
            case "wait":
                self._wait()
            case "hint":
                self._hint()
            case "pause":
                raise _Paused
            case "leave":
                self._leave()
            case "help":
                self.console.say(*helped(CONVERSATION))
            case "feedback":
                self._feedback(rest.lower())
            case "scores":
                self._scores()
            case "disagree" | "again":
                self._look_at(name, rest.lower())
            case "reflect":
                self._reflect(rest.lower())
            case "show":
                self._show()
            case "undo" | "drop":
                count = plural(len(self.writing.lines), "line")
                self.console.say(f"{count} left." if name == "undo" else "The lines are gone. Nothing was sent.")

    def _wait(self) -> None:
        try:
            self.sitting.wait()
        except DeskError as error:
            self.console.say(f"Not done. {error} /wait tries again.")
            return
        self._tell_turn()

    def _hint(self) -> None:
        session = self.sitting.session
        words = saying.hint(session) if self.is_open else ""
        if not words:
            self.console.say("There is no hint here.")
            return
        try:
            self.sitting.practice.mark(Hinted(session.next_turn))
        except (DeskError, EventError) as error:
            self.console.say(f"The hint could not be noted, and so is not shown. {error}")
            return
        self.console.say(words)

    def _leave(self) -> None:
        if self.console.is_terminal:
            answer = aside(
                self.console,
                "End the session now and read the debrief? There is no penalty. Type yes, or Enter to go on: ",
            )
            if answer.lower() not in {"y", "yes", "/leave"}:
                self.console.say("The session goes on.")
                return
        try:
            self.sitting.leave()
        except DeskError as error:
            self.console.say(f"The session could not be ended. {error} It is kept as it stands; /pause goes.")

    def _feedback(self, wish: str) -> None:
        session = self.sitting.session
        if not self.is_open:
            self.console.say("In this session feedback comes at the end.")
        elif wish in {"on", "off"}:
            self.is_explained = wish == "on"
            self.console.say(
                "Feedback follows each turn." if self.is_explained else "Feedback waits until /feedback asks for it."
            )
        elif not session.turns:
            self.console.say("There is no feedback before the first turn.")
        else:
            self.console.say(*saying.feedback(session, session.turns[-1]))

    def _look_at(self, name: str, rest: str) -> None:
        """Disagree about a turn, or try it again."""
        if not self.is_open:
            self.console.say("In this session that comes at the end.")
            return
        turn = turn_named(self.console, self.sitting.session, name, rest)
        if turn is None:
            return
        if name == "disagree":
            disagree(self.console, self.sitting, turn)
        elif (again := begin_again(self.console, self.desk, self.sitting, turn.n)) is not None:
            raise _TriedAgain(again)

    def _reflect(self, wish: str) -> None:
        if wish not in {"", "on", "off"}:
            self.console.say("Type /reflect, or /reflect off.")
            return
        self.is_reflecting = wish != "off"
        self.console.say(
            "You will be asked to rate each reply before you hear anything of it. /reflect off ends that."
            if self.is_reflecting
            else "You will not be asked any more."
        )

    def _scores(self) -> None:
        if not self.is_open:
            self.console.say("In this session scores come at the end.")
        elif not self.sitting.session.turns:
            self.console.say("There are no scores before the first turn.")
        else:
            self.console.say(*saying.standing(self.desk.report(self.sitting.session)))

    def _show(self) -> None:
        session = self.sitting.session
        if self.writing.is_begun:
            for n, line in enumerate(self.writing.lines, 1):
                self.console.say(f"Line {n}: {line}")
        else:
            self.console.say(*saying.spoken(session.scenario.persona.name, session.lines))

    def _write(self, writing: Writing) -> None:
        """Keep the lines that are not sent yet, on disk too."""
        changed = writing.text != self.writing.text
        self.writing = writing
        self.sitting.note(writing.text)
        if not changed:
            return
        try:
            self.sitting.save_draft()
        except DeskError as error:
            if self._is_draft_safe:
                self._is_draft_safe = False
                self.console.say(f"These lines are not on disk until they are sent. {error}")


class _TriedAgain(Exception):  # noqa: N818  it is no error
    """A second try takes the place of this session."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting


class _Paused(Exception):  # noqa: N818  it is no error
    """The trainee asked to go."""
