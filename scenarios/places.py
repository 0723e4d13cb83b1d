"""Lines and columns as YAML counts them: from an offset into a text to its place in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scenarios.faults import Mark

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def split_lines(text: str) -> tuple[str, ...]:
    """Every line without its break."""
    return tuple(_BREAK.split(text))


def end_of(text: str) -> Mark:
    """The place right after a text that begins a file."""
    lines = split_lines(text)
    return Mark(len(lines), len(lines[-1]) + 1)


def place_in(lines: Sequence[str], start: Mark, value: str, offset: int) -> Mark:
    """Where the character `offset` of a value stands, whose writing begins at `start`.

    A value may be written over several lines, folded, in block style or in quotes; only what is not blank is counted,
    because that is the same in all of them. Escaped characters may shift the place within the value's own lines.
    """
    rest = lines[start.line - 1][start.column - 1 :]
    line, column = start.line, start.column
    if rest[:1] in {">", "|"}:
        line, column = line + 1, 1
    elif rest[:1] in {'"', "'"}:
        column += 1
    before = sum(not char.isspace() for char in value[:offset])
    while line <= len(lines):
        text = lines[line - 1]
        for at in range(column - 1, len(text)):
            if not text[at].isspace():
                if before == 0:
                    return Mark(line, at + 1)
                before -= 1
        line, column = line + 1, 1
        if before == 0 and offset >= len(value.rstrip()):
            return Mark(line - 1, len(text.rstrip()) + 1)
    return start
