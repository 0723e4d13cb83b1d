"""Erasing sessions so that their words are in the file no more, even if the program is stopped half-way.

The removal is one transaction, and freed pages are zeroed in it. SQLite can still leave older copies of a row
between others, so the file is then written anew; until that is done the session's id stands in `erasing`.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import delete, insert, select

from simulator import store_schema as schema
from simulator.store_engine import Database, speaking
from simulator.store_errors import BusyError, FullError, NoSuchSessionError, StoreError, UnwritableError
from simulator.store_migration import backups


def erase(database: Database, session_id: str) -> None:
    """Remove a session, its scenario where no other session has it, and all copies made before a migration.

    Raises `StoreError`; where only the rewriting failed, `resume_erasing` tries again.
    """
    used = select(schema.session.c.scenario_sha256)
    with database.writing() as connection:
        there = select(schema.session.c.id).where(schema.session.c.id == session_id)
        if connection.execute(there).first() is None:
            raise NoSuchSessionError(f"There is no session {session_id}.")
        connection.execute(insert(schema.erasing).values(session=session_id))
        connection.execute(delete(schema.event).where(schema.event.c.session == session_id))
        connection.execute(delete(schema.draft).where(schema.draft.c.session == session_id))
        connection.execute(delete(schema.session).where(schema.session.c.id == session_id))
        connection.execute(delete(schema.scenario).where(schema.scenario.c.sha256.not_in(used)))
    try:
        _rewrite(database)
    except StoreError as error:
        raise type(error)(
            f"Session {session_id} was removed, but unused parts of the file may still hold its words, "
            f"because it could not be rewritten; Attune tries again whenever it opens. {error}"
        ) from error


def resume_erasing(database: Database) -> None:
    """Finish what was begun when the file was last open."""
    with database.reading() as connection:
        is_unfinished = connection.execute(select(schema.erasing.c.session).limit(1)).first() is not None
    if is_unfinished:
        with suppress(BusyError, FullError, UnwritableError):  # no reason to keep a person from practising
            _rewrite(database)


def _rewrite(database: Database) -> None:
    with speaking(database.path):
        for backup in backups(database.path):
            backup.unlink(missing_ok=True)
    database.rewrite()
    with database.writing() as connection:
        connection.execute(delete(schema.erasing))
