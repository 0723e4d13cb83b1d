"""A course report for a terminal, 78 columns wide: tables fold rather than run over the edge."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from scenarios.clean import clean_line
from scoring.course.view import NOTHING, CourseReport, Table, shown

WIDTH = 78
_GAP = 2
_LEAST_NAME = 18
"""Columns below which words in a column of names are hard to read; then names stand on a line above their figures."""


def course_text(report: CourseReport) -> str:
    """The report, ended by a newline."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: CourseReport) -> Iterator[str]:
    yield report.title
    yield ""
    for name, words in report.facts:
        yield from textwrap.wrap(f"{clean_line(name)}: {clean_line(words)}", WIDTH, subsequent_indent="  ")
    yield ""
    for words in (report.caution, *report.notes):
        yield from textwrap.wrap(clean_line(words), WIDTH)
    for part in report.parts:
        yield ""
        yield part.title.upper()
        yield from textwrap.wrap(clean_line(part.about), WIDTH)
        if part.table is None:
            yield NOTHING
        else:
            yield ""
            yield from table_lines(part.table)


def table_lines(table: Table) -> list[str]:
    """A table in `WIDTH` columns: names to the left, figures to the right, nothing cut.

    Headings and words among the figures fold first, then names; where even that is too wide, names stand above their
    figures.
    """
    rows = [[clean_line(shown(value)) for value in row] for row in table.rows]
    heads = list(table.columns)
    names = [max(map(cells, column)) for column in zip(*(row[: table.names] for row in (heads, *rows)), strict=True)]
    columns = list(zip(*(row[table.names :] for row in (heads, *rows)), strict=True))
    plain = [max(map(cells, column)) for column in columns]
    folded = [max(cells(word) for cell in column for word in cell.split()) for column in columns]
    for widths in (plain, folded):
        if sum(names) + sum(widths) + _GAP * (len(heads) - 1) <= WIDTH:
            return _grid([heads, *rows], [*names, *widths], table.names)
    room = WIDTH - sum(folded) - _GAP * (len(heads) - 1)
    if room >= _LEAST_NAME * table.names:
        return _grid([heads, *rows], [*_narrowed(names, room), *folded], table.names)
    return list(_stacked([heads, *rows], folded, table.names))


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """The widths, the widest made narrower until all fit."""
    found = list(widths)
    while sum(found) > room:
        found[found.index(max(found))] -= 1
    return found


def _grid(rows: Sequence[Sequence[str]], widths: Sequence[int], names: int, gap: int = _GAP) -> list[str]:
    lines: list[str] = []
    for row in rows:
        folded = [
            _folded(cell, width, is_name=i < names) for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for parts in zip_longest(*folded, fillvalue=""):
            padded = (
                part + " " * (width - cells(part)) if i < names else " " * (width - cells(part)) + part
                for i, (part, width) in enumerate(zip(parts, widths, strict=True))
            )
            lines.append((" " * gap).join(padded).rstrip())
    return lines


def _stacked(rows: Sequence[Sequence[str]], widths: Sequence[int], names: int) -> Iterator[str]:
    """Names on lines of their own, figures below and set in."""
    gap = _GAP if sum(widths) + _GAP * len(widths) <= WIDTH else 1
    for row in rows:
        yield from _folded(" · ".join(row[:names]), WIDTH, is_name=True)
        yield from (" " * gap + line for line in _grid([row[names:]], widths, 0, gap))


def _folded(text: str, width: int, *, is_name: bool) -> list[str]:
    """`text` in lines of at most `width` cells; of names, all lines but the first are set in."""
    if cells(text) <= width:
        return [text]
    most = width if cells(text) == len(text) else width // 2
    return textwrap.wrap(text, most, subsequent_indent="  " if is_name else "", break_on_hyphens=False)


def cells(text: str) -> int:
    """Columns of a terminal that `text` takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
        for char in text
    )
