"""No rule of the rubric without an id, a source, and a test from both sides of its boundary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

import pytest

from docs.make_rubric import PAGE, page, rules
from scenarios import vocabulary
from scoring.rubric.table import critical_rule, row, rubric
from tests.scoring.rules import CASES, spoken

RULES = {rule.id: rule for rule in rules()}
LEFT_TO_A_PERSON = {row(name).id for name in rubric()["self_disclosure"]["rows"] if row(name).by_person}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    """A new rule needs, in rules.py, a session in which it speaks and one just across its boundary."""
    assert set(CASES) == set(RULES) - LEFT_TO_A_PERSON


def told(part: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[str]:
    """Whatever in the rubric's data has a sentence of its own, by the place where it stands."""
    for name, entry in part.items():
        here = (*place, name)
        if isinstance(entry, dict):
            yield from [".".join(here)] if {"effect", "text"} & entry.keys() else told(entry, here)
        elif place[-1:] == ("anywhere",):
            yield ".".join(here)


def test_no_sentence_of_the_data_is_left_out_of_the_list_of_rules() -> None:
    """The list is made part by part: a new part of the data must not be overlooked there."""
    containers = (".rows.", ".rules.", ".anywhere.")
    in_data = {reduce(lambda name, part: name.replace(part, "."), containers, name) for name in told(rubric())}
    of_situations = {
        f"{name}.{rule.id}"
        for name, situation in vocabulary.situations().items()
        for rule in (*situation.required, *situation.forbidden)
    }

    assert in_data | of_situations == set(RULES)


@pytest.mark.parametrize("name", sorted(RULES.keys() & CASES.keys()))
def test_every_rule_speaks_on_its_own_side_of_its_boundary_and_not_on_the_other(name: str) -> None:
    speaks, other = CASES[name]

    assert name in spoken(speaks)
    assert name not in spoken(other)


def test_what_no_code_shows_is_given_in_no_session() -> None:
    given = {rule for sides in CASES.values() for session in sides for rule in spoken(session)}

    assert {"self_disclosure.any.self_serving"} == LEFT_TO_A_PERSON
    assert not given & LEFT_TO_A_PERSON


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_names_where_it_comes_from(name: str) -> None:
    assert RULES[name].source.strip()
    assert RULES[name].effect.strip()


def test_all_thirteen_situations_have_a_window_and_something_to_do_in_it() -> None:
    assert list(vocabulary.situations()) == [f"C{n}" for n in range(1, 14)]
    assert all(situation.window >= 1 and situation.required for situation in vocabulary.situations().values())


@pytest.mark.parametrize("name", rubric()["critical"]["rules"])
def test_a_repair_lifts_a_cap_and_never_erases_it(name: str) -> None:
    rule = critical_rule(name)

    assert rule.repaired_by <= vocabulary.code_names()
    assert rule.cap < rule.cap + rubric()["critical"]["repair_lifts"] < 100


@pytest.mark.parametrize("name", rubric()["self_disclosure"]["rows"])
def test_ending_on_the_patient_is_never_worth_less(name: str) -> None:
    assert -3 <= row(name).kept <= row(name).returned <= 3


def test_the_page_of_rules_says_what_the_data_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m docs.make_rubric`"
