"""Where YAML stumbled is often not where the mistake is: a closer look at the lines around it."""

from __future__ import annotations

import re
from dataclasses import replace

from authoring.lint.lines import line_at
from authoring.lint.nearby import no_colon, slip
from scenarios.faults import Fault, Mark

_OPENS = re.compile(r"""^\s*(?:- +)*(?:[\w.]+: +)?\[?\s*(?:(?P<double>")(?:[^"\\]|\\.)*|(?P<single>')[^']*)$""")
_NEXT = re.compile(r"^\s*(?:- |[\w.]+:(?:\s|$))")
_STUMBLES = frozenset({"indentation", "text-after-quote", "missing-colon", "yaml-syntax", "bracket", "colon-in-speech"})
_QUOTES = "Put the whole text in double quotes."
_LOOK_BACK = 30
"""Lines above the stumble in which an unclosed quotation mark is looked for."""


def second_look(fault: Fault, lines: tuple[str, ...]) -> Fault:
    """The same fault where the mistake really is, or the fault as it was."""
    if fault.code in _STUMBLES:
        return _unclosed(fault, lines) or slip(fault, lines) or fault
    if fault.code in {"unknown-key", "wrong-kind"}:
        return no_colon(fault, lines) or fault
    line = line_at(lines, fault.mark)
    if fault.code == "nothing-here":
        return _comment(fault, line)
    if fault.code == "bracket-in-speech" and line.startswith("- ", fault.mark.column - 1):
        return replace(fault, message="The dash and the blank after it make a list of this.", help=_QUOTES)
    if fault.code == "open-quote" and line.startswith("'", fault.mark.column - 1):
        return replace(fault, help=_QUOTES)
    return fault


def _unclosed(fault: Fault, lines: tuple[str, ...]) -> Fault | None:
    """A quotation mark opened on this line or above, not closed there, with another entry on the line below it."""
    for number in range(min(fault.mark.line, len(lines) - 1), max(0, fault.mark.line - _LOOK_BACK), -1):
        match = _OPENS.match(lines[number - 1])
        if match and _NEXT.match(lines[number]):
            return replace(
                fault, mark=Mark(number, match.start(match.lastgroup or 0) + 1), code="open-quote",
                message="The quotation mark that opens here is not closed on this line and takes in those below.",
                help=_QUOTES if match["single"] else 'Add the closing `"`.',
            )  # fmt: skip
    return None


def _comment(fault: Fault, line: str) -> Fault:
    """Nothing is left of a text, because it begins with `#`."""
    rest = line[fault.mark.column - 1 :].lstrip("- ")
    rest = rest.partition(": ")[2].lstrip() if re.match(r"[\w.]+: ", rest) else rest
    if not rest.startswith("#"):
        return fault
    return replace(
        fault, mark=Mark(fault.mark.line, len(line) - len(rest) + 1),
        end=Mark(fault.mark.line, len(line.rstrip()) + 1),
        message="Text that begins with `#` is read as a comment, so nothing is left of it.",
        help=_QUOTES,
    )  # fmt: skip
