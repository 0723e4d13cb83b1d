"""Where one sentence of a reply ends and the next begins, as offsets into the reply.

It knows punctuation, not grammar: a run of chat text without full stops is cut only where a question begins.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_SENTENCES = 60
"""A reply of 4,000 characters has about 45 sentences; past this the rest is read as one."""
LONG_RUN = 14
"""Words without a stop after which a question opening is taken for a new sentence."""

ABBREVIATIONS = frozenset({"dr", "mr", "mrs", "ms", "st", "prof", "e.g", "i.e", "etc", "vs", "approx", "no", "p.s"})
STOP = re.compile(r"(?:[.!?…]+[\"'”’)\]*_]*|[:;]-?[)(DP](?=\s))\s+|\s*[\r\n\u2028\u2029]+\s*")
QUESTION_OPENING = re.compile(
    r"(?:,|\s[-–—]+|\s(?:so|and|but|n))?\s+"
    r"(?=(?:what|wot|wat|how|hows|whats|where|when|who|why|which)(?:'s|s)?\s+(?:is|was|are|r|were|do|did|does|would|wud|"
    r"could|can|u|you|ye|it|that|about|else|kind|part|makes|made|happens|happened|long|often|much)\b"
    r"|(?:do|did|are|r|have|has|is|was|would|wud|could|cud|can|will|shall)\s+(?:you|u|ya|ye|we|it|there|that|they|he|she)\b)",
    re.IGNORECASE,
)
DEPENDENT = re.compile(
    r"\b(?:and|or|wonder|wondering|tell|telling|say|see|know|knows|knew|of|about|that|than|ask|asked|asking|curious|like|is|"
    r"was|to|with|from|on|in|for|at|by|hear|understand|imagine|if|exactly|just|matter|no|remember|show|me)$",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    """One sentence of a reply."""

    start: int
    """Offset of its first character."""
    end: int
    """One past its last character; always greater than `start`."""
    text: str
    """The characters themselves."""


def sentences(reply: str) -> list[Sentence]:
    """Return the sentences of a reply in order, without surrounding blanks. Blank text has none.

    Spans never overlap, and together they cover everything but white space.
    """
    found: list[Sentence] = []
    start = 0
    for stop in STOP.finditer(reply):
        if len(found) >= MOST_SENTENCES:
            break
        if is_end(reply, start, stop):
            found.extend(clauses(reply, start, stop.end()))
            start = stop.end()
    found.extend(clauses(reply, start, len(reply)))
    return found


def is_end(reply: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a stop ends a sentence: not after "Dr.", nor where dots trail off into a small letter."""
    mark = stop.group().strip()
    if not mark.startswith((".", "…")):
        return True
    words = reply[start : stop.start()].rsplit(maxsplit=1)
    if mark == "." and words and words[-1].lstrip("(\"'").lower() in ABBREVIATIONS - {"no"}:
        return False
    following = reply[stop.end() : stop.end() + 1]
    return not (mark.startswith(("..", "…")) and following.islower() and len(reply[start : stop.start()].split()) < 4)


def clauses(reply: str, start: int, end: int) -> list[Sentence]:
    """Return one sentence, or two where a long run of words without a stop turns into a question."""
    whole = trimmed(reply, start, end)
    if whole is None:
        return []
    if len(whole.text.split()) < LONG_RUN:
        return [whole]
    for opening in QUESTION_OPENING.finditer(whole.text):
        before, after = whole.text[: opening.start()], whole.text[opening.end() :]
        if len(before.split()) >= 5 and len(after.split()) >= 3 and not DEPENDENT.search(before):
            cut = whole.start + opening.end()
            pieces = (trimmed(reply, whole.start, cut), trimmed(reply, cut, whole.end))
            return [piece for piece in pieces if piece]
    return [whole]


def trimmed(reply: str, start: int, end: int) -> Sentence | None:
    """Return the span without blanks at its edges, or `None` when nothing is left."""
    text = reply[start:end]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    return Sentence(start + lead, start + lead + len(text), text) if text else None
