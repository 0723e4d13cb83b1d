"""What the searches of one scenario work out about single moments, kept for the searches that come after.

A search about the lines of one beat looks at the same replies at the same moments as the search before it. Most keys
hold places of conditions in memory, so a shelf is for one scenario object, and lives no longer than its proof.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from authoring.proof.cubes import Cubes, Formula
from simulator.reactions import Layers


@dataclass(slots=True)
class Compartment:
    """What hangs on the levels that a search keeps and on the lines that it is asked about."""

    reactions: dict[Hashable, list[tuple[Cubes, Layers]]] = field(default_factory=dict)
    """Which reactions can apply together."""
    done: dict[Hashable, Any] = field(default_factory=dict)
    """What a turn of some kind does, its reply left aside."""
    shapes: dict[Hashable, Any] = field(default_factory=dict)
    """Replies that are decided alike but for their fit (`behaviours.py`), by moment."""


@dataclass(slots=True)
class Shelf:
    """What may be used again."""

    formulas: dict[Hashable, Formula] = field(default_factory=dict)
    """Conditions as formulas."""
    windows: dict[Hashable, list[tuple[int, Cubes]]] = field(default_factory=dict)
    """Which replies come to which fit."""
    compartments: dict[Hashable, Compartment] = field(default_factory=dict)

    def compartment(self, same: Hashable) -> Compartment:
        """That of the searches for which everything in it is the same."""
        return self.compartments.setdefault(same, Compartment())
