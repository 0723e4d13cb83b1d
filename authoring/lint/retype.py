"""Mending slips of typing: a space, a colon or a dash put where it belongs."""

from __future__ import annotations

import re

from authoring.lint.edit import Edit
from authoring.lint.lines import line_at
from authoring.lint.nearby import BULLET, NO_COLON, NO_SPACE, ODD, ODD_BLANK
from scenarios.faults import Fault, Mark

SLIPS = frozenset({"odd-blank", "missing-dash", "missing-colon"})
_LOOK_BACK = 30
"""Lines above in which the item before is looked for."""
_ODD = re.compile(rf"[{ODD}]")


def retyped(fault: Fault, lines: tuple[str, ...]) -> Edit | None:
    """The change that mends a slip; `None` where it takes a person to decide."""
    line, number = line_at(lines, fault.mark), fault.mark.line
    match fault.code:
        case "odd-blank" if (found := ODD_BLANK.match(line)) is not None:
            return Edit(Mark(number, 1), found.end() + 1, _ODD.sub(" ", found.group()))
        case "missing-dash" if (found := BULLET.match(line)) is not None:
            return Edit(Mark(number, found.start("sign") + 1), found.end("sign") + 1, "- ")
        case "missing-dash":
            return _dashed(line, number, lines)
        case "missing-colon" if (found := NO_SPACE.match(line)) is not None:
            return Edit(Mark(number, found.end() + 1), found.end() + 1, " ")
        case "missing-colon" if (found := NO_COLON.match(line)) is not None:
            return Edit(Mark(number, found.end("name") + 1), found.end("name") + 1, ":")
        case _:
            return None


def _dashed(line: str, number: int, lines: tuple[str, ...]) -> Edit | None:
    """A dash under that of the item above; what follows moves so that it stands where the item's names stand."""
    width = len(line) - len(line.lstrip())
    for one in range(number - 1, max(0, number - _LOOK_BACK), -1):
        above = lines[one - 1]
        indent = len(above) - len(above.lstrip())
        if above.lstrip().startswith("- ") and indent <= width:
            return Edit(Mark(number, 1), width + 1, " " * indent + "- ")
        if above.strip() and indent < width - 2:
            return None
    return None
