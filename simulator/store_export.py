"""Sessions out of the store as bundles, and whatever else is kept about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from simulator import store_schema as schema
from simulator.bundles import Bundle, Kept
from simulator.events import EventError, Started, event_from_json
from simulator.store_engine import Database
from simulator.store_errors import DamagedError, NoSuchSessionError


def bundle_of(database: Database, session_id: str) -> Bundle:
    """One begun session. Raises `StoreError`."""
    with database.reading() as connection:
        mine = schema.session.c.id == session_id
        head = connection.execute(select(schema.session).where(mine)).first()
        query = select(schema.event).where(schema.event.c.session == session_id).order_by(schema.event.c.seq)
        rows = connection.execute(query).all()
        if head is None or not rows:
            raise NoSuchSessionError(f"There is no session {session_id}. `attune sessions list` shows those there are.")
        scenario = schema.scenario.c
        source = connection.execute(select(scenario.bytes).where(scenario.sha256 == head.scenario_sha256)).scalar_one()
    try:
        events = tuple(Kept(row.at, row.kind, event_from_json(json.loads(row.body)), row.body) for row in rows)
    except (EventError, ValueError):
        raise DamagedError(f"Session {session_id} cannot be read: one of its events is damaged.") from None
    if not isinstance(events[0].event, Started) or [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        raise DamagedError(f"Session {session_id} cannot be read: one of its events is missing.")
    return Bundle(head.id, head.trainee, head.mode, head.started_at, head.scenario_sha256, bytes(source), events)


def beside_sessions(database: Database, session_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Drafts, ratings by people and re-scored results of these sessions: what a bundle does not hold."""
    with database.reading() as connection:
        found = {}
        for table in (schema.draft, schema.rating, schema.result):
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [dict(row) for row in rows if row["session"] in set(session_ids)]
    return {"drafts": found["draft"], "ratings": found["rating"], "results": found["result"]}
