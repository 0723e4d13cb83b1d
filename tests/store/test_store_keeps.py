"""What is kept: every event as it was, sessions as they were played, drafts, and what is known at a glance."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scenarios.load import parse_scenario
from simulator.events import Event, Heard, Left, Replied, Started
from simulator.reading import CodedSpan, FactMatch, Reading
from simulator.session import apply, replay, start
from simulator.store import Store
from simulator.store_errors import NoSuchSessionError
from tests.postgres import on_both
from tests.store.players import ADVICE, BEGAN, SEED, advice, begin, create, resume, ticking

STARTED = Started("advice-seeker", "1.0.0", advice().sha256, "fixed", "1", "1", SEED)
SPAN = CodedSpan("denies_sharing", 0.1 + 0.2, 0, 5, denies=True)

EVERY_KIND: list[tuple[str, list[Event]]] = [
    ("started", [STARTED]),
    ("replied", [STARTED, Replied(1, "Ça va ? “Really”\n\t\U0001f642 \u2028x")]),
    ("silence", [STARTED, Replied(1, "", silence=True), Heard(1, Reading.of_silence())]),
    ("heard", [STARTED, Replied(1, "Hello"), Heard(1, Reading((SPAN,), fact=FactMatch(0, 1 / 3)))]),
    ("unclear", [STARTED, Replied(1, "Mm"), Heard(1, Reading(unclear=True))]),
    ("left", [STARTED, Left(0)]),
]


@pytest.mark.parametrize(("kind", "events"), EVERY_KIND, ids=[kind for kind, _ in EVERY_KIND])
@on_both
def test_every_kind_of_event_comes_back_as_it_was(store: Store, kind: str, events: list[Event]) -> None:
    """An event read from disk equals the event that was appended, to the last bit of its confidences."""
    del kind
    session_id = create(store).id
    journal = store.journal(session_id)

    for event in events:
        journal.append(event)

    with Store.open() as reopened:
        assert reopened.events(session_id) == events


@on_both
def test_a_session_replayed_after_reopening_is_the_same_at_every_turn(store: Store) -> None:
    """Events and scenario bytes are all that a session is."""
    session_id, practice = begin(store, "simple_reflection", "open_question")
    played = [practice.session]
    while practice.session.ending is None:
        played.append(practice.send(f"Turn {practice.session.next_turn}, tell me more?"))

    with Store.open() as reopened:
        scenario, events = reopened.scenario(session_id), reopened.events(session_id)

    assert scenario == advice()
    assert list(_between_turns(events)) == played


def _between_turns(events: list[Event]) -> Iterator[object]:
    first, *others = events
    assert isinstance(first, Started)
    session = start(advice(), first)
    yield session
    for event in others:
        session = apply(session, event)
        if isinstance(event, Heard):
            yield session


@on_both
def test_the_scenario_is_the_file_as_it_was_played(store: Store) -> None:
    """A patient edited later does not change sessions of before; bytes are kept once for all sessions."""
    first, second = create(store), create(store)

    assert store.scenario_bytes(first.id) == ADVICE.read_bytes()
    assert store.scenario(first.id) is store.scenario(second.id)


@on_both
def test_a_scenario_is_refused_that_was_not_made_from_the_bytes_given(store: Store) -> None:
    """What would be replayed must be what was played."""
    with pytest.raises(ValueError, match="not made from these bytes"):
        store.create(ADVICE.read_bytes() + b"\n", advice(), seed=1, mode="quiet")


@on_both
def test_a_seed_beyond_64_bits_is_refused(store: Store) -> None:
    """SQLite keeps whole numbers of 64 bits."""
    with pytest.raises(ValueError, match="64 bits"):
        store.create(ADVICE.read_bytes(), advice(), seed=2**63, mode="quiet")


@on_both
def test_a_record_tells_a_session_at_a_glance(store: Store) -> None:
    """Turns, times and the ending are known without replaying."""
    session_id, practice = begin(store)
    practice.send("How was the week?")

    record = store.record(session_id)

    assert (record.scenario_id, record.title, record.version) == ("advice-seeker", "If you were me", "1.0.0")
    assert (record.trainee, record.seed, record.mode, record.sha256) == ("finch", SEED, "quiet", advice().sha256)
    assert (record.turns, record.ended, record.ending) == (1, False, None)
    assert record.started_at == BEGAN
    assert record.updated_at == BEGAN + timedelta(minutes=3)


@on_both
def test_the_ending_is_kept_with_the_event_that_brings_it(store: Store) -> None:
    """An ending of the patient's and an ending of the trainee's are both known at once."""
    by_patient, practice = begin(store)
    while practice.session.ending is None:
        practice.send("What then?")
    by_trainee, other = begin(store)
    other.leave()
    unfinished, _ = begin(store)

    assert store.record(by_patient).ending == "shut"
    assert store.record(by_trainee).ending == "left"
    assert [record.id for record in store.records(unfinished_only=True)] == [unfinished]


@on_both
def test_sessions_are_listed_newest_first_once_they_have_begun(store: Store) -> None:
    """A session that was made but never started is not shown."""
    first, _ = begin(store)
    create(store)
    second, _ = begin(store)

    assert [record.id for record in store.records()] == [second, first]


@on_both
def test_ids_are_uuids_of_version_7_that_sort_by_time(store: Store) -> None:
    """Ids made later sort later, even within a millisecond."""
    ids = [create(store).id for _ in range(50)]

    assert {uuid.UUID(one).version for one in ids} == {7}
    assert ids == sorted(ids)


@on_both
def test_clock_and_ids_can_be_given(folder: Path) -> None:
    """Nothing in the store is left to chance or time."""
    del folder  # the environment names it
    ids = iter(["one", "two"])
    with Store.open(clock=ticking(), new_id=lambda: next(ids)) as store:
        records = [create(store), create(store)]

    assert [(record.id, record.started_at) for record in records] == [
        ("one", BEGAN),
        ("two", BEGAN + timedelta(minutes=1)),
    ]


FIND = [
    ("a whole id", "aa11", "aa11"),
    ("a unique beginning", "b", "bb22"),
    ("a whole id that begins another", "aa11", "aa11"),
    ("capitals and spaces", " BB ", "bb22"),
]


@pytest.mark.parametrize(("prefix", "session_id"), [row[1:] for row in FIND], ids=[row[0] for row in FIND])
@on_both
def test_a_session_is_found_by(folder: Path, prefix: str, session_id: str) -> None:
    """The beginning of an id is enough where no other session has it."""
    del folder  # the environment names it
    with _with_ids() as store:
        assert store.find(prefix).id == session_id


LOST = [
    ("several have it", "aa", "2 sessions begin with `aa`: aa1122, aa11"),
    ("none has it", "c", "No session begins with `c`.*attune sessions list"),
    ("it is empty", "", "No session begins with"),
    ("it is no wildcard", "%", "No session begins with `%`"),
]


@pytest.mark.parametrize(("prefix", "message"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
@on_both
def test_a_beginning_is_refused_where(folder: Path, prefix: str, message: str) -> None:
    """The message says which sessions there are, or how to see them."""
    del folder  # the environment names it
    with _with_ids() as store, pytest.raises(NoSuchSessionError, match=message):
        store.find(prefix)


def _with_ids() -> Store:
    ids = iter(["aa11", "bb22", "aa1122"])
    store = Store.open(clock=ticking(), new_id=lambda: next(ids))
    for _ in range(3):
        begin(store)
    return store


@on_both
def test_asking_for_a_session_that_is_not_there_is_a_clear_error(store: Store) -> None:
    """No empty transcript is made up."""
    for ask in (store.record, store.events, store.scenario, store.journal, store.erase):
        with pytest.raises(NoSuchSessionError, match="There is no session nobody"):
            ask("nobody")
    with pytest.raises(NoSuchSessionError, match="There is no session nobody"):
        store.save_draft("nobody", "words")


@on_both
def test_a_draft_is_kept_replaced_and_cleared(store: Store) -> None:
    """Words not yet sent outlive the program."""
    session_id, _ = begin(store)

    assert store.draft(session_id) == ""
    store.save_draft(session_id, "I wond")
    store.save_draft(session_id, "I wonder \x1b[31m")
    with Store.open() as reopened:
        assert reopened.draft(session_id) == "I wonder \ufffd[31m"
    store.save_draft(session_id, "")
    assert store.draft(session_id) == ""


@on_both
def test_sending_takes_the_words_out_of_the_draft_and_waiting_does_not(store: Store) -> None:
    """The same transaction keeps the reply and clears the draft, so that no crash shows sent words again."""
    session_id, practice = begin(store)
    store.save_draft(session_id, "What happ")

    practice.wait()
    after_waiting = store.draft(session_id)
    practice.send("What happened?")

    assert (after_waiting, store.draft(session_id)) == ("What happ", "")


@on_both
def test_a_reply_that_was_kept_and_not_answered_is_answered_on_resuming(store: Store) -> None:
    """A crash while reading a reply costs nothing."""
    session_id, practice = begin(store)
    practice.keep("Are you there?")

    with Store.open() as reopened:
        again = resume(reopened, session_id)

        assert [turn.reply for turn in again.session.turns] == ["Are you there?"]
        assert replay(advice(), reopened.events(session_id)) == again.session


@on_both
def test_scenarios_are_compared_by_their_bytes_not_by_their_name(store: Store) -> None:
    """Two versions of one patient are kept side by side."""
    raw = ADVICE.read_bytes()
    other = raw.replace(b"version: 1.0.0", b"version: 1.0.1")
    old = create(store)
    new = store.create(other, parse_scenario(other, "other"), seed=1, mode="coach")

    assert store.scenario(old.id) == advice()
    assert store.scenario(new.id) == parse_scenario(other, "other")


def test_odd_characters_in_the_folder_do_no_harm(tmp_path: Path) -> None:
    """`?`, `#` and `%` mean something in addresses, and nothing in the name of a folder."""
    for name in ("what?", "50%(x)s", "a#b", "ünï côdé", ":memory:"):
        with Store.open(tmp_path / name) as store:
            begin(store)
        assert [path.name for path in (tmp_path / name).iterdir()] == ["sessions.sqlite"]


def test_folder_and_file_are_for_their_owner_alone(store: Store, folder: Path) -> None:
    """Transcripts are private: 0700 for the folder, 0600 for the file."""
    begin(store)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert store.path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_others_could_read_is_closed_to_them(store: Store, folder: Path) -> None:
    """As after copying it from elsewhere."""
    store.path.chmod(0o644)

    with Store.open(folder):
        assert store.path.stat().st_mode & 0o777 == 0o600
