"""What stands in the transcript, in order: a session as blocks of text. Plain values, no Textual.

The feedback on a turn stands between the trainee's words and the patient's answer, so that the line to be answered
next is always the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.feedback import HeardMove, TurnFeedback, turn_feedback
from screens.words import fit_mark, shortened, signed, state_name
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
        found.append(Block("feedback", turn.n, notes=feedback_notes(turn_feedback(session, turn), turn)))
        found += [_line(line, turn.n, name) for line in turn.move.lines]
    if session.pending is not None:
        found.append(_reply(session.pending.n, session.pending.text, silence=session.pending.silence))
    return tuple(found)


def feedback_notes(feedback: TurnFeedback, turn: Turn) -> tuple[Note, ...]:
    """Feedback on one turn: what was heard, what was needed, how it fitted and why, what it did, what to compare."""
    reason = f" {feedback.because}" if feedback.because else ""
    mark = fit_mark(feedback.fit)
    fit = f"{mark}: {feedback.fit_words}.{reason}"
    notes = [Note("Heard", _heard_words(feedback.heard, feedback.noticed, turn))]
    if feedback.called_for:
        notes.append(Note("Needed", feedback.called_for))
    notes.append(Note("Fit", fit))
    notes += [Note("Test", words) for words in feedback.tests]
    if feedback.changes:
        notes.append(Note("Changed", ", ".join(f"{state_name(name)} {signed(by)}" for name, by in feedback.changes)))
    if feedback.alternative:
        notes.append(Note("Compare", feedback.alternative.strip()))
    return tuple(notes)


def _line(line: Line, turn: int, name: str) -> Block:
    if line.kind == "speech":
        return Block("speech", turn, name, line.text)
    return Block(line.kind, turn, text=f"({line.text})")


def _reply(turn: int, text: str, *, silence: bool) -> Block:
    return Block("silence", turn, text="(you wait in silence)") if silence else Block("you", turn, "You", text)


def _heard_words(heard: tuple[HeardMove, ...], noticed: tuple[str, ...], turn: Turn) -> str:
    """What was heard in which words, then what only the moment shows; words that are the whole reply go without."""
    by_quote: dict[str, list[str]] = {}
    for move in heard:
        by_quote.setdefault(move.quote.strip(), []).append(_small(move.label))
    parts = [
        ", ".join(labels)
        if quote == turn.reply.strip()
        else f"“{shortened(quote, QUOTE_LIMIT)}” as {', '.join(labels)}"
        for quote, labels in by_quote.items()
    ]
    if noticed:
        parts.append(f"in this moment: {', '.join(map(_small, noticed))}")
    if parts:
        return "; ".join(parts)
    return "silence" if turn.reading.silence else "nothing that could be named"


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
