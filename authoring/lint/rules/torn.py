"""Speech without quotes that YAML knows: what a comma tears in two, and quotation marks that are spoken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from authoring.lint.lines import line_at
from authoring.lint.speech import SPEECH, texts
from authoring.lint.subject import Subject
from scenarios import vocabulary
from scenarios.faults import Fault, Mark
from scenarios.source import Items, Node, Scalar, Table

FIELDS = SPEECH | {"ask", "replies"}
CLOSING = (".", "!", "?", "…", '"', "”", "'", ")")
"""With these a sentence may be over; what follows is then a line of its own."""
CURLY = ("“", "„", "‟", "«", "‘")
LONGEST = 30


def check(subject: Subject) -> Iterator[Fault]:
    """`curly-quotes`, `stray-quote`, `torn-speech`: only the first tear of a list is told, as quotes mend them all."""
    for text in texts(subject.root):
        if text.field in FIELDS and not text.quoted and text.text.startswith(CURLY):
            yield subject.warn(
                text.mark, "curly-quotes",
                f"Curly quotation marks such as `{text.text[0]}` are spoken; YAML knows only straight ones.",
                'Use straight ones: "…". Most editors make them curly of themselves; that can be switched off.',
                end=Mark(text.mark.line, text.mark.column + 1),
            )  # fmt: skip
        elif text.field in FIELDS and not text.quoted and _is_stray(text.text):
            yield subject.warn(
                text.mark, "stray-quote", "The quotation mark at the end has none at the beginning, so it is spoken.",
                "Put a quotation mark before the first word as well.",
            )  # fmt: skip
    for pieces in _lists(subject.root, ""):
        torn = next((pair for pair in pairwise(pieces) if _is_torn(*pair, subject)), None)
        if torn is not None:
            first, second = torn
            yield subject.warn(
                second.mark, "torn-speech",
                f"The comma makes two of one sentence: “{_short(first.text)}” and “{_short(second.text)}”.",
                "Put the whole sentence in double quotes.", end=_comma_end(second, subject),
            )  # fmt: skip


def _is_stray(text: str) -> bool:
    """Whether a text ends with the only straight quotation mark in it."""
    return text.endswith('"') and text.count('"') == 1


def _lists(node: Node, field: str) -> Iterator[list[Scalar]]:
    """Lists of speech in which nothing is quoted."""
    if isinstance(node, Items):
        texts = [item for item in node.items if isinstance(item, Scalar)]
        if field in FIELDS and len(texts) == len(node.items) and not any(text.quoted for text in texts):
            yield texts
        for item in node.items:
            yield from _lists(item, "")
    elif isinstance(node, Table):
        for name, value in node.entries.items():
            yield from _lists(value, name)


def _is_torn(first: Scalar, second: Scalar, subject: Subject) -> bool:
    """Whether a piece goes on where the one before it breaks off: no full stop, and then no capital letter."""
    if not first.text or not second.text or first.text.endswith(CLOSING) or not second.text[0].islower():
        return False
    known = vocabulary.code_names()
    if first.text.startswith(CURLY):
        return False
    return first.text not in known and second.text not in known and _is_behind_comma(second.mark, subject)


def _is_behind_comma(mark: Mark, subject: Subject) -> bool:
    before = line_at(subject.lines, mark)[: mark.column - 1].rstrip()
    return before.endswith(",") or (
        not before and line_at(subject.lines, Mark(mark.line - 1, 1)).rstrip().endswith(",")
    )


def _comma_end(piece: Scalar, subject: Subject) -> Mark | None:
    written = line_at(subject.lines, piece.mark)[piece.mark.column - 1 :]
    end = written.find(piece.text)
    return Mark(piece.mark.line, piece.mark.column + len(piece.text)) if end == 0 else None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
