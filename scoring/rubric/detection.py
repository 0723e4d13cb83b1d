"""A serious error as it was heard, before anything is said of caps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.rubric.quotes import quote, spans_of
from simulator.session import Turn


@dataclass(frozen=True, slots=True)
class Detection:
    """A serious error as it was heard."""

    rule: str
    turn: Turn
    quote: str
    confidence: float
    sure: float | None = None
    """Least confidence at which it caps; `None`: the rubric's usual one."""


def by_code(turn: Turn, rule: str, code: str, *, at_most: float = 1.0, sure: float | None = None) -> Detection:
    """A detection that rests on one code, as sure as that code was heard, and no surer than `at_most`."""
    return Detection(rule, turn, quote(turn, {code}), min(at_most, confidence_of(turn, {code})), sure)


def confidence_of(turn: Turn, codes: Iterable[str]) -> float:
    """How surely any of the codes was heard; 1 for what the engine derived."""
    return max((span.confidence for span in spans_of(turn, codes)), default=1.0)
