"""Findings as GitHub workflow commands, so that they show beside the changed lines of a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from authoring.lint.check import Checked
from authoring.lint.excerpt import end_of


def as_github(found: Sequence[Checked]) -> str:
    """One workflow command for each finding."""
    return "".join(
        f"::{fault.severity} file={_property(fault.file)},line={fault.mark.line},endLine={fault.mark.line},"
        f"col={fault.mark.column},endColumn={end_of(fault, checked.lines).column - 1},title={_property(fault.code)}"
        f"::{_data(f'{fault.message} {fault.help}'.strip())}\n"
        for checked in found
        for fault in checked.faults
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
