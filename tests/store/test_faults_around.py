"""What happens around a store: disks fill up, clocks go back, collectors come and go. Counts: docs/reliability.md."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.bundle_files import Found, Piece
from simulator.bundles import Bundle, write_bundle
from simulator.events import Replied
from simulator.store import Store
from simulator.store_collecting import Collector
from simulator.store_errors import UnreachableError
from simulator.store_place import STORE
from tests.postgres import Cluster, on_both
from tests.store.handing import bundle, kept
from tests.store.players import begin, resume, ticking

COLLECTORS = 20
SESSIONS = 24

DROP_ONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'attune'
    ORDER BY random() LIMIT 1
"""

FILL_UP = """
import resource, signal, sys
from pathlib import Path
from simulator.store import Store, StoreError
from tests.store.players import begin

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store.open(Path(sys.argv[1])) as store:
    session_id, practice = begin(store)
    practice.send("Before")
    if sys.argv[2] == "limit":
        largest = store.path.stat().st_size + 40_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        for n in range(1_000):
            practice.keep(f"{n} " + "x" * 3_000)
            print("kept", n, flush=True)
            practice.answer()
            if practice.session.ending is not None:
                session_id, practice = begin(store)
    except StoreError as error:
        print("told", error)
"""


def _fill_up(folder: Path, how: str) -> str:
    """Let a process of its own play until nothing more can be kept; check the rest, and return what it was told."""
    root = Path(__file__).parents[2]
    program = [sys.executable, "-c", FILL_UP, str(folder), how]
    environment = {**os.environ, "PYTHONPATH": str(root)}

    done = subprocess.run(program, capture_output=True, text=True, env=environment, check=False)

    *kept_lines, told = done.stdout.splitlines()
    assert kept_lines, done.stderr
    assert told.startswith(f"told {folder}"), done.stderr
    with Store.open(folder) as store:
        events = [event for record in store.records() for event in store.events(record.id)]
    replies = {event.text.split()[0] for event in events if isinstance(event, Replied)}
    assert {line.split()[1] for line in kept_lines} <= replies
    return told


def test_a_file_that_may_not_grow_loses_no_reply_that_was_kept(folder: Path) -> None:
    """The reply that did not fit is told of, all before it are there, and with more room the session goes on."""
    _fill_up(folder, "limit")

    with Store.open(folder) as store:
        for record in store.records(unfinished_only=True):
            resume(store, record.id)


def test_a_disk_that_is_full_is_told_and_loses_no_reply_that_was_kept(tmp_path: Path) -> None:
    """A disk of 400 kB, made in memory where one may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k,mode=700", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here; the test before this one stands in for it")
    try:
        assert "the disk is full" in _fill_up(disk / "home", "disk")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@on_both
def test_a_clock_that_goes_back_changes_neither_order_nor_words(folder: Path) -> None:
    """Order is that of the events' numbers; nothing is computed from the time."""
    del folder  # the environment names it
    with Store.open(clock=ticking(timedelta(days=-1))) as store:
        session_id, practice = begin(store)
        for reply in ("One?", "Two?"):
            practice.send(reply)

        assert [turn.reply for turn in resume(store, session_id).session.turns] == ["One?", "Two?"]
        assert store.record(session_id).turns == 2


class _Gone(Exception):  # noqa: N818  a stick pulled out, a share that went away
    """The connection broke."""


def _until_it_breaks(pieces: Sequence[Piece], chance: random.Random) -> Iterator[Piece]:
    for piece in pieces:
        if chance.random() < 0.05:
            raise _Gone
        yield piece


@on_both
def test_twenty_collectors_with_broken_connections_end_with_all_that_came(
    folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Each has some of the sessions, some half-played, in an order of its own, and begins again when cut off.

    What breaks is the way to what is handed in, and, with a database, also connections to that, wherever they are.
    """
    monkeypatch.setattr("simulator.store_collecting.BATCH", 3)
    Store.open().close()
    whole = [bundle(n, (f"Reply {n}?", "And then?", "Go on?")) for n in range(1, SESSIONS + 1)]
    raws = [[write_bundle(_first(one, events)) for events in (1, 4, len(one.events))] for one in whole]

    def work(number: int) -> int:
        chance = random.Random(number)  # noqa: S311  a repeatable choice
        mine = [Found("", chance.choice(three)) for three in raws if chance.random() < 0.5]
        mine += [Found("", raws[n][2]) for n in range(SESSIONS) if n % COLLECTORS == number]
        chance.shuffle(mine)
        for breaks in range(1_000):
            try:
                with Store.open() as store:
                    for _ in Collector(store.database, folder).collect(_until_it_breaks(mine, chance)):
                        pass
            except (_Gone, UnreachableError):
                continue
            return breaks
        raise AssertionError("never came to an end")

    url = os.environ.get(STORE, "")
    with ThreadPoolExecutor(COLLECTORS) as pool, _cut_off(request, url) as cut:
        breaks = sum(pool.map(work, range(COLLECTORS)))

    assert breaks > 0
    assert bool(url) == (sum(cut) > 0)
    with Store.open() as store:
        assert kept(store) == {one.session: one for one in whole}
    assert not (folder / "quarantine").exists()


@contextmanager
def _cut_off(request: pytest.FixtureRequest, url: str) -> Iterator[list[int]]:
    """Until the block is left the server drops a connection by chance every now and then; how many, each time."""
    cut: list[int] = []
    if not url:
        yield cut
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    is_over = threading.Event()

    def drop() -> None:
        while not is_over.wait(0.02):
            dropped = cluster.sql(DROP_ONE, url)
            cut.append(dropped.count("t"))

    dropping = threading.Thread(target=drop)
    dropping.start()
    try:
        yield cut
    finally:
        is_over.set()
        dropping.join()


def _first(one: Bundle, events: int) -> Bundle:
    return replace(one, events=one.events[:events])
