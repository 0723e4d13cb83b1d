"""Reflect first: one's own reply is rated before anything is heard of it. The words of the question, no Textual."""

from __future__ import annotations

from scoring.words import fit_mark, fit_words, shortened
from screens.answers import Answer
from simulator.marks import FIT_RANGE
from simulator.session import Session

REPLY_SHOWN = 240
"""Most characters of one's own reply above the question."""
WHY = "What makes you think so? A few words for yourself, or just Enter."


def rating_answers() -> tuple[Answer, ...]:
    """From met fully to strongly against; the id is the number."""
    return tuple(Answer(str(fit), f"{fit_mark(fit)}  {fit_words(fit)}") for fit in reversed(FIT_RANGE))


MIDDLE = len(FIT_RANGE) // 2
"""Which answer is highlighted first: neither for nor against, so that none is suggested."""


def rating_question(session: Session) -> tuple[str, str]:
    """The question, and the reply it is about."""
    name, turn = session.scenario.persona.name, session.turns[-1]
    about = "You stayed silent." if turn.reading.silence else f"You: {shortened(turn.reply, REPLY_SHOWN)}"
    return f"Before you go on: how did this meet what {name} needed?", about
