"""Bundles for tests: played by a fixed coder and not kept anywhere."""

from __future__ import annotations

import uuid
from pathlib import Path

from simulator.bundle_files import bundles_in
from simulator.bundle_seal import SealError
from simulator.bundles import Bundle, Kept, write_bundle
from simulator.canonical import canonical_json
from simulator.events import event_to_json
from simulator.practice import Memory, Practice
from simulator.store import Store
from simulator.store_collecting import Collector, Tally
from simulator.store_export import bundle_of
from tests.store.players import ADVICE, SEED, FixedCoder, advice

AT = "2026-03-02T09:00:00.000Z"


def bundle(name: int = 1, replies: tuple[str, ...] = ("How is home?",), *, trainee: str = "finch") -> Bundle:
    """A session in which these replies were given, as far as the patient let them; a number makes its id."""
    journal = Memory()
    practice = Practice.begin(advice(), journal, FixedCoder(), seed=SEED, rubric_version="1")
    for reply in replies:
        if practice.session.ending is None:
            practice.send(reply)
    events = []
    for event in journal.events:
        plain = event_to_json(event)
        events.append(Kept(AT, plain["event"], event, canonical_json(plain)))
    return Bundle(str(uuid.UUID(int=name)), trainee, "quiet", AT, advice().sha256, ADVICE.read_bytes(), tuple(events))


def hand_in(folder: Path, *bundles: Bundle) -> Path:
    """Each in a file of its own."""
    folder.mkdir(exist_ok=True)
    for n, one in enumerate(bundles):
        (folder / f"{n}.jsonl").write_bytes(write_bundle(one))
    return folder


def collect(store: Store, place: Path) -> Tally:
    """Take everything in."""

    def no_key(sealed: bytes) -> bytes:
        del sealed
        raise SealError("no key")

    collector = Collector(store.database, store.folder)
    for _ in collector.collect(bundles_in(place, no_key)):
        pass
    return collector.tally


def kept(store: Store) -> dict[str, Bundle]:
    """All sessions of a store."""
    return {record.id: bundle_of(store.database, record.id) for record in store.records()}
