"""Digests are remembered between reports, and made anew as soon as anything that they were made from changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cli import attune
from commands.course.sessions import in_order, memory_of, portions
from scoring.course import gathering, remembering
from scoring.course.digest import SCORES, Digest, JudgedTurn
from scoring.course.gathering import Unreadable, digest_chunk, digests
from scoring.course.remembering import body_of, digest_from, hash_of_files, key_of, program_hash
from scoring.result import session_result
from scoring.rubric import version
from simulator.marks import Disputed
from simulator.practice import Practice
from simulator.store import Store
from simulator.store_records import SessionRecord
from simulator.store_remembered import FILE_NAME, Remembered, remembered_path
from tests.store.players import ADVICE, FixedCoder, advice, resume

AT = datetime(2026, 3, 2, tzinfo=UTC)
RECORD = SessionRecord("s-1", "finch", "ellie", "If you were me", "1.0.0", "ab" * 32, 1, "quiet", AT, AT, 2, "left")
EVENTS = ['{"event":"started"}', '{"event":"left","n":0}']


def sitting(store: Store, trainee: str, *codes: str, leave: bool = True) -> str:
    """A session of two replies."""
    record = store.create(ADVICE.read_bytes(), advice(), seed=1, mode="quiet", trainee=trainee)
    journal = store.journal(record.id)
    practice = Practice.begin(advice(), journal, FixedCoder(*codes), seed=1, rubric_version=version())
    for reply in ("What happened?", "And then?"):
        if practice.session.ending is None:
            practice.send(reply)
    if leave and practice.session.ending is None:
        practice.leave()
    return record.id


def found(store: Store) -> list[Digest | Unreadable]:
    records = in_order(store)
    return list(digests(portions(store, records), len(records), memory_of(store)))


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sessions that were scored, not remembered."""
    every: list[str] = []

    def watched(files: Mapping[str, bytes], kept: list[gathering.Kept]) -> list[Digest | Unreadable]:
        every.extend(one.record.id for one in kept)
        return digest_chunk(files, kept)

    monkeypatch.setattr(gathering, "digest_chunk", watched)
    return every


def test_a_second_report_scores_nothing_and_says_the_same(store: Store, scored: list[str]) -> None:
    ids = [sitting(store, f"bird-{i}") for i in range(3)]

    first = found(store)
    assert scored == ids
    again = found(store)

    assert scored == ids
    assert again == first


def test_only_sessions_that_are_new_are_scored(store: Store, scored: list[str]) -> None:
    sitting(store, "finch")
    found(store)
    new = sitting(store, "wren")
    scored.clear()

    both = found(store)

    assert scored == [new]
    assert [one.trainee for one in both if isinstance(one, Digest)] == ["finch", "wren"]


def test_a_session_that_went_on_is_scored_again(store: Store, scored: list[str]) -> None:
    going_on = sitting(store, "finch", leave=False)
    before = found(store)[0]
    scored.clear()

    resume(store, going_on).leave()
    after = found(store)[0]

    assert scored == [going_on]
    assert isinstance(before, Digest)
    assert isinstance(after, Digest)
    assert (before.ending, after.ending) == ("", "left")


def test_a_dispute_made_afterwards_is_counted(store: Store) -> None:
    session = sitting(store, "finch")
    found(store)

    store.journal(session).append(Disputed(1, "open_question", "not_shown", "I did not ask."))

    (one,) = found(store)
    assert isinstance(one, Digest)
    assert one.disputes == (("open_question", "not_shown"),)


def test_a_rescoring_is_seen_when_kept_and_when_undone(store: Store) -> None:
    session = sitting(store, "finch")
    before = found(store)[0]
    assert isinstance(before, Digest)
    (_, (kept,)) = next(iter(portions(store, in_order(store))))
    body = session_result(gathering.session_of(advice(), kept.events))
    body["scores"]["overall"]["score"] = 12.5
    store.results.keep("9.9.9", "", [(session, json.dumps(body))])

    rescored = found(store)[0]
    assert isinstance(rescored, Digest)
    assert (rescored.score("overall"), rescored.is_rescored) == (125, True)

    store.results.undo()
    assert found(store)[0] == before


def test_a_changed_program_makes_every_digest_anew(
    store: Store, scored: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sitting(store, "finch")
    found(store)
    scored.clear()

    monkeypatch.setattr(gathering, "program_hash", lambda: "another")
    found(store)

    assert scored == [session]


def test_what_cannot_be_read_is_not_remembered(store: Store) -> None:
    session = sitting(store, "finch")
    (files, (kept,)) = next(iter(portions(store, in_order(store))))
    memory = memory_of(store)
    broken = kept._replace(events=["{}"])

    (one,) = digests([(files, [broken])], 1, memory)

    assert isinstance(one, Unreadable)
    assert memory.known({session: key_of(broken.record, broken.events, None, program_hash())}) == {}


def test_remembered_and_new_sessions_keep_their_order_in_several_processes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "_WORTH_PROCESSES", 2)
    monkeypatch.setattr("commands.course.sessions.AT_ONCE", 2)
    first = [sitting(store, f"bird-{i}") for i in range(3)]
    found(store)
    later = [sitting(store, f"late-{i}") for i in range(3)]

    every = found(store)

    assert [one.session for one in every] == [*first, *later]


def _reported() -> Result:
    return CliRunner().invoke(attune, ["course", "report"])


