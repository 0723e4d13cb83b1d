"""A course report as plain values: everything that its formats say, said once. Making words harmless is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Value = int | float | str
"""A count, a figure with one decimal, or words."""

HIDDEN = "hidden"
"""Stands in place of a count or a figure behind which are too few trainees, or from which such a one would follow."""
NOT_OBSERVED = "not observed"
NOTHING = "Too little to show."
"""Stands in place of a table."""


class Bar(NamedTuple):
    """One bar of a drawing."""

    label: str
    sessions: int | None
    """`None`: hidden."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; the first column heads its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    names: int = 1
    """How many columns, from the first, say what a row is about; the others are figures."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report: a question and its answer."""

    id: str
    title: str
    about: str
    table: Table | None
    """`None`: there is nothing to show; `about` says why."""
    bars: tuple[Bar, ...] = ()
    """The first row of the table as a drawing; empty where none is made."""
    bars_title: str = ""


@dataclass(frozen=True, slots=True)
class CourseReport:
    """The whole report, in the order in which it is read."""

    title: str
    caution: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    """How to read it: what is hidden, what is left out."""
    parts: tuple[Part, ...]


def shown(value: Value) -> str:
    """A value as people read it; JSON and CSV have the number itself."""
    return f"{value:.1f}".replace("-", "−") if isinstance(value, float) else str(value)
