"""Keeping sessions: what was played is on disk before the patient answers, and stays until it is erased.

A session is its events and the bytes of its scenario; everything else is computed from them.
The store keeps no settings and computes no scores.

SQLAlchemy takes 0.2 s to import, and only the `store…` modules do so: import this one where it is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, case, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from scenarios.clean import clean
from scenarios.load import parse_scenario
from scenarios.model import Scenario
from simulator import store_schema as schema
from simulator.events import Event, EventError, event_from_json
from simulator.practice import Journal
from simulator.store_engine import Database, prepare_place
from simulator.store_erasing import erase, resume_erasing
from simulator.store_errors import DamagedError, NoSuchSessionError, StoreError
from simulator.store_journal import StoredJournal
from simulator.store_migration import bring_up_to_date
from simulator.store_place import data_folder
from simulator.store_records import SessionRecord

__all__ = ["SessionRecord", "Store", "StoreError", "data_folder"]

_SEED_LIMIT = 2**63


def utc_now() -> datetime:
    """The time by the computer's clock."""
    return datetime.now(UTC)


def new_session_id() -> str:
    """A UUIDv7: ids made later sort later."""
    from uuid_utils import uuid7  # noqa: PLC0415  only needed to begin a session

    return str(uuid7())


class Store:
    """All sessions kept in one folder. Close it, or use it in a `with` block."""

    def __init__(self, database: Database, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        """Use `Store.open`."""
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._scenarios: dict[str, Scenario] = {}

    @classmethod
    def open(
        cls,
        folder: Path | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = new_session_id,
    ) -> Self:
        """Open the sessions in `folder`, or in the person's own place for data; made or migrated where needed.

        Raises `StoreError`.
        """
        database = Database(prepare_place(data_folder() if folder is None else folder))
        try:
            bring_up_to_date(database)
            resume_erasing(database)
        except BaseException:
            database.close()
            raise
        return cls(database, clock, new_id)

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def close(self) -> None:
        """Close the file. The store may not be used afterwards."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def create(
        self, scenario_bytes: bytes, scenario: Scenario, *, seed: int, mode: str, trainee: str = ""
    ) -> SessionRecord:
        """Make place for a session; it counts as begun, and is listed, from its first event.

        `scenario` is what `scenario_bytes` say, `seed` fits 64 bits, `trainee` is a pseudonym.
        Raises `ValueError` where they do not, and `StoreError`.
        """
        if hashlib.sha256(scenario_bytes).hexdigest() != scenario.sha256:
            raise ValueError("the scenario was not made from these bytes")
        if not -_SEED_LIMIT <= seed < _SEED_LIMIT:
            raise ValueError(f"the seed {seed} does not fit 64 bits")
        session_id = self._new_id()
        kept = select(schema.scenario.c.sha256).where(schema.scenario.c.sha256 == scenario.sha256)
        with self._database.writing() as connection:
            if connection.execute(kept).first() is None:
                connection.execute(insert(schema.scenario).values(sha256=scenario.sha256, bytes=scenario_bytes))
            connection.execute(
                insert(schema.session).values(
                    id=session_id,
                    trainee=trainee,
                    scenario_id=scenario.id,
                    scenario_version=scenario.version,
                    scenario_title=scenario.title,
                    scenario_sha256=scenario.sha256,
                    seed=seed,
                    mode=mode,
                    started_at=self._now(),
                )
            )
        self._scenarios[scenario.sha256] = scenario
        return self.record(session_id)

    def journal(self, session_id: str) -> Journal:
        """Where a session goes on; what is appended is on disk.

        Raises `StoreError`, and `EventError` where the kept events make no session.
        """
        return StoredJournal(self._database, session_id, self.scenario(session_id), self.events(session_id), self._now)

    def events(self, session_id: str) -> list[Event]:
        """Everything that happened, in order; nothing for a session that has not begun. Raises `StoreError`."""
        query = select(schema.event.c.seq, schema.event.c.body)
        with self._database.reading() as connection:
            mine = query.where(schema.event.c.session == session_id).order_by(schema.event.c.seq)
            rows = connection.execute(mine).all()
        if not rows:
            self.record(session_id)
        return [self._event(session_id, n, row.seq, row.body) for n, row in enumerate(rows, 1)]

    def scenario(self, session_id: str) -> Scenario:
        """The scenario as it was played. Raises `StoreError`, and `ScenarioError` where it is no longer understood."""
        record = self.record(session_id)
        if record.sha256 not in self._scenarios:
            raw = self.scenario_bytes(session_id)
            self._scenarios[record.sha256] = parse_scenario(raw, f"{record.scenario_id}.yaml (kept with the session)")
        return self._scenarios[record.sha256]

    def scenario_bytes(self, session_id: str) -> bytes:
        """The scenario's file as it was played. Raises `StoreError`."""
        sha256 = self.record(session_id).sha256
        with self._database.reading() as connection:
            raw = connection.execute(select(schema.scenario.c.bytes).where(schema.scenario.c.sha256 == sha256)).scalar()
        if not isinstance(raw, bytes) or hashlib.sha256(raw).hexdigest() != sha256:
            raise self._damaged(session_id, "its scenario is not the one it was played with")
        return raw

    def record(self, session_id: str) -> SessionRecord:
        """One session by its whole id. Raises `NoSuchSessionError`."""
        records = self._records(schema.session.c.id == session_id)
        if not records:
            raise NoSuchSessionError(f"There is no session {session_id}. `attune sessions list` shows those there are.")
        return records[0]

    def find(self, prefix: str) -> SessionRecord:
        """The one begun session whose id begins so. Raises `NoSuchSessionError` for none and for several."""
        wanted = prefix.strip().lower()
        records = self._records(schema.session.c.id.startswith(wanted, autoescape=True), begun_only=True)
        exact = [record for record in records if record.id == wanted]
        if not wanted or not records:
            raise NoSuchSessionError(
                f"No session begins with `{wanted}`. `attune sessions list` shows those there are."
            )
        if len(records) > 1 and not exact:
            some = ", ".join(record.id for record in records[:3]) + (", …" if len(records) > 3 else "")
            raise NoSuchSessionError(f"{len(records)} sessions begin with `{wanted}`: {some}. Give more of the id.")
        return (exact or records)[0]

    def records(self, *, unfinished_only: bool = False) -> list[SessionRecord]:
        """All sessions that have begun, newest first. Raises `StoreError`."""
        conditions = (schema.session.c.ending.is_(None),) if unfinished_only else ()
        return self._records(*conditions, begun_only=True)

    def save_draft(self, session_id: str, text: str) -> None:
        """Keep the words in the composer, cleaned; empty words clear them. Raises `StoreError`."""
        words = clean(text)
        try:
            with self._database.writing() as connection:
                connection.execute(delete(schema.draft).where(schema.draft.c.session == session_id))
                if words:
                    connection.execute(insert(schema.draft).values(session=session_id, text=words, at=self._now()))
        except IntegrityError as error:
            raise NoSuchSessionError(f"There is no session {session_id}; it may have been erased.") from error

    def draft(self, session_id: str) -> str:
        """Words that were typed and not sent; empty where there are none. Raises `StoreError`."""
        with self._database.reading() as connection:
            words = connection.execute(select(schema.draft.c.text).where(schema.draft.c.session == session_id)).scalar()
        return str(words or "")

    def clear_draft(self, session_id: str) -> None:
        """Forget the draft. Sending a reply does so by itself. Raises `StoreError`."""
        self.save_draft(session_id, "")

    def erase(self, session_id: str) -> None:
        """Remove a session so that its words are in the file no more, nor in copies made before a migration.

        Those copies are removed whole. Raises `StoreError`; where only the rewriting of the file failed,
        it is tried again whenever the file is opened.
        """
        erase(self._database, session_id)

    def _records(self, *conditions: ColumnElement[bool], begun_only: bool = False) -> list[SessionRecord]:
        session, event = schema.session, schema.event
        query = (
            select(
                session,
                func.max(event.c.at).label("updated_at"),
                func.sum(case((event.c.kind == "heard", 1), else_=0)).label("turns"),
            )
            .join_from(session, event, isouter=not begun_only)
            .where(*conditions)
            .group_by(session.c.id)
            .order_by(session.c.started_at.desc(), session.c.id.desc())
        )
        with self._database.reading() as connection:
            rows: Sequence[Row[Any]] = connection.execute(query).all()
        return [_record(row) for row in rows]

    def _event(self, session_id: str, n: int, seq: int, body: str) -> Event:
        if n != seq:
            raise self._damaged(session_id, f"event {n} is missing")
        try:
            return event_from_json(json.loads(body))
        except (EventError, ValueError) as error:
            raise self._damaged(session_id, f"event {n}: {error}") from error

    def _damaged(self, session_id: str, what: str) -> DamagedError:
        return DamagedError(
            f"{self.path}: session {session_id} cannot be read: {what}. Other sessions are not affected."
        )

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _record(row: Row[Any]) -> SessionRecord:
    return SessionRecord(
        id=row.id,
        trainee=row.trainee,
        scenario_id=row.scenario_id,
        title=row.scenario_title,
        version=row.scenario_version,
        sha256=row.scenario_sha256,
        seed=row.seed,
        mode=row.mode,
        started_at=datetime.fromisoformat(row.started_at),
        updated_at=datetime.fromisoformat(row.updated_at or row.started_at),
        turns=row.turns,
        ending=row.ending,
    )
