"""After the end, in plain lines: the debrief, what it rests on, disagreeing, other tries, and trying a moment again."""

from __future__ import annotations

from dataclasses import dataclass

from commands.plain import saying
from commands.plain.comparing import compared
from commands.plain.console import Console, EndOfInput, Interrupted
from commands.plain.marking import aside, disagree
from commands.plain.prompt import DEBRIEF, helped, unknown
from commands.plain.turns import turn_named
from scoring.report.again import worth_trying
from scoring.words import plural
from screens.again import tries, try_again
from screens.desk import Desk
from screens.sitting import DeskError, Sitting

PROMPT = "Type /scores, /course, /transcript, /again or /help, or Enter to go: "

GOING = {"leave", "pause", "q", "quit"}


@dataclass
class LookingBack:
    """One look back on a session that is over. `short`: how the session is named on the command line."""

    desk: Desk
    sitting: Sitting
    console: Console
    short: str

    def read(self) -> Sitting | None:
        """Until the trainee goes; or a second try of one of its moments."""
        session = self.sitting.session
        report = self.desk.report(session)
        self.console.say(*saying.debrief(report))
        self.console.say(*saying.marked(session))
        self.console.say(*saying.worth_trying(worth_trying(report)))
        self.console.gap()
        self.console.say(f"The debrief can be read again: attune report {self.short}")
        left_over = 0
        again: Sitting | None = None
        try:
            while again is None:
                line = aside(self.console, PROMPT)
                if (not line and self.console.is_terminal) or line.removeprefix("/").lower() in GOING:
                    break
                if line.startswith("/") or self.console.is_terminal:
                    again = self._do(line)
                elif line:
                    left_over += 1
        except (EndOfInput, Interrupted):
            pass
        if left_over:
            self.console.say(f"Left over after the session had ended: {plural(left_over, 'line')}, not used.")
        return again

    def _do(self, line: str) -> Sitting | None:
        """What a command asks for; a second try, where it begins one."""
        session = self.sitting.session
        name, _, rest = line.removeprefix("/").lower().partition(" ")
        match name:
            case "scores":
                self.console.say(*saying.evidence(self.desk.report(session)))
            case "course":
                self.console.say(*saying.course(self.desk.report(session)))
            case "transcript":
                self.console.say(*saying.transcript(session, is_explained=True))
            case "compare":
                self._compare(rest)
            case "disagree" | "again":
                rest = rest or self._which_turn()
                turn = turn_named(self.console, session, name, rest) if rest else None
                if turn is not None and name == "disagree":
                    disagree(self.console, self.sitting, turn)
                elif turn is not None:
                    return begin_again(self.console, self.desk, self.sitting, turn.n)
            case "help":
                self.console.say(*helped(DEBRIEF))
            case _:
                self.console.say(unknown(name, DEBRIEF))
        return None

    def _which_turn(self) -> str:
        most = len(self.sitting.session.turns)
        return "1" if most == 1 else aside(self.console, f"Which turn, from 1 to {most}? Enter goes back: ")

    def _compare(self, rest: str) -> None:
        try:
            found = tries(self.desk, self.sitting.id)
        except DeskError as error:
            self.console.say(str(error))
            return
        self.console.say(*compared(found, int(rest) if rest.isdecimal() and len(rest) < 5 else None))


def begin_again(console: Console, desk: Desk, sitting: Sitting, n: int) -> Sitting | None:
    """A second try of turn `n`, or `None` where it cannot be begun; the session one comes from stays as it is."""
    try:
        again = try_again(desk, sitting.id, n)
    except DeskError as error:
        console.say(str(error))
        return None
    console.say(f"A second try of turn {n} begins. The session it comes from stays as it is.")
    return again
