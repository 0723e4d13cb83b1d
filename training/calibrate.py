"""From scores on unseen authors to probabilities, and the floor above which a code counts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Array = npt.NDArray[np.float32]

CRITICAL = frozenset({
    "promises_secrecy", "explains_limits", "open_about_sharing", "conceals_sharing", "imposes_sharing",
    "shares_with_third_party", "risk_inquiry", "self_disclosure",
})  # fmt: skip
"""Codes that may cap a rating."""
FLOOR = 0.45
"""Likelihood from which a code counts as shown, for every code. On replies of unseen authors .35 to .45 give macro- and
micro-F1 within half a point of each other and of floors of their own; the highest of them reads the same content most
alike in several voices."""
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


def by_code(said: Array, shown: Array, codes: list[str]) -> dict[str, tuple[float, float, float]]:
    """Return (precision, recall, F1) of each code, from 0 or 1 by reply, shape [replies, codes]."""
    hits, read, given = (said * shown).sum(axis=0), said.sum(axis=0), shown.sum(axis=0)
    precision, recall = hits / np.maximum(read, 1), hits / np.maximum(given, 1)
    f1 = 2 * hits / np.maximum(read + given, 1)
    return {code: (float(precision[k]), float(recall[k]), float(f1[k])) for k, code in enumerate(codes)}
