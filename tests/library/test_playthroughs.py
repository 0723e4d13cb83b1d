"""The sessions in five styles: complete, and the skilled one above the others wherever that is claimed."""

from __future__ import annotations

import pytest

from docs.make_playthroughs import PAGE, STYLES, expected, out_of_order, scored
from scenarios.library import shipped

PATIENTS = sorted(shipped())
NOT_TOLD_APART = {("priti", "T"), ("sam", "B")}
"""Pairs of which the page says that the scores do not set the skilled session clearly above the other, and why."""


def test_every_patient_was_played_and_every_order_names_each_style_once() -> None:
    orders = expected()

    assert sorted(orders) == PATIENTS
    for by_dimension in orders.values():
        assert {"responsiveness", "self_disclosure", "overall"} <= set(by_dimension)
        assert all(sorted("".join(groups)) == sorted(STYLES) for groups in by_dimension.values())


@pytest.mark.parametrize("name", PATIENTS)
def test_the_skilled_session_is_scored_above_the_other_styles(name: str) -> None:
    skilled = scored(name, "K")[0].overall.points
    others = {
        style: scored(name, style)[0].overall.points
        for style in STYLES
        if style != "K" and (name, style) not in NOT_TOLD_APART
    }

    assert skilled is not None
    assert all(points is not None and skilled > points for points in others.values()), (skilled, others)


def test_a_tie_does_not_bear_out_an_expected_order() -> None:
    assert out_of_order(["A", "BC"], {"A": 50.0, "B": 50.0, "C": 40.0}) == [("A", "B")]
    assert out_of_order(["A", "BC"], {"A": 50.0, "B": None, "C": 49.9}) == []


def test_the_page_tells_of_every_patient() -> None:
    page = PAGE.read_text("utf-8")

    assert [name for name in PATIENTS if f"(`{name}`)" not in page] == []
