"""Ratings are added and never changed; the last word of a person stands, and taking back is a word too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from simulator import store_schema as schema
from simulator.ratings import Judgement, Rating, Word, effective, since_taken_back, standing
from simulator.store import Store
from simulator.store_errors import NoSuchSessionError
from tests.postgres import on_both
from tests.store.players import begin, ticking

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def fit(turn: int, value: int | None, comment: str = "") -> Judgement:
    return Judgement(turn, "fit", value, comment)


judgements = st.one_of(
    st.builds(Judgement, st.integers(1, 3), st.just("fit"), st.none() | st.integers(-3, 3), st.text(max_size=20)),
    st.builds(Judgement, st.none(), st.just("confidentiality"), st.none() | st.integers(0, 1000)),
    st.builds(Judgement, st.integers(1, 2), st.just("code:advice"), st.none() | st.integers(0, 1)),
    st.builds(Judgement, st.none(), st.just("cap:risk_ignored"), st.none() | st.integers(0, 1)),
)
said = st.lists(st.tuples(st.sampled_from(["finch", "heron"]), judgements, st.booleans()), max_size=25)


def rows(words: list[tuple[str, Judgement, bool]]) -> list[Rating]:
    """One word a minute."""
    return [
        Rating(f"{n:04}", "s", judgement, rater, blind, "chosen", NOON + timedelta(minutes=n))
        for n, (rater, judgement, blind) in enumerate(words)
    ]


@on_both
def test_what_is_added_comes_back_with_author_time_and_reason(store: Store) -> None:
    session, _ = begin(store)

    added = store.ratings.add([Word(session, fit(1, 1, "She was asked."), True, "random")], "finch")

    assert store.ratings.of(session) == list(added)
    assert added[0].judgement == fit(1, 1, "She was asked.")
    assert (added[0].rater, added[0].is_blind, added[0].sample) == ("finch", True, "random")


@on_both
def test_rating_again_adds_a_row_and_the_latest_is_effective(store: Store) -> None:
    session, _ = begin(store)
    store.ratings.add([Word(session, fit(1, 1), is_blind=True)], "finch")
    store.ratings.add([Word(session, fit(1, -1), is_blind=True)], "heron")

    assert len(store.ratings.of(session)) == 2
    assert effective(store.ratings.of(session))[1, "fit"].rater == "heron"


@on_both
def test_taking_back_is_another_row_after_which_the_one_before_counts_again(store: Store) -> None:
    """That of another person, and the machine's where nobody else rated."""
    session, _ = begin(store)
    store.ratings.add([Word(session, fit(1, 1), is_blind=True)], "finch")
    store.ratings.add([Word(session, fit(1, -1), is_blind=True)], "heron")
    store.ratings.add([Word(session, fit(1, None), is_blind=False)], "heron")

    assert effective(store.ratings.of(session))[1, "fit"].rater == "finch"
    store.ratings.add([Word(session, fit(1, None), is_blind=False)], "finch")
    assert effective(store.ratings.of(session)) == {}
    assert len(store.ratings.of(session)) == 4


@on_both
def test_a_row_is_never_changed_nor_removed(store: Store) -> None:
    session, _ = begin(store)
    store.ratings.add([Word(session, fit(1, 1), is_blind=True)], "finch")

    for statement in (update(schema.rating).values(value=3), delete(schema.rating)):
        with pytest.raises(IntegrityError, match="append-only"), store._database.writing() as connection:  # noqa: SLF001
            connection.execute(statement)
    assert store.ratings.of(session)[0].judgement.value == 1


@on_both
def test_ratings_outlive_the_program_and_go_with_their_session(store: Store, every_byte: Callable[[], bytes]) -> None:
    session, _ = begin(store)
    store.ratings.add([Word(session, fit(1, 1, "A secret comment."), is_blind=True)], "finch")
    assert b"A secret comment." in every_byte()

    with Store.open() as again:
        assert len(again.ratings.all()) == 1
    store.erase(session)

    assert store.ratings.all() == []
    assert b"A secret comment." not in every_byte()


