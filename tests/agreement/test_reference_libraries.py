"""Held against other people's programs, run once beside this project; their figures stand here.

scikit-learn 1.9.1 and statsmodels (kappas), krippendorff 0.9.0 (alpha), pingouin (ICC), irrCAC (AC1), recall_score.
Sixty invented ratings by three raters, drawn with numpy's RandomState(7).
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.agreement import krippendorff, moments, tables
from scoring.agreement.krippendorff import Metric
from scoring.agreement.moments import Sums

HUMAN = [
    1, -2, 3, 0, 0, 1, -2, 3, -3, -2, 3, -1, -1, -3, 3, 1, -3, 1, -3, 0, -1, 3, 0, 1, 1, 2, -3, -3, 2, -3,
    0, 2, -3, -1, -3, -2, 3, 3, 1, 3, -2, 0, 0, -3, 0, -3, -2, -3, -3, 3, 2, 1, 1, 1, -1, -2, 0, -3, 2, 1,
]  # fmt: skip
MACHINE = [
    -1, -1, 3, 0, -1, 1, -2, 3, -3, -2, 3, -1, -1, -3, 3, 3, -3, 2, -3, 1, -2, 3, 0, 1, 1, 3, -3, -3, 2, -3,
    0, 3, -3, -2, -3, -2, 3, 3, 3, 3, -2, 1, 0, -3, 0, -3, -2, -3, -3, 3, 2, 3, 1, 2, -1, -2, 1, -3, 2, 2,
]  # fmt: skip
SECOND = [
    0, -2, 3, 0, 0, 1, -3, 3, -2, -2, 3, 0, -1, -3, 2, 1, -3, 1, -3, -1, -2, 3, 0, 1, 0, 2, -3, -3, 3, -3,
    0, 1, -3, -1, -3, -2, 3, 3, 2, 3, -2, -1, 0, -3, -1, -3, -1, -3, -3, 3, 2, 0, 2, 0, -1, -1, 0, -3, 2, 1,
]  # fmt: skip
CLOSE = 1e-9


def table() -> NDArray[np.float64]:
    return tables.table_of(np.array(HUMAN) + 3, np.array(MACHINE) + 3, 7)


def positive() -> NDArray[np.float64]:
    """Above 0, or not."""
    return tables.table_of(np.array(HUMAN) > 0, np.array(MACHINE) > 0, 2)


def three(*, some_missing: bool) -> NDArray[np.float64]:
    """All three raters; every seventh of the first and every fifth of the third left out where asked for."""
    ratings = np.array([HUMAN, MACHINE, SECOND], dtype=np.float64)
    if some_missing:
        ratings[0, ::7] = np.nan
        ratings[2, 3::5] = np.nan
    return ratings.T


def alpha(ratings: NDArray[np.float64], metric: Metric) -> float:
    counts = np.array([[np.sum(unit == fit) for fit in range(-3, 4)] for unit in ratings], dtype=np.float64)
    return float(krippendorff.alpha(krippendorff.coincidences(counts).sum(axis=0), metric))


def test_kappas_are_those_of_scikit_learn_and_statsmodels() -> None:
    assert tables.cohen_kappa(table()) == pytest.approx(0.6842105263157894, abs=CLOSE)
    assert tables.quadratic_kappa(table()) == pytest.approx(0.9525986118164889, abs=CLOSE)
    assert tables.cohen_kappa(positive()) == pytest.approx(0.864406779661017, abs=CLOSE)


def test_quadratic_kappa_from_sums_is_the_one_from_the_table() -> None:
    pairs = np.array([HUMAN, MACHINE], dtype=np.float64).T

    assert moments.quadratic_kappa_of_sums(Sums.of(pairs)) == pytest.approx(0.9525986118164889, abs=CLOSE)


@pytest.mark.parametrize(
    ("metric", "with_missing", "of_two"),
    [
        ("nominal", 0.6114601180277937, 0.685289256198347),
        ("ordinal", 0.9500614928929663, 0.9544413994669105),
        ("interval", 0.9437818113612918, 0.9529272151898734),
    ],
)
def test_alphas_are_those_of_krippendorff(metric: Metric, with_missing: float, of_two: float) -> None:
    assert alpha(three(some_missing=True), metric) == pytest.approx(with_missing, abs=CLOSE)
    assert alpha(three(some_missing=False)[:, :2], metric) == pytest.approx(of_two, abs=CLOSE)


def test_icc_is_that_of_pingouin() -> None:
    """For two raters and for three."""
    ratings = three(some_missing=False)

    assert moments.icc_2_1(Sums.of(ratings[:, :2])) == pytest.approx(0.9533517817812157, abs=CLOSE)
    assert moments.icc_2_1(Sums.of(ratings)) == pytest.approx(0.9459475264122258, abs=CLOSE)


def test_ac1_is_that_of_irrcac() -> None:
    """It prints five decimals and three."""
    assert tables.gwet_ac1(table()) == pytest.approx(0.68991, abs=0.000005)
    assert tables.gwet_ac1(positive()) == pytest.approx(0.869, abs=0.0005)


def test_sensitivity_and_specificity_are_those_of_scikit_learn() -> None:
    assert tables.sensitivity(positive()) == pytest.approx(0.96)
    assert tables.specificity(positive()) == pytest.approx(0.9142857142857143)
