"""Krippendorff's alpha: any number of raters, some of whom may have left some units unrated.

Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania;
Krippendorff, K. (2019). Content analysis, 4th ed., chapter 12. Alpha = 1 − Dₒ / Dₑ: disagreement seen against
disagreement by chance, over units that at least two have rated. Not estimable where all ratings are the same.
NaN stands for *not estimable* inside this package only.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from scoring.agreement.tables import Floats, share

Metric = Literal["nominal", "ordinal", "interval"]


def coincidences(counts: Floats) -> Floats:
    """The coincidence matrices of units, shape (units, q, q), from how often each unit was given each category.

    `counts` has shape (units, q). A unit that fewer than two have rated gives a matrix of zeros. Matrices of several
    units are added.
    """
    raters = counts.sum(axis=-1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[-1])
    return np.asarray(pairs * (raters >= 2)[:, None, None] / np.maximum(raters - 1, 1)[:, None, None])


def alpha(matrices: Floats, metric: Metric) -> Floats:
    """Alpha of coincidence matrices of shape (…, q, q) whose categories stand in order and at equal steps."""
    sizes = matrices.sum(axis=-1)
    total = sizes.sum(axis=-1)
    distances = _distances(sizes, metric)
    seen = (matrices * distances).sum(axis=(-2, -1))
    chance = np.einsum("...c,...ck,...k->...", sizes, distances, sizes)
    return 1 - share((total - 1) * seen, chance)


class Scattered(NamedTuple):
    """Sums over the ratings of units that at least two have rated, enough for alpha on a scale of equal steps."""

    n: Floats
    """Ratings."""
    total: Floats
    """Σ of ratings."""
    squares: Floats
    """Σ of squared ratings."""
    apart: Floats
    """Σ over units of the squared differences of all their ordered pairs, each divided by the unit's raters less 1."""


def scattered(ratings: Floats) -> Scattered:
    """The sums of each unit, each of shape (units,), from ratings of shape (units, raters), NaN where unrated."""
    raters = (~np.isnan(ratings)).sum(axis=1).astype(np.float64)
    paired = raters >= 2
    total, squares = np.nansum(ratings, axis=1) * paired, np.nansum(ratings**2, axis=1) * paired
    apart = 2 * (raters * squares - total**2) / np.maximum(raters - 1, 1)
    return Scattered(raters * paired, total, squares, apart)


def interval_alpha(sums: Scattered) -> Floats:
    """Alpha for ratings at equal steps, of any number of different values; the same as `alpha` with `interval`."""
    chance = 2 * (sums.n * sums.squares - sums.total**2)
    return 1 - share((sums.n - 1) * sums.apart, chance)


def _distances(sizes: Floats, metric: Metric) -> Floats:
    """Squared distances of every two categories; those of ordinal data depend on how often each was given."""
    q = sizes.shape[-1]
    places = np.arange(q, dtype=np.float64)
    match metric:
        case "nominal":
            flat = 1 - np.eye(q)
        case "interval":
            flat = (places[:, None] - places[None, :]) ** 2
        case "ordinal":
            # Between c and k lie all ratings of the categories from c to k, those of c and k counted half.
            middle = np.cumsum(sizes, axis=-1) - sizes / 2
            return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)
    return np.broadcast_to(flat, (*sizes.shape[:-1], q, q))
