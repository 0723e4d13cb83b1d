"""What stands in the transcript, in order: a session as blocks of text. Plain values, no Textual.

The feedback on a turn stands between the trainee's words and the patient's answer, so that the line to be answered
next is always the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.feedback import TurnFeedback, turn_feedback
from scoring.words import SILENCE, fit_mark, joined, level_name, shortened, signed
from simulator.lines import Line
from simulator.session import Session, Turn

BlockKind = Literal["speech", "shows", "sounds", "you", "silence", "feedback"]
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


def blocks(session: Session) -> tuple[Block, ...]:
    """The whole transcript, feedback included; it only ever grows at its end while a session goes on."""
    name = session.scenario.persona.name
    found = [_line(line, 0, name) for line in session.opening]
    for turn in session.turns:
        found.append(_reply(turn.n, turn.reply, silence=turn.reading.silence))
        found.append(Block("feedback", turn.n, notes=feedback_notes(session, turn)))
        found += [_line(line, turn.n, name) for line in turn.move.lines]
    if session.pending is not None:
        found.append(_reply(session.pending.n, session.pending.text, silence=session.pending.silence))
    return tuple(found)


def feedback_notes(session: Session, turn: Turn) -> tuple[Note, ...]:
    """Feedback on one turn: what was heard, what was needed, how it fitted and why, what it did, what to compare."""
    feedback = turn_feedback(session, turn)
    notes = [Note("Heard", _heard_words(feedback, is_silence=turn.reading.silence))]
    if feedback.called_for:
        notes.append(Note("Needed", feedback.called_for))
    notes.append(Note("Fit", f"{fit_mark(feedback.fit)}: {feedback.fit_words}. {feedback.because}".rstrip()))
    notes += [Note("Test", words) for words in feedback.tests]
    if feedback.changes:
        names = {name: level_name(session.scenario, name, ended=False) for name, _ in feedback.changes}
        notes.append(Note("Changed", ", ".join(f"{names[name]} {signed(by)}" for name, by in feedback.changes)))
    if feedback.alternative:
        notes.append(Note("Compare", feedback.alternative))
    return tuple(notes)


def _line(line: Line, turn: int, name: str) -> Block:
    if line.kind == "speech":
        return Block("speech", turn, name, line.text)
    return Block(line.kind, turn, text=f"({line.text})")


def _reply(turn: int, text: str, *, silence: bool) -> Block:
    return Block("silence", turn, text=SILENCE) if silence else Block("you", turn, "You", text)


def _heard_words(feedback: TurnFeedback, *, is_silence: bool) -> str:
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
    if parts:
        return "; ".join(parts)
    return "silence" if is_silence else "nothing that could be named"


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
