"""Logistic heads for all codes at once, by L-BFGS, with separate ridge penalties on meaning and on words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse
from scipy.optimize import minimize

Array = npt.NDArray[np.float32]

RIDGE_DENSE = 0.05
RIDGE_HASHED = 0.05
ROUNDS = 70
"""The penalties and the number of L-BFGS rounds were chosen by cross-validation over authors."""


class Linear(NamedTuple):
    """Trained weights."""

    dense: Array
    hashed: Array
    bias: Array

    def scores(self, dense: Array, hashed: scipy.sparse.csr_matrix) -> Array:
        """Return log-odds, shape [rows, codes]."""
        return np.asarray(dense @ self.dense + hashed @ self.hashed + self.bias, dtype=np.float32)


def fit(dense: Array, hashed: scipy.sparse.csr_matrix, shown: Array, weight: Array | None = None) -> Linear:
    """Return heads for codes shown (0 or 1, shape [rows, codes]); `weight` says how much each row counts."""
    rows, width = dense.shape
    codes, buckets = shown.shape[1], hashed.shape[1]
    used = np.unique(hashed.indices)
    groups = hashed[:, used].tocsr()
    turned = groups.T.tocsr()
    counts = np.ones((rows, 1), np.float32) if weight is None else weight.reshape(-1, 1).astype(np.float32)
    total = (shown * counts).sum(axis=0)
    cut, end = width * codes, (width + len(used)) * codes

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        narrow = flat.astype(np.float32)
        meaning, wording, bias = narrow[:cut].reshape(width, codes), narrow[cut:end].reshape(-1, codes), narrow[end:]
        score = dense @ meaning + groups @ wording + bias
        error = (1 / (1 + np.exp(-score)) - shown) * counts
        value = ((np.logaddexp(0, score) - shown * score) * counts).sum(dtype=np.float64)
        value += RIDGE_DENSE / 2 * np.square(meaning, dtype=np.float64).sum()
        value += RIDGE_HASHED / 2 * np.square(wording, dtype=np.float64).sum()
        slopes = (dense.T @ error + RIDGE_DENSE * meaning, turned @ error + RIDGE_HASHED * wording, error.sum(axis=0))
        return float(value), np.concatenate([part.ravel() for part in slopes]).astype(np.float64)

    start = np.zeros(end + codes)
    start[end:] = np.log((total + 0.5) / (counts.sum() - total + 0.5))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 6}).x
    best = best.astype(np.float32)
    wording = np.zeros((buckets, codes), np.float32)
    wording[used] = best[cut:end].reshape(-1, codes)
    return Linear(best[:cut].reshape(width, codes), wording, best[end:])
