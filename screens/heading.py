"""The line above a conversation: with whom, how, at which turn, in which mode. Plain words, no Textual."""

from __future__ import annotations

from scoring.words import MODES, who
from simulator.modes import PlayMode
from simulator.session import Session


def heading(session: Session, shown: int, mode: PlayMode, *, is_feedback_shown: bool) -> str:
    """`shown`: turns whose answer is shown already."""
    is_over = session.ending is not None and shown == len(session.turns)
    parts = (
        who(session.scenario),
        MODES[session.scenario.setting.mode],
        "ended" if is_over else f"turn {shown + 1}",
        "second try" if session.started.again is not None else "",
        _mode_words(mode, is_feedback_shown=is_feedback_shown),
        session.scenario.title,
    )
    return " · ".join(filter(None, parts))


def _mode_words(mode: PlayMode, *, is_feedback_shown: bool) -> str:
    """The mode, and how feedback differs from it just now."""
    if is_feedback_shown == mode.shows_feedback:
        return mode.name
    return f"{mode.name}, feedback {'shown' if is_feedback_shown else 'hidden'}"