@pytest.mark.parametrize("left_there", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_memory_that_cannot_be_used_is_as_good_as_none(store: Store, left_there: bytes) -> None:
    sitting(store, "finch")
    without = _reported()
    remembered_path(store.path).write_bytes(left_there)

    assert _reported().output == without.output
    assert without.exit_code == 0
    assert _reported().output == without.output


def test_a_memory_that_cannot_be_written_changes_no_report(store: Store) -> None:
    sitting(store, "finch")
    remembered_path(store.path).mkdir()

    assert _reported().exit_code == 0


def test_a_memory_in_use_elsewhere_is_not_waited_for_long(store: Store) -> None:
    sitting(store, "finch")
    found(store)
    sitting(store, "wren")
    other = sqlite3.connect(remembered_path(store.path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    assert len(found(store)) == 2

    other.close()


def test_erasing_a_session_removes_all_that_was_remembered(store: Store) -> None:
    session = sitting(store, "finch")
    found(store)
    assert remembered_path(store.path).exists()

    store.erase(session)

    assert not remembered_path(store.path).exists()


def test_no_word_and_no_pseudonym_is_remembered(store: Store) -> None:
    sitting(store, "kingfisher")
    _reported()

    raw = remembered_path(store.path).read_bytes()

    assert b"kingfisher" not in raw
    assert b"And then?" not in raw
    assert b"What happened?" not in raw


def test_the_memory_is_for_its_owner_alone(store: Store) -> None:
    sitting(store, "finch")
    found(store)

    assert remembered_path(store.path).stat().st_mode & 0o077 == 0


def test_patients_are_parsed_once_and_named_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(6):
        sitting(store, f"bird-{i}")
    first = _reported()
    monkeypatch.setattr(Store, "scenario", lambda *_: pytest.fail("parsed again"))

    again = _reported()

    assert again.output == first.output
    assert "What would you do" in first.output or "Ellie" in first.output


@pytest.mark.parametrize(
    "changed",
    [
        key_of(RECORD, EVENTS[:1], None, "program"),
        key_of(RECORD, [EVENTS[0] + EVENTS[1]], None, "program"),
        key_of(RECORD, EVENTS[::-1], None, "program"),
        key_of(RECORD, EVENTS, "", "program"),
        key_of(RECORD, EVENTS, "{}", "program"),
        key_of(replace(RECORD, sha256="cd" * 32), EVENTS, None, "program"),
        key_of(RECORD, EVENTS, None, "program 2"),
    ],
)
def test_whatever_a_digest_is_made_from_changes_its_key(changed: str) -> None:
    assert changed != key_of(RECORD, EVENTS, None, "program")


def test_what_a_digest_is_not_made_from_leaves_its_key() -> None:
    moved = replace(RECORD, trainee="wren", mode="coach")

    assert key_of(moved, EVENTS, None, "program") == key_of(RECORD, EVENTS, None, "program")


def test_a_changed_rule_changes_the_hash_of_the_program_and_a_page_does_not(tmp_path: Path) -> None:
    for name, text in (("a/rules.py", "1"), ("a/rubric.yaml", "2"), ("a/page.css", "3"), ("a/coder/model.py", "4")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    def now() -> str:
        return hash_of_files(tmp_path, ["a"], [("a", "coder")])

    first = now()
    (tmp_path / "a/page.css").write_text("other")
    (tmp_path / "a/coder/model.py").write_text("other")
    assert now() == first
    (tmp_path / "a/rubric.yaml").write_text("other")
    second = now()
    assert second != first
    (tmp_path / "a/rules.py").rename(tmp_path / "a/laws.py")
    assert now() not in {first, second}


@pytest.mark.parametrize(
    "file",
    ["scoring/data/rubric-1.yaml", "scenarios/data/moments.yaml", "simulator/derive.py", "scoring/rubric/danger.py"],
)
def test_the_programs_hash_covers_rules_wherever_they_stand(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hash_of_files(remembering._ROOT, remembering._MADE_BY, remembering._NOT_IN)  # noqa: SLF001
    read = Path.read_bytes
    changed = remembering._ROOT / file  # noqa: SLF001
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b" " if path == changed else b""))

    assert hash_of_files(remembering._ROOT, remembering._MADE_BY, remembering._NOT_IN) != before  # noqa: SLF001


words = st.text(max_size=12)
made = st.builds(
    Digest,
    session=st.just(RECORD.id),
    trainee=st.just(RECORD.trainee),
    scenario=st.just(RECORD.scenario_id),
    version=st.just(RECORD.version),
    started_at=st.just(AT),
    updated_at=st.just(AT),
    ending=words,
    is_again=st.just(False),
    turns=st.integers(0, 99),
    tenths=st.tuples(*[st.none() | st.integers(0, 1000) for _ in SCORES]),
    judged=st.lists(st.builds(JudgedTurn, words, words, st.integers(-3, 3)), max_size=4).map(tuple),
    tests=st.lists(st.tuples(words, words), max_size=3).map(tuple),
    heard=st.frozensets(words, max_size=4),
    disputes=st.lists(st.tuples(words, words), max_size=3).map(tuple),
    unclear=st.integers(0, 9),
    rubric=words,
    coder=words,
    is_rescored=st.booleans(),
)


@given(made)
def test_a_digest_put_by_is_the_digest_taken_up(digest: Digest) -> None:
    assert digest_from(body_of(digest), RECORD) == digest


@given(st.dictionaries(words, st.tuples(words, words), max_size=5), st.dictionaries(words, words, max_size=5))
def test_only_what_was_kept_last_under_just_that_key_is_known(
    kept: dict[str, tuple[str, str]], wanted: dict[str, str]
) -> None:
    import tempfile  # noqa: PLC0415  hypothesis shares no fixture between examples

    with tempfile.TemporaryDirectory() as folder:
        memory = Remembered(Path(folder) / FILE_NAME)
        memory.keep([(name, "an older key", "an older value") for name in kept])
        memory.keep([(name, key, body) for name, (key, body) in kept.items()])

        known = memory.known(wanted)

    assert known == {name: kept[name][1] for name, key in wanted.items() if name in kept and kept[name][0] == key}
