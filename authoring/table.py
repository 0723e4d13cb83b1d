"""What each beat makes of each code: written for it there, inherited, or nothing. A map of a patient at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios import vocabulary
from scenarios.model import Beat, Reaction, Scenario

Source = Literal["own", "defaults", "moment", "empty"]
"""Where the answer comes from: the beat's own entries, the persona's, the built-in table of moments, or nowhere."""

CATCH_ALLS = ("otherwise", "unclear", "silence")
_NEAREST: tuple[Source, ...] = ("own", "defaults", "moment", "empty")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one beat makes of one code, or of a group of codes."""

    source: Source
    """The nearest source among the codes of the cell."""
    fits: tuple[int, ...] = ()
    """Every fit that the cell can give, lowest first; with conditions there can be several."""
    goes: tuple[str, ...] = ()
    """Where it can lead."""
    conditions: tuple[str, ...] = ()
    """The entries that speak of it, as written."""


@dataclass(frozen=True, slots=True)
class Column:
    """A code, a group of codes, or a catch-all."""

    id: str
    family: str
    """What the column belongs with."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Beats down, codes or groups across."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """Beat by beat, endings left out."""


def chart_of(scenario: Scenario, *, each_code: bool) -> Chart:
    """The table, by families of codes or code by code."""
    families = _families()
    columns = (
        tuple(Column(code, family) for family, codes in families.items() for code in codes)
        if each_code
        else tuple(Column(family, family) for family in families)
    )
    last = tuple(Column(name, "anything else") for name in CATCH_ALLS)
    beats = [beat for beat in scenario.beats.values() if beat.ending is None]
    rows = tuple(
        (
            beat.id,
            (
                *(
                    _joined(_cell(scenario, beat, code) for code in families.get(column.id, (column.id,)))
                    for column in columns
                ),
                *(_catch_all(scenario, beat, name) for name in CATCH_ALLS),
            ),
        )
        for beat in beats
    )
    return Chart((*columns, *last), rows)


def _families() -> dict[str, tuple[str, ...]]:
    """The families of the code book and their codes, in its order."""
    found: dict[str, tuple[str, ...]] = {}
    for code in (*vocabulary.codes().values(), *vocabulary.derived().values()):
        found[code.family] = (*found.get(code.family, ()), code.id)
    return found


def _cell(scenario: Scenario, beat: Beat, code: str) -> Cell:
    own = [entry for entry in beat.hears if entry.key is not None and code in entry.key.speaks_of]
    general = [entry for entry in scenario.defaults.hears if entry.key is not None and code in entry.key.speaks_of]
    worth = vocabulary.moments()[beat.moment.needs].worth.get(code) if beat.moment else None
    inherited = () if worth is None else (worth.fit,)
    if own or general:
        entries = own or general
        below = _fits(general, inherited) if own and general else inherited
        return Cell("own" if own else "defaults", _fits(entries, below), _goes(entries), _conditions(entries))
    return Cell("empty") if worth is None else Cell("moment", inherited)


def _catch_all(scenario: Scenario, beat: Beat, name: str) -> Cell:
    own: Reaction | None = getattr(beat, name)
    general: Reaction | None = getattr(scenario.defaults, name)
    entry = own or general
    if entry is None:
        return Cell("empty")
    return Cell("own" if own is not None else "defaults", _fits([entry], ()), _goes([entry]))


def _fits(entries: Sequence[Reaction], below: Sequence[int]) -> tuple[int, ...]:
    """The fits that entries state; one that states none takes what stands below it."""
    stated = {entry.fit for entry in entries if entry.fit is not None}
    return tuple(sorted(stated | (set(below) if any(entry.fit is None for entry in entries) else set())))


def _goes(entries: Iterable[Reaction]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.go for entry in entries if entry.go is not None))


def _conditions(entries: Iterable[Reaction]) -> tuple[str, ...]:
    return tuple(entry.key.text for entry in entries if entry.key is not None)


def _joined(cells: Iterable[Cell]) -> Cell:
    """Several codes in one cell: the nearest source, every fit of it, every way."""
    found = list(cells)
    nearest = min((cell.source for cell in found), key=_NEAREST.index)
    best = [cell for cell in found if cell.source == nearest]
    return Cell(
        nearest,
        tuple(sorted({fit for cell in best for fit in cell.fits})),
        tuple(dict.fromkeys(go for cell in best for go in cell.goes)),
        tuple(dict.fromkeys(text for cell in best for text in cell.conditions)),
    )
