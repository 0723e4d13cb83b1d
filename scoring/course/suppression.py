"""Keeping small groups out of a table, also where they could be found by subtraction.

A cell behind which stand fewer than `FLOOR` trainees is hidden. Totals are published, so one hidden cell of a row or
column could be had by subtraction: others are hidden with it (complementary suppression; Cox 1980; Willenborg &
de Waal 2001) until no hidden cell follows from the rest. In a table with both margins a hidden cell follows exactly
when its edge is a bridge of the graph that joins the row and the column of every hidden cell (Gusfield 1988).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FLOOR = 5
"""Fewest trainees behind anything that is shown of a group."""

Where = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many sessions, and whose."""

    count: int
    trainees: frozenset[int]
    """Numbers that stand for trainees; sessions without a pseudonym count as one trainee's together."""


NONE = Cell(0, frozenset())


def is_small(trainees: int) -> bool:
    """Whether so few trainees stand behind something that it would tell of single persons. Nobody tells of nobody."""
    return 0 < trainees < FLOOR


def hidden_cells(table: Sequence[Sequence[Cell]], *, columns_add_up: bool = True) -> frozenset[Where]:
    """The cells that may not be shown where the totals of rows are known, and of columns if `columns_add_up`.

    Small cells first, then as few others as a simple rule finds: in every row and column with something hidden,
    at least two cells are hidden and at least `FLOOR` trainees stand behind them, where the line has so many; and no
    hidden cell can be computed from what is shown.
    """
    cells = {(i, j): cell for i, row in enumerate(table) for j, cell in enumerate(row)}
    hidden = {where for where, cell in cells.items() if is_small(len(cell.trainees))}
    while True:
        more = next(_needed(cells, hidden, columns_add_up=columns_add_up), None)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)


def _needed(cells: Mapping[Where, Cell], hidden: set[Where], *, columns_add_up: bool) -> Iterator[Where]:
    """Cells that have to be hidden too, one after the other."""
    for axis in (0, 1) if columns_add_up else (0,):
        for line in sorted({where[axis] for where in hidden}):
            inside = [where for where in cells if where[axis] == line]
            out = [where for where in inside if where in hidden]
            behind = frozenset[int]().union(*(cells[where].trainees for where in out))
            if len(out) < 2 or is_small(len(behind)):
                yield from _cheapest((where for where in inside if where not in hidden), cells)
    if columns_add_up:
        for bridge in _bridges(hidden):
            beside = (where for where in cells if where not in hidden and (where[0] == bridge[0]))
            yield from _cheapest(beside, cells)
            above = (where for where in cells if where not in hidden and (where[1] == bridge[1]))
            yield from _cheapest(above, cells)


def _cheapest(choice: Iterable[Where], cells: Mapping[Where, Cell]) -> Iterator[Where]:
    """The cell whose hiding loses least: the smallest of those that hold anything, else an empty one."""
    best = min(choice, key=lambda where: (cells[where].count == 0, cells[where].count, where), default=None)
    if best is not None:
        yield best


def _bridges(hidden: Iterable[Where]) -> Iterator[Where]:
    """Hidden cells whose row and column are joined by no other way through hidden cells."""
    edges = sorted(hidden)
    for edge in edges:
        reached, frontier = {("row", edge[0])}, [("row", edge[0])]
        while frontier:
            kind, line = frontier.pop()
            for row, column in edges:
                if (row, column) == edge or (row if kind == "row" else column) != line:
                    continue
                end = ("column", column) if kind == "row" else ("row", row)
                if end not in reached:
                    reached.add(end)
                    frontier.append(end)
        if ("column", edge[1]) not in reached:
            yield edge
