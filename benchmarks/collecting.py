"""How fast a course takes sessions in, and how long keeping one event takes: `python -m benchmarks.collecting`.

    python -m benchmarks.collecting [SESSIONS] [postgresql]

Sessions have twelve turns and are read from one zip, checked, played through and kept, in a file or on a PostgreSQL
server of the benchmark's own with the settings it comes with; both on the disk of TMPDIR. What the processor does is
that of this program; a server's comes on top.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scenarios.library import shipped
from scenarios.load import parse_scenario
from simulator.bundle_files import bundles_in
from simulator.bundle_seal import SealError
from simulator.bundles import write_bundle
from simulator.practice import Practice
from simulator.reading import CodedSpan, Reading
from simulator.store import Store
from simulator.store_collecting import Collector, seldom_searching
from simulator.store_export import bundle_of
from simulator.store_place import Server, server_at
from tests.postgres import running

PATIENT, TURNS, CODES = "maya", 12, ("open_question", "simple_reflection", "validation")
REPLY = "That sounds like a lot to carry, and I wonder what it is like for you to say it out loud to me today."


class _Coder:
    """Hears the same three behaviours in everything, as the shipped coder would write them."""

    id, version = "bench", "1"

    def read(self, patient_line: str, reply: str, fact_questions: object = ()) -> Reading:
        del patient_line, fact_questions
        return Reading(tuple(CodedSpan(code, 0.8125, 0, len(reply)) for code in CODES))


def main() -> None:
    """Measure and print."""
    count = next((int(given) for given in sys.argv[1:] if given.isdecimal()), 2_000)
    with tempfile.TemporaryDirectory() as folder, _server(is_wanted="postgresql" in sys.argv[1:]) as server:
        print(f"kept {'in a file' if server is None else 'in PostgreSQL'}; a bare fsync: {_fsyncs(Path(folder))}")
        appends = _make(Path(folder), count, server)
        appends.sort()
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        p50, p99 = (appends[len(appends) * share // 100] * 1e3 for share in (50, 99))
        print(f"append: p50 {p50:.2f} ms, p99 {p99:.2f} ms of {len(appends)}")
        for what in ("new", "again"):
            with Store.open(Path(folder) / "course", server=server) as store, seldom_searching():
                collector = Collector(store.database, store.folder)
                began, spent = time.perf_counter(), time.process_time()
                for _ in collector.collect(bundles_in(Path(folder) / "in.zip", _no_key)):
                    pass
                seconds, used = time.perf_counter() - began, time.process_time() - spent
            outcomes = {str(outcome): n for outcome, n in collector.tally.outcomes.items() if n}
            print(f"import, {what}: {count / seconds:,.0f} sessions/s, {count / used:,.0f} per CPU second; {outcomes}")


@contextmanager
def _server(*, is_wanted: bool) -> Iterator[Server | None]:
    """An empty database on a server that keeps what it says it keeps, where one is wanted."""
    if not is_wanted:
        yield None
        return
    with running(settings=()) as cluster:
        yield server_at(cluster.empty_database())


def _fsyncs(folder: Path, count: int = 200) -> str:
    """How long the disk itself takes to have a small change for good: what every store waits for."""
    seconds = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(count):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - began)
    seconds.sort()
    return f"p50 {seconds[count // 2] * 1e3:.2f} ms, p99 {seconds[count * 99 // 100] * 1e3:.2f} ms"


def _make(folder: Path, count: int, server: Server | None) -> list[float]:
    """A zip of sessions; the seconds that keeping each event of a few of them took."""
    raw = shipped()[PATIENT].read_bytes()
    scenario = parse_scenario(raw, PATIENT)
    seconds: list[float] = []
    with Store.open(folder / "trainee", server=server) as store:
        for _ in range(40):
            record = store.create(raw, scenario, seed=1, mode="quiet")
            journal = _Timed(store, record.id, seconds)
            practice = Practice.begin(scenario, journal, _Coder(), seed=1, rubric_version="1")
            while practice.session.ending is None and len(practice.session.turns) < TURNS:
                practice.send(REPLY)
        made = bundle_of(store.database, record.id)
    print(f"{len(practice.session.turns)} turns, {len(made.events)} events, {len(write_bundle(made)):,} bytes a bundle")
    with zipfile.ZipFile(folder / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(count):
            one = replace(made, session=str(uuid.UUID(int=n)))
            archive.writestr(f"{one.session}.jsonl", write_bundle(one))
    return seconds


class _Timed:
    def __init__(self, store: Store, session_id: str, seconds: list[float]) -> None:
        self._journal = store.journal(session_id)
        self._seconds = seconds

    def append(self, event: object) -> None:
        began = time.perf_counter()
        self._journal.append(event)  # type: ignore[arg-type]  # what practice keeps
        self._seconds.append(time.perf_counter() - began)


def _no_key(sealed: bytes) -> bytes:
    del sealed
    raise SealError("no key")


if __name__ == "__main__":
    main()
