"""Settings with real keys, the word at the first start, and how each setting becomes the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from screens.choice import Answer, ChoiceDialog
from screens.home import HomeScreen
from screens.settings import PseudonymDialog, SettingsScreen
from screens.settings_file import FILE_NAME, Settings, fault_of, read_settings, write_settings
from screens.settings_items import ITEMS, TRAINEE
from simulator.store import Store
from tests.tui.fakes import fake_app
from tests.tui.player import Player


@pytest.mark.parametrize("item", [item for item in ITEMS if item.values], ids=lambda item: item.name)
def test_every_value_can_be_reached_and_the_way_back_leads_back(item: object) -> None:
    assert item in ITEMS
    for one in [one for one in ITEMS if one is item]:
        settings, seen = Settings(), set()
        for _ in one.values:
            seen.add(getattr(settings, one.name))
            assert fault_of(one.name, getattr(settings, one.name)) == ""
            assert one.words(settings)
            assert one.stepped(one.stepped(settings, 1), -1) == settings
            settings = one.stepped(settings, 1)
        assert settings == Settings()
        assert seen == set(one.values)


def test_what_is_typed_is_not_stepped() -> None:
    trainee = next(item for item in ITEMS if item.name == TRAINEE)

    assert trainee.stepped(Settings(trainee="finch"), 1) == Settings(trainee="finch")
    assert trainee.words(Settings()) == "none"


async def at_settings(player: Player) -> SettingsScreen:
    await player.on(HomeScreen)
    await player.press("f4")
    screen = await player.on(SettingsScreen)
    await player.until(lambda: bool(screen.query_one("OptionList").size.width))
    return screen


async def test_a_setting_holds_at_once_and_after_a_new_start(home: Path) -> None:
    app = fake_app(home)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_settings(player)

        await player.press("enter")
        await player.until(lambda: app.theme == "attune-light")
        await player.press("right", "left", "down", "space")
        await player.until(lambda: read_settings() == Settings(theme="light", mode="quiet", is_introduced=True))
        await player.press("escape")
        await player.on(HomeScreen)
        assert app.mode == "quiet"

    assert fake_app(home).theme == "attune-light"


async def test_a_pseudonym_is_checked_as_it_is_typed_and_kept_with_a_session(home: Path) -> None:
    app = fake_app(home)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await at_settings(player)
        await player.press("up", "enter")
        await player.on(PseudonymDialog)
        await player.sees("Not your real name")

        await player.type("Ada L")
        await player.until(lambda: "! It must be" in player.shown())
        await player.press("enter")
        assert isinstance(app.screen, PseudonymDialog)
        await player.press("ctrl+u")
        await player.type("heron7")
        await player.press("enter")
        await player.on(SettingsScreen)
        await player.until(lambda: read_settings().trainee == "heron7")
        await player.press("escape")
        await player.begin()

    with Store.open(home) as store:
        assert [record.trainee for record in store.records()] == ["heron7"]


async def test_the_first_start_says_what_this_is_until_it_was_read(home: Path) -> None:
    (home / FILE_NAME).unlink()
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(ChoiceDialog)
        await player.sees("Never enter real clients' details.")
        await player.sees("Not validated by clinicians")
        await player.press("escape")
        await player.on(HomeScreen)

    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(ChoiceDialog)
        await player.press("enter")
        await player.on(HomeScreen)
        await player.until(lambda: read_settings().is_introduced)

    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        await Player(pilot).on(HomeScreen)


async def test_a_question_asked_while_another_window_has_the_keyboard_takes_the_first_key(home: Path) -> None:
    """A browser's page is often painted before anybody clicks into it."""
    given: list[str | None] = []
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(HomeScreen)
        pilot.app.post_message(events.AppBlur())
        await player.until(lambda: not pilot.app.app_focus)
        pilot.app.push_screen(ChoiceDialog("Well?", (Answer("yes", "Yes"),)), given.append)
        await player.on(ChoiceDialog)
        await player.press("enter")
        await player.on(HomeScreen)

    assert given == ["yes"]


async def test_settings_that_cannot_be_used_or_kept_are_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / FILE_NAME).write_text('{"theme": "pink", "is_introduced": true}', "utf-8")
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.until(lambda: "`theme` must be one of" in player.notices())
        await at_settings(player)

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        await player.press("enter")
        await player.until(lambda: "No space left on device" in player.notices())
        assert player.app.theme == "attune-light"
        monkeypatch.undo()


def test_no_colour_in_the_environment_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(Settings(theme="light"))
    monkeypatch.setenv("NO_COLOR", "1")

    assert fake_app(home).theme == "attune-no-colour"
