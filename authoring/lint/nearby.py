"""Slips of typing on the line where YAML stumbled, or just above it: what was meant is plain from the line itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from authoring.lint.lines import line_at
from authoring.lint.tokens import FAR
from scenarios.faults import Fault, Mark

ODD = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
"""Blanks that are none to YAML, as they stand in a class of a pattern."""
ODD_BLANK = re.compile(rf"^\s*[{ODD}]\s*|^\s*(?:- +)*\w+:[ ]*[{ODD}]\s*")
BULLET = re.compile(r"^(?P<indent> *)(?P<sign>[–—•·‣▪◦*]\s+|-(?=[\"'“\w]))")
NO_SPACE = re.compile(r"^ *(?:- +)*[a-z_]+:(?=[^\s:/])")
NO_COLON = re.compile(r"^ *(?:- +)*(?P<name>[^:{}\"'#\[\]]*[^\s:{}\"'#\[\]]) +(?=\{)")
_ITEM = re.compile(r"^ *- ")
_LONE = re.compile(r"^ *[^\s\-#\"'\[{][^:]*$")
_HOW_FAR = 3
"""Lines above the stumble that are looked at, empty ones and comments not counted."""
_LOOK_BACK = 30
"""How far back that may be."""


def slip(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """The slip that brought a fault about, where there is one on its line or just above."""
    for number in _about(fault.mark.line, lines):
        line = lines[number - 1]
        if (match := ODD_BLANK.match(line)) is not None:
            message = "A blank that is no ordinary space stands here; YAML takes it for a letter."
            return _at(fault, number, match.end() - 1, "odd-blank", message, "Delete it and type a space.")
        if (match := BULLET.match(line)) is not None:
            message = f"`{match['sign'].strip()}` begins no list item here."
            at = len(match["indent"])
            return _at(fault, number, at, "missing-dash", message, "Begin it with a hyphen and a space: `- `.")
        if (match := NO_SPACE.match(line)) is not None:
            message = "No space follows the colon here."
            return _at(fault, number, match.end() - 1, "missing-colon", message, "Write `name: value`.")
    if fault.code == "colon-in-speech":
        return no_colon(fault, lines)
    return _item(fault, lines) or _lone(fault, lines)


def no_colon(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """A name before a curly bracket without its colon."""
    line = line_at(lines, fault.mark)
    match = NO_COLON.match(line) if len(line) <= FAR else None
    if match is None or match.end() >= len(line):
        is_odd = fault.code != "colon-in-speech" and ODD_BLANK.match(line[:FAR])
        return slip(fault, lines) if is_odd else None
    message = f"The colon after `{match['name']}` is missing."
    return _at(fault, fault.mark.line, match.start("name"), "missing-colon", message, f"Write `{match['name']}: {{`.")


def _about(number: int, lines: tuple[str, ...]) -> Iterator[int]:
    """The line of a stumble and those above it that are not empty, the nearest first."""
    last, left = min(number, len(lines)), _HOW_FAR + 1
    for one in range(last, max(0, last - _LOOK_BACK), -1):
        line = lines[one - 1]
        if left and line.strip() and not line.lstrip().startswith("#") and len(line) <= FAR:
            left -= 1
            yield one


def _item(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """Quoted text under a list item, without a dash of its own."""
    line = line_at(lines, fault.mark)
    above = [lines[number - 1] for number in _about(fault.mark.line - 1, lines)][:1]
    if fault.code != "indentation" or not line.lstrip().startswith(('"', "“")) or not any(map(_ITEM.match, above)):
        return None
    at = len(line) - len(line.lstrip())
    message = "An item of a list stands here without its dash."
    return _at(fault, fault.mark.line, at, "missing-dash", message, "Begin it with a hyphen and a space: `- `.")


def _lone(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """A line without a colon among lines with names: YAML stumbles over the one after it."""
    if fault.code != "missing-colon":
        return None
    above = next(_about(fault.mark.line - 1, lines), None)
    if above is None or not _LONE.match(lines[above - 1]):
        return None
    line = lines[above - 1]
    help_text = "Write `name: value`; if it goes on from the line above, put the whole text in quotes, on one line."
    return _at(fault, above, len(line) - len(line.lstrip()), fault.code, "No name and no colon stand here.", help_text)


def _at(fault: Fault, line: int, at: int, code: str, message: str, help_text: str) -> Fault:
    return Fault(fault.file, Mark(line, at + 1), code, message, help_text)
