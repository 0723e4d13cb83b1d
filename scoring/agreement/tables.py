"""Agreement of two raters on categories, from the table of how often each pair of ratings occurred.

Every function takes tables of shape (…, q, q), the reference in rows and the other rater in columns, and gives one
number for each table; so a thousand resampled tables cost one call. NaN stands for *not estimable* inside this
package only; `compare` turns it into an answer of its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def share(part: Floats | float, whole: Floats | float) -> Floats:
    """`part / whole`, NaN where there is nothing to divide by."""
    whole = np.asarray(whole, dtype=np.float64)
    return np.asarray(part / np.where(whole > 0, whole, np.nan), dtype=np.float64)


def table_of(first: NDArray[Any], second: NDArray[Any], size: int) -> Floats:
    """How often each pair of categories 0…`size`−1 occurred."""
    counts = np.bincount(np.asarray(first) * size + np.asarray(second), minlength=size * size)
    return counts.astype(np.float64).reshape(size, size)


def exact(tables: Floats) -> Floats:
    """Share of equal ratings, 0–1."""
    return share(np.trace(tables, axis1=-2, axis2=-1), _total(tables))


def adjacent(tables: Floats) -> Floats:
    """Share of ratings that differ by one step at most, 0–1; equal ones included, as ETS's RSMTool counts it."""
    places = np.arange(tables.shape[-1])
    near = np.abs(places[:, None] - places[None, :]) <= 1
    return share((tables * near).sum(axis=(-2, -1)), _total(tables))


def cohen_kappa(tables: Floats) -> Floats:
    """Agreement beyond chance, κ = (pₒ − pₑ) / (1 − pₑ) with pₑ = Σ pᵢ₊ p₊ᵢ.

    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement, 20.
    Not estimable where either rater gave one category only: κ is then 0 (or 0/0) whatever they agree on.
    """
    return _weighted_kappa(tables, 1.0 - np.eye(tables.shape[-1]))


def quadratic_kappa(tables: Floats) -> Floats:
    """Kappa in which a disagreement weighs with its square, κ_w = 1 − Σ w o / Σ w e with w = (i − j)².

    Cohen, J. (1968). Weighted kappa. Psychological Bulletin, 70. Not estimable as for `cohen_kappa`.
    """
    places = np.arange(tables.shape[-1], dtype=np.float64)
    return _weighted_kappa(tables, (places[:, None] - places[None, :]) ** 2)


def gwet_ac1(tables: Floats) -> Floats:
    """Agreement beyond chance where one category is rare, AC1 = (pₒ − pₑ) / (1 − pₑ).

    pₑ = Σ πₖ (1 − πₖ) / (q − 1), πₖ the mean of both raters' shares of category k, q the categories of the scale.
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
    British Journal of Mathematical and Statistical Psychology, 61, 29–48. Estimable wherever anything was rated.
    """
    total = _total(tables)
    shares = share(tables.sum(axis=-1) + tables.sum(axis=-2), 2 * total[..., None])
    chance = (shares * (1 - shares)).sum(axis=-1) / (tables.shape[-1] - 1)
    return share(exact(tables) - chance, 1 - chance)


def sensitivity(tables: Floats) -> Floats:
    """Of what the reference says is there (category 1 of 0 and 1), the share that the other saw too."""
    return share(tables[..., 1, 1], tables[..., 1, :].sum(axis=-1))


def specificity(tables: Floats) -> Floats:
    """Of what the reference says is not there (category 0 of 0 and 1), the share in which the other saw nothing."""
    return share(tables[..., 0, 0], tables[..., 0, :].sum(axis=-1))


def _total(tables: Floats) -> Floats:
    return np.asarray(tables.sum(axis=(-2, -1)), dtype=np.float64)


def _weighted_kappa(tables: Floats, weights: Floats) -> Floats:
    rows, columns, total = tables.sum(axis=-1), tables.sum(axis=-2), _total(tables)
    seen = (tables * weights).sum(axis=(-2, -1)) * total
    chance = np.einsum("...i,ij,...j->...", rows, weights, columns)
    one_sided = (rows.max(axis=-1) == total) | (columns.max(axis=-1) == total)
    return np.where(one_sided, np.nan, 1 - share(seen, chance))
