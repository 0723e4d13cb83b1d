"""When typed words go to disk, and how the patient's lines arrive: thought without a terminal."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from screens.dialogue import Block
from screens.drafting import INTERVAL_SECONDS, DraftClock
from screens.pace import LONGEST, SHORTEST, held_back, pause
from tests.tui.fakes import REFLECTS, fake_desk, first_patient


def test_the_first_key_after_a_pause_is_kept_at_once() -> None:
    clock = DraftClock()

    assert clock.typed(10.0) == 0
    clock.saving(10.0)
    assert clock.typed(10.0 + INTERVAL_SECONDS) == 0


def test_while_typing_goes_on_one_save_waits_at_a_time() -> None:
    clock = DraftClock()
    clock.typed(10.0)
    clock.saving(10.0)

    first, second = clock.typed(10.05), clock.typed(10.06)

    assert first is not None
    assert 0 < first <= INTERVAL_SECONDS
    assert second is None


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=60))
def test_no_key_waits_longer_than_the_interval(gaps: list[float]) -> None:
    """Whatever the rhythm, each key is saved by a save that begins at most an interval after it."""
    clock, now = DraftClock(), 0.0
    due = float("inf")
    for gap in gaps:
        now += gap
        if due <= now:
            clock.saving(due)
            due = float("inf")
        wait = clock.typed(now)
        if wait is not None:
            assert wait <= INTERVAL_SECONDS + 1e-9
            due = now + wait
        assert due - now <= INTERVAL_SECONDS + 1e-9


def test_a_longer_line_takes_longer_and_none_takes_for_ever() -> None:
    short, long = Block("speech", 1, "Robin", "No."), Block("speech", 1, "Robin", "x" * 5_000)

    assert SHORTEST < pause(short) < pause(long) == LONGEST
    assert pause(Block("shows", 1, text="(looks away)")) == SHORTEST


def test_only_the_answer_to_the_last_turn_arrives_line_by_line() -> None:
    opening = (Block("shows", 0), Block("speech", 0, "Robin", "Hello."))
    turn = (Block("you", 1, "You", "Hm."), Block("feedback", 1), Block("shows", 1), Block("speech", 1, "Robin", "So."))

    assert held_back(opening) == 0
    assert held_back((*opening, *turn)) == 2
    assert held_back(()) == 0


def test_a_reply_that_was_sent_is_not_made_a_draft_again(home: Path) -> None:
    """The composer is emptied a moment later than the reply is kept; a draft may be due in between."""
    desk = fake_desk(home)
    sitting = desk.begin(first_patient(desk), 7)
    sitting.note(REFLECTS)

    sitting.keep(REFLECTS)
    sitting.save_draft()

    assert desk.store.draft(sitting.id) == ""


def test_words_typed_while_a_reply_is_kept_stay_the_draft(home: Path) -> None:
    desk = fake_desk(home)
    sitting = desk.begin(first_patient(desk), 7)
    sitting.note(f"{REFLECTS} And since when?")

    sitting.keep(REFLECTS)
    sitting.save_draft()

    assert desk.store.draft(sitting.id) == "And since when?"
