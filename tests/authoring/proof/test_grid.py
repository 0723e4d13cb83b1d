"""A shift of a whole set of levels does to each what the engine does: add, and stay within 0–100."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.proof.grid import Grid

ONE, TWO = Grid(("trust",)), Grid(("trust", "urgency"))
levels = st.tuples(st.integers(0, 100), st.integers(0, 100))
deltas = st.tuples(st.integers(-130, 130), st.integers(-130, 130))


def cells(grid: Grid, rows: set[tuple[int, ...]]) -> int:
    made = 0
    for row in rows:
        made |= grid.cell(row)
    return made


def within(level: int) -> int:
    return max(0, min(100, level))


@settings(max_examples=200, deadline=None)
@given(st.sets(levels, max_size=12), deltas)
def test_a_change_moves_every_combination_and_keeps_it_within_bounds(
    rows: set[tuple[int, int]], delta: tuple[int, int]
) -> None:
    moved = {(within(row[0] + delta[0]), within(row[1] + delta[1])) for row in rows}

    assert TWO.moved(cells(TWO, set(rows)), delta) == cells(TWO, set(moved))


@settings(max_examples=200, deadline=None)
@given(levels, levels, deltas)
def test_where_a_combination_came_from_is_exactly_what_the_change_turns_into_it(
    before: tuple[int, int], after: tuple[int, int], delta: tuple[int, int]
) -> None:
    came_from = bool(TWO.came_from(after, delta) & TWO.cell(before))

    assert came_from == (TWO.moved(TWO.cell(before), delta) == TWO.cell(after))


@pytest.mark.parametrize("level", [0, 1, 50, 99, 100])
def test_a_comparison_picks_the_levels_for_which_it_is_true(level: int) -> None:
    trust = ONE.columns()["trust"]

    picked = ONE.where(trust >= level)

    assert [bool(picked & ONE.cell((one,))) for one in range(101)] == [one >= level for one in range(101)]


def test_the_combination_of_a_set_of_one_is_found_again() -> None:
    assert TWO.one_of(TWO.cell((37, 99))) == (37, 99)


def test_without_levels_there_is_one_combination() -> None:
    none = Grid(())

    assert none.moved(none.full, ()) == none.full == 1
