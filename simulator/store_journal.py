"""The journal of one kept session: each event is on disk before `append` returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from scenarios.model import Scenario
from simulator import store_schema as schema
from simulator.canonical import canonical_json
from simulator.events import Event, EventError, Replied, Started, event_to_json
from simulator.session import Session, apply, start
from simulator.store_engine import Database
from simulator.store_errors import ConflictError, UnreachableError


class StoredJournal:
    """Appends to one session. It follows the session, so that its ending is kept together with the last event."""

    def __init__(
        self,
        database: Database,
        session_id: str,
        scenario: Scenario,
        past: Iterable[Event],
        now: Callable[[], str],
        sent: Callable[[str], None],
    ) -> None:
        """`past`: the events kept so far; `sent` is told the session's id when words have left the draft.

        Raises `EventError` where the events make no session.
        """
        self._database = database
        self._session_id = session_id
        self._scenario = scenario
        self._now = now
        self._sent = sent
        self._session: Session | None = None
        self._kept = 0
        self._in_doubt: str | None = None
        """What a server that stopped answering was asked to keep last: it may have kept it."""
        for event in past:
            self._session = self._after(event)
            self._kept += 1

    def append(self, event: Event) -> None:
        """Keep one event for good, in one transaction.

        Words that are sent leave the draft in the same moment. Where a server stopped answering, the same event may be
        appended again, and is kept once. Raises `ConflictError` where the session went on
        or was erased elsewhere, and `StoreError` where the file cannot be written; then nothing was kept.
        """
        try:
            after = self._after(event)
        except EventError as error:
            raise self._conflict() from error
        plain = event_to_json(event)
        body = canonical_json(plain)
        try:
            self._write(event, plain["event"], body, after)
        except IntegrityError as error:
            if body != self._in_doubt or not self._is_kept(body):
                raise self._conflict() from error
        except UnreachableError:
            self._in_doubt = body
            raise
        self._in_doubt = None
        self._session = after
        self._kept += 1
        if isinstance(event, Replied) and not event.silence:
            self._sent(self._session_id)

    def _write(self, event: Event, kind: str, body: str, after: Session) -> None:
        mine = schema.session.c.id == self._session_id
        row = {"session": self._session_id, "seq": self._kept + 1, "at": self._now(), "kind": kind, "body": body}
        with self._database.writing() as connection:
            connection.execute(insert(schema.event).values(**row))
            if isinstance(event, Replied) and not event.silence:
                connection.execute(delete(schema.draft).where(schema.draft.c.session == self._session_id))
            if after.ending is not None:
                connection.execute(update(schema.session).where(mine).values(ending=after.ending.id))

    def _is_kept(self, body: str) -> bool:
        event = schema.event.c
        query = select(event.body).where(event.session == self._session_id, event.seq == self._kept + 1)
        with self._database.reading() as connection:
            return bool(connection.execute(query).scalar() == body)

    def _after(self, event: Event) -> Session:
        if self._session is not None:
            return apply(self._session, event)
        if not isinstance(event, Started):
            raise EventError("a session begins with `started`")
        return start(self._scenario, event)

    def _conflict(self) -> ConflictError:
        return ConflictError(
            f"Session {self._session_id} went on, or was erased, in another window or program. "
            "Nothing was overwritten and this was not kept. Open the session again to go on from where it is."
        )
