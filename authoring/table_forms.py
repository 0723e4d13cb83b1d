"""The table of beats and codes written down: for the terminal, a spreadsheet, a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from authoring.table import Cell, Chart, Column
from scenarios.model import Scenario
from scoring.words import signed

MARKS = {"own": "●", "defaults": "◐", "moment": "·", "empty": ""}
"""What stands before the fit: where the answer comes from."""
MEANINGS = {
    "own": "written in this beat",
    "defaults": "written under defaults",
    "moment": "from the built-in table of moments",
    "empty": "nothing",
}
ARROW = "→"


def fits_words(cell: Cell) -> str:
    """The fits of a cell: `+2`, `−2…+3`, or nothing."""
    if not cell.fits:
        return ""
    low, high = cell.fits[0], cell.fits[-1]
    return signed(low) if low == high else f"{signed(low)}…{signed(high)}"


def cell_words(cell: Cell) -> str:
    """A cell in a few characters: `●+3→`."""
    return f"{MARKS[cell.source]}{fits_words(cell)}{ARROW if cell.goes else ''}"


def key_words() -> str:
    """What the marks mean, in a line."""
    marks = "   ".join(f"{mark} {MEANINGS[source]}" for source, mark in MARKS.items() if mark)
    return f"{marks}   {ARROW} can lead on   numbers: fit −3…+3"


def table_text(scenario: Scenario, chart: Chart, width: int) -> str:
    """The table in blocks that fit the width, ended by a newline."""
    lines = [f"{scenario.title} ({scenario.id})", "", *_key_lines(width)]
    names = max((len(beat) for beat, _ in chart.rows), default=4)
    for block in _blocks(chart, max(1, width - names - 2)):
        lines.append("")
        if not _is_by_family(chart):
            lines.append(chart.columns[block[0]].family.upper())
        widths = [_width(chart, i) for i in block]
        lines.append(_row("", [chart.columns[i].id for i in block], names, widths))
        lines += [_row(beat, [cell_words(cells[i]) for i in block], names, widths) for beat, cells in chart.rows]
    return "\n".join(lines) + "\n"


def _key_lines(width: int) -> Iterator[str]:
    line = ""
    for part in key_words().split("   "):
        if line and len(line) + 3 + len(part) > width:
            yield line
            line = part
        else:
            line = f"{line}   {part}" if line else part
    yield line


def _blocks(chart: Chart, room: int) -> Iterator[list[int]]:
    """Columns that stand side by side: as many of the same family as there is room for."""
    numbers = range(len(chart.columns))
    for _, group in groupby(numbers, key=lambda i: "" if _is_by_family(chart) else chart.columns[i].family):
        block: list[int] = []
        for i in group:
            if block and sum(_width(chart, j) + 2 for j in (*block, i)) > room:
                yield block
                block = []
            block.append(i)
        yield block


def _is_by_family(chart: Chart) -> bool:
    """Whether a column stands for a whole family."""
    return chart.columns[0].id == chart.columns[0].family


def _width(chart: Chart, i: int) -> int:
    return max(len(chart.columns[i].id), *(len(cell_words(cells[i])) for _, cells in chart.rows), 1)


def _row(head: str, cells: Sequence[str], names: int, widths: Sequence[int]) -> str:
    padded = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{head:<{names}}  {'  '.join(padded)}".rstrip()


def table_csv(chart: Chart) -> str:
    """The table for a spreadsheet. No cell can be taken for a formula: words come first, and the guard stands by."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_guarded(text) for text in ("beat", *(column.id for column in chart.columns)))
    for beat, cells in chart.rows:
        writer.writerow(_guarded(text) for text in (beat, *map(_csv_cell, cells)))
    return out.getvalue()


def _csv_cell(cell: Cell) -> str:
    if cell.source == "empty":
        return ""
    leads = f" to {', '.join(cell.goes)}" if cell.goes else ""
    return f"{cell.source} {fits_words(cell)}".strip() + leads


def _guarded(text: str) -> str:
    """Spreadsheets run what begins like a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "−", "@", "\t", "\r"} else text


def table_json(scenario: Scenario, chart: Chart) -> str:
    """The table for a program, ended by a newline."""
    rows = {
        beat: {column.id: _plain(column, cell) for column, cell in zip(chart.columns, cells, strict=True)}
        for beat, cells in chart.rows
    }
    plain = {"scenario": scenario.id, "version": scenario.version, "beats": rows}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _plain(column: Column, cell: Cell) -> dict[str, object]:
    return {
        "family": column.family,
        "source": cell.source,
        "fits": list(cell.fits),
        "goes": list(cell.goes),
        "conditions": list(cell.conditions),
    }
