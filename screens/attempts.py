"""Attempts over time: what went up, what down, and a small plot of it in symbols. Plain values, no Textual.

First and second tries are told apart by their symbols; what was not observed has one of its own and is never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.scores import DIMENSION_LABELS
from scoring.words import plural, points
from screens.past import SCORED, Past

FIRST, SECOND, UNOBSERVED = "●", "○", "–"
LEGEND = f"{FIRST} first try   {SECOND} second try   {UNOBSERVED} not observed"
CAUTION = (
    "Patients differ in difficulty, so scores with different patients cannot be compared, and a few sessions make no "
    "trend. Scores are practice feedback, not validated by clinicians."
)
STEPS = (100, 75, 50, 25, 0)
"""What the lines of a plot stand for, in points."""
FINE = tuple(range(100, -1, -10))
"""The same where there is room."""
COLUMN = 4
"""Cells that one attempt takes."""
AXIS = 5
"""Cells of the axis."""
ALL = ""
"""Stands for all patients."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One session that counts, in one dimension."""

    tenths: int | None
    """`None`: not observed."""
    is_again: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose attempts can be looked at."""

    scenario: str
    """Id, or `ALL`."""
    title: str
    attempts: int


def choices(past: Iterable[Past]) -> tuple[Choice, ...]:
    """All patients together, then each that was practised with, the latest practised first. `past` newest first."""
    titles: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in past:
        if one.counts:
            titles.setdefault(one.scenario, one.title)
            counts[one.scenario] = counts.get(one.scenario, 0) + 1
    if not counts:
        return ()
    every = Choice(ALL, "All patients", sum(counts.values()))
    return (every, *(Choice(name, titles[name], count) for name, count in counts.items()))


def attempts(past: Iterable[Past], scenario: str, dimension: str) -> tuple[Attempt, ...]:
    """The attempts with one patient, or with all, from the first to the last; those not worked out are left out."""
    found = [
        Attempt(one.points[dimension], one.is_again)
        for one in past
        if one.counts and one.points is not None and scenario in {ALL, one.scenario}
    ]
    return tuple(reversed(found))


def summary(found: Sequence[Attempt]) -> str:
    """The course in words: first tries from first to last with their best, second tries, what was not observed."""
    if not found:
        return "No session that is over yet."
    first = [one.tenths for one in found if not one.is_again and one.tenths is not None]
    second = [one.tenths for one in found if one.is_again and one.tenths is not None]
    unobserved = sum(one.tenths is None for one in found)
    parts = [
        *([_course(first, "first try", "First tries")] if first else []),
        *([_course(second, "second try", "Second tries")] if second else []),
    ]
    if unobserved == len(found):
        return f"Not observed in any of {plural(len(found), 'session')}."
    if unobserved:
        parts.append(f"Not observed in {plural(unobserved, 'session')}.")
    return " ".join(parts)


def _course(tenths: Sequence[int], one: str, many: str) -> str:
    if len(tenths) == 1:
        return f"One {one}: {points(tenths[0])}."
    change = tenths[-1] - tenths[0]
    size = f"{abs(change) // 10}.{abs(change) % 10}"
    way = f"{size} higher" if change > 0 else f"{size} lower" if change < 0 else "the same"
    low, high = min(tenths), max(tenths)
    return (
        f"{many}, {len(tenths)}: the first {_plain(tenths[0])}, the last {_plain(tenths[-1])}, {way}; "
        f"between {_plain(low)} and {_plain(high)}."
    )


def _plain(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def plot(found: Sequence[Attempt], width: int, steps: Sequence[int] = STEPS) -> tuple[str, ...]:
    """Attempts from left to right on lines from 100 to 0, each on the line nearest to it; the last that fit `width`.

    Below stand their scores in whole points, or that nothing was observed, and their numbers. Nothing for no attempts.
    """
    room = max(1, (width - AXIS) // COLUMN)
    shown = list(found)[-room:]
    if not shown:
        return ()
    before = len(found) - len(shown)
    lines = [f"{step:>3} ┤" + "".join(_cell(one, step, steps) for one in shown) for step in steps]
    scores = " " * AXIS + "".join(_whole(one).rjust(COLUMN) for one in shown)
    numbers = " " * AXIS + "".join(f"#{n % 1000}".rjust(COLUMN) for n in range(before + 1, len(found) + 1))
    note = (f"(the last {len(shown)} of {len(found)})",) if before else ()
    return (*(line.rstrip() for line in lines), scores, numbers, *note)


def _cell(one: Attempt, step: int, steps: Sequence[int]) -> str:
    tenths = one.tenths
    if tenths is None or min(steps, key=lambda other: abs(other * 10 - tenths)) != step:
        return " " * COLUMN
    return (SECOND if one.is_again else FIRST).rjust(COLUMN)


def _whole(one: Attempt) -> str:
    return UNOBSERVED if one.tenths is None else str((one.tenths + 5) // 10)


def headings() -> tuple[tuple[str, str], ...]:
    """What is plotted, with its name, in order."""
    return tuple((name, DIMENSION_LABELS[name]) for name in SCORED)


def pending(past: Iterable[Past], scenario: str) -> int:
    """How many sessions are still to be worked out."""
    return sum(
        one.counts and one.points is None and not one.trouble and scenario in {ALL, one.scenario} for one in past
    )
