"""Conditions: what they mean and how they are refused."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import vocabulary
from scenarios.condition_parser import ConditionError, parse_condition
from scenarios.conditions import Names

NAMES: Names = vocabulary.names_for(["trust", "distress"], ["alone"], ["arrives", "the_ask"])


@dataclass
class Now:
    """A turn made up for a test."""

    heard: frozenset[str] = frozenset()
    levels: tuple[int, ...] = (40, 60)
    beliefs: tuple[int, ...] = (70,)
    is_silence: bool = False
    earlier: frozenset[str] = frozenset()
    passed: frozenset[str] = field(default=frozenset({"the_ask"}))

    def count(self, name: str) -> int:
        return {"turn": 5, "tests_passed": 1, "tests_failed": 0}[name]

    def visits(self, beat: str) -> int:
        return 2 if beat == "arrives" else 0

    def said(self, codes: frozenset[str]) -> bool:
        return not codes.isdisjoint(self.earlier)

    def tested(self, outcome: str, beat: str) -> bool:
        return outcome == "passed" and beat in self.passed


TRUE_NOW = Now(frozenset({"open_question", "advice", "answers"}), earlier=frozenset({"validation"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open_question", True),
        ("question", True),
        ("reflection", False),
        ("answers and not reflection", True),
        ("not (answers or advice)", False),
        ("reflection or advice and trust > 50", False),
        ("(reflection or advice) and trust = 40", True),
        ("trust >= 40", True),
        ("trust < 40", False),
        ("trust + 10 == distress - 10", True),
        ("distress != 60", False),
        ("beliefs.alone > trust + 29", True),
        ("turn >= 5 and turn <= 5", True),
        ("visits(arrives) > 1", True),
        ("visits(the_ask) = 0", True),
        ("said(validation)", True),
        ("said(support)", True),
        ("said(advice)", False),
        ("passed(the_ask) and not failed(the_ask)", True),
        ("tests_passed > tests_failed", True),
        ("silence", False),
        ("not silence", True),
    ],
)
def test_a_condition_means_what_it_says(text: str, expected: bool) -> None:
    assert parse_condition(text, NAMES).holds(TRUE_NOW) is expected


@pytest.mark.parametrize(
    ("text", "offset", "piece"),
    [
        ("", 0, "empty"),
        ("trst >= 3", 0, "trst"),
        ("trust >= ", 8, "breaks off"),
        ("trust", 0, "not yet a condition"),
        ("reflection > 3", 0, "cannot be compared"),
        ("trust and reflection", 0, "not yet a condition"),
        ("reflection and 3", 15, "not yet a condition"),
        ("(reflection", 0, "never closed"),
        ("reflection reflection", 11, "not expected"),
        ("10 < trust < 20", 11, "One comparison"),
        ("visits(nowhere) > 1", 7, "nowhere"),
        ("said(reflexion)", 5, "reflexion"),
        ("seen(arrives)", 0, "seen"),
        ("beliefs.lonely > 3", 0, "lonely"),
        ("trust >= 3 $ 4", 11, "`$`"),
        ("__import__('os')", 11, "`'`"),
        ("not " * 40 + "silence", 124, "too deep"),
        ("reflection or" * 60, 0, "longer than"),
    ],
)
def test_a_faulty_condition_is_refused_at_its_very_column(text: str, offset: int, piece: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, NAMES)

    assert caught.value.offset == offset
    assert piece in caught.value.message


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition("reflexion", NAMES)

    assert "`reflection`" in caught.value.help


def test_only_codes_asked_for_are_spoken_of() -> None:
    condition = parse_condition("question and not (advice or not platitude)", NAMES)

    assert condition.speaks_of == {"open_question", "closed_question", "platitude"}


WORDS = st.sampled_from(
    ["and", "or", "not", "(", ")", "trust", "40", ">=", "reflection", "+", "visits(arrives)", "silence"]
)


@given(st.lists(WORDS, max_size=14))
def test_any_row_of_words_is_read_or_refused_and_never_crashes(words: list[str]) -> None:
    text = " ".join(words)
    outcome: bool | ConditionError
    try:
        outcome = parse_condition(text, NAMES).holds(TRUE_NOW)
    except ConditionError as error:
        outcome = error

    assert outcome in {True, False} or (isinstance(outcome, ConditionError) and 0 <= outcome.offset <= len(text))
