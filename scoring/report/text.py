"""A session as plain text for a terminal: transcript, scores with their evidence, what would have helped."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from scoring.feedback import turn_feedback
from scoring.rubric import score
from scoring.scores import CAUTION, DIMENSION_LABELS, DIMENSIONS, Score, Scores
from simulator.lines import Line
from simulator.session import Session

WIDTH = 78


def session_text(session: Session, scores: Scores | None = None) -> str:
    """The whole session."""
    return "\n".join(_lines(session, scores or score(session)))


def _lines(session: Session, scores: Scores) -> Iterator[str]:
    scenario = session.scenario
    yield f"{scenario.title}: {scenario.persona.name}, {scenario.persona.age}"
    yield ""
    yield from _spoken(session, session.opening)
    for turn in session.turns:
        yield ""
        yield from _wrapped("You: ", "(you wait)" if turn.reading.silence else turn.reply)
        feedback = turn_feedback(session, turn)
        heard = ", ".join(dict.fromkeys(move.label.lower() for move in feedback.heard)) or "nothing in particular"
        fit = "" if feedback.fit is None else f" ({feedback.fit:+d})"
        yield from _wrapped("     ", f"[heard: {heard}. {feedback.fit_words}{fit}. {feedback.because}]")
        yield ""
        yield from _spoken(session, turn.move.lines)
    yield ""
    ending = session.ending
    yield f"Ending: {ending.kind} ({ending.id})" if ending else "The session has not ended."
    yield ""
    for name in (*DIMENSIONS, "overall"):
        yield f"{DIMENSION_LABELS[name]:<26} {shown(scores.dimension(name))}"
        for item in scores.dimension(name).evidence:
            words = f"“{item.quote}” " if item.quote else ""
            yield from _wrapped(f"  turn {item.turn}  {item.value:+d}  ", f"{words}{item.effect} [{item.rule}]")
    for critical in scores.critical:
        words = f"“{critical.quote}” " if critical.quote else ""
        yield from _wrapped(
            f"  turn {critical.turn}  caps at {critical.cap}  ", f"{words}{critical.text} [{critical.rule}]"
        )
    for flag in scores.flags:
        yield from _wrapped(
            f"  turn {flag.turn}  for a person to look at  ",
            f"“{flag.quote}” {flag.text} [{flag.rule}, heard with confidence {flag.confidence}]",
        )
    yield ""
    yield from textwrap.wrap(CAUTION, WIDTH)


def shown(score_: Score) -> str:
    """A score in words: points, or *not observed*."""
    return "not observed" if score_.points is None else f"{score_.points:.1f} of 100"


def _spoken(session: Session, lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        if line.kind == "speech":
            yield from _wrapped(f"{session.scenario.persona.name}: ", line.text)
        else:
            yield from _wrapped("     ", f"({line.text})")


def _wrapped(label: str, text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=label, subsequent_indent=" " * min(len(label), 12), break_long_words=True
    ) or [label]
