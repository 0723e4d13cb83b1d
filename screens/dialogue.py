"""What stands in the transcript, in order: a session as blocks of text. Plain values, no Textual.

The feedback on a turn stands between the trainee's words and the patient's answer, so that the line to be answered
next is always the last. There it is folded to three notes; `screens.closer` opens all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from scoring.feedback import TurnFeedback, heard_places, turn_feedback
from scoring.marks import marks_on, turn_mark_words
from scoring.words import SILENCE, fit_mark, joined, level_name, shortened, signed
from simulator.lines import Line
from simulator.marks import Mark
from simulator.session import Session, Turn

BlockKind = Literal["speech", "shows", "sounds", "you", "silence", "feedback"]
Style = Literal["hidden", "folded", "full"]
"""How feedback stands in a transcript."""
QUOTE_LIMIT = 60
"""Most characters of one quote in the feedback on a turn."""


@dataclass(frozen=True, slots=True)
class Note:
    """One labelled line of feedback."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One thing said, seen, heard or remarked."""

    kind: BlockKind
    turn: int
    """The turn it belongs to; 0 before the first."""
    speaker: str = ""
    """Who speaks; empty for directions and feedback."""
    text: str = ""
    notes: tuple[Note, ...] = ()
    """Only of feedback."""
    underlined: tuple[tuple[int, int], ...] = ()
    """Places in `text` where something was heard."""
    is_folded: bool = False
    """Of feedback: whether each note is cut to one line where the screen has few."""


class _Known(NamedTuple):
    turn: Turn
    marks: tuple[Mark, ...]
    blocks: tuple[Block, ...]


class Dialogue:
    """The blocks of one session while it grows. Each turn is thought once, however often the whole is asked for."""

    def __init__(self, style: Style = "folded") -> None:
        self.style = style
        self._known: dict[int, _Known] = {}

    def restyle(self, style: Style) -> None:
        """Show feedback otherwise."""
        self.style = style
        self._known.clear()

    def blocks(self, session: Session, turns: int | None = None) -> tuple[Block, ...]:
        """The whole transcript, or only so many turns of it and the words of the next one."""
        name = session.scenario.persona.name
        found = [_line(line, 0, name) for line in session.opening]
        for turn in session.turns[:turns]:
            found += self._turn(session, turn)
        if turns is not None and turns < len(session.turns):
            coming = session.turns[turns]
            return (*found, _reply(coming.n, coming.reply, silence=coming.reading.silence))
        if session.pending is not None:
            found.append(_reply(session.pending.n, session.pending.text, silence=session.pending.silence))
        return tuple(found)

    def _turn(self, session: Session, turn: Turn) -> tuple[Block, ...]:
        marks = marks_on(session, turn.n) if session.marks else ()
        known = self._known.get(turn.n)
        if known is None or known.turn is not turn or known.marks != marks:
            known = self._known[turn.n] = _Known(turn, marks, self._thought(session, turn))
        return known.blocks

    def _thought(self, session: Session, turn: Turn) -> tuple[Block, ...]:
        is_shown, is_folded = self.style != "hidden", self.style == "folded"
        places = heard_places(turn) if is_shown else ()
        found = [_reply(turn.n, turn.reply, silence=turn.reading.silence, underlined=places)]
        if is_shown:
            notes = folded_notes(session, turn) if is_folded else feedback_notes(session, turn)
            found.append(Block("feedback", turn.n, notes=notes, is_folded=is_folded))
        name = session.scenario.persona.name
        return (*found, *(_line(line, turn.n, name) for line in turn.move.lines))


def feedback_notes(session: Session, turn: Turn) -> tuple[Note, ...]:
    """All feedback on one turn: what was heard, what was needed, the fit and why, what it did, what to compare."""
    feedback = turn_feedback(session, turn)
    notes = [Note("Heard", heard_words(feedback, is_silence=turn.reading.silence))]
    if feedback.called_for:
        notes.append(Note("Needed", feedback.called_for))
    notes.append(_fit_note(feedback))
    notes += _decisions(feedback)
    if feedback.changes:
        notes.append(Note("Effect", effect_words(session, feedback)))
    if feedback.alternative:
        notes.append(Note("Compare", feedback.alternative))
    return (*notes, *(Note("Marked", words) for words in turn_mark_words(session, turn.n)))


def folded_notes(session: Session, turn: Turn) -> tuple[Note, ...]:
    """The same in three notes: what was heard, the fit and why, and the one thing that says most beside them."""
    feedback = turn_feedback(session, turn)
    labels = [_small(move.label) for move in feedback.heard] + [_small(label) for label in feedback.noticed]
    heard = ", ".join(labels) or _nothing(is_silence=turn.reading.silence)
    most = [
        *(Note("Marked", words) for words in turn_mark_words(session, turn.n)[-1:]),
        *_decisions(feedback),
        *([Note("Compare", feedback.alternative)] if feedback.alternative else []),
        *([Note("Effect", effect_words(session, feedback))] if feedback.changes else []),
    ]
    return (Note("Heard", heard), _fit_note(feedback), *most[:1])


def heard_words(feedback: TurnFeedback, *, is_silence: bool) -> str:
    """What was heard in which words, then what only the moment shows; words that are the whole reply go without."""
    by_quotes: dict[tuple[str, ...], list[str]] = {}
    for move in feedback.heard:
        by_quotes.setdefault(move.quotes, []).append(_small(move.label))
    parts = [
        f"{joined([f'“{shortened(quote, QUOTE_LIMIT)}”' for quote in quotes])} as {', '.join(labels)}"
        if quotes
        else ", ".join(labels)
        for quotes, labels in by_quotes.items()
    ]
    if feedback.noticed:
        parts.append(f"in this moment: {', '.join(map(_small, feedback.noticed))}")
    return "; ".join(parts) or _nothing(is_silence=is_silence)


def effect_words(session: Session, feedback: TurnFeedback) -> str:
    """What the turn did to the patient: `trust +4, the fear “…” −8`."""
    return ", ".join(f"{level_name(session.scenario, name)} {signed(by)}" for name, by in feedback.changes)


def _decisions(feedback: TurnFeedback) -> list[Note]:
    return [
        *(Note("Test", words) for words in feedback.tests),
        *(Note("Coaching", words) for words in feedback.coaching),
    ]


def _fit_note(feedback: TurnFeedback) -> Note:
    return Note("Fit", f"{fit_mark(feedback.fit)}: {feedback.fit_words}. {feedback.because}".rstrip())


def _line(line: Line, turn: int, name: str) -> Block:
    if line.kind == "speech":
        return Block("speech", turn, name, line.text)
    return Block(line.kind, turn, text=f"({line.text})")


def _reply(turn: int, text: str, *, silence: bool, underlined: tuple[tuple[int, int], ...] = ()) -> Block:
    return Block("silence", turn, text=SILENCE) if silence else Block("you", turn, "You", text, underlined=underlined)


def _nothing(*, is_silence: bool) -> str:
    return "silence" if is_silence else "nothing that could be named"


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
