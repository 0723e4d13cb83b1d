"""Where a supervisor stands in a review: what may be seen, what is kept, what is taken back. No terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scenarios import vocabulary
from screens.reviewing import CODES, REASON, Review
from simulator.ratings import FIT, Judgement, Rating, Word
from tests.supervision.players import sheet

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def review(*kept: Rating, sighted: bool = False) -> Review:
    return Review.of([sheet()], "heron", sighted=sighted, sample="chosen", ratings={"one": list(kept)})


def row(n: int, turn: int | None, value: int | None, *, rater: str = "heron", target: str = FIT) -> Rating:
    judgement = Judgement(turn, target, value, "")
    return Rating(str(n), "one", judgement, rater, True, "chosen", NOON + timedelta(minutes=n))


def keep(state: Review) -> tuple[Word, ...]:
    """As the store would."""
    words = state.words()
    n = len(state.ratings.get("one", ()))
    state.kept([
        Rating(str(n + i), w.session, w.judgement, "heron", w.is_blind, w.sample, NOON + timedelta(minutes=n + i))
        for i, w in enumerate(words)
    ])  # fmt: skip
    return words


def test_the_machine_is_hidden_until_ones_own_rating_is_kept() -> None:
    state = review()
    state.put(FIT, 1)
    assert (state.is_revealed, state.machine_row(FIT)) == (False, "")

    assert [word.is_blind for word in keep(state)] == [True]

    assert (state.is_revealed, state.mine_words(FIT), state.machine_row(FIT)) == (True, "+1", "−3")


def test_somebody_elses_rating_reveals_nothing() -> None:
    assert review(row(1, 1, 2, rater="wren")).is_revealed is False


def test_what_is_changed_after_the_machine_was_seen_is_kept_as_sighted() -> None:
    state = review()
    state.put(FIT, 1)
    keep(state)
    state.put(FIT, 2)

    assert [word.is_blind for word in keep(state)] == [False]


def test_a_sighted_review_shows_the_machine_from_the_start_and_says_so_in_what_is_kept() -> None:
    state = review(sighted=True)
    state.put(FIT, 1)

    assert state.is_revealed
    assert [word.is_blind for word in state.words()] == [False]


def test_only_what_differs_from_what_stands_is_kept() -> None:
    state = review()
    state.put(FIT, 1)
    state.cycle_code("advice")
    keep(state)

    assert state.words() == ()
    state.put(FIT, 1)
    assert state.words() == ()
    state.put(FIT, None)
    assert [word.judgement for word in state.words()] == [Judgement(1, FIT, None)]


def test_taking_back_leaves_it_filled_in_to_be_changed() -> None:
    state = review()
    state.put(FIT, 1)
    keep(state)

    back = state.words_back()
    state.kept([row(5, 1, None)], back=True)

    assert [word.judgement for word in back] == [Judgement(1, FIT, None)]
    assert (state.is_rated(state.page), state.mine_words(FIT), state.is_revealed) == (False, "+1", True)
    assert state.words()[0].judgement.value == 1


def test_a_review_goes_on_at_the_first_page_without_a_rating() -> None:
    assert review().place == 0
    assert review(row(1, 1, 2)).place == 1
    assert review(row(1, 1, 2), row(2, 1, None)).place == 0
    everything = [row(1, 1, 2), row(2, 2, 0), row(3, 3, 0), row(4, None, 500, target="confidentiality")]
    assert review(*everything).place == 0


def test_what_was_kept_earlier_is_filled_in_again() -> None:
    state = review(row(1, 1, 2))
    state.go(-1)

    assert state.mine_words(FIT) == "+2"


def test_what_is_filled_in_stays_when_one_turns_the_page() -> None:
    state = review()
    state.put(FIT, 1)
    state.go(1)
    state.go(-1)

    assert state.mine_words(FIT) == "+1"
    assert [page.turn for page in state.unkept] == [1]


def test_pages_are_the_turns_and_then_the_whole() -> None:
    state = review()

    assert [page.turn for page in state.pages] == [1, 2, 3, None]
    assert state.page.rows == (FIT, CODES, REASON)
    assert state.pages[-1].rows[0] == "responsiveness"
    assert (state.go(-1), state.place) == (False, 0)


@pytest.mark.parametrize(("steps", "fit"), [([1], 0), ([1, 1], 1), ([-1, -1], -1), ([1] * 9, 3), ([-1] * 9, -3)])
def test_arrows_begin_in_the_middle_and_stop_at_the_ends(steps: list[int], fit: int) -> None:
    state = review()
    for step in steps:
        state.change(FIT, step)

    assert state.draft.value(FIT) == fit


@pytest.mark.parametrize(("steps", "value"), [([1], 1), ([-1], 0), ([1, 1], None), ([-1, 1], 1), ([1, -1], 0)])
def test_a_cap_is_yes_or_no_or_nothing(steps: list[int], value: int | None) -> None:
    """→ says yes and ← says no; said again, it is emptied."""
    state = review()
    state.place = 3
    for step in steps:
        state.change("cap:third_party", step)

    assert state.draft.value("cap:third_party") == value


def test_points_move_by_five() -> None:
    state = review()
    state.place = 3
    state.change("responsiveness", 1)
    state.change("responsiveness", 1)

    assert state.mine_words("responsiveness") == "55.0"


def test_codes_go_round_and_others_are_not_heard() -> None:
    state = review()
    state.cycle_code("advice")
    state.cycle_code("jargon")
    state.cycle_code("jargon")
    assert state.mine_words(CODES) == "advice; not jargon"
    state.cycle_code("jargon")
    state.others_not_heard()

    assert state.mine_words(CODES) == f"advice; {len(vocabulary.codes()) - 1} not heard"


def test_a_reason_goes_with_what_was_said_and_not_with_forty_codes_that_were_not_heard() -> None:
    state = review()
    state.put(FIT, 1)
    state.cycle_code("advice")
    state.others_not_heard()
    state.reason("She had asked.")

    reasons = {word.judgement.target: word.judgement.comment for word in state.words()}

    assert (reasons["fit"], reasons["code:advice"], reasons["code:jargon"]) == ("She had asked.", "She had asked.", "")


def test_a_value_that_cannot_be_changes_nothing() -> None:
    state = review()
    state.put(FIT, 4)
    state.turn_sign()

    assert state.draft.value(FIT) is None
