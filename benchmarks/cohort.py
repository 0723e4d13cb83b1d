"""`python -m benchmarks.cohort [SESSIONS]`: the course report of many made-up sessions, as HTML; time and memory.

The sessions are played by chance from codes, with a fixed seed, through the real engine, by a made-up class of 400.
They are written to a store in one go, since only reading them is measured: *cold*, with every session still to be
scored, and *warm*, with all of them remembered. Beside the seconds stand processor seconds and a reference loop timed
in the same run, because machines differ and are shared.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert

from benchmarks.__main__ import reference
from scenarios import vocabulary
from scenarios.library import shipped
from scenarios.load import parse_scenario
from simulator import store_schema as schema
from simulator.canonical import canonical_json
from simulator.events import Event, Heard, Left, Replied, Started, event_to_json
from simulator.marks import Disputed
from simulator.reading import CodedSpan, Reading
from simulator.session import Session, apply, start
from simulator.store import Store
from simulator.store_engine import Database

TRAINEES = 400
TURNS = 12
REPLY = "That sounds lonely. What happened when you told her? I wonder what you make of it."
LIKELY = ("open_question", "simple_reflection", "complex_reflection", "validation", "advice", "closed_question")


def one(session: Session, rng: random.Random) -> list[Event]:
    """A session of at most `TURNS` turns, by chance."""
    events: list[Event] = [session.started]
    codes = sorted(vocabulary.codes())
    while session.ending is None and len(session.turns) < TURNS:
        n = session.next_turn
        shown = {rng.choice(LIKELY), rng.choice(codes if rng.random() < 0.3 else LIKELY)}
        spans = tuple(CodedSpan(code, round(rng.uniform(0.5, 1), 3), 0, 19) for code in sorted(shown))
        for event in (Replied(n, REPLY), Heard(n, Reading(spans))):
            events.append(event)
            session = apply(session, event)
    if session.ending is None:
        events.append(Left(len(session.turns)))
    if rng.random() < 0.1:
        events.append(Disputed(1, rng.choice(LIKELY), "not_shown", "I did not."))
    return events


def rows(sessions: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Rows of the tables `session` and `event`."""
    rng = random.Random(1)  # noqa: S311  no secret depends on it
    patients = [parse_scenario(path.read_bytes(), path.name) for path in shipped().values()]
    began = datetime(2026, 1, 5, tzinfo=UTC)
    for number in range(sessions):
        scenario = patients[number % len(patients)]
        started = Started(scenario.id, scenario.version, scenario.sha256, "made-up", "1", "1.2.0", number)
        events = one(start(scenario, started), rng)
        name, at = f"{number:08x}-0000-7000-8000-000000000000", (began + timedelta(minutes=number)).isoformat()
        session = {
            "id": name,
            "trainee": f"bird-{rng.randrange(TRAINEES)}",
            "scenario_id": scenario.id,
            "scenario_version": scenario.version,
            "scenario_title": scenario.title,
            "scenario_sha256": scenario.sha256,
            "seed": number,
            "mode": "quiet",
            "started_at": at,
            "ending": "left",
        }
        plain = [event_to_json(event) for event in events]
        yield (
            session,
            [
                {"session": name, "seq": i, "at": at, "kind": body["event"], "body": canonical_json(body)}
                for i, body in enumerate(plain, 1)
            ],
        )


def fill(folder: Path, sessions: int) -> None:
    """Write made-up sessions to a new store."""
    with Store.open(folder) as store:
        path = store.path
    database = Database(path)
    with database.writing() as connection:
        for file in shipped().values():
            raw = file.read_bytes()
            values = {"sha256": parse_scenario(raw, file.name).sha256, "bytes": raw}
            connection.execute(insert(schema.scenario).values(**values))
        for session, events in rows(sessions):
            connection.execute(insert(schema.session).values(**session))
            connection.execute(insert(schema.event), events)
    database.close()


class Run(NamedTuple):
    """One report, made by a process of its own."""

    seconds: float
    work: float
    """Processor seconds, of the process and those it started."""
    megabytes: float
    """The most memory that any of these processes held."""


def report(home: Path, page: Path) -> Run:
    """Run `attune course report --format html` as a course would."""
    words = ["course", "report", "--format", "html", "-o", str(page), "--force"]
    began = time.perf_counter()
    program = f"import cli, sys; sys.argv[1:] = {words!r}; cli.main()"
    process = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "ATTUNE_HOME": str(home)})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the report ended with {process.returncode}")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def main() -> None:
    """Measure and print: a report with nothing remembered, and the same again."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        home, page = Path(folder) / "home", Path(folder) / "course.html"
        fill(home, sessions)
        base = reference()
        runs = {"cold": report(home, page), "warm": report(home, page)}
        size = page.stat().st_size
    figures = {
        "sessions": sessions,
        "reference loop, seconds": round(base, 3),
        **{
            f"{name}: {what}": figure
            for name, run in runs.items()
            for what, figure in {
                "seconds (bar 10 for 10,000)": round(run.seconds, 1),
                "processor seconds, all processes": round(run.work, 1),
                "the same in reference loops": round(run.work / base, 1),
                "most memory of a process, MB (bar 500)": round(run.megabytes),
            }.items()
        },
        "page, kB": round(size / 1000),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
