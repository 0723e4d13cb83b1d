"""Percentile intervals by resampling trainees, not ratings: what one trainee wrote is alike in many ways.

Field, C. A. & Welsh, A. H. (2007). Bootstrapping clustered data. Journal of the Royal Statistical Society B, 69,
369–390; Efron, B. & Tibshirani, R. J. (1993). An introduction to the bootstrap, chapter 13 (percentile intervals).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scoring.agreement.answers import Interval, NotEstimable, TooFew
from scoring.agreement.tables import Floats

FOLDS = 2_000
SEED = 20_260_301
TRAINEES_NEEDED = 5
"""Fewer clusters than this carry no interval at all; below some twenty it is still likely to be too narrow."""
MOST_LOST = 0.05
"""Largest share of resamples in which the value may be not estimable."""


@lru_cache(maxsize=2)
def resamples(clusters: int, folds: int = FOLDS, seed: int = SEED) -> Floats:
    """How often each cluster was drawn in each resample: shape (folds, clusters), each row adding up to `clusters`.

    The same numbers on every machine and for ever: numpy promises that of its legacy generator only.
    """
    draws = np.random.RandomState(seed).randint(0, clusters, size=(folds, clusters))
    flat = draws + np.arange(folds)[:, None] * clusters
    drawn = np.bincount(flat.ravel(), minlength=folds * clusters).reshape(folds, clusters).astype(np.float64)
    drawn.flags.writeable = False  # it is kept for the next question about as many trainees
    return drawn


def percentile_interval(values: Floats, trainees: int) -> Interval | TooFew | NotEstimable:
    """The middle 95 % of the resampled values of one number, NaN where it was not estimable."""
    if trainees < TRAINEES_NEEDED:
        return TooFew(trainees, TRAINEES_NEEDED, "trainees")
    known = values[~np.isnan(values)]
    if len(known) < (1 - MOST_LOST) * len(values):
        return NotEstimable("too many resamples give no value")
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(float(low), float(high))
