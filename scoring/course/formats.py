"""A course report as Markdown, JSON and CSV. Text for a terminal and the page have modules of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from scenarios.clean import clean_line
from scoring.course.view import NOTHING, CourseReport, Part, shown
from scoring.csv_cells import csv_text
from scoring.report.markdown import escape

FORMAT = 1
"""Version of the JSON; raised when an old reader could misread a new file."""


def course_markdown(report: CourseReport) -> str:
    """Markdown in which no word becomes markup, ended by a newline."""
    return "\n".join(_markdown(report)) + "\n"


def _markdown(report: CourseReport) -> Iterator[str]:
    yield f"# {escape(report.title)}"
    yield ""
    for name, words in report.facts:
        yield f"- {escape(clean_line(name))}: {escape(clean_line(words))}"
    yield ""
    yield f"**{escape(report.caution)}**"
    for words in report.notes:
        yield ""
        yield escape(clean_line(words))
    for part in report.parts:
        yield ""
        yield f"## {escape(part.title)}"
        yield ""
        yield escape(clean_line(part.about))
        yield ""
        if part.table is None:
            yield NOTHING
            continue
        yield _row(part.table.columns)
        yield f"| {' | '.join('---' for _ in part.table.columns)} |"
        for row in part.table.rows:
            yield _row(tuple(clean_line(shown(value)) for value in row))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(escape(cell) for cell in cells)} |"


def course_json(report: CourseReport) -> str:
    """One object, ended by a newline. Rows are lists in the order of `columns`; some hold words, such as `hidden`."""
    return json.dumps({"format": FORMAT, **asdict(report)}, ensure_ascii=False, indent=1) + "\n"


def course_csv(report: CourseReport) -> str:
    """One long table: part, row, column, value. Every spreadsheet can filter it."""
    rows: list[tuple[object, ...]] = [("part", "row", "column", "value")]
    rows += [("about", name, "", words) for name, words in report.facts]
    rows.append(("about", "caution", "", report.caution))
    rows += [("about", "note", "", words) for words in report.notes]
    for part in report.parts:
        rows += _long(part)
    return csv_text(rows)


def _long(part: Part) -> Iterator[tuple[object, ...]]:
    if part.table is None:
        yield part.id, "", "", part.about
        return
    for row in part.table.rows:
        named = " · ".join(clean_line(shown(value)) for value in row[: part.table.names])
        for column, value in zip(part.table.columns[part.table.names :], row[part.table.names :], strict=True):
            yield part.id, named, column, value
