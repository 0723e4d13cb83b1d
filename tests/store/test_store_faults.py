"""What goes wrong outside: nothing is overwritten, and the message says where, what and how to mend it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from simulator.events import Left
from simulator.store import Store, StoreError
from simulator.store_engine import PRAGMAS
from simulator.store_errors import BusyError, ConflictError, DamagedError, FullError, UnwritableError, translate
from tests.postgres import on_both
from tests.store.players import begin, resume


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}'",
        "UPDATE event SET seq = seq + 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 1",
        "INSERT OR REPLACE INTO event SELECT session, seq, at, kind, '{}' FROM event WHERE seq = 1",
        "INSERT INTO event SELECT session, seq + 9, at, kind, body FROM event WHERE seq = 1",
    ],
)
def test_the_file_itself_refuses_to_change_remove_or_skip_events(store: Store, statement: str) -> None:
    """Append-only is a rule of the file, not a habit of the program."""
    session_id, practice = begin(store)
    practice.send("How is home?")
    before = store.events(session_id)

    with closing(sqlite3.connect(store.path)) as stranger, pytest.raises(sqlite3.IntegrityError, match="event"):
        stranger.execute(statement)

    assert store.events(session_id) == before


@on_both
def test_of_two_windows_on_one_session_the_second_to_send_is_told(store: Store) -> None:
    """Nothing is overwritten, and opening the session again goes on from where it is."""
    session_id, first = begin(store)
    with Store.open() as other:
        second = resume(other, session_id)
        first.send("From the first window")

        with pytest.raises(ConflictError, match=r"another window.*Nothing was overwritten.*Open the session again"):
            second.send("From the second window")

        again = resume(other, session_id)
        again.send("From the second window")
    assert [turn.reply for turn in again.session.turns] == ["From the first window", "From the second window"]


@on_both
def test_a_conflict_leaves_the_practice_where_it_was(store: Store) -> None:
    """The words were not sent: no turn appears that is not on disk."""
    session_id, first = begin(store)
    with Store.open() as other:
        second = resume(other, session_id)
        first.send("From the first window")
        before = second.session

        with pytest.raises(ConflictError):
            second.send("From the second window")

        assert second.session == before


@on_both
def test_an_erased_session_takes_no_more_events(store: Store) -> None:
    """Nothing of it comes back."""
    session_id, practice = begin(store)
    with Store.open() as other:
        other.erase(session_id)

    with pytest.raises(ConflictError, match="erased"):
        practice.send("Still here?")
    assert store.records() == []


@on_both
def test_an_event_that_the_journal_cannot_follow_is_a_conflict(store: Store) -> None:
    """A journal opened after a session ended elsewhere takes nothing more."""
    session_id, practice = begin(store)
    practice.leave()

    with pytest.raises(ConflictError):
        store.journal(session_id).append(Left(0))


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    """The message names ATTUNE_HOME."""
    place = tmp_path / "home"
    place.write_text("mine")

    with pytest.raises(UnwritableError, match=r"must be a folder.*ATTUNE_HOME"):
        Store.open(place)
    with pytest.raises(UnwritableError, match=r"must be a folder.*ATTUNE_HOME"):
        Store.open(place / "deeper")
    assert place.read_text() == "mine"


def test_a_folder_where_the_file_should_be_is_told(folder: Path) -> None:
    """SQLite cannot open it, and the message says so in words."""
    (folder / "sessions.sqlite").mkdir(parents=True)

    with pytest.raises(UnwritableError, match=r"sessions\.sqlite: the file cannot be written"):
        Store.open()


def test_a_file_moved_away_while_in_use_takes_no_words(store: Store) -> None:
    """SQLite would otherwise go on writing to a file without a name."""
    session_id, practice = begin(store)
    store.path.rename(store.path.with_suffix(".elsewhere"))

    with pytest.raises(UnwritableError, match="was moved or removed while in use"):
        practice.send("Can you hear me?")
    store.path.with_suffix(".elsewhere").rename(store.path)
    assert len(store.events(session_id)) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"This is a letter, not a database. " * 100,
        lambda raw: raw[:100] + b"\xff" * (len(raw) - 100),
        lambda raw: raw[: len(raw) // 2],
    ],
    ids=["another kind of file", "overwritten pages", "cut off"],
)
def test_a_damaged_file_is_told_and_left_alone(store: Store, folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    """The message says how to go on; the file stays for whoever can mend it."""
    _, practice = begin(store)
    for _ in range(4):
        practice.send("How is home? " * 300)
    store.close()
    spoiled = spoil(store.path.read_bytes())
    store.path.write_bytes(spoiled)

    with pytest.raises(DamagedError, match=r"sessions\.sqlite: the file is damaged.*backup"):
        _read_everything(folder)
    assert store.path.read_bytes() == spoiled


def _read_everything(folder: Path) -> None:
    with Store.open(folder) as store:
        for record in store.records():
            store.events(record.id)


def test_another_programs_database_is_refused(folder: Path) -> None:
    """Its tables are not touched."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "sessions.sqlite")) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(DamagedError, match="no file of Attune"):
        Store.open()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE event SET body = 'nonsense' WHERE seq = 2", "event 2"),
        ("UPDATE event SET body = '[]' WHERE seq = 2", "event 2"),
        ('UPDATE event SET body = \'{"event":"danced"}\' WHERE seq = 2', "unknown event `danced`"),
        ("DELETE FROM event WHERE seq = 2", "event 2 is missing"),
        ("UPDATE scenario SET bytes = x'00'", "scenario is not the one"),
    ],
)
def test_a_session_that_was_tampered_with_is_told(store: Store, folder: Path, change: str, message: str) -> None:
    """Other sessions are not affected."""
    session_id, practice = begin(store)
    practice.send("How is home?")
    with closing(sqlite3.connect(store.path)) as stranger, stranger:
        stranger.execute("DROP TRIGGER event_is_never_changed")
        stranger.execute("DROP TRIGGER event_is_only_erased")
        stranger.execute(change)

    with Store.open(folder) as reopened, pytest.raises(DamagedError, match=message):
        resume(reopened, session_id)


