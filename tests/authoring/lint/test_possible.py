"""What can never hold is found by reasoning, and what is said to be impossible never comes true."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.lint.possible import World, can_hold, implies
from scenarios import vocabulary
from scenarios.condition_parser import parse_condition
from scenarios.conditions import Both

NAMES = vocabulary.names_for(["trust", "distress"], ["alone"], ["arrives", "asks"])
WORLD = World(
    NAMES.codes,
    {
        "trust": (0, 100), "distress": (40, 40), "beliefs.alone": (0, 100), "turn": (0, 1_000_000),
        "visits(arrives)": (0, 1_000_000), "tests_passed": (0, 1), "tests_failed": (0, 1_000_000),
    },
    unheard=frozenset({"answers"}),
    tests=frozenset({"asks"}),
)  # fmt: skip

NEVER = [
    "trust > 100",
    "trust < 0",
    "trust >= 60 and trust < 20",
    "trust = 5 and trust = 6",
    "not (trust >= 0)",
    "trust + distress > 140",
    "trust - 10 >= 91",
    "trust > beliefs.alone and beliefs.alone > trust",
    "distress != 40",
    "advice and not advice",
    "complex_reflection and not reflection",
    "reflection and not simple_reflection and not complex_reflection and not names_feeling and not interpretation",
    "silence and reflection",
    "silence and not silence",
    "said(advice) and not said(advice)",
    "passed(arrives)",
    "tests_passed >= 2",
    "visits(arrives) < 0",
    "answers and trust > 3",
    "(trust > 80 or trust < 20) and trust = 50",
]
MAY = [
    "trust > 99",
    "trust = 5 or trust = 6",
    "trust + distress > 139",
    "reflection and not complex_reflection",
    "silence and stays_silent",
    "silence and not advice",
    "passed(asks) and failed(asks)",
    "tests_passed >= 1",
    "visits(arrives) > 30",
    "not answers",
    "advice and said(advice)",
    "trust != 50 and trust > 49 and trust < 52",
]


@pytest.mark.parametrize("text", NEVER)
def test_what_contradicts_itself_or_the_patient_can_never_hold(text: str) -> None:
    assert not can_hold(parse_condition(text, NAMES).expression, WORLD)


@pytest.mark.parametrize("text", MAY)
def test_what_some_turn_could_make_true_may_hold(text: str) -> None:
    assert can_hold(parse_condition(text, NAMES).expression, WORLD)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("complex_reflection", "reflection"),
        ("complex_reflection and trust > 10", "complex_reflection"),
        ("trust > 60", "trust >= 40"),
        ("trust = 50", "trust > 40 and trust < 60"),
        ("advice", "advice or question"),
        ("not question", "not open_question"),
    ],
)
def test_a_narrow_condition_implies_a_wide_one_and_not_the_other_way_round(narrow: str, wide: str) -> None:
    first, then = (parse_condition(text, NAMES).expression for text in (narrow, wide))

    assert implies(first, then, WORLD)
    assert not implies(then, first, WORLD)


def test_a_condition_too_tangled_to_decide_counts_as_possible() -> None:
    apart = [parse_condition(f"trust != {i} or beliefs.alone != {i}", NAMES).expression for i in range(60)]
    squeezed = parse_condition("trust < 60 and beliefs.alone < 60 and trust = beliefs.alone", NAMES).expression
    tangled = reduce(lambda one, other: Both("and", one, other), apart, squeezed)

    assert can_hold(tangled, WORLD)


@dataclass
class Turn:
    """Circumstances made up by hand."""

    heard: frozenset[str]
    levels: tuple[int, ...]
    beliefs: tuple[int, ...] = (50,)
    is_silence: bool = False

    def count(self, name: str) -> int:
        return 2 if name == "turn" else 0

    def visits(self, beat: str) -> int:
        return int(beat == "arrives")

    def said(self, codes: frozenset[str]) -> bool:
        return "advice" in codes

    def tested(self, outcome: str, beat: str) -> bool:
        return outcome == "passed" and beat == "asks"


LEVELS = (0, 1, 19, 20, 21, 50, 99, 100)
TURNS = [
    Turn(frozenset(heard), levels, is_silence=silent)
    for levels in product(LEVELS, LEVELS)
    for heard, silent in (
        ((), False),
        (("advice",), False),
        (("simple_reflection", "advice"), False),
        (("stays_silent",), True),
    )
]
QUANTITIES = ("trust", "distress", "trust + distress", "trust - distress", "beliefs.alone")
SIGNS = ("<", "<=", ">", ">=", "=", "!=")
PARTS = st.sampled_from([
    "advice", "reflection", "simple_reflection", "silence", "said(advice)", "said(question)", "passed(asks)",
    "turn > 1", *(f"{name} {sign} {level}" for name, sign, level in product(QUANTITIES, SIGNS, (0, 20, 50, 100))),
])  # fmt: skip
CONDITIONS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.builds(lambda part: f"not ({part})", inner),
        st.builds(lambda one, word, other: f"({one}) {word} ({other})", inner, st.sampled_from(["and", "or"]), inner),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
@settings(max_examples=150, deadline=None)
def test_what_is_said_to_be_impossible_comes_true_in_no_turn(text: str) -> None:
    condition = parse_condition(text[:500], NAMES) if len(text) <= 500 else parse_condition("advice", NAMES)
    loose = World(NAMES.codes, {"trust": (0, 100), "distress": (0, 100), "beliefs.alone": (0, 100)})

    if any(condition.holds(turn) for turn in TURNS):
        assert can_hold(condition.expression, loose)
