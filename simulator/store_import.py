"""Taking in sessions from elsewhere: what is new is added, what goes on is continued, nothing is overwritten.

Taking in the same sessions again, or in another order, or half of them twice, ends with the same sessions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from scenarios.model import Scenario
from simulator import store_schema as schema
from simulator.bundles import Bundle, history_head
from simulator.merging import Relation, parting, relation
from simulator.store_engine import Database, insert_where_missing
from simulator.store_erasing import tombstone_of
from simulator.store_errors import BusyError

TRIES = 20
"""How often to try again while other collectors hold the store, each try waiting as long as the store itself waits."""


class Outcome(StrEnum):
    """What became of one bundle."""

    NEW = "new"
    LONGER = "longer"
    """It continued the session that was there."""
    SAME = "same"
    SHORTER = "shorter"
    """The session that was there goes further."""
    CONFLICT = "conflict"
    """A session with this id is there and tells another story; it was left as it is."""
    ERASED = "erased"
    """The session was erased here, and is not taken in again."""


_NOTHING_NEW: dict[Relation | None, Outcome] = {"same": Outcome.SAME, "shorter": Outcome.SHORTER}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One checked bundle with what is known once it was played through."""

    bundle: Bundle
    scenario: Scenario
    source: bytes
    """The patient's file."""
    ending: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one arrival."""

    outcome: Outcome
    kept: int = 0
    """Events that are kept now."""
    parts: int = 0
    """For a conflict: the first event in which the two differ; 0 where they differ in whose they are, or when begun."""


def take_in(
    database: Database, arrivals: Sequence[Arrival], pause: Callable[[float], None] = time.sleep
) -> list[Taken]:
    """Take these in, all in one transaction; in their order, what became of each. Raises `StoreError`.

    Where another program took in the same session in the same moment, everything is looked at anew.
    """
    for attempt in range(TRIES):
        try:
            with database.writing() as connection:
                return _Batch(connection, arrivals).taken
        except (IntegrityError, BusyError):
            if attempt == TRIES - 1:
                raise
            pause(0.02 * attempt)
    raise AssertionError("unreachable")


def sources_kept(database: Database, sha256: str) -> bytes | None:
    """The patient's file with this hash, where a session here was played with it."""
    with database.reading() as connection:
        query = select(schema.scenario.c.bytes).where(schema.scenario.c.sha256 == sha256)
        found = connection.execute(query).scalar()
    return None if found is None else bytes(found)


def known_already(database: Database, bundles: Sequence[Bundle]) -> list[Taken | None]:
    """For each bundle what would become of it, where that is nothing; `None` where it must be looked at closely.

    What is the same as, or the beginning of, a session that is here was checked when that one was taken in.
    """
    with database.reading() as connection:
        erased, kept = _standing(connection, {bundle.session for bundle in bundles})
    return [_without_news(bundle, erased, kept.get(bundle.session)) for bundle in bundles]


def _without_news(bundle: Bundle, erased: set[str], kept: list[str] | None) -> Taken | None:
    if bundle.session in erased:
        return Taken(Outcome.ERASED)
    how = None if kept is None else relation(kept, bundle.history)
    if kept is None or how not in _NOTHING_NEW:
        return None
    return Taken(_NOTHING_NEW[how], len(kept) - 1)


def _standing(connection: Connection, ids: set[str]) -> tuple[set[str], dict[str, list[str]]]:
    """Which of these were erased, and the histories of those that are here."""
    graves = {tombstone_of(one): one for one in ids}
    tombstone, session, event = schema.tombstone.c.session, schema.session.c, schema.event.c
    erased = {graves[found] for found in connection.execute(select(tombstone).where(tombstone.in_(graves))).scalars()}
    columns = select(session.id, session.trainee, session.mode, session.started_at)
    rows = connection.execute(columns.where(session.id.in_(ids)))
    kept = {row.id: [history_head(row.trainee, row.mode, row.started_at)] for row in rows}
    bodies = select(event.session, event.body).where(event.session.in_(kept)).order_by(event.session, event.seq)
    for row in connection.execute(bodies):
        kept[row.session].append(row.body)
    return erased, kept


class _Batch:
    """One transaction's worth: what is there is read once, decided on, and what is new is written at the end."""

    def __init__(self, connection: Connection, arrivals: Sequence[Arrival]) -> None:
        self._connection = connection
        self._erased, self._kept = _standing(connection, {arrival.bundle.session for arrival in arrivals})
        self._sessions: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._endings: dict[str, str] = {}
        self._sources: dict[str, bytes] = {}
        self.taken = [self._take(arrival) for arrival in arrivals]
        self._write()

    def _take(self, arrival: Arrival) -> Taken:
        bundle = arrival.bundle
        kept = self._kept.get(bundle.session)
        without_news = _without_news(bundle, self._erased, kept)
        if without_news is not None:
            return without_news
        came = bundle.history
        if kept is None:
            self._add_session(arrival)
            self._go_on(arrival, 0)
            return Taken(Outcome.NEW, len(came) - 1)
        if relation(kept, came) == "other":
            return Taken(Outcome.CONFLICT, len(kept) - 1, parting(kept, came))
        self._go_on(arrival, len(kept) - 1)
        return Taken(Outcome.LONGER, len(came) - 1)

    def _add_session(self, arrival: Arrival) -> None:
        bundle, scenario, again = arrival.bundle, arrival.scenario, arrival.bundle.started.again
        self._sources[bundle.sha256] = arrival.source
        self._sessions.append(
            {
                "id": bundle.session,
                "trainee": bundle.trainee,
                "scenario_id": scenario.id,
                "scenario_version": scenario.version,
                "scenario_title": scenario.title,
                "scenario_sha256": bundle.sha256,
                "seed": bundle.started.seed,
                "mode": bundle.mode,
                "started_at": bundle.started_at,
                "ending": None,
                "again_of": None if again is None else again.session,
                "again_turn": None if again is None else again.turn,
            }
        )

    def _go_on(self, arrival: Arrival, kept: int) -> None:
        bundle = arrival.bundle
        for seq, one in enumerate(bundle.events[kept:], kept + 1):
            self._events.append(
                {"session": bundle.session, "seq": seq, "at": one.at, "kind": one.kind, "body": one.body}
            )
        if arrival.ending is not None:
            self._endings[bundle.session] = arrival.ending
        self._kept[bundle.session] = list(bundle.history)

    def _write(self) -> None:
        for sha256, source in sorted(self._sources.items()):
            insert_where_missing(self._connection, schema.scenario, sha256=sha256, bytes=source)
        for row in self._sessions:
            row["ending"] = self._endings.pop(row["id"], None)
        if self._sessions:
            self._connection.execute(insert(schema.session), self._sessions)
        if self._events:
            self._connection.execute(insert(schema.event), self._events)
        for session_id, ending in self._endings.items():
            mine = schema.session.c.id == session_id
            self._connection.execute(update(schema.session).where(mine).values(ending=ending))
