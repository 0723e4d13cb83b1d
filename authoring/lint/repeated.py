"""Several faults that one slip brought about, told as that one slip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from authoring.lint.lines import line_at
from scenarios.faults import Fault, Mark, meant

_FIRST = re.compile(r"first on line (\d+)")
_NAME = re.compile(r"^ *(?:- +)*(?P<name>[\w-]+):")
_HEADING = re.compile(r"^(?P<indent> *)(?P<name>[\w-]+):\s*(?:#.*)?$")
_LOOK_BACK = 200
"""Lines above a name in which the part that it belongs to begins."""
_HIDES = frozenset({"missing-colon", "odd-blank"})


def gathered(faults: tuple[Fault, ...], lines: tuple[str, ...]) -> tuple[Fault, ...]:
    """The faults without those that only follow from another."""
    found = tuple(_without_repeats(faults, lines)) if any(one.code == "duplicate-key" for one in faults) else faults
    hidden = {_beat_of(found, number) for number in _misspelt_moments(found, lines)}
    return tuple(one for one in found if not (one.code == "missing-moment" and one in hidden))


def _without_repeats(faults: tuple[Fault, ...], lines: tuple[str, ...]) -> Iterator[Fault]:
    """Names that are written twice because a part or an item of a list was not set off from the one above."""
    run: tuple[int, int] | None = None
    for fault in faults:
        if fault.code != "duplicate-key":
            yield fault
            continue
        part = _part(fault.mark.line, lines)
        if run is not None and run == part:
            continue
        told = _swallowed(fault, lines) or _undashed(fault, lines)
        run = part if told is not None else None
        yield told or fault


def _part(number: int, lines: tuple[str, ...]) -> tuple[int, int]:
    """Which part of the file a name belongs to: its column, and the nearest line above that stands further left."""
    column = _indent(lines[number - 1])
    above = range(number - 1, max(0, number - _LOOK_BACK), -1)
    return column, next((one for one in above if lines[one - 1].strip() and _indent(lines[one - 1]) < column), 0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _swallowed(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """A heading as far in as the names that should stand under it."""
    above = next((one for one in range(fault.mark.line - 1, 0, -1)[:_LOOK_BACK] if lines[one - 1].strip()), 0)
    match = _HEADING.match(lines[above - 1]) if above else None
    if match is None or len(match["indent"]) != fault.mark.column - 1:
        return None
    return replace(
        fault, mark=Mark(above, len(match["indent"]) + 1), end=None, code="indentation",
        message=f"Nothing stands under `{match['name']}`, and the names below repeat those above it.",
        help=f"If `{match['name']}` begins a part of its own, move its line two spaces to the left.",
    )  # fmt: skip


def _undashed(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """An item of a list that begins with the same name as the one above, but without its dash."""
    found = _FIRST.search(fault.message)
    first = line_at(lines, Mark(int(found.group(1)), 1)) if found else ""
    ours, theirs = _NAME.match(line_at(lines, fault.mark)), _NAME.match(first)
    if ours is None or theirs is None or ours["name"] != theirs["name"] or not first.lstrip().startswith("- "):
        return None
    return replace(
        fault, end=None, code="missing-dash",
        message=f"`{ours['name']}` stands twice in one item of the list; a new item seems to begin here.",
        help=f"Begin it with a hyphen and a space: `- {ours['name']}: …`.",
    )  # fmt: skip


def _misspelt_moments(faults: tuple[Fault, ...], lines: tuple[str, ...]) -> Iterator[int]:
    """The lines on which a `moment` stands that could not be read as one."""
    for fault in faults:
        is_near = fault.code == "unknown-key" and meant(fault.help) == "moment"
        if is_near or (fault.code in _HIDES and line_at(lines, fault.mark).lstrip().startswith("moment")):
            yield fault.mark.line


def _beat_of(faults: tuple[Fault, ...], number: int) -> Fault | None:
    """The nearest beat above that lacks a moment."""
    above = (one for one in faults if one.code == "missing-moment" and one.mark.line < number)
    return max(above, key=lambda one: one.mark.line, default=None)
