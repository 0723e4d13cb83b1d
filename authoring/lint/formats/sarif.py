"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from authoring.lint.check import Checked
from authoring.lint.excerpt import end_of
from authoring.lint.silence import Silence
from authoring.messages import codes, message
from scenarios.faults import Fault

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(found: Sequence[Checked], version: str) -> str:
    """One SARIF log with one run; `version` is that of Attune."""
    used = sorted({fault.code for checked in found for fault in _all(checked)})
    results = [
        _result(fault, checked, used.index(fault.code), silence)
        for checked in found
        for fault, silence in (*((fault, None) for fault in checked.faults), *checked.silenced)
    ]
    driver = {"name": "attune", "version": version, "rules": [_rule(code) for code in used]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _all(checked: Checked) -> tuple[Fault, ...]:
    return (*checked.faults, *(fault for fault, _ in checked.silenced))


def _rule(code: str) -> dict[str, Any]:
    if code not in codes():
        return {"id": code}
    known = message(code)
    return {
        "id": code,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.text},
        "help": {"text": f"attune explain {code}"},
        "defaultConfiguration": {"level": known.severity},
    }


def _result(fault: Fault, checked: Checked, index: int, silence: Silence | None) -> dict[str, Any]:
    region = {
        "startLine": fault.mark.line,
        "startColumn": fault.mark.column,
        "endLine": fault.mark.line,
        "endColumn": end_of(fault, checked.lines).column,
    }
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(fault.file)}, "region": region}}
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "ruleIndex": index,
        "level": fault.severity,
        "message": {"text": f"{fault.message} {fault.help}".strip()},
        "locations": [location],
    }
    if silence is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": silence.reason}]
    return result


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
