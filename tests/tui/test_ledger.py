"""What kept sessions come to: read once, scored once, and one that is damaged hides no other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from screens.ledger import Ledger
from screens.past import SCORED
from screens.sitting import DeskError
from simulator.events import Again
from simulator.practice import Practice
from simulator.store import Store
from tests.store.players import ADVICE, SEED, FixedCoder, advice, begin, ticking


@pytest.fixture(name="store")
def _store(home: Path) -> Iterator[Store]:
    with Store.open(home, clock=ticking()) as opened:
        yield opened


def test_sessions_are_told_newest_first_with_what_waits(store: Store) -> None:
    first_id, first = begin(store)
    first.send("one")
    first.keep("two")
    store.save_draft(first_id, "thr")
    second_id, second = begin(store)
    second.send("one")
    second.leave()

    newest, oldest = Ledger(lambda: store, UTC).past()

    assert (newest.id, newest.is_over, newest.counts) == (second_id, True, True)
    assert (oldest.id, oldest.sent, oldest.turns, oldest.has_draft) == (first_id, 2, 1, True)
    assert oldest.when == "2 Mar 2026, 09:00"
    assert oldest.title.startswith(advice().persona.name)


def test_points_are_worked_out_once_and_only_where_they_count(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _, over = begin(store, "validation")
    over.send("Anyone would.")
    over.leave()
    _, going = begin(store)
    going.send("one")
    ledger = Ledger(lambda: store, UTC)

    going_on, scored = ledger.scored(ledger.past())

    assert going_on.points is None
    assert scored.points is not None
    assert set(scored.points) == set(SCORED)
    assert scored.points["self_disclosure"] is None
    assert scored.ending == "left"

    monkeypatch.setattr(Ledger, "session", None)  # nothing may be replayed again
    assert list(ledger.scored(ledger.past()))[1] == scored


def test_a_second_try_is_told_as_one(store: Store) -> None:
    first_id, first = begin(store)
    first.send("one")
    record = store.create(ADVICE.read_bytes(), advice(), seed=SEED, mode="coach", again=Again(first_id, 1))
    Practice.again(first.session, 1, store.journal(record.id), FixedCoder(), of=first_id)

    again = Ledger(lambda: store, UTC).past()[0]

    assert again.is_again
    assert again.marks == ("second try from turn 2",)


def test_a_damaged_session_hides_no_other(store: Store, home: Path) -> None:
    ids = []
    for _ in range(2):
        session_id, practice = begin(store)
        practice.send("one")
        practice.leave()
        ids.append(session_id)
    with sqlite3.connect(home / "sessions.sqlite") as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE event SET body = '{' WHERE session = ? AND seq = 2", (ids[0],))
    raw.close()
    ledger = Ledger(lambda: store, UTC)

    sound, damaged = ledger.scored(ledger.past())

    assert sound.points is not None
    assert "cannot be read" in damaged.trouble
    assert damaged.outcome == "unreadable"
    with pytest.raises(DeskError):
        ledger.session(ids[0])
