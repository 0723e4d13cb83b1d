"""The review's screen, by its keys: blind first, the machine's beside one's own after, and nothing lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from commands.review_app import ReviewApp
from commands.reviewing import sheet
from screens.choice import ChoiceDialog
from screens.reading import TextDialog
from screens.review import ReviewScreen
from screens.review_dialogs import CodesDialog, LineDialog
from screens.reviewing import Review
from simulator.marks import Disputed
from simulator.ratings import Rating, Word
from simulator.store import Store
from simulator.store_errors import FullError
from tests.store.players import begin


@pytest.fixture
def session(store: Store) -> str:
    name, practice = begin(store)
    while practice.session.ending is None:
        practice.send("What happened then?")
    return name


def app_of(store: Store, session: str) -> ReviewApp:
    ratings = {session: store.ratings.of(session)}
    review = Review.of([sheet(store, session)], "heron", sighted=False, sample="chosen", ratings=ratings)
    return ReviewApp(review, store.ratings)


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        await pilot.pause()
        await asyncio.sleep(0.005)
    await pilot.pause()


async def ready(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen) and isinstance(pilot.app.focused, OptionList))


def shown(pilot: Pilot[Any]) -> str:
    return "\n".join(str(widget.render()) for widget in pilot.app.screen.query(Static))


def lines(pilot: Pilot[Any]) -> str:
    rows = pilot.app.screen.query_one("#rows", OptionList)
    return "\n".join(str(option.prompt) for option in rows.options)


async def test_ones_own_rating_comes_first_and_the_machines_beside_it_after(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "machine's rating hidden" in shown(pilot)
        assert "Machine:" not in shown(pilot)
        await pilot.press("right", "right", "k")
        await until(pilot, lambda: bool(store.ratings.all()))

        assert "machine's rating shown" in shown(pilot)
        assert "Machine: Fit" in shown(pilot)
        assert "machine:" in lines(pilot)

    rating = store.ratings.of(session)[0]
    assert (rating.judgement.target, rating.judgement.value, rating.is_blind) == ("fit", 1, True)


async def test_a_digit_and_a_minus_give_a_fit_and_u_takes_it_back(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("2", "minus", "space")
        await pilot.press("u")
        await pilot.pause()
        assert "−2" in lines(pilot)

    assert [rating.judgement.value for rating in store.ratings.of(session)] == [-2, None]


@pytest.mark.parametrize("keys", [["minus", "3"], ["1", "minus", "3"], ["3", "minus", "minus", "minus"]])
async def test_a_minus_before_a_digit_is_meant_with_it(store: Store, session: str, keys: list[str]) -> None:
    """Whoever types −3 must never be kept as +3."""
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*keys)
        await pilot.pause()

        assert app.review.draft.value("fit") == -3


async def test_a_minus_alone_is_forgotten_with_its_page(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("minus")
        await pilot.pause()
        assert "− and a digit" in lines(pilot)
        await pilot.press("n", "2")
        await pilot.pause()

        assert app.review.draft.value("fit") == 2


async def test_the_exchanges_before_stand_above_and_the_one_to_rate_in_sight(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert not pilot.app.screen.query_one("#earlier").display
        await pilot.press("n", "n", "n")
        await pilot.pause()

        before = str(pilot.app.screen.query_one("#earlier", Static).render())
        assert before.count("Trainee: ") == 2
        text, words = pilot.app.screen.query_one("#text"), pilot.app.screen.query_one("#words")
        assert text.region.y <= words.region.y < text.region.bottom
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, TextDialog))
        assert sheet(store, session).session.scenario.brief.split()[0] in shown(pilot)


async def test_what_the_trainee_disputes_is_told_only_after_ones_own_rating(store: Store) -> None:
    """It says what the machine heard. That there is a dispute is said at once, or nobody would find it."""
    name, practice = begin(store, "advice")
    practice.send("What happened then?")
    practice.mark(Disputed(1, "advice", "not_shown", "I only [b]asked[/]."))
    app = app_of(store, name)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "disputes what was heard in turn 1" in next(iter(app._notifications)).message  # noqa: SLF001
        assert "I only" not in shown(pilot)
        await pilot.press("1", "k")
        await until(pilot, lambda: bool(store.ratings.all()))

        assert "Disputed: The trainee disagrees that “advice” was heard: I only [b]asked[/]." in shown(pilot)
        assert "Answer it under Codes" in shown(pilot)


async def test_codes_and_reason_are_given_by_keyboard_alone(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, CodesDialog))
        await pilot.press("enter", "escape")
        await ready(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, LineDialog))
        await pilot.press(*"asked", "enter")
        await ready(pilot)
        await pilot.press("k")

    rating = store.ratings.of(session)[0]
    assert (rating.judgement.target, rating.judgement.value, rating.judgement.comment) == (
        "code:open_question",
        1,
        "asked",
    )


async def test_the_whole_session_is_rated_in_points_on_the_last_page(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*["n"] * (len(app.review.pages) - 1))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LineDialog))
        await pilot.press(*"62.5", "enter")
        await ready(pilot)
        await pilot.press("down", "down", "down", "right", "k")

    given = {rating.judgement.target: rating.judgement.value for rating in store.ratings.of(session)}
    assert given == {"responsiveness": 625, "cap:secrecy_about_risk": 1}


async def test_keys_typed_fast_are_carried_out_in_their_order(store: Store, session: str) -> None:
    """A change goes to the line that was chosen before it, however many keys wait."""
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press(*["n"] * (len(app.review.pages) - 1))
        for key in ("right", "right", "down", "down", "down", "right"):
            app.post_message(Key(key, None))
        await until(pilot, lambda: bool(app.review.draft.value("cap:secrecy_about_risk")))

        assert app.review.draft.value("responsiveness") == 550


@pytest.mark.parametrize(("way", "kept"), [(["enter"], 1), (["down", "enter"], 0)])
async def test_leaving_asks_where_something_is_not_kept(store: Store, session: str, way: list[str], kept: int) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("1", "escape")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press(*way)
        await until(pilot, lambda: not app.is_running or len(store.ratings.all()) == kept)

    assert len(store.ratings.all()) == kept


async def test_a_review_goes_on_where_it_stopped(store: Store, session: str) -> None:
    first = app_of(store, session)
    async with first.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("1", "k", "escape")

    assert app_of(store, session).review.place == 1


class Full:
    """A store on a full disk."""

    def add(self, words: Sequence[Word], rater: str) -> Sequence[Rating]:
        del words, rater
        raise FullError("the disk is full")


async def test_what_could_not_be_kept_is_said_and_stays_filled_in(store: Store, session: str) -> None:
    app = ReviewApp(app_of(store, session).review, Full())
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("1", "k")
        await until(pilot, lambda: bool(app._notifications))  # noqa: SLF001  Textual shows no list

        assert "the disk is full" in next(iter(app._notifications)).message  # noqa: SLF001
        assert "+1" in lines(pilot)
        assert "not kept" in shown(pilot)


async def test_help_explains_the_screen(store: Store, session: str) -> None:
    app = app_of(store, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: not isinstance(app.screen, ReviewScreen))

        assert "how well the reply met what the patient needed" in shown(pilot)
