"""Comparing raters: what is asked on which scale, what has no answer, the intervals, the flags."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.agreement.answers import Estimate, Interval, NotEstimable, TooFew
from scoring.agreement.bootstrap import percentile_interval, resamples
from scoring.agreement.compare import (
    CASES_NEEDED,
    FIT,
    POINTS,
    PRESENCE,
    RATINGS_NEEDED,
    Comparison,
    Question,
    Scale,
    Unit,
    compare,
)

FOLDS = 200

fits = st.integers(-3, 3)
trainees = st.sampled_from(["finch", "heron", "robin", "siskin", "wren", "dunnock"])
units = st.builds(Unit, trainees, st.tuples(fits, fits))
enough = st.lists(units, min_size=RATINGS_NEEDED, max_size=60)


def rated(*pairs: tuple[int, int], trainees: int = 6) -> list[Unit]:
    return [Unit(f"t{place % trainees}", pair) for place, pair in enumerate(pairs)]


def spread(n: int, trainees: int = 6, apart: int = 0) -> list[Unit]:
    """`n` units over the scale; the second rater is `apart` steps higher."""
    return rated(*((place % 5 - 3, place % 5 - 3 + apart) for place in range(n)), trainees=trainees)


def value(comparison: Comparison, question: Question) -> float:
    answer = comparison.answers[question]
    assert isinstance(answer, Estimate)
    return answer.value


def test_perfect_agreement_is_one_in_every_coefficient() -> None:
    found = compare(spread(40), FIT, FOLDS)

    for question in ("exact", "adjacent", "kappa", "quadratic_kappa", "alpha", "ac1", "icc"):
        assert value(found, question) == pytest.approx(1)
    assert (value(found, "mean_difference"), value(found, "smd"), found.flags) == (0, 0, ())


@settings(max_examples=40, deadline=None)
@given(enough)
def test_the_order_of_ratings_does_not_matter(given_units: list[Unit]) -> None:
    turned = [*given_units[7:], *given_units[:7]][::-1]

    assert compare(turned, FIT, 50) == compare(given_units, FIT, 50)


@settings(max_examples=40, deadline=None)
@given(enough)
def test_every_number_lies_in_its_range_and_no_number_is_nan(given_units: list[Unit]) -> None:
    found = compare(given_units, FIT, 50)

    for question, answer in found.answers.items():
        if isinstance(answer, Estimate):
            assert np.isfinite(answer.value)
            if question not in {"mean_difference", "smd"}:
                assert answer.value <= 1 + 1e-12
            if isinstance(answer.interval, Interval):
                assert answer.interval.low <= answer.interval.high
        else:
            assert answer != TooFew(len(given_units), RATINGS_NEEDED, "ratings")


@settings(max_examples=40, deadline=None)
@given(enough)
def test_whose_ratings_come_first_matters_only_to_the_differences(given_units: list[Unit]) -> None:
    """Agreement is mutual; the mean difference changes its sign."""
    there = compare(given_units, FIT, 50)
    back = compare([replace(unit, ratings=unit.ratings[::-1]) for unit in given_units], FIT, 50)

    for question in ("exact", "adjacent", "kappa", "quadratic_kappa", "alpha", "ac1", "icc"):
        one, other = there.answers[question], back.answers[question]
        if isinstance(one, Estimate):
            assert isinstance(other, Estimate)
            assert one.value == pytest.approx(other.value)
        else:
            assert one == other
    assert value(there, "mean_difference") == pytest.approx(-value(back, "mean_difference"))


def test_one_rating_short_of_the_floor_is_too_few_and_at_the_floor_is_a_number() -> None:
    few = compare(spread(RATINGS_NEEDED - 1), FIT, FOLDS)

    assert set(few.answers.values()) == {TooFew(RATINGS_NEEDED - 1, RATINGS_NEEDED, "ratings")}
    assert (few.n, few.flags) == (RATINGS_NEEDED - 1, ())
    assert value(compare(spread(RATINGS_NEEDED), FIT, FOLDS), "exact") == 1


def test_nothing_rated_is_too_few_as_well() -> None:
    assert set(compare([], FIT).answers.values()) == {TooFew(0, RATINGS_NEEDED, "ratings")}


def test_four_trainees_carry_a_number_but_no_interval_and_five_carry_both() -> None:
    four = compare(spread(40, trainees=4), FIT, FOLDS).answers["exact"]
    five = compare(spread(40, trainees=5), FIT, FOLDS).answers["exact"]

    assert four == Estimate(1.0, TooFew(4, 5, "trainees"))
    assert five == Estimate(1.0, Interval(1.0, 1.0))


def test_a_rater_who_always_gives_the_same_makes_kappa_not_estimable_and_not_zero() -> None:
    """Their agreement can be counted, though, and AC1 still says something."""
    found = compare(rated(*[(1, 1)] * 30, *[(2, 1)] * 10), FIT, FOLDS)

    assert found.answers["kappa"] == NotEstimable("one side gave the same rating to everything")
    assert found.answers["quadratic_kappa"] == NotEstimable("one side gave the same rating to everything")
    assert value(found, "exact") == pytest.approx(0.75)
    assert value(found, "ac1") > 0.5


def test_where_all_ratings_are_the_same_nothing_beyond_counting_is_estimable() -> None:
    found = compare(rated(*[(2, 2)] * 30), FIT, FOLDS)

    not_estimable = {question for question, answer in found.answers.items() if isinstance(answer, NotEstimable)}
    assert not_estimable == {"kappa", "quadratic_kappa", "alpha", "icc", "smd"}


def test_a_value_that_most_resamples_cannot_give_has_no_interval() -> None:
    """One trainee alone brings all the variety: every third resample or so leaves them out."""
    varied = [Unit("t0", (place % 2, place % 2)) for place in range(10)]
    found = compare([*varied, *(Unit(f"t{1 + place % 5}", (1, 1)) for place in range(30))], PRESENCE, FOLDS)

    kappa = found.answers["kappa"]
    assert isinstance(kappa, Estimate)
    assert kappa.value == pytest.approx(1)
    assert kappa.interval == NotEstimable("too many resamples give no value")


@pytest.mark.parametrize(("there", "estimable"), [(CASES_NEEDED - 1, False), (CASES_NEEDED, True)])
def test_sensitivity_rests_on_cases_that_are_there(there: int, *, estimable: bool) -> None:
    """However many ratings there are of what is not."""
    found = compare(rated(*[(1, 1)] * there, *[(0, 0)] * 40), PRESENCE, FOLDS)

    sensitivity = found.answers["sensitivity"]
    assert isinstance(sensitivity, Estimate) is estimable
    assert estimable or sensitivity == TooFew(there, CASES_NEEDED, "cases")
    assert value(found, "specificity") == 1


def test_each_scale_is_asked_what_it_can_answer() -> None:
    assert "sensitivity" not in compare(spread(20), FIT, FOLDS).answers
    assert "smd" not in compare(rated(*[(0, 1)] * 20), PRESENCE, FOLDS).answers
    points = compare(rated(*[(500, 505 + place) for place in range(20)]), POINTS, FOLDS)
    assert "exact" not in points.answers
    assert points.confusion == ()


def test_points_are_adjacent_within_ten_and_differences_are_told_in_points() -> None:
    found = compare(rated(*[(500 + place, 600 + place) for place in range(10)] + [(100, 201)] * 10), POINTS, FOLDS)

    assert value(found, "adjacent") == 0.5
    assert value(found, "mean_difference") == pytest.approx(10.05)


def test_the_confusion_table_has_the_reference_in_rows() -> None:
    found = compare(rated(*[(0, 1)] * 7, *[(1, 0)] * 2, *[(1, 1)] * 20), PRESENCE, FOLDS)

    assert found.confusion == ((0, 7), (2, 20))


def test_alpha_counts_every_rater_and_the_rest_the_first_two() -> None:
    two = spread(30)
    with_third = [replace(unit, ratings=(*unit.ratings, -unit.ratings[0])) for unit in two]

    found = compare(with_third, FIT, FOLDS)

    assert value(found, "exact") == 1
    assert value(found, "alpha") < 0.9


def test_flags_are_those_of_rsmtool_and_the_limits_themselves_pass() -> None:
    """Quadratic kappa below .7; a standardised difference beyond .15 either way."""
    assert [flag.question for flag in compare(spread(40, apart=1), FIT, FOLDS).flags] == ["smd"]
    assert [flag.question for flag in compare(spread(40, apart=-0), FIT, FOLDS).flags] == []
    crossed = rated(*[(-2, 2), (2, -2), (1, 1), (-1, -1)] * 10)
    assert [flag.question for flag in compare(crossed, FIT, FOLDS).flags] == ["quadratic_kappa"]


def test_intervals_are_wider_where_trainees_differ_than_where_turns_do() -> None:
    """The same ratings, once with each trainee alike within, once mixed: resampling trainees sees the difference."""
    pairs = [(0, 0)] * 60 + [(0, 3)] * 60
    alike = [Unit(f"t{place // 12}", pair) for place, pair in enumerate(pairs)]
    mixed = [Unit(f"t{place % 10}", pair) for place, pair in enumerate(pairs)]

    assert _width(compare(alike, FIT, 500)) > 5 * _width(compare(mixed, FIT, 500))


def _width(comparison: Comparison) -> float:
    answer = comparison.answers["exact"]
    assert isinstance(answer, Estimate)
    assert isinstance(answer.interval, Interval)
    return answer.interval.high - answer.interval.low


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    some = rated(*((place % 7 - 3, (place * 3) % 7 - 3) for place in range(60)), trainees=12)

    assert compare(some, FIT, FOLDS, 1) == compare(some, FIT, FOLDS, 1)
    assert compare(some, FIT, FOLDS, 1) != compare(some, FIT, FOLDS, 2)


def test_the_draws_are_fixed_for_ever() -> None:
    """The legacy generator of numpy is promised never to change; intervals in old reports stay what they were."""
    drawn = resamples(4, 3, 1)

    assert drawn.tolist() == [[2.0, 1.0, 0.0, 1.0], [0.0, 2.0, 0.0, 2.0], [2.0, 1.0, 0.0, 1.0]]


def test_every_resample_has_as_many_trainees_as_there_are() -> None:
    assert set(resamples(7, 100, 3).sum(axis=1)) == {7.0}


def test_the_interval_is_the_middle_of_what_was_drawn() -> None:
    assert percentile_interval(np.arange(1001.0), 20) == Interval(25.0, 975.0)


@pytest.mark.parametrize("lost", [50, 51])
def test_one_in_twenty_resamples_may_be_lost_and_no_more(lost: int) -> None:
    values = np.where(np.arange(1000) < lost, np.nan, 1.0)

    assert isinstance(percentile_interval(values, 20), NotEstimable) is (lost > 50)


@pytest.mark.parametrize(
    ("wrong", "scale"), [(Unit("t", (1,)), FIT), (Unit("t", (4, 1)), FIT), (Unit("t", (1, 2)), PRESENCE)]
)
def test_ratings_that_cannot_be_compared_are_a_mistake(wrong: Unit, scale: Scale) -> None:
    with pytest.raises(ValueError, match=r"rated twice|not on the scale"):
        compare([wrong], scale)
