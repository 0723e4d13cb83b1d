"""Few trainees never show in a table, not even to somebody who subtracts."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.course.suppression import FLOOR, Cell, hidden_cells, is_small


def cell(trainees: int, first: int = 0) -> Cell:
    return Cell(trainees, frozenset(range(first, first + trainees)))


@pytest.mark.parametrize(("trainees", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_trainees_are_few_and_none_are_nobody(trainees: int, *, small: bool) -> None:
    assert is_small(trainees) is small


def test_a_single_hidden_cell_takes_the_next_smallest_with_it() -> None:
    """Otherwise the total would give it away."""
    line = [[cell(4), cell(30), cell(6), cell(9)]]

    assert hidden_cells(line, columns_add_up=False) == {(0, 0), (0, 2)}


def test_two_hidden_cells_of_few_trainees_together_take_a_third() -> None:
    line = [[cell(2), cell(2, 0), cell(8), cell(9)]]

    assert hidden_cells(line, columns_add_up=False) == {(0, 0), (0, 1), (0, 2)}


def test_a_table_of_large_groups_hides_nothing() -> None:
    assert hidden_cells([[cell(5), cell(6)], [cell(7), cell(0)]]) == frozenset()


tables = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(
            st.tuples(st.integers(0, 9), st.integers(0, 30)).map(lambda pair: cell(*pair)),
            min_size=columns,
            max_size=columns,
        ),
        min_size=1,
        max_size=5,
    )
)


@settings(deadline=None, max_examples=150)
@given(tables)
def test_no_hidden_cell_can_be_computed_from_the_rest(table: list[list[Cell]]) -> None:
    """Unless the whole line is hidden and nothing is left to hide; small cells are always hidden."""
    hidden = sorted(hidden_cells(table))

    for i, row in enumerate(table):
        for j, one in enumerate(row):
            assert not is_small(len(one.trainees)) or (i, j) in hidden
    equations = [[Fraction(int(where[axis] == line)) for where in hidden] for axis, lines in
                 ((0, range(len(table))), (1, range(len(table[0])))) for line in lines]  # fmt: skip
    for factors in _reduced(equations):
        known = [where for where, factor in zip(hidden, factors, strict=True) if factor]
        if len(known) == 1:
            ((i, j),) = known
            row_is_full = all((i, other) in hidden for other in range(len(table[0])))
            column_is_full = all((other, j) in hidden for other in range(len(table)))
            assert row_is_full or column_is_full


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The reduced echelon form: a value is determined exactly when a row has one entry."""
    rows = [row[:] for row in rows]
    at = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(at, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for i, row in enumerate(rows):
            if i != at and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        at += 1
    return rows


def test_the_floor_is_five() -> None:
    """Pairs around it, so that a change of the floor is noticed."""
    assert [is_small(n) for n in (FLOOR - 1, FLOOR)] == [True, False]
    assert all(b == a + 1 for a, b in pairwise((4, FLOOR)))
