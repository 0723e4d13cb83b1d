"""What a question about agreement can be answered with: a number, *too few*, or *not estimable*.

*Too few* and *not estimable* are values of their own, so that neither can slip into a mean or be taken for a zero.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TooFew:
    """There is less than can carry an answer."""

    n: int
    """How many there are."""
    floor: int
    """How many are needed at least."""
    of: str
    """What is counted, in the plural: `ratings`, `trainees`."""


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """Enough was rated, but the formula has no answer for it."""

    reason: str
    """Why, as a clause: `everybody gave the same rating`."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the value lies with 95 % confidence, by resampling trainees."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, and how surely it is known."""

    value: float
    interval: Interval | TooFew | NotEstimable


Answer = Estimate | TooFew | NotEstimable
