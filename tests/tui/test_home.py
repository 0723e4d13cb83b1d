"""Home with real keys: searching, moving, opening, and coming back to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from scenarios.packs import Pack
from screens.briefing import BriefingScreen
from screens.home import HomeScreen
from tests.tui.fakes import PRACTICE, REFLECTS, fake_app, fake_desk
from tests.tui.player import Player
from tui import AttuneApp


def copies(folder: Path, *names: str) -> list[Path]:
    """Robin under other names."""
    text = PRACTICE.read_text("utf-8")
    made = []
    for name in names:
        path = folder / f"{name}.yaml"
        path.write_text(
            text.replace("id: practice", f"id: {name}").replace("name: Robin", f"name: {name.title()}"), "utf-8"
        )
        made.append(path)
    return made


async def at_home(player: Player) -> HomeScreen:
    """Wait until everything is read."""
    screen = await player.on(HomeScreen)
    await player.until(lambda: bool(screen.catalogue.patients) and not screen.catalogue.is_loading)
    return screen


async def test_who_quits_before_the_list_is_there_just_goes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine Ctrl+Q may come between the first paint and the list."""
    monkeypatch.setattr("screens.home.FURNISH_SECONDS", 600.0)
    app = fake_app(home)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await Player(pilot).on(HomeScreen)
        app.exit()
        await screen._furnish()  # noqa: SLF001  as its timer does

        assert not screen.is_furnished


async def test_typing_searches_and_enter_opens_what_was_found(home: Path) -> None:
    app = AttuneApp(fake_desk(home, files=copies(home, "ada", "zoe", "cy")))
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_home(player)

        await player.type("zoe cough")
        await player.until(lambda: screen.highlighted_id == "patient:zoe")
        assert screen.query_one(OptionList).option_count == 2
        await player.press("enter")

        briefing = await player.on(BriefingScreen)
        assert briefing.patient.scenario.id == "zoe"


async def test_arrows_move_in_the_list_while_the_search_has_the_keyboard(home: Path) -> None:
    app = AttuneApp(fake_desk(home, files=copies(home, "ada", "bo", "cy")))
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_home(player)
        assert screen.highlighted_id == "patient:ada"

        await player.press("down", "down")
        assert screen.highlighted_id == "patient:cy"
        await player.press("up")
        assert screen.highlighted_id == "patient:bo"
        await player.sees("Bo, 40")
        await player.press("pagedown")
        await player.until(lambda: screen.highlighted_id == "patient:cy")


async def test_a_search_in_vain_says_what_to_do_and_esc_ends_it(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_home(player)

        await player.type("q")
        await player.until(lambda: "No patient fits “q”" in player.shown())
        await player.sees("Esc clears the search")
        await player.press("enter", "escape")

        await player.until(lambda: screen.highlighted_id == "patient:practice")
        assert screen.query_one(Input).value == ""


async def test_enter_on_a_pack_takes_its_next_patient(home: Path) -> None:
    packs = (Pack("first", "First steps", ("Listen.",), ("ada", "bo", "absent")),)
    app = AttuneApp(fake_desk(home, files=copies(home, "ada", "bo"), packs=packs))
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_home(player)

        await player.press("up")
        assert screen.highlighted_id == "pack:first"
        await player.sees("Not installed: absent")
        await player.press("enter")

        assert (await player.on(BriefingScreen)).patient.scenario.id == "ada"


async def test_the_highlight_stays_where_it_was_moved_when_coming_home(home: Path) -> None:
    app = AttuneApp(fake_desk(home, files=copies(home, "ada", "bo", "cy")))
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_home(player)
        await player.press("down", "down", "enter")
        await player.on(BriefingScreen)

        await player.press("escape")
        await player.on(HomeScreen)

        await player.until(lambda: screen.highlighted_id == "patient:cy")


async def test_scores_of_what_was_played_stand_at_home(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)
        await player.press("escape")
        await pilot.pause()
        await player.press("down", "down", "enter")
        await pilot.pause()
        await player.until(lambda: not isinstance(player.app.screen, HomeScreen))
        await player.press("escape")

        screen = await player.on(HomeScreen)
        await player.until(lambda: bool(screen.catalogue.standings))
        await player.until(lambda: "Practised 1 time, last on 14 Mar 2026." in player.shown())
        await player.until(lambda: "Self-disclosure timing: not observed" in player.shown())


async def test_a_click_opens_a_patient(home: Path) -> None:
    app = AttuneApp(fake_desk(home, files=copies(home, "ada", "bo")))
    async with app.run_test(size=(120, 40)) as pilot:
        player = Player(pilot)
        await at_home(player)

        await pilot.click("#offers", offset=(6, 2))

        assert (await player.on(BriefingScreen)).patient.scenario.id == "bo"


async def test_lines_fit_the_list_whatever_size_the_terminal_takes(home: Path) -> None:
    """Beside the details there is less room; no line may run over into a second."""
    app = AttuneApp(fake_desk(home, files=copies(home, "ada", "bo", "cy")))
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await at_home(player)
        offered = screen.query_one(OptionList)
        for size in ((120, 40), (60, 20), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await player.until(lambda: offered.virtual_size.height == offered.option_count)
