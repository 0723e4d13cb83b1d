"""The rubric's numbers and sentences, read once from `scoring/data/rubric-1.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml

from scenarios import vocabulary


class Row(NamedTuple):
    """One row of the self-disclosure table."""

    id: str
    returned: int
    """Value where the reply ends on the patient."""
    kept: int
    """Value where it does not."""
    effect: str
    source: str
    supports: Literal["no", "best", "all"]
    """Whether the row counts only where it raises the score, and then once at its best or each time."""
    by_person: bool
    """No code shows it: the program never gives it, a supervisor can."""


class CriticalRule(NamedTuple):
    """One serious error."""

    id: str
    cap: int
    text: str
    source: str
    repaired_by: frozenset[str]
    """Codes by which a later reply lifts the cap in part; empty where nothing does."""
    by_person: bool
    """Codes can only show where to look: always flagged, never capped by the program."""


@cache
def rubric() -> dict[str, Any]:
    """The whole table, as plain values."""
    text = resources.files("scoring").joinpath("data", "rubric-1.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # type: ignore[no-any-return]  # noqa: S506  both are safe loaders


def version() -> str:
    """The rubric's version."""
    return str(rubric()["version"])


@cache
def row(name: str) -> Row:
    """One row of the self-disclosure table."""
    entry = rubric()["self_disclosure"]["rows"][name]
    return Row(
        f"self_disclosure.{name}",
        entry["returned"],
        entry["kept"],
        entry["effect"],
        entry["source"],
        entry.get("supports", "no"),
        entry.get("by_person", False),
    )


@cache
def critical_rule(name: str) -> CriticalRule:
    """One serious error."""
    entry = rubric()["critical"]["rules"][name]
    repaired_by = frozenset().union(*(vocabulary.members(code) for code in entry["repaired_by"]))
    return CriticalRule(
        f"critical.{name}",
        entry["cap"],
        entry["text"],
        entry["source"],
        repaired_by,
        entry.get("by_person", False),
    )
