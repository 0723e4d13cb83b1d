"""A misspelt name is met with the nearest one; where several are as near, all are named and none is taken as meant."""

from __future__ import annotations

import pytest

from scenarios.faults import meant, near, suggest

BEATS = ["arrives", "opens_in", "opens_up", "the_ask"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("arives", ["arrives"]),
        ("The Ask", ["the_ask"]),
        ("opens", ["opens_up", "opens_in"]),
        ("zzz", []),
    ],
)
def test_the_names_about_as_near_as_the_nearest_are_found(written: str, names: list[str]) -> None:
    assert near(written, BEATS) == names


def test_only_a_single_near_name_counts_as_meant() -> None:
    assert suggest("arives", BEATS) == "Did you mean `arrives`?"
    assert meant(suggest("arives", BEATS)) == "arrives"
    assert suggest("opens", BEATS) == "Did you mean `opens_up` or `opens_in`?"
    assert meant(suggest("opens", BEATS)) is None
    assert meant(suggest("zzz", BEATS)) is None
