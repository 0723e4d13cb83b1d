"""Quoting the trainee: the words that a judgement rests on."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.rubric.table import rubric
from simulator.reading import CodedSpan
from simulator.session import Turn

LONGEST_QUOTE = 240
"""Characters; a longer reply is quoted by the words that show the codes."""


def quote(turn: Turn, codes: Iterable[str] = ()) -> str:
    """The words that show any of the codes, or the whole reply."""
    wanted = frozenset(codes)
    spans = [span for span in turn.move.codes if span.code in wanted]
    if spans:
        return _joined(turn.reply, spans)
    return turn.reply if len(turn.reply) <= LONGEST_QUOTE else turn.reply[: LONGEST_QUOTE - 1] + "…"


def _joined(reply: str, spans: list[CodedSpan]) -> str:
    """The words of spans in order, with … where something between them is left out."""
    text, end = "", 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.end <= end:
            continue
        start = max(span.start, end)
        gap = reply[end:start]
        text += ("" if not text else gap if not gap.strip() else " … ") + reply[start : span.end]
        end = span.end
    return text


def spans_of(turn: Turn, codes: Iterable[str]) -> list[CodedSpan]:
    """The spans of a turn that show any of the codes."""
    wanted = frozenset(codes)
    return [span for span in turn.move.codes if span.code in wanted]


def names(turn: Turn) -> frozenset[str]:
    """Codes and derived codes of a turn."""
    return frozenset(span.code for span in turn.move.codes) | frozenset(turn.move.derived)


def surely_heard(turn: Turn) -> frozenset[str]:
    """Like `names`, but a code that is a serious matter wherever it occurs only where it was heard surely.

    One misheard fragment must not make a breach of an honest reply; what is left out here is flagged for a person.
    """
    table = rubric()
    grave, sure = set(table["confidentiality"]["anywhere"]), float(table["critical"]["sure"])
    doubtful = {span.code for span in turn.move.codes if span.code in grave and span.confidence < sure}
    certain = {span.code for span in turn.move.codes if span.confidence >= sure}
    return names(turn) - (doubtful - certain)


def is_empty(turn: Turn) -> bool:
    """Whether words were said and no code at all was heard in them. They may be an answer that was not recognised."""
    return not turn.move.codes and not turn.reading.silence


def words(turn: Turn, codes: Iterable[str]) -> int:
    """How many words of the reply show any of the codes, overlapping spans counted once."""
    covered = {i for span in spans_of(turn, codes) for i in range(span.start, span.end)}
    marked = "".join(char if i in covered else " " for i, char in enumerate(turn.reply))
    return len(marked.split())