def test_a_file_held_by_another_program_is_told_after_a_while(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store waits for a few seconds first."""
    monkeypatch.setattr("simulator.store_engine.BUSY_TIMEOUT_SECONDS", 0.05)
    session_id, practice = begin(store)

    with Store.open(store.path.parent) as impatient, closing(sqlite3.connect(store.path)) as greedy:
        mine = resume(impatient, session_id)
        greedy.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError, match="another program is using the file"):
            mine.send("May I?")
    practice.send("Now it works")
    assert store.record(session_id).turns == 1


def test_a_full_disk_keeps_what_was_kept(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not grow is what a full disk looks like to SQLite."""
    session_id, practice = begin(store)
    practice.send("Before")
    monkeypatch.setattr("simulator.store_engine.PRAGMAS", (*PRAGMAS, "max_page_count=1"))

    with Store.open(folder) as full:
        going_on = resume(full, session_id)
        with pytest.raises(FullError, match="disk is full"):
            going_on.send("x" * 4_000)
        assert [turn.reply for turn in going_on.session.turns] == ["Before"]
    assert len(store.events(session_id)) == 3


def test_a_read_only_file_can_be_read_and_says_why_it_cannot_be_written(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`query_only` makes SQLite answer as it does for a read-only disk, which the superuser has none of."""
    session_id, _ = begin(store)
    monkeypatch.setattr("simulator.store_engine.PRAGMAS", (*PRAGMAS, "query_only=ON"))

    with Store.open(folder) as read_only:
        practice = resume(read_only, session_id)
        with pytest.raises(UnwritableError, match=r"cannot be written.*ATTUNE_HOME"):
            practice.send("Hello")
    assert len(store.events(session_id)) == 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(13, "Permission denied"), UnwritableError),
        (OSError(30, "Read-only file system"), UnwritableError),
        (OSError(28, "No space left on device"), FullError),
        (OSError(5, "Input/output error"), StoreError),
    ],
)
def test_faults_of_the_file_system_are_told_in_words(error: OSError, kind: type[StoreError]) -> None:
    """Each message begins with the file."""
    told = translate(error, Path("/x/sessions.sqlite"))

    assert type(told) is kind
    assert str(told).startswith("/x/sessions.sqlite: ")


def test_a_mistake_of_the_program_stays_what_it_is() -> None:
    """Wrong SQL is for the developers, and not a fault of the disk."""
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("SELEKT 1")

    assert translate(caught.value, Path("x")) is None


@on_both
def test_errors_do_not_repeat_the_trainees_words(store: Store) -> None:
    """Not even in the errors beneath, which end up in tracebacks."""
    session_id, first = begin(store)
    with Store.open() as other:
        second = resume(other, session_id)
        first.send("Hello")
        with pytest.raises(ConflictError) as caught:
            second.send("my secret words")

    error: BaseException | None = caught.value
    while error is not None:
        assert "secret" not in str(error)
        error = error.__cause__ or error.__context__
