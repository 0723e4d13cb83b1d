"""Erasing sessions so that their words are in the file no more, even if the program is stopped half-way.

The removal is one transaction, and in a file freed pages are zeroed in it. Older copies of a row can still lie between
others, so everything is then written anew; until that is done the session's id stands in `erasing`.
A server's journal (WAL) and its backups keep what was erased for as long as whoever looks after it lets them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import delete, insert, select

from simulator import store_schema as schema
from simulator.store_engine import Database, lock_patients, speaking
from simulator.store_errors import BusyError, FullError, NoSuchSessionError, StoreError, UnwritableError
from simulator.store_migration import remove_backups
from simulator.store_place import trial_file
from simulator.store_remembered import forget


def tombstone_of(session_id: str) -> str:
    """What stays of an erased session: a hash, from which the id, and when the session was begun, cannot be had."""
    return hashlib.sha256(f"erased:{session_id}".encode()).hexdigest()


def erase(database: Database, session_ids: Sequence[str], at: str) -> None:
    """Remove sessions, their scenarios where no other session has them, and all copies made beside the file.

    These are the copies before a migration, what was computed of sessions and put by, and the results of a re-scoring
    that was tried.

    A tombstone keeps each from being taken in again; `at` is the time for it.
    Raises `StoreError`; where only the rewriting failed, `resume_erasing` tries again.
    """
    used = select(schema.session.c.scenario_sha256)
    with database.writing() as connection:
        lock_patients(connection)
        for session_id in session_ids:
            # Locked, so that nothing is added to it meanwhile.
            there = select(schema.session.c.id).where(schema.session.c.id == session_id).with_for_update()
            if connection.execute(there).first() is None:
                raise NoSuchSessionError(f"There is no session {session_id}.")
            connection.execute(insert(schema.erasing).values(session=session_id))
            for table in (schema.event, schema.draft, schema.rating, schema.result):
                connection.execute(delete(table).where(table.c.session == session_id))
            connection.execute(delete(schema.session).where(schema.session.c.id == session_id))
            connection.execute(insert(schema.tombstone).values(session=tombstone_of(session_id), at=at))
        connection.execute(delete(schema.scenario).where(schema.scenario.c.sha256.not_in(used)))
    try:
        _rewrite(database)
    except StoreError as error:
        raise type(error)(
            f"{_named(session_ids)} removed, but unused parts of the file may still hold the words, "
            f"because it could not be rewritten; Attune tries again whenever it opens. {error}"
        ) from error


def _named(session_ids: Sequence[str]) -> str:
    return f"Session {session_ids[0]} was" if len(session_ids) == 1 else f"{len(session_ids)} sessions were"


def resume_erasing(database: Database) -> None:
    """Finish what was begun when the file was last open."""
    with database.reading() as connection:
        is_unfinished = connection.execute(select(schema.erasing.c.session).limit(1)).first() is not None
    if is_unfinished:
        with suppress(BusyError, FullError, UnwritableError):  # no reason to keep a person from practising
            _rewrite(database)


def _rewrite(database: Database) -> None:
    remove_backups(database)
    if not database.is_server:
        with speaking(database.place):
            forget(database.path)
            trial_file(database.path.parent).unlink(missing_ok=True)
    database.rewrite()
    with database.writing() as connection:
        connection.execute(delete(schema.erasing))
    if database.is_server:
        database.rewrite(schema.erasing.name)  # there a row that was removed is still to be read in the table's file
