"""The line that a fault points at, with a line of carets under the exact token, cut to the terminal's width."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from authoring.lint.lines import line_at
from authoring.lint.tokens import FAR, token_end, word_end
from scenarios.clean import clean
from scenarios.faults import Fault, Mark

TAB = "    "
"""What a tab is shown as."""
LEAST_WIDTH = 20


class Excerpt(NamedTuple):
    """Two lines of text, meant to stand one above the other."""

    source: str
    carets: str


def end_of(fault: Fault, lines: tuple[str, ...]) -> Mark:
    """One past the offending token, on the fault's own line."""
    line = line_at(lines, fault.mark)
    if fault.end is not None and fault.end.line == fault.mark.line:
        return fault.end
    measure = word_end if fault.code == "bad-condition" else token_end
    return Mark(fault.mark.line, measure(line, fault.mark.column))


def excerpt(fault: Fault, lines: tuple[str, ...], width: int) -> Excerpt:
    """The fault's line and its carets, each at most `width` cells wide."""
    line = line_at(lines, fault.mark)
    skipped = max(0, fault.mark.column - 1 - FAR)
    cells = [_shown(char) for char in line[skipped : fault.mark.column + FAR]]
    first = min(fault.mark.column - 1 - skipped, len(cells))
    last = max(first + 1, min(end_of(fault, lines).column - 1 - skipped, max(len(cells), first + 1)))
    start, stop = _window(cells, first, last, max(width, LEAST_WIDTH))
    before, after = "…" if start or skipped else "", "…" if skipped + stop < len(line) else ""
    shown = "".join(cells[start:stop])
    indent = _width(before) + sum(map(_width, cells[start:first]))
    carets = max(1, sum(map(_width, cells[first : min(last, stop)])))
    return Excerpt(f"{before}{shown}{after}".rstrip(), " " * indent + "^" * carets)


def _window(cells: list[str], first: int, last: int, width: int) -> tuple[int, int]:
    """Which characters to show: all where they fit, else the token with what comes before and after it."""
    if sum(map(_width, cells)) <= width:
        return 0, len(cells)
    room = width - 2  # an ellipsis at either end
    token = sum(map(_width, cells[first:last]))
    start, lead = first, max(room - token, room // 3) // 2
    while start > 0 and lead - _width(cells[start - 1]) >= 0:
        start -= 1
        lead -= _width(cells[start])
    stop, used = start, 0
    while stop < len(cells) and used + _width(cells[stop]) <= room:
        used += _width(cells[stop])
        stop += 1
    return start, stop


def _shown(char: str) -> str:
    """A character as a terminal may safely show it."""
    return TAB if char == "\t" else clean(char).replace("\n", " ")


def _width(text: str) -> int:
    """How many cells a text takes in a terminal."""
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
