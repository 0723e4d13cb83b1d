"""The database's server is killed while a trainee practises: they are told, and no word is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from screens.desk import Desk
from simulator.events import Replied
from simulator.store import Store
from simulator.store_drafts import UNSENT
from simulator.store_place import server_at
from tests.postgres import Cluster, running
from tests.tui.fakes import PRACTICE, REFLECTS, KeywordCoder
from tests.tui.player import Player
from tui import AttuneApp

PATIENCE_SECONDS = 60.0
NOT_THERE = "the database does not answer"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """One of this test's own, since it is killed."""
    monkeypatch.setattr("tests.tui.player.PATIENCE_SECONDS", PATIENCE_SECONDS)
    with running() as cluster:
        yield cluster


@pytest.fixture
def url(server: Cluster) -> str:
    """A trainee's own address."""
    return server.with_role(server.database(), "finch", "attune_trainee")


def desk(home: Path, url: str, coder: KeywordCoder | None = None) -> Desk:
    """As the app's own, on that server."""
    reader = coder or KeywordCoder()
    return Desk(
        library=lambda: {PRACTICE.stem: PRACTICE},
        open_store=lambda: Store.open(home, server=server_at(url)),
        load_coder=lambda: reader,
        packs=tuple,
    )


def replies(home: Path, url: str) -> list[str]:
    """What the server has of the one session."""
    with Store.open(home, server=server_at(url)) as store:
        (record,) = store.records()
        return [event.text for event in store.events(record.id) if isinstance(event, Replied)]


async def test_a_reply_that_the_server_could_not_take_stays_and_is_sent_once_it_is_back(
    home: Path, server: Cluster, url: str
) -> None:
    """The words are in the composer, and, should the computer go too, on its disk."""
    async with AttuneApp(desk(home, url)).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        await player.reply(REFLECTS)
        server.kill()

        await player.paste(f"{REFLECTS} Tell me more.")
        await player.until((home / UNSENT).is_dir)
        await player.press("enter")
        await player.until(lambda: NOT_THERE in player.notices() and talk.composing.can_send)

        assert player.composer.text == f"{REFLECTS} Tell me more."
        assert talk.sitting.session.pending is None

        server.start()
        await player.press("enter")
        await player.answered(2)
        assert player.composer.text == ""
        await player.until(lambda: not (home / UNSENT).exists())
    assert replies(home, url) == [REFLECTS, f"{REFLECTS} Tell me more."]


async def test_a_server_killed_while_the_patient_thinks_is_asked_again(home: Path, server: Cluster, url: str) -> None:
    """The reply was kept before; its answer is kept when the server is back, and Enter asks for it."""
    coder = KeywordCoder()
    async with AttuneApp(desk(home, url, coder)).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        coder.gate.clear()
        await player.paste(REFLECTS)
        await player.press("enter")
        await player.until(lambda: talk.composing.phase == "answering" and talk.sitting.session.pending is not None)
        server.kill()
        coder.gate.set()
        await player.until(lambda: talk.composing.phase == "stuck")
        assert NOT_THERE in player.notices()
        assert "Your words are safe" in player.shown()

        server.start()
        await player.press("enter")
        await player.answered(1)
    assert replies(home, url) == [REFLECTS]


async def test_words_typed_while_the_server_is_away_are_there_at_the_next_start(
    home: Path, server: Cluster, url: str
) -> None:
    """The app is closed meanwhile, as by a trainee who gives up for the day."""
    async with AttuneApp(desk(home, url)).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        talk = await player.begin()
        session_id = talk.sitting.id
        server.kill()
        await player.paste("half a thought")
        await player.until((home / UNSENT).is_dir)

    server.start()
    with Store.open(home, server=server_at(url)) as store:
        assert store.draft(session_id) == "half a thought"
