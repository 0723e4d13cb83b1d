"""Files made wrong at random are refused with a place, or are usable. `python -m benchmarks.fuzz` tries many more."""

from __future__ import annotations

import random

import pytest

from authoring.lint.check import Checked
from benchmarks.fuzz import misplaced, tried
from benchmarks.mutations import mutant
from scenarios.faults import Fault, Mark

SEED = 20_261
FILES = 120


@pytest.mark.parametrize("first", range(0, FILES, 20))
def test_a_file_made_wrong_is_refused_with_a_place_or_usable(first: int) -> None:
    for number in range(first, first + 20):
        outcome = tried(mutant(SEED, number), random.Random(number))  # noqa: S311  lots for a trial

        assert outcome in {"refused", "usable"}


def test_the_same_number_makes_the_same_file_whatever_was_made_before() -> None:
    first = [mutant(SEED, number) for number in range(30)]

    assert [mutant(SEED, number) for number in reversed(range(30))] == first[::-1]
    assert len(set(first)) > 25


@pytest.mark.parametrize(
    ("mark", "is_wrong"), [((1, 3), False), ((1, 4), True), ((2, 1), False), ((4, 1), True), ((0, 1), True)]
)
def test_a_place_outside_the_file_is_an_offence(mark: tuple[int, int], is_wrong: bool) -> None:
    fault = Fault("f.yaml", Mark(*mark), "empty-file", "Nothing here.")

    assert bool(misplaced(Checked("f.yaml", ("ab", ""), (fault,)))) is is_wrong
