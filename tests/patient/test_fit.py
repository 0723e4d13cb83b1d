"""The fit of a turn: laws that hold for every reply at every moment."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scenarios import vocabulary
from simulator.fit import compose
from tests.scripted import last, play, scenario_of

WORTHS = st.lists(st.integers(-3, 3), max_size=8)


@given(WORTHS, st.integers(-3, -1))
def test_adding_a_harmful_move_never_raises_the_fit(worths: list[int], harmful: int) -> None:
    assert compose([*worths, harmful]) <= compose(worths)


@given(WORTHS, st.integers(1, 3))
def test_adding_a_helpful_move_never_lowers_the_fit(worths: list[int], helpful: int) -> None:
    assert compose([*worths, helpful]) >= compose(worths)


@given(WORTHS)
def test_order_does_not_matter_and_the_fit_stays_in_range(worths: list[int]) -> None:
    assert compose(worths) == compose(sorted(worths))
    assert -3 <= compose(worths) <= 3


@given(st.integers(1, 3), st.integers(1, 3))
def test_a_failing_move_weighs_more_than_a_helpful_one_of_the_same_size(helpful: int, other: int) -> None:
    assert compose([helpful, -helpful]) < 0
    assert compose([helpful, -other]) < helpful


def test_one_misheard_sentence_does_not_sink_a_good_reply() -> None:
    assert compose([3, 2, -1]) > 0


CODES = st.lists(st.sampled_from(sorted(vocabulary.codes())), min_size=1, max_size=5, unique=True)
NEEDS = st.sampled_from(sorted(vocabulary.moments()))


def _fit(need: str, codes: list[str]) -> int:
    body = f"""
start: one
beats:
  one: {{says: ["Hello."], moment: {{needs: {need}}}, limit: {{turns: 1, go: end}}}}
  end: {{ending: good, says: ["Bye."]}}
"""
    fit = last(play(scenario_of(body), [", ".join(codes)])).move.fit
    assert fit is not None
    return fit


@given(NEEDS, CODES, st.sampled_from(sorted(vocabulary.members("unhelpful"))))
def test_in_every_moment_an_unhelpful_code_more_never_helps(need: str, codes: list[str], harmful: str) -> None:
    assert _fit(need, [*codes, harmful]) <= _fit(need, codes)


@given(NEEDS, CODES)
def test_in_every_moment_the_order_of_sentences_is_irrelevant(need: str, codes: list[str]) -> None:
    assert _fit(need, codes) == _fit(need, list(reversed(codes)))


STATED = """
start: one
beats:
  one:
    says: ["Hello."]
    moment: {needs: validate}
    hears:
      advice: {fit: 2}
      platitude: {fit: -2}
    limit: {turns: 1, go: end}
  end: {ending: good, says: ["Bye."]}
"""


def test_an_entry_that_states_a_fit_speaks_for_the_codes_it_names() -> None:
    assert last(play(scenario_of(STATED), ["advice"])).move.fit == 2, "here advice was wanted"


def test_a_harmful_move_beside_a_stated_good_one_still_weighs() -> None:
    assert last(play(scenario_of(STATED), ["advice, invalidation"])).move.fit == -2


def test_a_helpful_move_beside_a_stated_poor_one_softens_it() -> None:
    assert last(play(scenario_of(STATED), ["platitude, validation"])).move.fit == 0
