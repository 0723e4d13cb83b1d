"""A session as a transcript: what was said in each turn, and what was heard in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from simulator.events import reading_to_json
from simulator.lines import Line
from simulator.session import Session, Turn

_WIDTH = 78
"""Fits a terminal of 80 columns, and stays the same in a wider one, so that transcripts can be compared."""
_INDENT = " " * 5


def as_text(session: Session) -> Iterator[str]:
    """The transcript, line by line."""
    patient = session.scenario.persona.name
    yield from _patient(patient, session.opening)
    for turn in session.turns:
        yield ""
        yield from _said(f"{turn.n:>3}. You", turn.reply or "(silence)")
        yield from textwrap.wrap(_heard(turn), _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
        yield from _patient(patient, turn.move.lines)
    if session.pending is not None:
        yield ""
        yield from _said(f"{session.pending.n:>3}. You", session.pending.text or "(silence)")
        yield f"{_INDENT}[kept, not answered yet]"
    yield ""
    yield "Not finished." if session.ending is None else f"Ending: {session.ending.id} ({session.ending.kind})"


def as_json(session: Session) -> dict[str, Any]:
    """The transcript as plain values."""
    pending, ending = session.pending, session.ending
    return {
        "opening": _plain_lines(session.opening),
        "turns": [_plain_turn(turn) for turn in session.turns],
        "pending": None if pending is None else {"n": pending.n, "reply": pending.text, "silence": pending.silence},
        "ending": None if ending is None else {"id": ending.id, "kind": ending.kind},
    }


def _said(who: str, words: str) -> Iterator[str]:
    for i, paragraph in enumerate(words.split("\n")):
        first = f"{who}: " if i == 0 else _INDENT
        yield from textwrap.wrap(paragraph, _WIDTH, initial_indent=first, subsequent_indent=_INDENT) or [first.rstrip()]


def _patient(name: str, lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        if line.kind == "speech":
            yield from _said(f"{_INDENT}{name}", line.text)
        else:
            yield from textwrap.wrap(f"({name} {line.text})", _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _heard(turn: Turn) -> str:
    codes = list(dict.fromkeys(span.code for span in turn.move.codes))
    what = "unclear" if turn.reading.unclear else ", ".join([*codes, *turn.move.derived]) or "no codes"
    return f"[{what}{'' if turn.move.fit is None else f'; fit {turn.move.fit:+d}'}]"


def _plain_turn(turn: Turn) -> dict[str, Any]:
    return {
        "n": turn.n,
        "beat": turn.move.beat,
        "reply": turn.reply,
        "silence": turn.reading.silence,
        "codes": reading_to_json(turn.reading)["codes"],
        "unclear": turn.reading.unclear,
        "derived": list(turn.move.derived),
        "fit": turn.move.fit,
        "rule": turn.move.rule,
        "because": turn.move.because,
        "answer": _plain_lines(turn.move.lines),
    }


def _plain_lines(lines: Iterable[Line]) -> list[dict[str, str]]:
    return [{"kind": line.kind, "text": line.text} for line in lines]
