"""The terminal: what the app can show here."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from commands.health.finding import Finding, note, wrong
from commands.terminal import why_no_screen

SMALLEST = (80, 24)
"""Columns and rows for which every screen is made."""
FEW_COLOURS = 8
MANY_COLOURS = 256


def terminal() -> list[Finding]:
    """Size, colours and letters of the terminal in front of which somebody sits."""
    return [_size(), _colours(os.environ), letters(sys.stdout.encoding or "")]


def _size() -> Finding:
    name = os.environ.get("TERM", "") or "unset"
    reason = why_no_screen()
    if reason:
        mend = "The app goes on in plain lines here; for the full screen open it in a terminal."
        return note("Terminal", f"TERM {name}; {reason}", mend, {"term": name, "columns": None, "rows": None})
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    return size(columns, rows, name)


def size(columns: int, rows: int, name: str) -> Finding:
    """Whether a terminal of so many columns and rows is large enough."""
    data = {"term": name, "columns": columns, "rows": rows}
    state = f"TERM {name}, {columns} × {rows}"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return note(
            "Terminal", state, f"Make it {SMALLEST[0]} × {SMALLEST[1]} or larger: below that, lines fold.", data
        )
    return Finding("Terminal", state, data=data)


def colours(environment: Mapping[str, str], told: int) -> int:
    """How many colours there are: `told` by the terminal's description, or more where the terminal says so."""
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return 1 << 24
    if "256color" in environment.get("TERM", ""):
        return max(told, MANY_COLOURS)
    return max(told, 0)


def _colours(environment: Mapping[str, str]) -> Finding:
    if environment.get("NO_COLOR"):
        return Finding("Colours", "none, as NO_COLOR asks; symbols and words say the same", data=0)
    number = colours(environment, _told())
    if number < FEW_COLOURS:
        return note(
            "Colours", f"{number}", "Symbols and words say the same; the theme without colour is made for this.", number
        )
    return Finding("Colours", f"{number:,}", data=number)


def _told() -> int:
    """Colours in the terminal's description; 0 where it has none."""
    try:
        import curses  # noqa: PLC0415  some builds of Python are without it
    except ImportError:
        return 0
    try:
        curses.setupterm(os.environ.get("TERM") or "dumb", 1)
        return curses.tigetnum("colors")
    except curses.error:
        return 0


def letters(encoding: str) -> Finding:
    """Whether the letters in which patients speak can be shown."""
    if encoding.lower().replace("-", "").replace("_", "") == "utf8":
        return Finding("Letters", "UTF-8", data="utf-8")
    mend = "Choose UTF-8 in the terminal's settings, then: export LC_ALL=C.UTF-8 (or PYTHONUTF8=1)"
    return wrong("Letters", f"{encoding or 'unknown'}; some signs cannot be shown", mend, encoding)
