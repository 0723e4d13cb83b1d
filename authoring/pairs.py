"""Codes that are taken for each other, from data."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple


class Pair(NamedTuple):
    """A code that the coder may hear in place of another."""

    said: str
    heard: str
    rate: float
    """Of all the times that it is said."""


@cache
def pairs() -> tuple[Pair, ...]:
    """The table of pairs."""
    import yaml  # noqa: PLC0415  10 ms, and only this table needs it

    text = resources.files("authoring").joinpath("data", "confusions.yaml").read_text("utf-8")
    return tuple(Pair(one["said"], one["heard"], one["of_hundred"] / 100) for one in yaml.safe_load(text)["pairs"])
