"""Findings for a person: place, message, the line with carets, help, and the line as it could be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from authoring.lint.check import Checked
from authoring.lint.excerpt import excerpt
from authoring.lint.lines import line_at
from authoring.lint.mend import mend
from scenarios.clean import clean_line
from scenarios.faults import Fault


def as_text(found: Sequence[Checked], width: int) -> str:
    """Everything that was found, a block each."""
    return "".join(f"{_block(fault, checked, width)}\n\n" for checked in found for fault in checked.faults)


def _block(fault: Fault, checked: Checked, width: int) -> str:
    return "\n".join(_lines(fault, checked, width))


def _lines(fault: Fault, checked: Checked, width: int) -> Iterator[str]:
    place = f"{fault.file}:{fault.mark.line}:{fault.mark.column}"
    yield clean_line(f"{place}: {fault.severity}[{fault.code}] {fault.message}")
    if not any(checked.lines):
        if fault.help:
            yield f"  help: {clean_line(fault.help)}"
        return
    number = str(fault.mark.line)
    gutter = " " * len(number)
    shown = excerpt(fault, checked.lines, width - len(number) - 5)
    yield f"  {number} | {shown.source}"
    yield f"  {gutter} | {shown.carets}"
    if fault.help:
        yield f"  {gutter} = help: {clean_line(fault.help)}"
    mended = mend(fault, checked.lines)
    if mended is not None:
        line = mended.applied(line_at(checked.lines, mended.start)).strip()
        yield f"  {gutter} = mended: {clean_line(line)}"


def summary(found: Sequence[Checked]) -> str:
    """How much was checked and what it came to."""
    files = _count(len(found), "file")
    errors, warnings = sum(checked.errors for checked in found), sum(checked.warnings for checked in found)
    silenced = sum(len(checked.silenced) for checked in found)
    quiet = f" {_count(silenced, 'warning')} silenced in the file." if silenced else ""
    if not errors and not warnings:
        return f"{files} checked, nothing wrong.{quiet}"
    code = next(fault.code for checked in found for fault in checked.faults)
    later = "" if all(checked.scenario for checked in found) else " Warnings are looked for once the errors are mended."
    return (
        f"{files} checked: {_count(errors, 'error')}, {_count(warnings, 'warning')}.{quiet}{later} "
        f"More about a message: `attune explain {code}`."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
