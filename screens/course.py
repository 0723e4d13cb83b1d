"""The course of a session as a plot in characters: turn by turn the fit and the patient's levels, and both in words.

Height of a block and the words say the same, so that neither colour nor the drawing alone has to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.report.view import Report
from scoring.words import fit_mark, joined, signed

BLOCKS = "▁▂▃▄▅▆▇█"
"""From 0–12 to 88–100."""
CELL = 3
"""Columns for one turn."""
WIDTH = 72


def course_title(report: Report) -> str:
    """Where each level began and stands: `Course: trust 45 → 60, distress 35 → 20`."""
    rows = report.levels.rows
    ways = [f"{name} {rows[0].levels[i]} → {rows[-1].levels[i]}" for i, name in enumerate(report.levels.names)]
    return f"Course: {', '.join(ways)}" if ways else "Course"


def course_lines(report: Report, width: int = WIDTH) -> Iterator[str]:
    """The plot, broken into pieces that fit, then a sentence for each level."""
    names, rows = report.levels.names, report.levels.rows
    margin = max(map(len, ("turn", *names)), default=0) + 1
    fits = {turn.n: fit_mark(turn.fit)[0] for turn in report.turns}
    columns = max(1, (width - margin) // CELL)
    for begin in range(0, len(rows), columns):
        piece = rows[begin : begin + columns]
        yield _row("turn", margin, [str(row.turn or "·") for row in piece])
        yield _row("fit", margin, [fits.get(row.turn, " ") for row in piece])
        for i, name in enumerate(names):
            yield _row(name, margin, [BLOCKS[min(7, row.levels[i] * 8 // 100)] for row in piece])
        yield ""
    yield "Fit: ▲ for what was needed, ◆ neither, ▼ against, ? not judged. A higher block is a higher level, 0 to 100."
    for i, name in enumerate(names):
        yield _in_words(name, [row.levels[i] for row in rows])


def _row(name: str, margin: int, cells: Sequence[str]) -> str:
    return f"{name:<{margin}}{''.join(f'{cell:>{CELL}}' for cell in cells)}".rstrip()


def _in_words(name: str, levels: Sequence[int]) -> str:
    """`Trust went from 45 to 60: up 15. Most after turn 2 (+9).`"""
    by = levels[-1] - levels[0]
    way = f"up {by}" if by > 0 else f"down {-by}" if by < 0 else "the same"
    steps = [after - before for before, after in pairwise(levels)]
    most = max(map(abs, steps), default=0)
    at = [n for n, step in enumerate(steps, 1) if abs(step) == most][:2]
    where = f" Most after turn {joined([f'{n} ({signed(steps[n - 1])})' for n in at])}." if most else ""
    return f"{name.capitalize()} went from {levels[0]} to {levels[-1]}: {way}.{where}"
