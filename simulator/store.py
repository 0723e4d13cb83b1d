"""Keeping sessions: what was played is on disk before the patient answers, and stays until it is erased.

A session is its events and the bytes of its scenario; everything else is computed from them.
The store keeps no settings and computes no scores.

SQLAlchemy takes 0.2 s to import, and only the `store…` modules do so: import this one where it is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Row, case, func, insert, select

from scenarios.load import parse_scenario
from scenarios.model import Scenario
from simulator import store_schema as schema
from simulator.events import Again, Event, EventError, event_from_json
from simulator.practice import Journal
from simulator.store_drafts import StoredDrafts
from simulator.store_engine import Database, insert_where_missing, prepare_place
from simulator.store_erasing import erase, resume_erasing
from simulator.store_errors import DamagedError, NoSuchSessionError, StoreError
from simulator.store_journal import StoredJournal
from simulator.store_migration import bring_up_to_date
from simulator.store_place import Server, chosen_server, data_folder, trial_file
from simulator.store_ratings import StoredRatings
from simulator.store_records import SessionRecord
from simulator.store_results import StoredResults

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
    """All sessions kept in one folder, or in one database. Close it, or use it in a `with` block."""

    def __init__(
        self, database: Database, folder: Path, clock: Callable[[], datetime], new_id: Callable[[], str], person: str
    ) -> None:
        """Use `Store.open`."""
        self.folder = folder
        """Where files about the sessions lie: reports, what was set aside, the course's keys."""
        self._database = database
        self._person = person
        self._clock = clock
        self._new_id = new_id
        self._scenarios: dict[str, Scenario] = {}
        self._drafts = StoredDrafts(database, folder, self._now)
        self.ratings = StoredRatings(database, self._now, new_id)
        """What supervisors said of the sessions."""
        self.results = StoredResults(database, self._now, new_id)
        """What re-scoring kept."""

    @classmethod
    def open(
        cls,
        folder: Path | None = None,
        *,
        server: Server | None = None,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = new_session_id,
    ) -> Self:
        """Open the sessions in `folder`, or in the person's own place for data; made or migrated where needed.

        With a `server`, or where no folder is named and the environment names one, its database holds the sessions,
        and the folder only what lies beside them. Raises `StoreError`.
        """
        if server is None and folder is None:
            server = chosen_server()
        folder = data_folder() if folder is None else folder
        database = Database(prepare_place(folder) if server is None else server)
        try:
            bring_up_to_date(database)
            person = database.person()
            if not person:
                resume_erasing(database)
        except BaseException:
            database.close()
            raise
        return cls(database, folder.absolute(), clock, new_id, person)

    @property
    def path(self) -> Path:
        """The file. Raises `ValueError` where a server keeps the sessions."""
        return self._database.path

    @property
    def database(self) -> Database:
        """The open file, for the other `store…` modules."""
        return self._database

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
        self,
        scenario_bytes: bytes,
        scenario: Scenario,
        *,
        seed: int,
        mode: str,
        trainee: str = "",
        again: Again | None = None,
    ) -> SessionRecord:
        """Make place for a session; it counts as begun, and is listed, from its first event.

        `scenario` is what `scenario_bytes` say, `seed` fits 64 bits, `trainee` is a pseudonym;
        `again` says of a second try where it branches off.
        Raises `ValueError` where they do not, and `StoreError`.
        """
        if hashlib.sha256(scenario_bytes).hexdigest() != scenario.sha256:
            raise ValueError("the scenario was not made from these bytes")
        if not -_SEED_LIMIT <= seed < _SEED_LIMIT:
            raise ValueError(f"the seed {seed} does not fit 64 bits")
        session_id = self._new_id()
        with self._database.writing() as connection:
            insert_where_missing(connection, schema.scenario, sha256=scenario.sha256, bytes=scenario_bytes)
            connection.execute(
                insert(schema.session).values(
                    id=session_id,
                    trainee=self._person or trainee,
                    scenario_id=scenario.id,
                    scenario_version=scenario.version,
                    scenario_title=scenario.title,
                    scenario_sha256=scenario.sha256,
                    seed=seed,
                    mode=mode,
                    started_at=self._now(),
                    again_of=None if again is None else again.session,
                    again_turn=None if again is None else again.turn,
                )
            )
        self._scenarios[scenario.sha256] = scenario
        return self.record(session_id)

    def journal(self, session_id: str) -> Journal:
        """Where a session goes on; what is appended is on disk.

        Raises `StoreError`, and `EventError` where the kept events make no session.
        """
        past, forget = self.events(session_id), self._drafts.forget_here
        return StoredJournal(self._database, session_id, self.scenario(session_id), past, self._now, forget)

    def events(self, session_id: str) -> list[Event]:
        """Everything that happened, in order; nothing for a session that has not begun. Raises `StoreError`."""
        query = select(schema.event.c.seq, schema.event.c.body)
        with self._database.reading() as connection:
            mine = query.where(schema.event.c.session == session_id).order_by(schema.event.c.seq)
            rows = connection.execute(mine).all()
        if not rows:
            self.record(session_id)
        return [self._event(session_id, n, row.seq, row.body) for n, row in enumerate(rows, 1)]

    def event_bodies(self, session_ids: Sequence[str]) -> dict[str, list[str]]:
        """The events of many sessions at once, in order, as the canonical JSON that was kept. Raises `StoreError`.

        For reports on thousands of sessions, which check them as they read them.
        """
        event = schema.event
        query = select(event.c.session, event.c.body).where(event.c.session.in_(session_ids))
        found: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(event.c.session, event.c.seq)):
                found.setdefault(row.session, []).append(row.body)
        return found

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

    def records_of(self, session_ids: Sequence[str]) -> list[SessionRecord]:
        """Those of these sessions, some hundred at most, that have begun; newest first. Raises `StoreError`."""
        return self._records(schema.session.c.id.in_(session_ids), begun_only=True)

    def save_draft(self, session_id: str, text: str) -> None:
        """Keep the words in the composer, cleaned; empty words clear them, as sending a reply does by itself.

        Raises `StoreError`.
        """
        self._drafts.save(session_id, text)

    def draft(self, session_id: str) -> str:
        """Words that were typed and not sent; empty where there are none. Raises `StoreError`."""
        return self._drafts.of(session_id)

    def erase(self, session_id: str) -> None:
        """Remove a session so that its words are in the file no more, nor in copies made before a migration.

        Those copies are removed whole. Raises `StoreError`; where only the rewriting of the file failed,
        it is tried again whenever the file is opened.
        """
        self.erase_all([session_id])

    def erase_all(self, session_ids: Sequence[str]) -> None:
        """Remove several sessions as `erase` does, all or none; the file is rewritten once. Raises `StoreError`."""
        erase(self._database, session_ids, self._now())
        for session_id in session_ids:
            self._drafts.forget_here(session_id)
        with suppress(OSError):  # a file's went with the rewriting; where a server keeps the sessions, this one is here
            trial_file(self.folder).unlink()

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
            f"{self._database.place}: session {session_id} cannot be read: {what}. Other sessions are not affected."
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
        again_of=row.again_of,
        again_turn=row.again_turn,
    )
