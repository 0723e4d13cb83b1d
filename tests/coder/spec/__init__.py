"""Reads the tables of this folder."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from scoring.coder import load_coder

HERE = Path(__file__).parent


class Example(NamedTuple):
    """One reply and the codes it shows."""

    title: str
    patient: str
    reply: str
    codes: frozenset[str]


class Triple(NamedTuple):
    """One content in three voices."""

    title: str
    patient: str
    replies: tuple[str, ...]
    codes: frozenset[str]


class Pair(NamedTuple):
    """Two moments, near in words, with different codes; each is (patient's line, reply)."""

    title: str
    first: tuple[str, str]
    second: tuple[str, str]


def _read(name: str) -> Any:  # noqa: ANN401  whatever YAML holds
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def _pair(row: dict[str, Any]) -> Pair:
    lines = row.get("patients") or [row["patient"]] * 2
    replies = row.get("replies") or [row["reply"]] * 2
    return Pair(row["id"], (lines[0], replies[0]), (lines[1], replies[1]))


READINGS = tuple(
    Example(row["title"], row["patient"], row["reply"], frozenset(row["codes"]))
    for part in _read("readings.yaml").values()
    for row in part
)
TRIPLES = tuple(
    Triple(row["id"], row["patient"], tuple(row["replies"]), frozenset(row["codes"])) for row in _read("fairness.yaml")
)
PAIRS = tuple(_pair(row) for row in _read("pairs.yaml"))


def reads_as_written(example: Example) -> bool:
    """Tell whether the shipped coder gives exactly the codes of the table."""
    return load_coder().read(example.patient, example.reply).names == example.codes


@functools.cache
def misread() -> tuple[str, ...]:
    """Return the titles of the rows that the shipped coder reads otherwise, in the order of the table."""
    return tuple(example.title for example in READINGS if not reads_as_written(example))
