"""How fast a course takes sessions in, and how long keeping one event takes: `python -m benchmarks.collecting`.

Sessions have twelve turns and are read from one zip, checked, played through and kept; on the disk of TMPDIR.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
import zipfile
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
from simulator.store_collecting import Collector
from simulator.store_export import bundle_of

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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        appends = _make(Path(folder), count)
        appends.sort()
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        p50, p99 = (appends[len(appends) * share // 100] * 1e3 for share in (50, 99))
        print(f"append: p50 {p50:.2f} ms, p99 {p99:.2f} ms of {len(appends)}")
        for what in ("new", "again"):
            with Store.open(Path(folder) / "course") as store:
                collector = Collector(store.database, store.folder)
                began, spent = time.perf_counter(), time.process_time()
                for _ in collector.collect(bundles_in(Path(folder) / "in.zip", _no_key)):
                    pass
                seconds, used = time.perf_counter() - began, time.process_time() - spent
            outcomes = {str(outcome): n for outcome, n in collector.tally.outcomes.items() if n}
            print(f"import, {what}: {count / seconds:,.0f} sessions/s, {count / used:,.0f} per CPU second; {outcomes}")


def _make(folder: Path, count: int) -> list[float]:
    """A zip of sessions; the seconds that keeping each event of a few of them took."""
    raw = shipped()[PATIENT].read_bytes()
    scenario = parse_scenario(raw, PATIENT)
    seconds: list[float] = []
    with Store.open(folder / "trainee") as store:
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
