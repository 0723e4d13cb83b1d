"""A turn that was answered is on disk, whenever the program is killed."""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.events import Replied
from simulator.store import Store
from tests.postgres import on_both
from tests.store import players
from tests.store.players import resume, words

KILLS = int(os.environ.get("ATTUNE_KILLS", "50"))
"""More by hand: docs/reliability.md tells of runs with 200."""
MOST_TURNS = 7
"""More than a session has, so that some kills meet the beginning of the next."""
LONGEST_DELAY_SECONDS = 0.03
ROOT = Path(__file__).parents[2]


@contextmanager
def _server() -> Iterator[subprocess.Popen[str]]:
    program = [sys.executable, str(players.__file__)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True) as server:
        yield server
        server.communicate()


def _play_and_kill(server: subprocess.Popen[str], turns: int, seconds: float) -> list[tuple[str, int]]:
    """Let a child play, kill it some time after so many turns, and return all turns that it said were answered."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("play\n")
    server.stdin.flush()
    pid = int(server.stdout.readline().removeprefix("pid "))
    lines = [server.stdout.readline() for _ in range(turns)]
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    lines += itertools.takewhile(lambda line: line != "killed\n", server.stdout)
    return [(session_id, int(n)) for _, session_id, n in (line.split() for line in lines)]


@on_both
def test_every_answered_turn_survives_a_kill_at_any_moment(folder: Path) -> None:
    """Kills at random moments: each acknowledged reply is kept word for word, and each session goes on."""
    moments = random.Random(20)  # noqa: S311  a repeatable choice of moments
    acknowledged: dict[str, int] = {}
    del folder  # the environment names it
    Store.open().close()

    with _server() as server:
        for _ in range(KILLS):
            before = set(acknowledged)
            turns, seconds = moments.randint(0, MOST_TURNS), moments.uniform(0, LONGEST_DELAY_SECONDS)
            acknowledged.update(_play_and_kill(server, turns, seconds))

            with Store.open() as store:
                for session_id in set(acknowledged) - before:
                    _check_words(store, session_id, acknowledged[session_id])
                for record in store.records(unfinished_only=True):
                    _go_on(store, record.id, acknowledged.get(record.id, 0))

    with Store.open() as store:
        assert {record.id for record in store.records()} >= set(acknowledged)
        assert store.records(unfinished_only=True) == []


def _check_words(store: Store, session_id: str, turns: int) -> None:
    kept = [event.text for event in store.events(session_id) if isinstance(event, Replied)]
    assert kept[:turns] == [words(session_id, n) for n in range(1, turns + 1)]


def _go_on(store: Store, session_id: str, turns: int) -> None:
    practice = resume(store, session_id)
    assert len(practice.session.turns) >= turns
    while practice.session.ending is None:
        practice.send("And we go on?")
    assert store.record(session_id).ended
