"""Everything that is asked of two who rated the same: each question with its answer and interval, and the flags.

Which questions make sense depends on the scale. All resamples of all questions are computed from sums per trainee.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.agreement import krippendorff, moments, tables
from scoring.agreement.answers import Answer, Estimate, NotEstimable, TooFew
from scoring.agreement.bootstrap import FOLDS, SEED, percentile_interval, resamples
from scoring.agreement.krippendorff import Scattered
from scoring.agreement.moments import Sums
from scoring.agreement.tables import Floats

RATINGS_NEEDED = 20
"""Fewer units carry no number (proposal)."""
CASES_NEEDED = 5
"""Fewer cases that the reference says are there, or not there, carry no sensitivity, or specificity (proposal)."""
LEAST_KAPPA = 0.7
MOST_DIFFERENCE = 0.15
"""Williamson, Xi & Breyer (2012), as ETS's RSMTool flags them; both limits themselves are let pass."""

Question = Literal[
    "exact",
    "adjacent",
    "kappa",
    "quadratic_kappa",
    "alpha",
    "ac1",
    "icc",
    "mean_difference",
    "smd",
    "sensitivity",
    "specificity",
]


@dataclass(frozen=True, slots=True)
class Scale:
    """What ratings look like."""

    metric: krippendorff.Metric
    """`interval` scales have no categories."""
    categories: tuple[int, ...] = ()
    """In order and at equal steps."""
    near: int = 1
    """How far apart two ratings may be to count as adjacent."""
    unit: int = 1
    """Whole numbers that make one point, for differences that are told in points."""


