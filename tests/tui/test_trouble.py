"""When the disk, the coder or the file fails: a notice, and no word is lost."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from textual.events import Paste

from screens.briefing import BriefingScreen
from screens.composer import PASTE_LIMIT
from screens.conversation import ConversationScreen
from screens.home import HomeScreen
from screens.sitting import DeskError
from simulator.events import Heard, Replied
from simulator.store import Store, StoreError
from simulator.store_errors import FullError
from tests.tui.fakes import REFLECTS, KeywordCoder, fake_app, fake_desk
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
        await player.sees("Your words are safe")

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


async def test_the_first_key_after_a_pause_is_on_disk_without_waiting(home: Path) -> None:
    """A draft typed just before the power goes is not lost for want of a timer."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        timers: list[float] = []
        talk.set_timer = lambda delay, *_, **__: timers.append(delay)  # type: ignore[method-assign,assignment]

        await player.type("a")

        with Store.open(home) as store:
            await player.until(lambda: store.draft(talk.sitting.id) == "a")
        assert timers == []


async def test_a_paste_that_no_reply_could_hold_is_refused_and_nothing_is_lost(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.type("before")

        player.app.post_message(Paste("x" * 10_000_000))
        await player.until(lambda: "10,000,000 characters were pasted; a reply holds 4,000." in player.notices())
        await player.type(" after")

        assert player.composer.text == "before after"
        assert talk.composing.can_send


@pytest.mark.parametrize(("length", "is_taken"), [(PASTE_LIMIT, True), (PASTE_LIMIT + 1, False)])
async def test_what_is_only_too_long_can_be_cut_to_fit(home: Path, length: int, is_taken: bool) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        player.app.post_message(Paste("x" * length))
        await player.until(lambda: bool(player.composer.text) or bool(player.notices()))

        assert len(player.composer.text) == (length if is_taken else 0)


async def test_a_reply_of_4000_characters_is_sent_whole(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        words = (f"{REFLECTS} " + "word " * 800)[:3_990].rstrip() + "."
        words = words + "x" * (4_000 - len(words))

        await player.reply(words)

        assert talk.sitting.session.turns[0].reply == words


async def test_typing_is_taken_back_and_brought_back(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.paste("one two")

        await player.press("ctrl+z")
        assert player.composer.text == ""
        await player.press("ctrl+y")
        assert player.composer.text == "one two"


async def test_a_reply_that_was_sent_is_not_brought_back_by_undo(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        await player.reply(REFLECTS)

        await player.press("ctrl+z")

        assert player.composer.text == ""


async def test_the_terminal_may_change_its_size_while_the_patient_thinks(home: Path) -> None:
    coder = KeywordCoder()
    async with fake_app(home, coder).run_test(size=(120, 40)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        coder.gate.clear()
        await player.paste(REFLECTS)
        await player.press("enter")
        await player.until(lambda: talk.composing.phase == "answering")
        await player.type("next")
        await pilot.resize_terminal(60, 18)
        await pilot.resize_terminal(80, 24)
        coder.gate.set()
        await player.answered(1)

        await player.sees("Would you go to a doctor")
        assert player.composer.text == "next"


async def test_a_place_that_became_read_only_is_said_and_the_words_stay(home: Path) -> None:
    """The file is put out of reach for real: SQLite refuses every write."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.paste(REFLECTS)
        (home / "sessions.sqlite").rename(home / "elsewhere.sqlite")

        await player.press("enter")
        await player.until(lambda: "was moved or removed while in use" in player.notices())
        assert player.composer.text == REFLECTS

        (home / "elsewhere.sqlite").rename(home / "sessions.sqlite")
        await player.press("enter")
        await player.answered(1)
        assert talk.sitting.session.turns[0].reply == REFLECTS


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
