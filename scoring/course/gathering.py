"""From what a store keeps of a session to its digest: remembered, or made, in several processes where many are to make.

Everything that is handed over is text and plain records: whoever reads the store does so in one place, and the
scoring of one session knows nothing of another.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

from scenarios.faults import ScenarioError
from scenarios.load import parse_scenario
from scenarios.model import Scenario
from scoring.course.digest import Digest, digest_of
from scoring.course.remembering import Memory, Oblivion, body_of, digest_from, key_of, program_hash
from scoring.result import session_result
from simulator.events import EventError, event_from_json
from simulator.marks import Disputed, DisputeWithdrawn, mark_from_json
from simulator.session import Session, replay
from simulator.store_records import SessionRecord

AT_ONCE = 200
"""Sessions handed to a process at a time."""
_WORTH_PROCESSES = 600
"""Sessions from which starting processes (0.5 s each) is worth while."""
_MOST_PROCESSES = 4


class Kept(NamedTuple):
    """One session as it was kept."""

    record: SessionRecord
    events: Sequence[str]
    standing: str | None
    """The result that a re-scoring kept, as JSON; `None`: the session is scored now."""


class Unreadable(NamedTuple):
    """A session that cannot be read, and why."""

    session: str
    reason: str


ScenarioFiles = Mapping[str, bytes]
"""Scenario files by their SHA-256."""
_scenarios: dict[str, Scenario] = {}
"""Parsed once in every process; the same bytes make the same scenario."""


class _Begun(NamedTuple):
    """A chunk of which some digests are known and others are being made."""

    kept: Sequence[Kept]
    keys: Mapping[str, str]
    """By session."""
    bodies: Mapping[str, str]
    """The remembered ones, by session."""
    making: Callable[[], list[Digest | Unreadable]]
    """Waits for the others, in their order."""


def digests(
    chunks: Iterable[tuple[ScenarioFiles, Sequence[Kept]]], sessions: int, memory: Memory | None = None
) -> Iterator[Digest | Unreadable]:
    """The digests of all sessions, in the order in which they are given.

    Each chunk brings the scenario files that its sessions were played with. `sessions` is how many there are in all.
    Digests that were made before are taken from `memory`, and those made now are put by in it once all were made.
    """
    memory = memory or Oblivion()
    processes = min(_MOST_PROCESSES, os.cpu_count() or 1)
    pool: ProcessPoolExecutor | None = None
    waiting: deque[_Begun] = deque()
    new: list[tuple[str, str, str]] = []
    left = sessions
    try:
        for files, kept in chunks:
            keys = {one.record.id: key_of(one.record, one.events, one.standing, program_hash()) for one in kept}
            bodies = memory.known(keys)
            unknown = [one for one in kept if one.record.id not in bodies]
            if pool is None and processes > 1 and len(unknown) * left >= _WORTH_PROCESSES * len(kept):
                pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
            left -= len(kept)
            work = partial(digest_chunk, files, unknown)
            making = work if pool is None or not unknown else pool.submit(work).result
            waiting.append(_Begun(kept, keys, bodies, making))
            if len(waiting) > 2 * processes:  # no more is read than is being worked on
                yield from _finished(waiting.popleft(), new)
        while waiting:
            yield from _finished(waiting.popleft(), new)
        memory.keep(new)
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _finished(begun: _Begun, new: list[tuple[str, str, str]]) -> Iterator[Digest | Unreadable]:
    made = iter(begun.making())
    for one in begun.kept:
        session = one.record.id
        if session in begun.bodies:
            yield digest_from(begun.bodies[session], one.record)
            continue
        digest = next(made)
        if isinstance(digest, Digest):
            new.append((session, begun.keys[session], body_of(digest)))
        yield digest


def digest_chunk(files: ScenarioFiles, kept: Sequence[Kept]) -> list[Digest | Unreadable]:
    """The digests of a few sessions."""
    return [_digest(files, one) for one in kept]


def _digest(files: ScenarioFiles, kept: Kept) -> Digest | Unreadable:
    try:
        scenario = scenario_of(files, kept.record)
        if kept.standing is not None:
            return digest_of(kept.record, scenario, json.loads(kept.standing), _disputes(kept.events), is_rescored=True)
        session = session_of(scenario, kept.events)
    except (EventError, ScenarioError, KeyError, ValueError) as error:
        return Unreadable(kept.record.id, type(error).__name__ if isinstance(error, KeyError) else str(error))
    return digest_of(kept.record, scenario, session_result(session), session.disputes)


def scenario_of(files: ScenarioFiles, record: SessionRecord) -> Scenario:
    """The scenario of a session. Raises `KeyError` and `ScenarioError`."""
    if record.sha256 not in _scenarios:
        _scenarios[record.sha256] = parse_scenario(files[record.sha256], f"{record.scenario_id}.yaml")
    return _scenarios[record.sha256]


def session_of(scenario: Scenario, events: Iterable[str]) -> Session:
    """The session that kept events make. Raises `EventError` and `ValueError`."""
    return replay(scenario, (event_from_json(json.loads(body)) for body in events))


def _disputes(events: Iterable[str]) -> tuple[Disputed, ...]:
    """As `Session.disputes`, without replaying the session."""
    found: dict[tuple[int, str], Disputed] = {}
    for body in events:
        mark = mark_from_json(json.loads(body))
        if isinstance(mark, Disputed):
            found[mark.n, mark.code] = mark
        elif isinstance(mark, DisputeWithdrawn):
            found.pop((mark.n, mark.code), None)
    return tuple(found.values())
