"""The patient over the session as a drawing: where its lines, marks and words go. Geometry only, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 34, 372, 14, 214
"""The edges of the plot; names of the lines stand to the right of it."""
_NEXT_NAME = 16
"""Least distance between two names."""
_MOST_TICKS = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis and where it stands."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One level over the turns."""

    name: str
    first: int
    last: int
    marks: tuple[Place, ...]
    name_at: Place
    """Where its name stands; names keep clear of one another."""

    @property
    def path(self) -> str:
        """The line, as SVG's `points`."""
        return " ".join(f"{mark.x:g},{mark.y:g}" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing and the same in words."""

    curves: tuple[Curve, ...]
    turns: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    description: str


def chart_of(names: Sequence[str], rows: Sequence[Sequence[int]]) -> Chart | None:
    """The chart of levels 0–100, one row for the start and one for each turn; `None` before the first turn."""
    if not names or len(rows) < 2:
        return None
    last = len(rows) - 1
    series = list(zip(*rows, strict=True))
    heights = _apart([_y(values[-1]) for values in series])
    curves = tuple(
        Curve(
            name,
            values[0],
            values[-1],
            tuple(Place(_x(n, last), _y(value)) for n, value in enumerate(values)),
            Place(RIGHT + 10, height),
        )
        for name, values, height in zip(names, series, heights, strict=True)
    )
    step = 1 + (last - 1) // _MOST_TICKS
    return Chart(
        curves,
        tuple(Tick(_x(n, last), str(n) if n else "start") for n in range(0, last + 1, step)),
        tuple(Tick(_y(level), str(level)) for level in (0, 25, 50, 75, 100)),
        " ".join(f"{curve.name.capitalize()} went from {curve.first} to {curve.last}." for curve in curves),
    )


def _x(turn: int, last: int) -> float:
    return round(LEFT + 12 + (RIGHT - LEFT - 20) * turn / last, 1)


def _y(level: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * level / 100, 1)


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights, moved as little as needed so that no two are too near, and none below the plot."""
    placed = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + _NEXT_NAME)
    limit = float(BOTTOM)
    for i in reversed(order):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - _NEXT_NAME
    return [round(height, 1) for height in placed]
