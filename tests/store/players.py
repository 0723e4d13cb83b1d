"""Who plays in these tests: a fixed coder, a fixed clock, and a child process that is killed while it plays."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scenarios.load import load_scenario
from scenarios.model import Scenario
from simulator.practice import Practice
from simulator.reading import CodedSpan, FactMatch, Reading
from simulator.store import Store
from simulator.store_records import SessionRecord

ADVICE = Path(__file__).parents[1] / "fixtures" / "advice.yaml"
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEED = 7


class FixedCoder:
    """Hears the same in every reply."""

    id = "fixed"
    version = "1"

    def __init__(self, *codes: str) -> None:
        self._codes = codes or ("open_question",)

    def read(self, patient_line: str, reply: str, fact_questions: Sequence[Sequence[str]] = ()) -> Reading:
        del patient_line, fact_questions
        spans = tuple(CodedSpan(code, 0.875, 0, len(reply)) for code in self._codes)
        return Reading(spans, fact=FactMatch(0, 0.1))


def ticking(step: timedelta = timedelta(minutes=1)) -> Callable[[], datetime]:
    """A clock that moves by `step` whenever it is read."""
    times = iter(range(1_000_000))
    return lambda: BEGAN + next(times) * step


def advice() -> Scenario:
    return load_scenario(ADVICE)


def create(store: Store, *, seed: int = SEED, mode: str = "quiet") -> SessionRecord:
    return store.create(ADVICE.read_bytes(), advice(), seed=seed, mode=mode, trainee="finch")


def begin(store: Store, *codes: str, seed: int = SEED) -> tuple[str, Practice]:
    """A new session and its practice, the start kept."""
    record = create(store, seed=seed)
    coder = FixedCoder(*codes)
    return record.id, Practice.begin(advice(), store.journal(record.id), coder, seed=seed, rubric_version="1")


def resume(store: Store, session_id: str) -> Practice:
    """The practice as it is taken up again."""
    events, journal = store.events(session_id), store.journal(session_id)
    return Practice.resume(store.scenario(session_id), events, journal, FixedCoder())


def words(session_id: str, n: int) -> str:
    """What the child says in a turn; unlike anything else in the file."""
    return f"Reply {n} of {session_id}: what happened then?"


def serve() -> None:
    """For each line on stdin let a child play, until somebody kills it; the environment says where it keeps that.

    Forking saves the children the imports and the reading of the code book.
    Nothing is open and no thread runs when they are made.
    """
    Store.open().close()
    advice()
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            play()
        os.waitpid(pid, 0)
        _say("killed")


def play() -> None:
    """Play one session after another, and say of each turn that it was answered."""
    _say(f"pid {os.getpid()}")
    with Store.open() as store:
        while True:
            session_id, practice = begin(store)
            while practice.session.ending is None:
                n = practice.session.next_turn
                practice.send(words(session_id, n))
                _say(f"ack {session_id} {n}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
