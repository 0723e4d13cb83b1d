"""Speech of which YAML took a part away without a word: stage directions in brackets, `#` as a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authoring.lint.lines import line_at
from authoring.lint.speech import SPEECH, Spoken, texts
from authoring.lint.subject import Subject
from authoring.lint.tokens import FAR, in_brackets
from scenarios.faults import Fault, Mark

_CUT = re.compile(r"\s+(?=#[^\s#!])")
_DIRECTION = re.compile(r"[a-z][^.?!…,;]*")


def check(subject: Subject) -> Iterator[Fault]:
    """`cut-by-comment` and `bracketed-direction`."""
    for text in texts(subject.root):
        if text.quoted or not text.text:
            continue
        line = line_at(subject.lines, text.mark)
        if len(line) > FAR:
            continue
        cut = _CUT.search(line, text.mark.column - 1)
        if cut:
            yield subject.warn(
                Mark(text.mark.line, cut.end() + 1), "cut-by-comment",
                "From `#` on this is read as a comment, so it is never said.",
                "Put the whole text in double quotes.", end=Mark(text.mark.line, len(line.rstrip()) + 1),
            )  # fmt: skip
        elif _is_bracketed(text, line):
            yield subject.warn(
                text.mark, "bracketed-direction",
                f"The square brackets are read as a list, so the patient says “{text.text}” aloud.",
                "Stage directions go under `shows:` or `sounds:`; if it is speech, put it in double quotes.",
            )  # fmt: skip


def _is_bracketed(text: Spoken, line: str) -> bool:
    """Whether a text looks like a stage direction alone in square brackets: small letters, no full stop."""
    inside = text.field in SPEECH and text.alone and in_brackets(line, text.mark.column - 1)
    return inside and " " in text.text and _DIRECTION.fullmatch(text.text) is not None
