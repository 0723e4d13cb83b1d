"""Erasing: afterwards the words are nowhere in the folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from simulator.store import Store
from simulator.store_engine import Database
from simulator.store_errors import BusyError, NoSuchSessionError
from tests.store.players import begin

SECRET = b"marmalade"


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def _play(store: Store, reply: str) -> str:
    session_id, practice = begin(store)
    while practice.session.ending is None:
        practice.send(f"{reply} {practice.session.next_turn}? " * 60)
    return session_id


def test_erasing_leaves_no_byte_of_what_was_said(store: Store, folder: Path) -> None:
    """Neither replies nor the draft, nor the session's id, nor, with its last session, the scenario."""
    before = _play(store, "jam")
    erased = _play(store, "marmalade")
    store.save_draft(erased, "more marmalade")
    after = _play(store, "honey")
    assert SECRET in _bytes(folder)

    store.erase(erased)

    assert SECRET not in _bytes(folder)
    assert erased.encode() not in _bytes(folder)
    assert [record.id for record in store.records()] == [after, before]
    assert [len(store.events(one)) for one in (before, after)] == [11, 11]
    with pytest.raises(NoSuchSessionError):
        store.record(erased)

    store.erase(before)
    assert b"Same as last week" in _bytes(folder)
    store.erase(after)
    assert b"Same as last week" not in _bytes(folder)


def test_a_cleared_draft_leaves_no_byte(store: Store, folder: Path) -> None:
    """Words that were taken back are nobody's business."""
    session_id, _ = begin(store)
    store.save_draft(session_id, "marmalade")
    assert SECRET in _bytes(folder)

    store.clear_draft(session_id)

    assert SECRET not in _bytes(folder)


def test_copies_made_before_a_migration_go_too(store: Store, folder: Path) -> None:
    """They would hold the words otherwise."""
    erased = _play(store, "marmalade")
    (folder / "sessions.sqlite.before-2").write_bytes(store.path.read_bytes())

    store.erase(erased)

    assert SECRET not in _bytes(folder)


def test_an_erasing_that_was_cut_short_is_finished_on_opening(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is gone at once; the file is written anew as soon as that is possible."""
    erased = _play(store, "marmalade")
    (folder / "sessions.sqlite.before-2").write_bytes(store.path.read_bytes())

    def busy(database: Database) -> None:
        raise BusyError(f"{database.path}: another program is using the file.")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "rewrite", busy)
        with pytest.raises(BusyError, match=r"was removed, but unused parts.*tries again whenever it opens"):
            store.erase(erased)
        with Store.open(folder) as still_busy:
            assert still_busy.records() == []
        assert _pending(store.path) == [(erased,)]

    with Store.open(folder):
        assert _pending(store.path) == []
    assert erased.encode() not in _bytes(folder)


def _pending(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT session FROM erasing").fetchall()
