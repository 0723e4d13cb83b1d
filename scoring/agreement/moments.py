"""Agreement on a scale of equal steps, from sums over what was rated: nothing else is needed of the ratings.

`Sums` may have leading axes, so that all resamples are computed at once. Ratings are whole numbers, so every sum is
exact and no machine differs. NaN stands for *not estimable* inside this package only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scoring.agreement.tables import Floats, share


class Sums(NamedTuple):
    """Sums over n units that k raters have all rated; the reference is the first rater."""

    n: Floats
    """Units, shape (…)."""
    raters: Floats
    """Σ of each rater's ratings, shape (…, k)."""
    squares: Floats
    """Σ of each rater's squared ratings, shape (…, k)."""
    units: Floats
    """Σ over units of the squared sum of a unit's ratings, shape (…)."""

    @classmethod
    def of(cls, ratings: Floats) -> Sums:
        """The sums of a table of shape (n, k)."""
        return cls(
            np.asarray(float(len(ratings))),
            ratings.sum(axis=0),
            (ratings**2).sum(axis=0),
            np.asarray((ratings.sum(axis=1) ** 2).sum()),
        )


def icc_2_1(sums: Sums) -> Floats:
    """Absolute agreement of single raters who stand for all raters: ICC(2,1), two-way random effects.

    (BMS − EMS) / (BMS + (k − 1) EMS + k (JMS − EMS) / n), with the mean squares between units (BMS), between raters
    (JMS) and of the residual (EMS). Shrout, P. E. & Fleiss, J. L. (1979). Intraclass correlations: uses in assessing
    rater reliability. Psychological Bulletin, 86, 420–428. Not estimable for fewer than two units, or where no rater
    tells any unit from another.
    """
    n, k = sums.n, sums.raters.shape[-1]
    of_all = sums.raters.sum(axis=-1) ** 2 / _positive(n * k)
    all_ = sums.squares.sum(axis=-1) - of_all
    between_units = sums.units / k - of_all
    between_raters = (sums.raters**2).sum(axis=-1) / _positive(n) - of_all
    bms = between_units / _positive(n - 1)
    jms = between_raters / (k - 1)
    ems = (all_ - between_units - between_raters) / _positive((n - 1) * (k - 1))
    told_apart = (_scatter(sums) > 0).any(axis=-1)
    return np.where(told_apart, share(bms - ems, bms + (k - 1) * ems + k * (jms - ems) / _positive(n)), np.nan)


def quadratic_kappa_of_sums(sums: Sums) -> Floats:
    """Quadratic weighted kappa of two raters without a table: 2 cov / (var + var + (difference of means)²).

    Equal to `tables.quadratic_kappa` for categories, and what ETS's RSMTool (from version 7) reports for scores that
    are no categories, with n as the divisor, as there unless told otherwise. Not estimable where either rater gave
    one value only.
    """
    first, second = sums.squares[..., 0], sums.squares[..., 1]
    products = (sums.units - first - second) / 2
    covariance = sums.n * products - sums.raters[..., 0] * sums.raters[..., 1]
    scatter = _scatter(sums)
    spread = scatter.sum(axis=-1) + (sums.raters[..., 0] - sums.raters[..., 1]) ** 2
    return np.where((scatter > 0).all(axis=-1), share(2 * covariance, spread), np.nan)


def mean_difference(sums: Sums) -> Floats:
    """How much higher the second rater rates than the reference, on average, in steps of the scale."""
    return share(sums.raters[..., 1] - sums.raters[..., 0], sums.n)


def standardised_mean_difference(sums: Sums) -> Floats:
    """The mean difference in standard deviations of the reference (n − 1): (mean₂ − mean₁) / sd₁.

    As ETS's RSMTool (from version 7) defines it; the 0.15 for it is that of Williamson, D. M., Xi, X. & Breyer,
    F. J. (2012). A framework for evaluation and use of automated scoring. Educational Measurement: Issues and
    Practice, 31, 2–13. Not estimable where the reference gave one value only.
    """
    variance = _scatter(sums)[..., 0] / _positive(sums.n * (sums.n - 1))
    return share(mean_difference(sums), np.sqrt(variance))


def _scatter(sums: Sums) -> Floats:
    """The sum of squares about the mean times n, for each rater; exactly 0 where all ratings are the same."""
    return np.asarray(sums.n[..., None] * sums.squares - sums.raters**2)


def _positive(number: Floats) -> Floats:
    return np.where(number > 0, number, np.nan)