FIT = Scale("ordinal", (-3, -2, -1, 0, 1, 2, 3))
"""−3 strongly against to +3 strongly for what the patient needed."""
PRESENCE = Scale("nominal", (0, 1))
"""Not there, there."""
POINTS = Scale("interval", near=100, unit=10)
"""0–100 in tenths; ten points apart count as adjacent."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that was rated more than once."""

    trainee: str
    """Whose work it is: trainees are what is resampled."""
    ratings: tuple[int, ...]
    """At least two. Alpha uses all, everything else the first, which is the reference, and the second."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A value beyond a limit that the field has agreed on."""

    question: Question
    limit: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two raters, or several, compared on one scale."""

    n: int
    """Units."""
    trainees: int
    answers: Mapping[Question, Answer]
    """In the order in which they are told; questions that the scale does not allow are left out."""
    confusion: tuple[tuple[int, ...], ...]
    """How often each pair of ratings occurred, the reference in rows; empty for a scale without categories."""
    flags: tuple[Flag, ...]


_Values = dict[str, Floats]
_CONSTANT = "one side gave the same rating to everything"
_ALIKE = "all ratings are the same"
_UNMOVED = "nobody told one from another"
_NO_CASES = "there is no such case"
_REASONS: Mapping[Question, str] = {
    "kappa": _CONSTANT,
    "quadratic_kappa": _CONSTANT,
    "alpha": _ALIKE,
    "icc": _UNMOVED,
    "smd": "the reference gave the same rating to everything",
    "sensitivity": _NO_CASES,
    "specificity": _NO_CASES,
}


def compare(units: Sequence[Unit], scale: Scale, folds: int = FOLDS, seed: int = SEED) -> Comparison:
    """Compare what was rated more than once. Pure: the same ratings in any order give the same answers.

    Raises `ValueError` for a unit with fewer than two ratings, or with one that is not on the scale.
    """
    _check(units, scale)
    names = sorted({unit.trainee for unit in units})
    questions = _questions(scale)
    if len(units) < RATINGS_NEEDED:
        few = TooFew(len(units), RATINGS_NEEDED, "ratings")
        return Comparison(len(units), len(names), dict.fromkeys(questions, few), _confusion(units, scale), ())
    by_trainee = _by_trainee(units, scale, names)
    whole = {name: values.sum(axis=0) for name, values in by_trainee.items()}
    drawn_by = resamples(len(names), folds, seed)
    drawn = {name: np.tensordot(drawn_by, values, axes=1) for name, values in by_trainee.items()}
    confusion = _confusion(units, scale)
    answers: dict[Question, Answer] = {}
    for question, ask in questions.items():
        cases = _cases(question, confusion)
        if cases is not None and cases < CASES_NEEDED:
            answers[question] = TooFew(cases, CASES_NEEDED, "cases")
            continue
        value = float(ask(whole))
        if np.isnan(value):
            answers[question] = NotEstimable(_REASONS[question])
        else:
            answers[question] = Estimate(value, percentile_interval(ask(drawn), len(names)))
    return Comparison(len(units), len(names), answers, confusion, _flags(answers))


def _check(units: Sequence[Unit], scale: Scale) -> None:
    for unit in units:
        if len(unit.ratings) < 2:
            raise ValueError("a unit is compared only where it was rated twice")
        if scale.categories and not set(unit.ratings) <= set(scale.categories):
            raise ValueError(f"{unit.ratings} is not on the scale {scale.categories}")


def _questions(scale: Scale) -> dict[Question, Callable[[_Values], Floats]]:
    def of_table(ask: Callable[[Floats], Floats]) -> Callable[[_Values], Floats]:
        return lambda values: ask(values["table"])

    def of_sums(ask: Callable[[Sums], Floats]) -> Callable[[_Values], Floats]:
        return lambda values: ask(Sums(values["n"], values["raters"], values["squares"], values["units"]))

    alike: dict[Question, Callable[[_Values], Floats]] = {
        "icc": of_sums(moments.icc_2_1),
        "mean_difference": lambda values: of_sums(moments.mean_difference)(values) / scale.unit,
        "smd": of_sums(moments.standardised_mean_difference),
    }
    match scale.metric:
        case "interval":
            return {
                "adjacent": lambda values: tables.share(values["near"], values["n"]),
                "quadratic_kappa": of_sums(moments.quadratic_kappa_of_sums),
                "alpha": lambda values: krippendorff.interval_alpha(
                    Scattered(*(values[f"scattered.{name}"] for name in Scattered._fields))
                ),
                **alike,
            }
        case "ordinal":
            return {
                "exact": of_table(tables.exact),
                "adjacent": of_table(tables.adjacent),
                "kappa": of_table(tables.cohen_kappa),
                "quadratic_kappa": of_table(tables.quadratic_kappa),
                "alpha": lambda values: krippendorff.alpha(values["coincidences"], "ordinal"),
                "ac1": of_table(tables.gwet_ac1),
                **alike,
            }
        case "nominal":
            return {
                "exact": of_table(tables.exact),
                "kappa": of_table(tables.cohen_kappa),
                "alpha": lambda values: krippendorff.alpha(values["coincidences"], "nominal"),
                "ac1": of_table(tables.gwet_ac1),
                "sensitivity": of_table(tables.sensitivity),
                "specificity": of_table(tables.specificity),
            }


def _by_trainee(units: Sequence[Unit], scale: Scale, names: Sequence[str]) -> _Values:
    """What the questions need, added up for each trainee: every array has one row a trainee."""
    places = {name: place for place, name in enumerate(names)}
    whose = np.array([places[unit.trainee] for unit in units])
    pairs = np.array([unit.ratings[:2] for unit in units], dtype=np.float64)
    of_units: _Values = {
        "n": np.ones(len(units)),
        "raters": pairs,
        "squares": pairs**2,
        "units": pairs.sum(axis=1) ** 2,
        "near": (np.abs(pairs[:, 0] - pairs[:, 1]) <= scale.near).astype(np.float64),
    }
    if scale.categories:
        size = len(scale.categories)
        order = {rating: place for place, rating in enumerate(scale.categories)}
        counts = np.array([np.bincount([order[r] for r in unit.ratings], minlength=size) for unit in units])
        of_units["coincidences"] = krippendorff.coincidences(counts.astype(np.float64))
        ones = np.eye(size)
        first, second = (np.array([order[unit.ratings[side]] for unit in units]) for side in (0, 1))
        of_units["table"] = ones[first][:, :, None] * ones[second][:, None, :]
    else:
        most = max(len(unit.ratings) for unit in units)
        every = np.array([(*unit.ratings, *[np.nan] * (most - len(unit.ratings))) for unit in units])
        sums = krippendorff.scattered(every)
        of_units |= {f"scattered.{name}": values for name, values in zip(sums._fields, sums, strict=True)}
    return {name: _added(values, whose, len(names)) for name, values in of_units.items()}


def _added(values: Floats, whose: NDArray[np.int64], trainees: int) -> Floats:
    sums = np.zeros((trainees, *values.shape[1:]))
    np.add.at(sums, whose, values)
    return sums


def _confusion(units: Sequence[Unit], scale: Scale) -> tuple[tuple[int, ...], ...]:
    pairs = [unit.ratings[:2] for unit in units]
    return tuple(tuple(pairs.count((row, column)) for column in scale.categories) for row in scale.categories)


def _cases(question: Question, confusion: Sequence[Sequence[int]]) -> int | None:
    """How many cases a question rests on, where that is fewer than all."""
    match question:
        case "sensitivity":
            return sum(confusion[1])
        case "specificity":
            return sum(confusion[0])
        case _:
            return None


def _flags(answers: Mapping[Question, Answer]) -> tuple[Flag, ...]:
    found = []
    kappa, difference = answers.get("quadratic_kappa"), answers.get("smd")
    if isinstance(kappa, Estimate) and kappa.value < LEAST_KAPPA:
        found.append(Flag("quadratic_kappa", LEAST_KAPPA))
    if isinstance(difference, Estimate) and abs(difference.value) > MOST_DIFFERENCE:
        found.append(Flag("smd", MOST_DIFFERENCE))
    return tuple(found)
