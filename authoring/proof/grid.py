"""Sets of levels as whole numbers, one bit a combination: what a turn does to thousands of states is one shift.

Two levels have 101 × 101 combinations, a number of ten thousand bits. Adding −6 to a level moves every bit by the same
way; what would leave 0–100 is kept at the edge, as the engine does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE = 101
"""Levels go from 0 to 100."""


class Grid:
    """All combinations of some levels."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.size: int = SIDE ** len(names)
        self.full: int = (1 << self.size) - 1
        self._strides: tuple[int, ...] = tuple(int(SIDE**i) for i in reversed(range(len(names))))
        self._upto: dict[tuple[int, int], int] = {}

    def columns(self) -> Mapping[str, Any]:
        """For every combination in turn, its levels by name."""
        places = np.arange(self.size)
        return {name: places // stride % SIDE for name, stride in zip(self.names, self._strides, strict=True)}

    def where(self, flags: Any) -> int:  # noqa: ANN401  one truth for all, or an array of them
        """The combinations for which something is true."""
        if not isinstance(flags, np.ndarray) or flags.ndim == 0:
            return self.full if flags else 0
        packed: NDArray[np.uint8] = np.packbits(flags, bitorder="little")
        return int.from_bytes(packed.tobytes(), "little")

    def cell(self, levels: tuple[int, ...]) -> int:
        """The set of just one combination."""
        return 1 << sum(level * stride for level, stride in zip(levels, self._strides, strict=True))

    def one_of(self, cells: int) -> tuple[int, ...]:
        """The highest combination of a set that is not empty: friendly replies lead there, so ways read naturally."""
        place = cells.bit_length() - 1
        return tuple(place // stride % SIDE for stride in self._strides)

    def _below(self, axis: int, level: int) -> int:
        """Combinations in which a level is at most so high."""
        key = (axis, level)
        if key not in self._upto:
            self._upto[key] = self.where(np.arange(self.size) // self._strides[axis] % SIDE <= level)
        return self._upto[key]

    def moved(self, cells: int, delta: tuple[int, ...]) -> int:
        """Every combination of a set after a change, levels kept within 0–100."""
        for axis, by in enumerate(delta):
            if by > 0:
                cells = self._raised(cells, axis, min(by, SIDE - 1))
            elif by < 0:
                cells = self._lowered(cells, axis, min(-by, SIDE - 1))
        return cells

    def _raised(self, cells: int, axis: int, by: int) -> int:
        stride = self._strides[axis]
        low = cells & self._below(axis, SIDE - 1 - by)
        edge = cells ^ low
        moved = low << by * stride
        if edge:
            step = 1
            while step <= by:
                edge |= (edge & self._below(axis, SIDE - 1 - step)) << step * stride
                step *= 2
            moved |= edge & ~self._below(axis, SIDE - 2)
        return moved

    def _lowered(self, cells: int, axis: int, by: int) -> int:
        stride = self._strides[axis]
        edge = cells & self._below(axis, by - 1)
        moved = (cells ^ edge) >> by * stride
        if edge:
            step = 1
            while step <= by:
                edge |= (edge & ~self._below(axis, step - 1)) >> step * stride
                step *= 2
            moved |= edge & self._below(axis, 0)
        return moved

    def came_from(self, levels: tuple[int, ...], delta: tuple[int, ...]) -> int:
        """The combinations that a change turns into this one."""
        found = self.full
        for axis, (level, by) in enumerate(zip(levels, delta, strict=True)):
            low = 0 if level == 0 and by <= 0 else level - by
            high = SIDE - 1 if level == SIDE - 1 and by >= 0 else level - by
            low, high = max(low, 0), min(high, SIDE - 1)
            if low > high:
                return 0
            found &= self._below(axis, high) & (~self._below(axis, low - 1) if low else self.full)
        return found
