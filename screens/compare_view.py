"""Tries of one session side by side at one turn: what each column says. Plain values, no Textual."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.feedback import heard_places, turn_feedback
from scoring.scores import DIMENSION_LABELS, DIMENSIONS
from scoring.words import SILENCE, ending_words, points
from screens.again import Try
from screens.dialogue import Block, Note, effect_words, feedback_notes, heard_words
from simulator.session import Session

NOT_REACHED = "This try did not come to this turn."
SHARED = "The same up to here: this turn was taken over from the try before."


@dataclass(frozen=True, slots=True)
class Column:
    """What one try did with one turn."""

    head: str
    own: Block | None
    """The trainee's words; `None` where the turn was not reached."""
    notes: tuple[Note, ...]
    answer: tuple[str, ...]
    """What the patient said and showed."""
    scores: tuple[str, ...]
    """One line a score, of the whole try."""


def column(one: Try, n: int) -> Column:
    """One try at turn `n`."""
    session = one.session
    scores = tuple(
        f"{DIMENSION_LABELS[name]}: {points(one.scores.dimension(name).tenths)}" for name in ("overall", *DIMENSIONS)
    )
    closing = (*scores, _so_far(session))
    if n > len(session.turns):
        return Column(one.name, None, (Note("", NOT_REACHED),), (), closing)
    turn = session.turns[n - 1]
    feedback = turn_feedback(session, turn)
    notes = [
        *([Note("", SHARED)] if n < one.branched else []),
        Note("Heard", heard_words(feedback, is_silence=turn.reading.silence)),
        *(note for note in feedback_notes(session, turn) if note.label in {"Fit", "Test", "Coaching", "Marked"}),
        *([Note("Effect", effect_words(session, feedback))] if feedback.changes else []),
    ]
    own = Block("you", n, "You", turn.reply or SILENCE, underlined=heard_places(turn) if turn.reply else ())
    lines = tuple(line.text if line.kind == "speech" else f"({line.text})" for line in turn.move.lines)
    return Column(one.name, own, tuple(notes), lines, closing)


def first_difference(tries: tuple[Try, ...]) -> int:
    """The earliest turn at which one of the tries went its own way."""
    return min((one.branched for one in tries if one.branched > 1), default=1)


def last_turn(tries: tuple[Try, ...]) -> int:
    """The last turn that any of them came to."""
    return max((len(one.session.turns) for one in tries), default=0)


def patient_line(tries: tuple[Try, ...], n: int) -> str:
    """What the patient had said before turn `n`, where that is the same in every try that came to it; else nothing."""
    lines = {one.session.turns[n - 1].patient for one in tries if n <= len(one.session.turns)}
    return lines.pop() if len(lines) == 1 else ""


def _so_far(session: Session) -> str:
    return ending_words(session) if session.ending is not None else f"Not ended; {len(session.turns)} turns so far."
