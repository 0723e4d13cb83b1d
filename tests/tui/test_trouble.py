"""When the disk, the coder or the file fails: a notice, and no word is lost."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from screens.briefing import BriefingScreen
from screens.conversation import ConversationScreen
from screens.home import HomeScreen
from screens.sitting import DeskError
from simulator.events import Heard, Replied
from simulator.store import Store, StoreError
from simulator.store_errors import FullError
from tests.tui.fakes import REFLECTS, fake_app, fake_desk
from tests.tui.player import Player
from tui import AttuneApp


def full(*_: object) -> NoReturn:
    """As a full disk does."""
    raise FullError("The disk is full.")


async def test_a_full_disk_leaves_the_words_in_the_composer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.paste(REFLECTS)
        monkeypatch.setattr(talk.sitting.practice.journal, "append", full)

        await player.press("enter")
        await player.until(lambda: "The disk is full." in player.notices())

        assert player.composer.text == REFLECTS
        assert talk.sitting.session.pending is None

        monkeypatch.undo()
        await player.press("enter")
        await player.answered(1)
        assert player.composer.text == ""


async def test_an_answer_that_cannot_be_kept_is_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reply is safe; Enter asks for the answer once more."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        journal = talk.sitting.practice.journal
        append = journal.append

        def only_replies(event: object) -> None:
            assert isinstance(event, (Replied, Heard))
            if isinstance(event, Heard):
                full()
            append(event)

        monkeypatch.setattr(journal, "append", only_replies)
        await player.paste(REFLECTS)
        await player.press("enter")
        await player.until(lambda: talk.composing.phase == "stuck")
        assert "Your words are safe" in player.shown()

        monkeypatch.undo()
        await player.press("enter")
        await player.answered(1)
        assert talk.sitting.session.turns[0].reply == REFLECTS


async def test_a_draft_that_cannot_be_kept_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        monkeypatch.setattr(player.app.desk.store, "save_draft", full)

        await player.type("abc")

        await player.until(lambda: "The disk is full." in player.notices())
        assert player.composer.text == "abc"
        monkeypatch.undo()


async def test_a_draft_is_on_disk_within_a_second(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()

        await player.type("abc")

        with Store.open(home) as store:
            await player.until(lambda: store.draft(talk.sitting.id) == "abc")


async def test_sessions_that_cannot_be_read_do_not_hide_the_patients(home: Path) -> None:
    desk = fake_desk(home)
    desk._open_store = full  # noqa: SLF001  the seam of this test
    async with AttuneApp(desk).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await player.on(HomeScreen)

        await player.until(lambda: "The disk is full." in player.notices())

        assert [patient.scenario.id for patient in screen.catalogue.patients] == ["practice"]


async def test_a_session_that_cannot_begin_can_be_tried_again(home: Path) -> None:
    desk = fake_desk(home)
    load = desk._load_coder  # noqa: SLF001  the seam of this test

    def missing() -> NoReturn:
        raise DeskError("The coder's data file is missing.")

    desk._load_coder = missing  # noqa: SLF001
    async with AttuneApp(desk).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        screen = await player.on(HomeScreen)
        await player.until(lambda: bool(screen.catalogue.patients))
        await player.press("enter")
        await player.on(BriefingScreen)
        await player.press("enter")
        await player.until(lambda: "data file is missing" in player.notices())

        desk._load_coder = load  # noqa: SLF001
        await player.press("b")  # a button takes no second press within its 0.2 s flash
        await player.on(ConversationScreen)


async def test_no_patients_is_said_in_words(home: Path) -> None:
    async with AttuneApp(fake_desk(home, files=())).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.on(HomeScreen)

        await player.until(lambda: "No patients are installed" in player.shown())


async def test_the_same_session_in_two_windows_overwrites_nothing(home: Path) -> None:
    """What was kept elsewhere meanwhile stays; the words here stay in the composer."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        other = fake_desk(home).take_up(talk.sitting.id)
        other.keep("Thank you for coming.")
        await player.paste(REFLECTS)

        await player.press("enter")
        await player.until(lambda: "another window" in player.notices())

        assert player.composer.text == REFLECTS


def test_a_traceback_shows_no_local_variables(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A trainee's words stand in local variables; they must not be printed when the program fails."""
    app = fake_app(home)
    try:
        secret = "my secret words"  # noqa: F841, S105  what must not be printed
        raise StoreError("something failed")  # noqa: TRY301
    except StoreError:
        app._fatal_error()  # noqa: SLF001  Textual's own hook
    app._print_error_renderables()  # noqa: SLF001

    printed = capsys.readouterr().err
    assert "something failed" in printed
    assert "─ locals ─" not in printed
