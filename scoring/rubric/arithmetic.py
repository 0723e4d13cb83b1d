"""From values to points: whole numbers throughout, so that a score is the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.scores import Evidence, Score


def score_of(evidence: Sequence[Evidence], weights: Iterable[int] | None = None) -> Score:
    """The weighted mean of values −3…+3 as tenths of 0–100, half up; *not observed* where there is none."""
    if not evidence:
        return Score(None)
    factors = list(weights) if weights is not None else [1] * len(evidence)
    total = sum(factor * (item.value + 3) for factor, item in zip(factors, evidence, strict=True))
    return Score(ratio_in_tenths(total, 6 * sum(factors)), tuple(evidence))


def with_support(evidence: Sequence[Evidence], supporting: Iterable[Evidence]) -> list[Evidence]:
    """The evidence with those supporting judgements that do not pull its mean down, in order of turns.

    The best come first, so the mean is the highest that they can make of it, in whatever order they were given.
    """
    chosen = list(evidence)
    for item in sorted(supporting, key=lambda item: (-item.value, item.turn)):
        if item.value * len(chosen) >= sum(other.value for other in chosen):
            chosen.append(item)
    return sorted(chosen, key=lambda item: item.turn)


def ratio_in_tenths(part: int, whole: int) -> int:
    """`part` of `whole` in tenths of a hundredth, rounded half up."""
    return (2 * 1000 * part + whole) // (2 * whole)
