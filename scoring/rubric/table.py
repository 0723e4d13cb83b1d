"""The rubric's numbers and sentences, read once from `scoring/data/rubric-1.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml


class Row(NamedTuple):
    """One row of the self-disclosure table."""

    id: str
    returned: int
    """Value where the reply ends on the patient."""
    kept: int
    """Value where it does not."""
    effect: str


class CriticalRule(NamedTuple):
    """One serious error."""

    id: str
    cap: int
    text: str


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
    return Row(f"self_disclosure.{name}", entry["returned"], entry["kept"], entry["effect"])


@cache
def critical_rule(name: str) -> CriticalRule:
    """One serious error."""
    entry = rubric()["critical"]["rules"][name]
    return CriticalRule(f"critical.{name}", entry["cap"], entry["text"])
