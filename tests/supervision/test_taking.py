"""Taking a form adds what is new, and nothing twice; drawing turns by chance is repeatable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scoring.supervision.sample import draw
from scoring.supervision.taking import taken
from simulator.ratings import Judgement, Rating, Word, effective

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def said(value: int | None, *, turn: int = 1, blind: bool = True, comment: str = "") -> Word:
    return Word("s", Judgement(turn, "fit", value, comment), blind)


def kept(*words: Word, rater: str = "heron") -> list[Rating]:
    return [
        Rating(str(n), word.session, word.judgement, rater, word.is_blind, word.sample, NOON + timedelta(minutes=n))
        for n, word in enumerate(words)
    ]


def test_all_of_a_first_form_is_new() -> None:
    assert taken([said(1), said(2, turn=2)], [], "heron").new == (said(1), said(2, turn=2))


def test_the_same_form_again_adds_nothing() -> None:
    words = [said(1), said(-2, turn=2, comment="why")]

    again = taken(words, kept(*words), "heron")

    assert (again.new, again.known, again.overtaken) == ((), 2, ())


def test_a_form_of_somebody_else_is_new() -> None:
    assert taken([said(1)], kept(said(1)), "wren").new == (said(1),)


def test_another_value_or_another_reason_is_new() -> None:
    assert taken([said(2)], kept(said(1)), "heron").new == (said(2),)
    assert taken([said(1, comment="because")], kept(said(1)), "heron").new == (said(1, comment="because"),)


def test_an_old_form_does_not_overtake_what_was_said_since() -> None:
    """It is left alone, and the later word is told."""
    found = taken([said(1)], kept(said(1), said(3, blind=False)), "heron")

    assert found.new == ()
    assert [(word.judgement.value, last.judgement.value) for word, last in found.overtaken] == [(1, 3)]


def test_taking_back_is_new_only_where_something_stands() -> None:
    assert taken([said(None)], kept(said(1)), "heron").new == (said(None),)
    assert taken([said(None)], [], "heron").known == 1
    assert taken([said(None)], kept(said(1), said(None)), "heron").known == 1


def test_who_has_seen_the_machines_rating_of_a_turn_rates_it_blind_no_more() -> None:
    found = taken([said(2), said(2, turn=2)], kept(said(1), said(0, blind=False)), "heron")

    assert [word.is_blind for word in found.new] == [False, True]


words = st.lists(
    st.builds(said, st.none() | st.integers(-3, 3), turn=st.integers(1, 3), blind=st.booleans()),
    max_size=8,
    unique_by=lambda word: word.judgement.turn,
)


@given(words, words)
def test_taking_any_form_twice_is_taking_it_once(before: list[Word], form: list[Word]) -> None:
    once = kept(*before, *taken(form, kept(*before), "heron").new)

    assert taken(form, once, "heron").new == ()


@given(words)
def test_after_a_first_form_its_ratings_are_the_effective_ones(form: list[Word]) -> None:
    stands = effective(kept(*taken(form, [], "heron").new))

    assert {about: rating.judgement.value for about, rating in stands.items()} == {
        (word.judgement.turn, "fit"): word.judgement.value for word in form if word.judgement.value is not None
    }


TURNS = [(f"session-{n % 7}", n) for n in range(1, 60)]


def test_the_same_seed_draws_the_same_turns_whatever_their_order() -> None:
    assert draw(TURNS, 10, 3) == draw(TURNS[::-1], 10, 3)
    assert draw(TURNS, 10, 3) != draw(TURNS, 10, 4)


@given(st.integers(0, 70), st.integers(0, 70), st.integers(0, 1000))
def test_a_larger_sample_contains_the_smaller_one(one: int, other: int, seed: int) -> None:
    small, large = sorted((one, other))

    assert set(draw(TURNS, small, seed)) <= set(draw(TURNS, large, seed))
    assert len(draw(TURNS, small, seed)) == min(small, len(TURNS))


def test_a_turn_that_is_added_moves_at_most_one_other() -> None:
    before, after = set(draw(TURNS, 20, 3)), set(draw([*TURNS, ("new", 1)], 20, 3))

    assert len(before - after) <= 1


def test_every_turn_is_drawn_about_equally_often() -> None:
    """A fifth of the turns in each of 400 draws: each turn some 80 times."""
    drawn = [turn for seed in range(400) for turn in draw(TURNS, len(TURNS) // 5, seed)]

    assert min(map(drawn.count, TURNS)) > 40
    assert max(map(drawn.count, TURNS)) < 120
