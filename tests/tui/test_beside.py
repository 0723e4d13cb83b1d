"""Hints, rating one's own reply first, and the pace at which the patient's lines arrive."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from screens import pace
from screens.asking import WordsDialog
from screens.beside import HINT_NOTE
from screens.choice import ChoiceDialog
from screens.conversation import ConversationScreen
from screens.debrief import DebriefScreen
from screens.reading import TextDialog
from screens.settings_file import Settings, write_settings
from simulator.marks import Hinted, SelfRated
from simulator.store import Store
from tests.tui.fakes import ADVISES, REFLECTS, fake_app, fake_desk, first_patient
from tests.tui.player import Player
from tests.tui.test_trouble import full

FEEDBACK = "Hearing their own words back"


# Hints


async def test_a_hint_is_shown_and_kept_once_for_each_turn(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()

        for _ in range(2):
            await player.press("f7")
            await player.on(TextDialog)
            await player.sees("Robin may need to be listened to.")
            await player.sees("Say back the heart of it, then wait.")
            await player.sees(HINT_NOTE)
            await player.press("enter")
            await player.on(ConversationScreen)
        await player.reply(REFLECTS)

        with Store.open(home) as store:
            assert [event for event in store.events(talk.sitting.id) if isinstance(event, Hinted)] == [Hinted(1)]


async def test_a_hint_leaves_what_is_typed_alone(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.type("half")
        await player.press("ctrl+g")
        await player.on(TextDialog)
        await player.press("escape")
        await player.on(ConversationScreen)
        await player.type(" a word")

        assert player.composer.text == "half a word"


async def test_an_assessed_session_gives_no_hint(home: Path) -> None:
    async with fake_app(home, mode="assess").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.press("f7")
        await pilot.pause()

        assert isinstance(player.app.screen, ConversationScreen)
        assert talk.sitting.session.marks == ()


async def test_a_hint_that_cannot_be_kept_is_not_given(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a supervisor would read of fewer hints than there were."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        monkeypatch.setattr(talk.sitting.practice.journal, "append", full)
        await player.press("f7")
        await player.until(lambda: "The disk is full." in player.notices())

        assert isinstance(player.app.screen, ConversationScreen)


# Reflect first


async def test_ones_own_reply_is_rated_before_anything_is_seen_of_it(home: Path) -> None:
    write_settings(Settings(reflect_first=True, is_introduced=True), home)
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.paste(REFLECTS)
        await player.press("enter")
        dialog = await player.on(ChoiceDialog)
        await player.sees(f"You: {REFLECTS}")
        beneath = "\n".join(str(view.render()) for view in talk.query(".block"))
        assert "Would you go to a doctor" not in beneath
        assert FEEDBACK not in beneath
        assert "turn 1" in str(talk.query_one("#who").render())
        assert dialog.query_one("#answers", OptionList).highlighted == 3  # neither for nor against

        await player.press("up", "enter")
        await player.on(WordsDialog)
        await player.type("a guess")
        await player.press("enter")
        await player.on(ConversationScreen)
        await player.until(lambda: FEEDBACK in player.shown())

        await player.until(lambda: talk.sitting.session.marks == (SelfRated(1, 1, "a guess"),))
        await player.until(lambda: "you rated it ▲ +1" in player.shown())
        await player.sees("Would you go to a doctor")


async def test_a_rating_can_be_passed_over_and_switched_on_and_off(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.press("f9")
        await player.paste(REFLECTS)
        await player.press("enter")
        await player.on(ChoiceDialog)
        await player.press("escape")
        await player.on(ConversationScreen)
        await player.until(lambda: FEEDBACK in player.shown())
        assert talk.sitting.session.marks == ()

        await player.press("f9")
        await player.reply(ADVISES)
        assert isinstance(player.app.screen, ConversationScreen)


async def test_ratings_are_set_beside_the_fit_in_the_debrief(home: Path) -> None:
    async with fake_app(home, mode="quiet").run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.press("f9")
        await player.paste(REFLECTS)
        await player.press("enter")
        await player.on(ChoiceDialog)
        await player.press("enter")
        await player.on(WordsDialog)
        await player.press("enter")
        await player.on(ConversationScreen)
        await player.answered(1)
        await player.press("f9")
        await player.reply(ADVISES)
        await player.press("enter")
        await player.on(DebriefScreen)
        await player.tab_to("marks")
        await player.press("enter")

        await player.sees("Turn 1: you rated it ◆ 0 (neither for nor against); the computed fit is ▲ +2")
        await player.sees("0 of 1 rating lay within one step")


# Pace


async def test_lines_arrive_one_by_one_and_enter_brings_the_rest(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LONGEST", 600.0)
    monkeypatch.setattr(pace, "SHORTEST", 600.0)
    desk = fake_desk(home)
    sitting = desk.begin(first_patient(desk), 7)
    sitting.practice.send(REFLECTS)
    app = fake_app(home)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.until(lambda: app.is_running)
        await app.push_screen(ConversationScreen(sitting, is_instant=False))
        talk = player.talk
        await player.until(lambda: player.app.focused is player.composer)
        await player.paste(ADVISES)
        await player.press("enter")
        await player.until(lambda: talk.composing.phase == "speaking")

        await player.sees("Robin asked openly")
        assert "Then I will." not in player.shown()
        await player.sees("… Robin is speaking")
        await player.press("enter")
        await player.sees("Then I will.")
        await player.sees("I will ring them today.")
        assert talk.composing.phase == "ended"


async def test_lines_come_by_themselves(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "LONGEST", 0.01)
    monkeypatch.setattr(pace, "SHORTEST", 0.01)
    desk = fake_desk(home)
    app = fake_app(home)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.until(lambda: app.is_running)
        await app.push_screen(ConversationScreen(desk.begin(first_patient(desk), 7), is_instant=False))
        await player.until(lambda: player.app.focused is player.composer)
        await player.reply(REFLECTS)
        await player.reply(ADVISES)
        await player.until(lambda: player.talk.composing.phase == "ended")

        await player.sees("I will ring them today.")
