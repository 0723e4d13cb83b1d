"""The coder held against a table of readings, triples of voices and minimal pairs, written by hand for this.

`spec/misread.txt` names the rows that the shipped coder does not read as they stand: known faults, kept in sight. A row
read rightly must not be on it and a row misread must be, so the list can neither hide a new fault nor outlive a mended
one. After training, `python -m tests.coder.misread` writes it anew; the shares below keep it from growing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.vocabulary import codes
from scoring.coder import load_coder
from tests.coder.spec import PAIRS, READINGS, TRIPLES, Example, misread, reads_as_written

LEAST_READ = 0.6
"""Least share of the 300 readings with exactly the codes a human gives; none too many, none too few."""
LEAST_ALIKE = 0.6
"""Least share of the triples read alike in all three voices."""
LEAST_APART = 0.8
"""Least share of the minimal pairs told apart."""
KNOWN = frozenset(Path(__file__).with_name("spec").joinpath("misread.txt").read_text("utf-8").splitlines())


@pytest.mark.parametrize("example", READINGS, ids=lambda example: example.title)
def test_a_reply_is_read_as_the_table_says(example: Example) -> None:
    if example.title in KNOWN:
        assert not reads_as_written(example), "read rightly now: take it off spec/misread.txt"
    else:
        assert load_coder().read(example.patient, example.reply).names == example.codes


def test_most_of_the_table_is_read_rightly() -> None:
    assert 1 - len(misread()) / len(READINGS) >= LEAST_READ


def test_the_table_knows_every_code_and_no_other() -> None:
    assert {code for example in READINGS for code in example.codes} == set(codes())


def test_one_content_is_read_alike_in_most_voices() -> None:
    read = [{load_coder().read(one.patient, reply).names for reply in one.replies} for one in TRIPLES]

    assert sum(len(names) == 1 for names in read) >= LEAST_ALIKE * len(TRIPLES)


def test_harm_and_help_are_never_taken_for_each_other_because_of_a_voice() -> None:
    helpful, harmful = {"validation", "affirmation", "compassion"}, {"invalidation", "confrontation", "pathologising"}
    for one in TRIPLES:
        for reply in one.replies:
            names = load_coder().read(one.patient, reply).names
            assert not (one.codes & helpful and names & harmful and not one.codes & harmful), (one.title, reply)


def test_minimal_pairs_are_told_apart() -> None:
    told = [
        load_coder().read(*pair.first).names != load_coder().read(*pair.second).names
        for pair in PAIRS
    ]  # fmt: skip

    assert sum(told) >= LEAST_APART * len(PAIRS)
