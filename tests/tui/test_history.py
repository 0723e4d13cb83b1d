"""The history with real keys: looking back, going on, filtering, writing out, erasing."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from textual.widgets import OptionList
from textual.widgets._footer import FooterKey

from screens.choice import ChoiceDialog
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.history import HistoryScreen
from screens.history_words import about, empty_text, line
from screens.home import HomeScreen
from screens.past import Past
from simulator.events import Again
from simulator.practice import Practice
from simulator.store import Store
from tests.store.players import ADVICE, SEED, FixedCoder, advice, begin, ticking
from tests.tui.fakes import NOON, fake_app
from tests.tui.player import Player

OVER = Past("i", "ellie", "Ellie, 16: If", NOON, "14 Mar 2026, 12:00", 5, is_over=True, mode="coach", ending="good")


def fill(home: Path) -> tuple[str, str, str]:
    """A session that is over, a second try of it, and one that goes on; the ids."""
    with Store.open(home, clock=ticking()) as store:
        over_id, over = begin(store, "validation")
        for _ in range(3):
            over.send("Anyone would feel that.")
        over.leave()
        record = store.create(ADVICE.read_bytes(), advice(), seed=SEED, mode="coach", again=Again(over_id, 1))
        again = Practice.again(over.session, 1, store.journal(record.id), FixedCoder(), of=over_id)
        again.leave()
        going_id, going = begin(store)
        going.send("What is it like?")
    return over_id, record.id, going_id


async def at_history(player: Player) -> HistoryScreen:
    """Go there from home, and wait until everything is read."""
    await player.on(HomeScreen)
    await player.press("f2")
    screen = await player.on(HistoryScreen)
    await player.until(lambda: not screen.is_loading)
    return screen


async def test_every_session_is_listed_and_its_debrief_opens_over_the_list(home: Path) -> None:
    fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_history(player)
        assert screen.shown[0].outcome == "not finished"
        assert [one.is_again for one in screen.shown] == [False, True, False]

        await player.press("down", "down", "enter")
        await player.on(DebriefScreen)
        await player.sees("You ended the session after 3 turns")
        await player.press("escape")
        await player.on(HistoryScreen)
        assert screen.query_one(OptionList).highlighted == 2
        await player.press("escape")
        await player.on(HomeScreen)


async def test_an_unfinished_session_is_taken_up_from_the_list(home: Path) -> None:
    *_, going = fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_history(player)

        await player.press("enter")

        talk = await player.on(ConversationScreen)
        assert talk.sitting.id == going


def footer(screen: HistoryScreen) -> list[str]:
    """What the footer names, from the left."""
    return [key.description for key in screen.query(FooterKey)]


async def test_typing_filters_and_esc_first_clears_the_filter(home: Path) -> None:
    fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_history(player)

        await player.type("second")
        await player.until(lambda: len(screen.shown) == 1)
        await player.sees("1 of 3 sessions")
        await player.type("xx")
        await player.until(lambda: "No session fits" in player.shown())
        await player.until(lambda: footer(screen) == ["Back", "Help"])
        await player.press("f5", "f8", "enter")  # nothing is in view: nothing happens
        await player.press("escape")
        await player.until(lambda: len(screen.shown) == 3)
        await player.until(lambda: footer(screen) == ["Open", "Export", "Erase", "Back", "Help"])


async def test_erasing_asks_first_and_enter_alone_keeps(home: Path) -> None:
    _, again, going = fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_history(player)

        await player.press("f8")
        await player.on(ChoiceDialog)
        await player.press("enter")
        await player.on(HistoryScreen)
        await player.press("f8")
        await player.on(ChoiceDialog)
        await player.press("down", "enter")
        await player.until(lambda: len(screen.shown) == 2)

        assert "Erased" in " ".join(notice.title for notice in player.app._notifications)  # noqa: SLF001
        assert screen.chosen is not None
        assert screen.chosen.id == again
    with Store.open(home) as store:
        assert going not in {record.id for record in store.records()}


async def test_a_report_is_written_out_for_its_owner_alone(home: Path) -> None:
    fill(home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_history(player)

        await player.press("f5")
        await player.on(ChoiceDialog)
        await player.press("enter")
        await player.until(lambda: ".html" in player.notices())

    (written,) = (home / "reports").iterdir()
    assert "What is it like?" in written.read_text("utf-8")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_a_line_tells_second_tries_and_the_score() -> None:
    scored = replace(OVER, is_again=True, again_turn=2, points={"overall": 625})

    assert str(line(scored, 76)).endswith("2nd try · ended well · 62.5")
    assert str(line(replace(scored, points={"overall": None}), 76)).endswith("n/o")
    assert len(str(line(scored, 40))) == 40


def test_what_is_told_of_a_session_names_what_was_not_observed() -> None:
    points = {"overall": 625, "responsiveness": 700, "self_disclosure": None, "confidentiality": 0}
    told = str(about(replace(OVER, points=points)))

    assert "Self-disclosure timing: not observed" in told
    assert "Confidentiality handling: 0.0 of 100" in told
    assert "mode coach" in told


def test_an_empty_history_says_what_to_do() -> None:
    assert "choose a patient and begin" in empty_text("", has_any=False, is_loading=False)
    assert "Esc clears" in empty_text("x", has_any=True, is_loading=False)
    assert "Looking" in empty_text("", has_any=False, is_loading=True)
