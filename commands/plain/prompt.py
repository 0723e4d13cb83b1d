"""What a line typed at a prompt asks for, and the lines of a reply that is not sent yet. Pure: no terminal, no session.

I hear you.            a reply of one line
I hear you. \\          a backslash at its end: the reply goes on in the next line
/more … /send          a reply of as many lines as one likes
/wait                  a command; `//` begins a reply that starts with a slash
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenarios.faults import suggest

CONVERSATION = {
    "wait": "stay silent on purpose for a turn",
    "more": "write a reply of several lines; /send ends it",
    "send": "send the lines written so far",
    "show": "read the lines written so far, or hear the patient's last words again",
    "undo": "take back the last line written",
    "drop": "throw the lines written so far away",
    "hint": "read what the patient may need now; it costs nothing, and is noted in the session",
    "feedback": (
        "read the feedback on the last turn; its fit goes from minus 3 to plus 3. "
        "/feedback on, or off: after each turn, or only when asked"
    ),
    "scores": "read the scores as they stand",
    "disagree": "say that something was heard wrongly in the last turn, or take that back; /disagree 3: in turn 3",
    "again": "try the last turn again in a second try; the session stays as it is. /again 3: from turn 3",
    "reflect": "rate each reply yourself before you hear anything of it; /reflect off: no longer",
    "pause": "keep the session for later and go; so does Ctrl-D",
    "leave": "end the session and read the debrief; there is no penalty",
    "help": "read this list",
}
"""What can be asked for while talking, in the order in which help tells it."""
DEBRIEF = {
    "scores": "read what each score rests on",
    "course": "read trust, distress and openness after each turn",
    "transcript": "read the whole session again, with the feedback on each turn",
    "again": "try a turn again in a second try; the session stays as it is. /again 3: from turn 3",
    "compare": "hear your tries of this session one after the other, where they part; /compare 3: at turn 3",
    "disagree": "say that something was heard wrongly, or take that back; /disagree 3: in turn 3",
    "help": "read this list",
    "leave": "go; so does Enter alone",
}
"""What can be asked for after the end."""
SILENCE = "(silence)"
"""As in a script: a line that waits."""

Way = Literal["line", "continued", "more"]
"""`line`: the next line is a reply. `continued`: the line before ended in a backslash. `more`: until `/send`."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is asked for yet."""


@dataclass(frozen=True, slots=True)
class Reply:
    """These words are to be sent."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """One of the commands, without its slash."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No command of that name; what to say about it."""

    words: str


Asked = Nothing | Reply | Command | Unknown


@dataclass(frozen=True, slots=True)
class Writing:
    """The lines of a reply that is not sent yet."""

    lines: tuple[str, ...] = ()
    way: Way = "line"

    @classmethod
    def of(cls, text: str) -> Writing:
        """Words that were written before and not sent; they wait for `/send`."""
        return cls(tuple(text.split("\n")), "more") if text.strip() else cls()

    @property
    def text(self) -> str:
        """The words as they would be sent."""
        return "\n".join(self.lines)

    @property
    def is_begun(self) -> bool:
        """Whether lines wait to be sent, or are asked for."""
        return self.way != "line"

    def take(self, line: str) -> tuple[Writing, Asked]:
        """The lines after one more was typed, and what it asks for. Sent words stay until they are kept elsewhere."""
        head, _, rest = line.strip().partition(" ")
        if head.startswith("/") and not head.startswith("//") and len(head) > 1:
            return self._told(head[1:].lower(), rest.strip())
        words = line.replace("//", "/", 1) if head.startswith("//") else line
        if self.way == "more":
            return replace(self, lines=(*self.lines, words)), Nothing()
        if self.way == "line" and words.strip() == SILENCE:
            return self, Command("wait")
        if _goes_on(words):
            return Writing((*self.lines, words.rstrip()[:-1].rstrip()), "continued"), Nothing()
        if not words.strip() and not self.lines:
            return self, Nothing()
        whole = replace(self, lines=(*self.lines, words))
        return whole, Reply(whole.text)

    def _told(self, name: str, rest: str) -> tuple[Writing, Asked]:
        match name:
            case "more":
                return Writing((*self.lines, rest) if rest else self.lines, "more"), Nothing()
            case "send":
                return self, Reply(self.text)
            case "undo":
                return replace(self, lines=self.lines[:-1]), Command("undo")
            case "drop":
                return Writing(), Command("drop")
            case _ if name in CONVERSATION:
                return self, Command(name, rest)
        return self, Unknown(unknown(name, CONVERSATION))


def unknown(name: str, known: dict[str, str]) -> str:
    """What to say of a command that there is not."""
    nearest = suggest(name, known, noun="Commands")
    return f"There is no command /{name}, and nothing was sent. {nearest} To begin a reply with a slash, write two."


def helped(known: dict[str, str]) -> tuple[str, ...]:
    """The commands, one a line."""
    return tuple(f"/{name}: {what}." for name, what in known.items())


def _goes_on(line: str) -> bool:
    """Whether a backslash ends the line; two of them are one that was meant."""
    bare = line.rstrip()
    return (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
