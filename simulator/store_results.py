"""Results that were kept by re-scoring: added, taken back, never changed. Which of a session's results stands.

A result stands for a session when it comes from the latest re-scoring, not undone, that covered the session.
A session without one is scored afresh, by the rubric at hand, from the readings kept with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from simulator import store_schema as schema
from simulator.store_engine import Database
from simulator.store_errors import StoreError

_BATCH = 500
"""Sessions named in one query; SQLite takes 32,766 values, older ones 999."""


@dataclass(frozen=True, slots=True)
class Rescoring:
    """One re-scoring that was applied."""

    id: str
    rubric: str
    coder: str
    """Empty where the readings kept with the sessions were scored."""
    at: datetime
    undone_at: datetime | None
    sessions: int
    """How many results it kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The result that stands for one session, and the re-scoring that kept it."""

    rescoring: Rescoring
    body: str
    """Canonical JSON."""


class NothingToUndoError(StoreError):
    """There is no re-scoring that counts."""


class StoredResults:
    """The results of one store."""

    def __init__(self, database: Database, now: Callable[[], str], new_id: Callable[[], str]) -> None:
        """`now` gives the time as it is kept, `new_id` ids that sort by time."""
        self._database = database
        self._now = now
        self._new_id = new_id

    def rescorings(self) -> list[Rescoring]:
        """All that were ever applied, oldest first. Raises `StoreError`."""
        table, result = schema.rescoring, schema.result
        with self._database.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.at, table.c.id)).all()
            counted = select(result.c.rescoring, func.count().label("sessions")).group_by(result.c.rescoring)
            kept = {row.rescoring: row.sessions for row in connection.execute(counted)}
        return [
            Rescoring(
                id=row.id,
                rubric=row.rubric,
                coder=row.coder,
                at=datetime.fromisoformat(row.at),
                undone_at=None if row.undone_at is None else datetime.fromisoformat(row.undone_at),
                sessions=kept.get(row.id, 0),
            )
            for row in rows
        ]

    def standing(self, sessions: Sequence[str]) -> dict[str, str]:
        """For each of these sessions that has one, the result that stands, as canonical JSON. Raises `StoreError`."""
        table, result = schema.rescoring, schema.result
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for first in range(0, len(sessions), _BATCH):
                query = (
                    select(result.c.session, result.c.body)
                    .join_from(result, table, result.c.rescoring == table.c.id)
                    .where(table.c.undone_at.is_(None), result.c.session.in_(sessions[first : first + _BATCH]))
                    .order_by(table.c.at, table.c.id)
                )
                found.update({row.session: row.body for row in connection.execute(query)})
        return found

    def standing_of(self, session: str) -> Standing | None:
        """The result that stands for one session, with what is known of it; `None` without. Raises `StoreError`."""
        table, result = schema.rescoring, schema.result
        query = (
            select(table.c.id, result.c.body)
            .join_from(result, table, result.c.rescoring == table.c.id)
            .where(table.c.undone_at.is_(None), result.c.session == session)
            .order_by(table.c.at.desc(), table.c.id.desc())
        )
        with self._database.reading() as connection:
            row = connection.execute(query.limit(1)).first()
        if row is None:
            return None
        return Standing(next(one for one in self.rescorings() if one.id == row.id), row.body)

    def keep(self, rubric: str, coder: str, results: Iterable[tuple[str, str]]) -> int:
        """Keep a re-scoring with all its results, or nothing.

        `coder` is empty where the readings kept with the sessions were scored; `results` are pairs of a session's id
        and its result as canonical JSON. Returns how many were kept. Raises `StoreError`.
        """
        rescoring, kept = self._new_id(), 0
        with self._database.writing() as connection:
            values = {"id": rescoring, "rubric": rubric, "coder": coder, "at": self._now()}
            connection.execute(insert(schema.rescoring).values(**values))
            batch: list[dict[str, str]] = []
            for session, body in results:
                batch.append({"rescoring": rescoring, "session": session, "body": body})
                kept += 1
                if len(batch) == _BATCH:
                    _put(connection, batch)
            _put(connection, batch)
        return kept

    def undo(self) -> Rescoring:
        """Let the latest re-scoring count no more; its results are kept. Raises `NothingToUndoError`, `StoreError`."""
        latest = next((one for one in reversed(self.rescorings()) if one.undone_at is None), None)
        if latest is None:
            raise NothingToUndoError("There is no re-scoring to undo.")
        with self._database.writing() as connection:
            mine = schema.rescoring.c.id == latest.id
            connection.execute(update(schema.rescoring).where(mine).values(undone_at=self._now()))
        return latest


def _put(connection: Connection, batch: list[dict[str, str]]) -> None:
    if batch:
        connection.execute(insert(schema.result), batch)
        batch.clear()
