"""Erasing: afterwards the words are nowhere in the folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from simulator import store_schema as schema
from simulator.store import Store
from simulator.store_engine import Database
from simulator.store_errors import BusyError, NoSuchSessionError
from tests.postgres import on_both
from tests.store.players import begin

SECRET = b"marmalade"


def _play(store: Store, reply: str) -> str:
    session_id, practice = begin(store)
    while practice.session.ending is None:
        practice.send(f"{reply} {practice.session.next_turn}? " * 60)
    return session_id


@on_both
def test_erasing_leaves_no_byte_of_what_was_said(store: Store, every_byte: Callable[[], bytes]) -> None:
    """Neither replies nor the draft, nor the session's id, nor, with its last session, the scenario."""
    before = _play(store, "jam")
    erased = _play(store, "marmalade")
    store.save_draft(erased, "more marmalade")
    after = _play(store, "honey")
    if store.database.is_server:
        with store.database.writing() as connection:
            connection.exec_driver_sql("ANALYZE")  # statistics are samples of the rows
    assert SECRET in every_byte()
    assert erased.encode() in every_byte()

    store.erase(erased)

    assert SECRET not in every_byte()
    assert erased.encode() not in every_byte()
    assert [record.id for record in store.records()] == [after, before]
    assert [len(store.events(one)) for one in (before, after)] == [11, 11]
    with pytest.raises(NoSuchSessionError):
        store.record(erased)

    store.erase(before)
    assert _patients(store) == 1
    store.erase(after)
    assert _patients(store) == 0
    assert b"Same as last week" not in every_byte()


def _patients(store: Store) -> int:
    with store.database.reading() as connection:
        return len(connection.execute(select(schema.scenario)).all())


@on_both
def test_a_cleared_draft_is_kept_no_more(store: Store) -> None:
    session_id, _ = begin(store)
    store.save_draft(session_id, "marmalade")

    store.save_draft(session_id, "")

    with store.database.reading() as connection:
        assert connection.execute(select(schema.draft)).all() == []


def test_a_cleared_draft_leaves_no_byte_in_a_file(store: Store, every_byte: Callable[[], bytes]) -> None:
    """Words that were taken back are nobody's business. A server writes over them in its own time."""
    session_id, _ = begin(store)
    store.save_draft(session_id, "marmalade")
    assert SECRET in every_byte()

    store.save_draft(session_id, "")

    assert SECRET not in every_byte()


def test_copies_made_before_a_migration_go_too(store: Store, folder: Path, every_byte: Callable[[], bytes]) -> None:
    """They would hold the words otherwise."""
    erased = _play(store, "marmalade")
    (folder / "sessions.sqlite.before-2").write_bytes(store.path.read_bytes())

    store.erase(erased)

    assert SECRET not in every_byte()


def test_an_erasing_that_was_cut_short_is_finished_on_opening(
    store: Store, folder: Path, every_byte: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is gone at once; the file is written anew as soon as that is possible."""
    erased = _play(store, "marmalade")
    (folder / "sessions.sqlite.before-2").write_bytes(store.path.read_bytes())

    def busy(database: Database) -> None:
        raise BusyError(f"{database.place}: another program is using the file.")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "rewrite", busy)
        with pytest.raises(BusyError, match=r"was removed, but unused parts.*tries again whenever it opens"):
            store.erase(erased)
        with Store.open() as still_busy:
            assert still_busy.records() == []
        assert _pending(store.path) == [(erased,)]

    with Store.open():
        assert _pending(store.path) == []
    assert erased.encode() not in every_byte()


def _pending(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT session FROM erasing").fetchall()
