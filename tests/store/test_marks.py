"""What a trainee does beside the conversation is kept with it, and a second try is a session of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.events import Again, EventError, event_from_json, event_to_json
from simulator.marks import Disputed, DisputeWithdrawn, Hinted, Mark, SelfRated
from simulator.practice import Memory, Practice
from simulator.session import replay
from simulator.store import Store
from tests.postgres import on_both
from tests.store.players import ADVICE, SEED, FixedCoder, advice, begin

words = st.text(max_size=30)
turns = st.integers(1, 50)
marks = st.one_of(
    st.builds(Hinted, turns),
    st.builds(SelfRated, turns, st.integers(-3, 3), words),
    st.builds(Disputed, turns, words, st.sampled_from(["not_shown", "not_heard"]), words),
    st.builds(DisputeWithdrawn, turns, words),
)


@given(marks)
def test_every_mark_comes_back_as_it_was_saved(mark: Mark) -> None:
    assert event_from_json(event_to_json(mark)) == mark


@pytest.mark.parametrize(
    "damage",
    [{"event": "self_rated", "n": 1, "fit": 4}, {"event": "disputed", "n": 1, "code": "a", "claim": "x", "reason": ""}],
)
def test_a_damaged_mark_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(EventError, match="damaged event"):
        event_from_json(damage)


def played(*replies: str) -> Practice:
    practice = Practice.begin(advice(), Memory(), FixedCoder(), seed=SEED, rubric_version="1")
    for reply in replies:
        practice.send(reply)
    return practice


def test_a_mark_never_moves_the_patient() -> None:
    practice = played("What is it like?")
    before = practice.session
    after = practice.mark(SelfRated(1, 2, "she seemed glad"))
    assert (after.state, after.turns, after.lines) == (before.state, before.turns, before.lines)
    assert after.marks == (SelfRated(1, 2, "she seemed glad"),)


def test_a_hint_may_come_before_its_turn_and_a_rating_only_after() -> None:
    practice = played()
    practice.mark(Hinted(1))
    with pytest.raises(EventError, match="turn 1"):
        practice.mark(SelfRated(1, 0))


def test_a_session_that_has_ended_can_still_be_disputed() -> None:
    practice = played("What is it like?")
    practice.leave()
    practice.mark(Disputed(1, "open_question", "not_shown", "it was a choice"))
    assert [dispute.code for dispute in practice.session.disputes] == ["open_question"]


def test_a_dispute_can_be_taken_back_and_only_the_last_word_stands() -> None:
    practice = played("What is it like?")
    practice.mark(Disputed(1, "open_question", "not_shown", "first"))
    practice.mark(Disputed(1, "open_question", "not_shown", "second"))
    assert [dispute.reason for dispute in practice.session.disputes] == ["second"]
    practice.mark(DisputeWithdrawn(1, "open_question"))
    assert practice.session.disputes == ()


@on_both
def test_a_second_try_begins_where_the_first_stood_and_leaves_it_as_it_was(store: Store) -> None:
    first_id, first = begin(store)
    for reply in ("one", "two", "three"):
        first.send(reply)
    record = store.create(ADVICE.read_bytes(), advice(), seed=SEED, mode="coach", again=Again(first_id, 2))
    second = Practice.again(first.session, 2, store.journal(record.id), FixedCoder("validation"), of=first_id)
    assert second.session.state == first.session.turns[1].state
    second.send("Anyone would feel that.")

    assert [turn.reply for turn in replay(advice(), store.events(record.id)).turns] == [
        "one",
        "two",
        "Anyone would feel that.",
    ]
    assert [turn.reply for turn in replay(advice(), store.events(first_id)).turns] == ["one", "two", "three"]
    assert (store.record(record.id).again_of, store.record(record.id).again_turn) == (first_id, 2)
    assert replay(advice(), store.events(record.id)).started.again == Again(first_id, 2)


def test_a_second_try_cannot_begin_at_a_turn_that_was_never_taken() -> None:
    first = played("one")
    with pytest.raises(ValueError, match="turn 2 of a session of 1 turns"):
        Practice.again(first.session, 2, Memory(), FixedCoder(), of="x")
