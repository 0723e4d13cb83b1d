"""From scores on unseen authors to probabilities, and from those to the floor above which a code counts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Array = npt.NDArray[np.float32]

CRITICAL = frozenset({
    "promises_secrecy", "explains_limits", "open_about_sharing", "conceals_sharing", "imposes_sharing",
    "shares_with_third_party", "risk_inquiry", "self_disclosure",
})  # fmt: skip
"""Codes that may cap a rating: a false alarm counts twice a miss."""
OBSTRUCTIVE = frozenset({
    "platitude", "invalidation", "confrontation", "persuasion", "pathologising", "jargon", "topic_change", "off_task",
})  # fmt: skip
"""Codes that turn a patient away: heard wrongly they spoil a good reply, so a false alarm counts twice a miss too."""
FLOOR_RANGE = np.arange(0.12, 0.8, 0.01)
LIMITS = (0.15, 0.5)
"""A floor above .5 would hide codes that are more likely shown than not."""
PRIOR = 4.0
"""How strongly a code's own calibration is drawn to that of all codes together."""


def calibration(scores: Array, odds: Array, shown: Array) -> tuple[Array, Array, Array]:
    """Return slope, mix and shift per code (Platt 1999, with two scores): how much the heads and the tuned model count.

    Rare codes are drawn towards the values of all codes together.
    """
    pooled = _platt(scores.ravel(), odds.ravel(), shown.ravel(), np.array([0.5, 0.5, 0.0]), 0.001)
    codes = range(scores.shape[1])
    own = np.array([_platt(scores[:, k], odds[:, k], shown[:, k], pooled, PRIOR) for k in codes], np.float32)
    return own[:, 0], own[:, 1], own[:, 2]


def _platt(score: Array, odds: Array, shown: Array, centre: Array, prior: float) -> Array:
    def loss(at: npt.NDArray[np.float64]) -> float:
        line = at[0] * score + at[1] * odds + at[2]
        fit = (np.logaddexp(0, line) - shown * line).sum(dtype=np.float64)
        return float(fit + prior * (np.square(at - centre) @ np.array([4.0, 4.0, 1.0])) / 2)

    found = minimize(loss, centre, method="L-BFGS-B", bounds=[(0.0, 3.0), (0.0, 3.0), (-5.0, 5.0)])
    return np.asarray(found.x, np.float32)


def by_reply(values: Array, reply: npt.NDArray[np.int64]) -> Array:
    """Return the largest value of each reply, shape [replies, codes]; `reply` numbers the rows."""
    return np.array([values[reply == number].max(axis=0) for number in np.unique(reply)])


def floors(likely: Array, shown: Array, codes: list[str]) -> tuple[Array, dict[str, tuple[float, float, float]]]:
    """Return the floor of each code and its (precision, recall, F1) there, from probabilities by reply.

    The floor is half way between the one with the best F (F0.5 for critical and obstructive codes) on unseen authors
    and the one
    that theory gives for calibrated probabilities, best F / (1 + beta²) (Lipton et al. 2014 for F1), kept in `LIMITS`.
    """
    chosen, report = [], {}
    for k, code in enumerate(codes):
        beta2 = 0.25 if code in CRITICAL | OBSTRUCTIVE else 1.0
        best, at = max((_f(likely[:, k] >= floor, shown[:, k], beta2)[0], -floor) for floor in FLOOR_RANGE)
        theory = best / (1 + beta2)
        floor = float(np.clip((-at + theory) / 2, *LIMITS))
        chosen.append(floor)
        report[code] = _f(likely[:, k] >= floor, shown[:, k], 1.0)[1:]
    return np.array(chosen, np.float32), report


def _f(said: npt.NDArray[np.bool_], shown: Array, beta2: float) -> tuple[float, float, float, float]:
    hits = float((said * shown).sum())
    precision, recall = hits / max(float(said.sum()), 1.0), hits / max(float(shown.sum()), 1.0)

    def f(square: float) -> float:
        return (1 + square) * precision * recall / max(square * precision + recall, 1e-9)

    return f(beta2), precision, recall, f(1.0)
