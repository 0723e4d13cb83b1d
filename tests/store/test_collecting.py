"""Collecting: the same sessions in the end, whatever is handed in how often, and nothing overwritten."""

from __future__ import annotations

import gc
import io
import itertools
import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.bundle_files import Found, PassedOver, Refused, bundles_in
from simulator.bundle_seal import SealError, new_pair, opened, seal
from simulator.bundles import MAX_BYTES, read_bundle, write_bundle
from simulator.merging import holding
from simulator.store import Store
from simulator.store_collecting import OBJECTS, seldom_searching
from simulator.store_import import Outcome
from tests.postgres import on_both
from tests.store.handing import bundle, collect, hand_in, kept
from tests.store.players import begin, resume

SHORT = bundle(1, ("How is home?",))
LONG = bundle(1, ("How is home?", "And then?"))
OTHER = bundle(1, ("What brings you?",))
ELSE = bundle(2, ("Hello?",) * 9)


def test_searching_for_garbage_is_as_usual_after_a_class_was_taken_in() -> None:
    """Also where taking in failed."""
    usual = gc.get_threshold()
    meanwhile: list[int] = []

    def fail() -> None:
        with seldom_searching():
            meanwhile.append(gc.get_threshold()[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert meanwhile == [OBJECTS]
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_in_whatever_order_they_come_all_is_kept_and_conflicts_are_set_aside(tmp_path: Path) -> None:
    """What is in the store and what was set aside make, together, the merge of all that came."""
    everything = holding((one.session, one.history) for one in (SHORT, LONG, OTHER, ELSE))

    for n, order in enumerate(itertools.permutations((SHORT, LONG, OTHER, ELSE))):
        if n % 5:
            continue
        with Store.open(tmp_path / f"home-{n}") as store:
            collect(store, hand_in(tmp_path / f"in-{n}", *order, order[0]))

            aside = [read_bundle(path.read_bytes()) for path in (store.path.parent / "quarantine").glob("*.jsonl")]
            together = [*kept(store).values(), *aside]
            assert holding((one.session, one.history) for one in together) == everything
            assert store.record(ELSE.session).ending == "shut"


@on_both
def test_a_second_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Nor does one of the shorter story."""
    place = hand_in(tmp_path / "in", LONG, ELSE)
    first = collect(store, place)
    before = kept(store)

    again = collect(store, place)
    shorter = collect(store, hand_in(tmp_path / "short", SHORT))

    assert first.outcomes[Outcome.NEW] == 2
    assert (again.outcomes[Outcome.SAME], shorter.outcomes[Outcome.SHORTER]) == (2, 1)
    assert kept(store) == before == {LONG.session: LONG, ELSE.session: ELSE}


@on_both
def test_a_longer_continuation_extends_and_the_session_goes_on_here(store: Store, tmp_path: Path) -> None:
    """It can be played on like one of our own."""
    collect(store, hand_in(tmp_path / "in", SHORT))

    tally = collect(store, hand_in(tmp_path / "more", LONG))

    assert tally.outcomes[Outcome.LONGER] == 1
    practice = resume(store, LONG.session)
    assert [turn.reply for turn in practice.session.turns] == ["How is home?", "And then?"]
    practice.send("And now?")


@on_both
def test_the_same_words_from_another_person_contradict(store: Store, tmp_path: Path) -> None:
    """Whose a session is belongs to what it is."""
    tally = collect(store, hand_in(tmp_path / "in", SHORT, replace(SHORT, trainee="crow")))

    assert (tally.outcomes[Outcome.NEW], tally.outcomes[Outcome.CONFLICT]) == (1, 1)
    assert kept(store) == {SHORT.session: SHORT}
    (_, _, aside), *_ = tally.quarantined
    assert "in whose it is" in aside.with_suffix(".txt").read_text()
    assert stat.S_IMODE(aside.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600


@on_both
def test_an_erased_session_is_kept_away(store: Store, tmp_path: Path, every_byte: Callable[[], bytes]) -> None:
    """Nothing of it comes back, and what stays does not tell its id."""
    place = hand_in(tmp_path / "in", LONG, ELSE)
    collect(store, place)

    store.erase_all([LONG.session, ELSE.session])
    tally = collect(store, place)

    assert tally.outcomes[Outcome.ERASED] == 2
    assert store.records() == []
    assert LONG.session.encode() not in every_byte()


@on_both
def test_damaged_and_half_written_files_are_named_and_hide_no_other(store: Store, tmp_path: Path) -> None:
    """A file of three sessions, the middle one spoilt; a file cut off; a file of something else."""
    place = tmp_path / "in"
    place.mkdir()
    third = bundle(3)
    spoilt = write_bundle(SHORT).replace(b"How is home?", b"How is work?")
    (place / "a.jsonl").write_bytes(write_bundle(ELSE) + spoilt + write_bundle(third))
    (place / "b.jsonl").write_bytes(write_bundle(LONG)[:-20])
    (place / "c.jsonl").write_bytes(b"\x00\xff" * 50)
    (place / "letter.txt").write_text("Dear all")

    tally = collect(store, place)

    assert [Path(one.name).name for one in tally.refused] == ["a.jsonl, session 2", "b.jsonl", "c.jsonl"]
    assert tally.passed_over == 1
    assert kept(store) == {ELSE.session: ELSE, third.session: third}


@on_both
def test_our_own_session_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    """Exported here, taken in elsewhere, times and all."""
    begin(store)[1].send("How is home?")
    mine = kept(store)

    with Store.open(tmp_path / "elsewhere") as other:
        collect(other, hand_in(tmp_path / "in", *mine.values()))

        assert kept(other) == mine


def _zip(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            archive.writestr(name, raw, zipfile.ZIP_DEFLATED)
    return path


def _sealed(raw: bytes) -> bytes:
    del raw
    raise SealError("no key")


def test_zips_within_folders_are_read_without_unpacking(tmp_path: Path) -> None:
    """As learning platforms hand them out."""
    _zip(tmp_path / "a.zip", ("x/1.jsonl", b"one"), ("__MACOSX/1.jsonl", b"no"), ("notes.pdf", b"no"))

    assert list(bundles_in(tmp_path, _sealed)) == [
        PassedOver(f"{tmp_path}/a.zip/notes.pdf"),
        Found(f"{tmp_path}/a.zip/x/1.jsonl", b"one"),
    ]


def test_hostile_zips_and_links_are_refused(tmp_path: Path) -> None:
    """Names that point outside, links, bombs, and what only calls itself a zip."""
    link = zipfile.ZipInfo("b.jsonl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    _zip(tmp_path / "1.zip", ("../../out.jsonl", b"x"))
    _zip(tmp_path / "2.zip", (link, b"/etc/passwd"))
    _zip(tmp_path / "3.zip", ("bomb.jsonl", b"0" * (MAX_BYTES + 5)))
    (tmp_path / "4.zip").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "5.jsonl").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "6.jsonl")

    pieces = list(bundles_in(tmp_path, _sealed))

    assert all(isinstance(piece, Refused) for piece in pieces)
    reasons = ["points outside", "is a link", "is larger than", "cannot be read", "is a link", "no plain file"]
    for piece, reason in zip(pieces, reasons, strict=True):
        assert isinstance(piece, Refused)
        assert reason in piece.reason


def test_what_is_sealed_opens_with_the_courses_key_alone(tmp_path: Path) -> None:
    """And says so where the key is another, or the box was changed."""
    pytest.importorskip("nacl")
    (public, private), (_, stranger) = new_pair(), new_pair()
    box = seal(write_bundle(SHORT), public)
    (tmp_path / "a.sealed").write_bytes(box)

    (piece,) = bundles_in(tmp_path, lambda raw: opened(raw, private))

    assert isinstance(piece, Found)
    assert read_bundle(piece.raw) == SHORT
    assert b"How is home?" not in box
    with pytest.raises(SealError, match="another key"):
        opened(box, stranger)
    with pytest.raises(SealError, match="damaged or changed"):
        opened(box[:-1] + bytes([box[-1] ^ 1]), private)
    with pytest.raises(SealError, match="no public key"):
        seal(b"", private)


def test_a_zip_of_nothing_gives_nothing(tmp_path: Path) -> None:
    """An empty folder of a platform is no fault."""
    (tmp_path / "a.zip").write_bytes(_empty_zip())

    assert list(bundles_in(tmp_path / "a.zip", _sealed)) == []


def _empty_zip() -> bytes:
    held = io.BytesIO()
    zipfile.ZipFile(held, "w").close()
    return held.getvalue()
