"""Cubes describe sets of replies exactly: checked against listing every reply of a small alphabet."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.proof.cubes import FALSE, TRUE, Cubes, Formula, all_of, any_of, cubes_of, meet, opposite

CODES = 5
REPLIES = range(1 << CODES)
LINK = ((1 << 4, (0b0011, 0b0100)),)
"""The fifth code can be there only with one of the first two and the third."""

masks = st.integers(1, (1 << CODES) - 1)
formulas = st.recursive(
    st.one_of(st.tuples(st.sampled_from(["some", "none"]), masks), st.sampled_from([TRUE, FALSE])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(all_of), st.lists(inner, max_size=3).map(any_of), inner.map(opposite)
    ),
    max_leaves=8,
)


def holds(formula: Formula, reply: int) -> bool:
    kind, value = formula
    if isinstance(value, int):
        return bool(value & reply) == (kind == "some")
    return (all if kind == "and" else any)(holds(part, reply) for part in value)


def inside(cubes: Cubes, reply: int) -> bool:
    return any(not cube.never & reply and all(group & reply for group in cube.some) for cube in cubes)


@settings(max_examples=300, deadline=None)
@given(formulas)
def test_a_reply_is_in_the_cubes_of_a_formula_exactly_where_the_formula_holds(formula: Formula) -> None:
    cubes = cubes_of(formula, ())

    assert [inside(cubes, reply) for reply in REPLIES] == [holds(formula, reply) for reply in REPLIES]


@settings(max_examples=300, deadline=None)
@given(formulas)
def test_the_opposite_holds_where_the_formula_does_not(formula: Formula) -> None:
    assert [holds(opposite(formula), reply) for reply in REPLIES] == [not holds(formula, reply) for reply in REPLIES]


@settings(max_examples=300, deadline=None)
@given(formulas, formulas)
def test_two_lists_meet_in_the_replies_that_are_in_both(one: Formula, other: Formula) -> None:
    met = meet(cubes_of(one, ()), cubes_of(other, ()), ())

    assert [inside(met, reply) for reply in REPLIES] == [holds(one, reply) and holds(other, reply) for reply in REPLIES]


@settings(max_examples=300, deadline=None)
@given(formulas)
def test_there_are_cubes_exactly_where_there_is_a_reply_that_keeps_the_links(formula: Formula) -> None:
    sound = [reply for reply in REPLIES if not reply & 16 or (reply & 0b0011 and reply & 0b0100)]

    assert bool(cubes_of(formula, LINK)) == any(holds(formula, reply) for reply in sound)


def test_every_reply_is_in_a_formula_or_in_its_opposite() -> None:
    for kind, mask in product(("some", "none"), range(1, 8)):
        formula: Formula = (kind, mask)
        both = meet(cubes_of(formula, ()), cubes_of(opposite(formula), ()), ())

        assert both == ()
