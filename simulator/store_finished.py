"""Finished sessions some at a time, oldest first, so that no number of them fills the memory.

Nothing is held open between two portions: whoever practises meanwhile is not kept waiting.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, func, select, tuple_

from simulator import store_schema as schema
from simulator.store import Store
from simulator.store_records import SessionRecord

AT_ONCE = 500
"""Sessions in one query; SQLite takes 32,766 values, older ones 999."""


def count_finished(store: Store) -> int:
    """How many sessions have ended. Raises `StoreError`."""
    session = schema.session.c
    with store.database.reading() as connection:
        query = select(func.count()).select_from(schema.session).where(session.ending.is_not(None))
        return connection.execute(query).scalar_one()


def count_unfinished(store: Store) -> int:
    """How many sessions have begun and not ended. Raises `StoreError`."""
    session, event = schema.session.c, schema.event.c
    with store.database.reading() as connection:
        begun = exists().where(event.session == session.id, event.seq == 1)
        query = select(func.count()).select_from(schema.session).where(session.ending.is_(None), begun)
        return connection.execute(query).scalar_one()


def finished(store: Store) -> Iterator[list[SessionRecord]]:
    """Every finished session once, `AT_ONCE` at most at a time. Raises `StoreError`.

    A session that ends, or is taken in, while they are gone through may be among them or not.
    """
    session = schema.session.c
    place = tuple_(session.started_at, session.id)  # kept in UTC and one form, so its text sorts as its time does
    query = select(session.started_at, session.id).where(session.ending.is_not(None)).order_by(*place).limit(AT_ONCE)
    last = ("", "")
    while True:
        with store.database.reading() as connection:
            rows = connection.execute(query.where(place > last)).all()
        if not rows:
            return
        last = (rows[-1].started_at, rows[-1].id)
        there = {record.id: record for record in store.records_of([row.id for row in rows])}
        yield [there[row.id] for row in rows if row.id in there]
