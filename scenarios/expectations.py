"""What an example may expect of the end of its replies, and whether it came true."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scenarios.faults import Fault, Mark, suggest
from scenarios.model import Expectation

_COMPARISON = re.compile(r"\s*(<=|>=|==|=|!=|<|>)?\s*(-?\d+)\s*")
_KINDS = frozenset({"good", "mixed", "poor", "left"})


def read_expectations(
    expect: Mapping[str, Any],
    marks: Mapping[str, Mark],
    file: str,
    states: frozenset[str],
    beliefs: frozenset[str],
    beats: frozenset[str],
) -> tuple[tuple[Expectation, ...], list[Fault]]:
    """Check each expectation's name and value; return them with every fault."""
    faults: list[Fault] = []
    levels = states | {f"beliefs.{name}" for name in beliefs}
    for name, value in expect.items():
        text = str(value)
        if name in {"ending", "beat", "passed", "failed"}:
            wrong = [part for part in _names(text) if part not in beats]
            faults += [
                Fault(file, marks[name], "unknown-beat", f"There is no beat `{part}`.", suggest(part, beats))
                for part in wrong
            ]
        elif name == "kind":
            if text not in _KINDS:
                faults.append(
                    Fault(file, marks[name], "not-allowed", f"`kind` cannot be `{text}`.", suggest(text, _KINDS))
                )
        elif name not in levels:
            known = levels | {"ending", "kind", "beat", "passed", "failed"}
            faults.append(
                Fault(file, marks[name], "unknown-state", f"Nothing is called `{name}`.", suggest(name, known))
            )
        elif _COMPARISON.fullmatch(text) is None:
            faults.append(
                Fault(
                    file,
                    marks[name],
                    "bad-expectation",
                    f"`{text}` is not a comparison.",
                    'Write a whole number or ">= 50".',
                )
            )
    return tuple(Expectation(name, str(value), marks[name]) for name, value in expect.items()), faults


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def listed(expectation: Expectation) -> frozenset[str]:
    """The names in an expectation that may list several."""
    return frozenset(_names(expectation.value))


def compares(expectation: Expectation, level: int) -> bool:
    """Whether a level is as expected."""
    match = _COMPARISON.fullmatch(expectation.value)
    if match is None:
        return False
    wanted = int(match.group(2))
    return {
        "<": level < wanted, "<=": level <= wanted, ">": level > wanted, ">=": level >= wanted, "!=": level != wanted,
    }.get(match.group(1) or "=", level == wanted)  # fmt: skip
