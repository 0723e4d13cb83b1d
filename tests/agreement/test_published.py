"""Worked examples of the literature, typed as they are printed: figures, and the results with the printed decimals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.agreement import krippendorff, moments, tables
from scoring.agreement.krippendorff import Metric, Scattered
from scoring.agreement.moments import Sums

_ = np.nan
FOUR_OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]).T  # fmt: skip
"""Krippendorff (2011), section C: twelve units, four observers, missing values."""

SIX_TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Shrout & Fleiss (1979), table 2: six targets, four judges."""


def counted(ratings: NDArray[np.float64], categories: range) -> NDArray[np.float64]:
    """How often each unit was given each category."""
    return np.array([[np.sum(unit == category) for category in categories] for unit in ratings], dtype=np.float64)


def of(rows: list[list[int]]) -> NDArray[Any]:
    return np.array(rows, dtype=np.float64)


@pytest.mark.parametrize(("metric", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorffs_four_observers(metric: Metric, printed: float) -> None:
    matrices = krippendorff.coincidences(counted(FOUR_OBSERVERS, range(1, 6)))

    assert krippendorff.alpha(matrices.sum(axis=0), metric) == pytest.approx(printed, abs=0.0005)


def test_interval_alpha_needs_no_categories() -> None:
    """The same figure from sums alone."""
    sums = Scattered(*(values.sum() for values in krippendorff.scattered(FOUR_OBSERVERS)))

    assert krippendorff.interval_alpha(sums) == pytest.approx(0.849, abs=0.0005)


def test_icc_of_shrout_and_fleiss_table_of_judges() -> None:
    assert moments.icc_2_1(Sums.of(of(SIX_TARGETS))) == pytest.approx(0.29, abs=0.005)


KAPPAS = [
    ("Fleiss, Cohen & Everitt 1969: 200 diagnoses", [[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492, 0.0005),
    ("Fleiss 1981, table 13.1: 100 diagnoses", [[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.68, 0.005),
    ("Feinstein & Cicchetti 1990, table A: even margins", [[40, 9], [6, 45]], 0.70, 0.005),
    ("Feinstein & Cicchetti 1990, table B: uneven margins", [[80, 10], [5, 5]], 0.32, 0.005),
    ("Gwet 2002: 125 subjects, one category rare", [[118, 5], [2, 0]], -0.0234, 0.00005),
]


@pytest.mark.parametrize(("table", "printed", "within"), [row[1:] for row in KAPPAS], ids=[row[0] for row in KAPPAS])
def test_cohens_kappa_of_published_tables(table: list[list[int]], printed: float, within: float) -> None:
    assert tables.cohen_kappa(of(table)) == pytest.approx(printed, abs=within)


def test_quadratic_kappa_of_a_published_table() -> None:
    """Friendly & Meyer (2016), section 4.7, answers of 91 couples (Hout, Duncan & Sobel 1987) on a scale of four.

    Kappa is printed as 0.129, with quadratic (Fleiss-Cohen) weights as 0.332.
    """
    couples = of([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])

    assert tables.cohen_kappa(couples) == pytest.approx(0.129, abs=0.0005)
    assert tables.quadratic_kappa(couples) == pytest.approx(0.332, abs=0.0005)


def test_ac1_of_gwets_table_where_kappa_fails() -> None:
    """118 of 125 alike and 2 + 5 apart: kappa is below 0, AC1 is not."""
    assert tables.gwet_ac1(of([[118, 5], [2, 0]])) == pytest.approx(0.941, abs=0.0005)


@pytest.mark.parametrize("table", [KAPPAS[2][1], KAPPAS[3][1]], ids=["even", "uneven"])
def test_share_of_equal_ratings_of_feinstein_and_cicchettis_tables(table: list[list[int]]) -> None:
    """Both agree in 85 of 100, whatever kappa says."""
    assert tables.exact(of(table)) == pytest.approx(0.85)


def test_exact_and_adjacent_shares_are_counted() -> None:
    table = of([[3, 1, 1], [0, 2, 1], [0, 0, 2]])

    assert tables.exact(table) == pytest.approx(7 / 10)
    assert tables.adjacent(table) == pytest.approx(9 / 10)


def test_sensitivity_and_specificity_count_from_the_reference() -> None:
    """Of 10 that a person capped the machine saw 8; of 90 others it capped 3."""
    table = of([[87, 3], [2, 8]])

    assert tables.sensitivity(table) == pytest.approx(0.8)
    assert tables.specificity(table) == pytest.approx(87 / 90)


def test_sensitivity_and_specificity_of_altman_and_bland() -> None:
    """Altman & Bland (1994), BMJ 308, 1552: liver scans, 258 patients with pathology and 86 without."""
    scans = of([[54, 32], [27, 231]])

    assert tables.sensitivity(scans) == pytest.approx(0.90, abs=0.005)
    assert tables.specificity(scans) == pytest.approx(0.63, abs=0.005)


PEAK_FLOW = [
    (512, 494), (430, 395), (520, 516), (428, 434), (500, 476), (600, 557), (364, 413), (380, 442), (658, 650),
    (445, 433), (432, 417), (626, 656), (260, 267), (477, 478), (259, 178), (350, 423), (451, 427),
]  # fmt: skip
"""Bland & Altman (1986), Lancet i, 307-310, table: first readings in litres a minute, by the mini
and by the large Wright meter."""


def test_mean_difference_of_bland_and_altman() -> None:
    """Printed: large less mini, -2.1 litres a minute."""
    sums = Sums.of(np.array(PEAK_FLOW, dtype=np.float64))

    assert moments.mean_difference(sums) == pytest.approx(-2.1, abs=0.05)


def test_standardised_difference_is_in_deviations_of_the_reference() -> None:
    """Reference 1, 2, 3 has a standard deviation of 1; the other rates half a step higher.

    So RSMTool computes it unless told otherwise (`unpooled`).
    """
    sums = Sums.of(np.array([[1, 1.5], [2, 2.5], [3, 3.5]]))

    assert moments.mean_difference(sums) == pytest.approx(0.5)
    assert moments.standardised_mean_difference(sums) == pytest.approx(0.5)
