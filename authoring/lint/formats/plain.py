"""Findings for a script: one list of plain objects."""

from __future__ import annotations

import json
from collections.abc import Sequence

from authoring.lint.check import Checked
from authoring.lint.excerpt import end_of


def as_json(found: Sequence[Checked]) -> str:
    """A JSON list with an object for each finding, in file order."""
    rows = [
        {
            "file": fault.file,
            "line": fault.mark.line,
            "column": fault.mark.column,
            "end_column": end_of(fault, checked.lines).column,
            "severity": fault.severity,
            "code": fault.code,
            "message": fault.message,
            "help": fault.help,
        }
        for checked in found
        for fault in checked.faults
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