@on_both
def test_all_of_several_sessions_is_kept_or_nothing(store: Store) -> None:
    session, _ = begin(store)

    with pytest.raises(NoSuchSessionError):
        store.ratings.add([Word(session, fit(1, 1), True), Word("gone", fit(1, 1), is_blind=True)], "finch")

    assert store.ratings.all() == []


@on_both
def test_comments_are_cleaned_and_raters_are_pseudonyms(store: Store) -> None:
    session, _ = begin(store)
    store.ratings.add([Word(session, fit(1, 1, " \x1b[31mred\n"), is_blind=True)], "finch")

    assert store.ratings.of(session)[0].judgement.comment == "\ufffd[31mred"
    with pytest.raises(ValueError, match="no pseudonym"):
        store.ratings.add([Word(session, fit(1, 1), is_blind=True)], "Dr Finch")


@pytest.mark.parametrize(
    ("turn", "target", "value"),
    [
        (1, "fit", 4),
        (1, "fit", -4),
        (0, "fit", 1),
        (None, "fit", 1),
        (1, "responsiveness", 500),
        (None, "responsiveness", 1001),
        (None, "responsiveness", -1),
        (None, "cap:third_party", 2),
        (None, "code:advice", 1),
        (1, "warmth", 1),
    ],
)
def test_what_can_be_no_rating_is_refused(turn: int | None, target: str, value: int) -> None:
    with pytest.raises(ValueError, match=r"turn|cannot be|nothing is called"):
        Judgement(turn, target, value)


@pytest.mark.parametrize(("target", "value"), [("fit", -3), ("fit", 3)])
def test_the_ends_of_the_scale_are_ratings(target: str, value: int) -> None:
    assert Judgement(1, target, value).value == value
    assert Judgement(None, "self_disclosure", 1000).value == 1000


@given(said)
def test_the_effective_rating_is_the_last_standing_word(words: list[tuple[str, Judgement, bool]]) -> None:
    ratings = rows(words)

    for about, rating in effective(ratings).items():
        later = [other for other in ratings if other.about == about and other.at > rating.at]
        assert rating.judgement.value is not None
        assert all(other.judgement.value is None or _taken_back(other, ratings) for other in later)
        assert not _taken_back(rating, ratings)


@given(said)
def test_one_word_of_each_rater_stands_at_most(words: list[tuple[str, Judgement, bool]]) -> None:
    stand = standing(rows(words))

    assert len({(rating.rater, rating.about) for rating in stand}) == len(stand)
    assert set(stand) <= set(since_taken_back(rows(words)))


@given(said)
def test_more_words_never_change_what_stood_about_something_else(words: list[tuple[str, Judgement, bool]]) -> None:
    before = effective(rows(words))
    after = effective(rows([*words, ("finch", fit(9, 2), True)]))

    assert {about: rating for about, rating in after.items() if about != (9, "fit")} == before


@given(said)
def test_taking_everything_back_leaves_the_machine_alone(words: list[tuple[str, Judgement, bool]]) -> None:
    undone = [(rater, Judgement(word.turn, word.target, None), False) for rater, word, _ in words]

    assert effective(rows([*words, *undone])) == {}
    assert since_taken_back(rows([*words, *undone])) == []


@on_both
def test_every_rating_comes_back_from_the_file_in_the_order_in_which_it_was_given(folder: Path) -> None:
    """Also those of one moment."""
    del folder  # the environment names it
    words = [fit(1, 1, "a"), Judgement(None, "confidentiality", 655, "b"), fit(1, None), Judgement(2, "code:advice", 0)]
    with Store.open(clock=ticking(timedelta())) as still:
        session, _ = begin(still)
        still.ratings.add([Word(session, word, True) for word in words], "finch")

    with Store.open() as again:
        assert [rating.judgement for rating in again.ratings.of(session)] == words


def _taken_back(rating: Rating, ratings: list[Rating]) -> bool:
    mine = [other for other in ratings if other.rater == rating.rater and other.about == rating.about]
    return mine[-1] is not rating
