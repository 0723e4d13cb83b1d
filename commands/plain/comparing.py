"""Tries of one session, one after the other at the same turn, in plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from commands.plain import saying
from scoring.scores import DIMENSION_LABELS, DIMENSIONS
from scoring.words import points, sentence
from screens.again import Try
from screens.compare_view import NOT_REACHED, SHARED, first_difference, last_turn, patient_line

ALONE = "There is one try so far. /again and the number of a turn tries that moment again."


def compared(tries: tuple[Try, ...], turn: int | None = None) -> Iterator[str]:
    """Turn `turn` in every try, or the turn at which they part, then the scores of each."""
    if len(tries) < 2:
        yield ALONE
        return
    n = max(1, min(turn or first_difference(tries), last_turn(tries)))
    name = tries[0].session.scenario.persona.name
    yield f"Turn {n} in {len(tries)} tries."
    if line := patient_line(tries, n):
        yield f"{name}: {line}"
    for one in tries:
        yield sentence(one.name)
        yield from _turn(one, n)
        scores = (
            f"{DIMENSION_LABELS[part]} {points(one.scores.dimension(part).tenths)}" for part in ("overall", *DIMENSIONS)
        )
        yield f"Scores of the whole try: {', '.join(scores)}."


def _turn(one: Try, n: int) -> Iterator[str]:
    session = one.session
    if n > len(session.turns):
        yield NOT_REACHED
    elif n < one.branched:
        yield SHARED
    else:
        turn = session.turns[n - 1]
        yield saying.replied(turn)
        yield from saying.heard_and_fit(session, turn)
        yield from saying.spoken(session.scenario.persona.name, turn.move.lines)
