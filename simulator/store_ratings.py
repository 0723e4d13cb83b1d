"""Keeping ratings: rows that are added, all of one rater's at once or none. The database refuses to change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from scenarios.clean import clean
from simulator import store_schema as schema
from simulator.ratings import RATER, Judgement, Rating, Word
from simulator.store_engine import Database
from simulator.store_errors import DamagedError, NoSuchSessionError


class StoredRatings:
    """The ratings of all sessions in one file."""

    def __init__(self, database: Database, now: Callable[[], str], new_id: Callable[[], str]) -> None:
        self._database = database
        self._now = now
        self._new_id = new_id

    def add(self, words: Iterable[Word], rater: str) -> tuple[Rating, ...]:
        """Keep what a rater says, of one session or several, in one transaction; comments are cleaned.

        Raises `ValueError` for a rater that is no pseudonym, `NoSuchSessionError`, and `StoreError`; then nothing was
        kept.
        """
        if not RATER.fullmatch(rater):
            raise ValueError(f"{rater!r} is no pseudonym")
        with self._database.writing() as connection:
            return tuple([self._insert(connection, word, rater) for word in words])

    def of(self, session: str) -> list[Rating]:
        """Every row about a session, in order of time. Raises `StoreError`."""
        return self._read(session)

    def all(self) -> list[Rating]:
        """Every row there is, in order of time. Raises `StoreError`."""
        return self._read(None)

    def _insert(self, connection: Connection, word: Word, rater: str) -> Rating:
        cleaned = replace(word.judgement, comment=clean(word.judgement.comment).strip())
        at = self._now()
        rating = Rating(
            self._new_id(), word.session, cleaned, rater, word.is_blind, word.sample, datetime.fromisoformat(at)
        )
        row = insert(schema.rating).values(
            id=rating.id,
            session=word.session,
            turn=cleaned.turn,
            target=cleaned.target,
            value=cleaned.value,
            rater=rater,
            blind=int(word.is_blind),
            sample=word.sample,
            comment=cleaned.comment,
            at=at,
        )
        try:
            connection.execute(row)
        except IntegrityError as error:
            raise NoSuchSessionError(f"There is no session {word.session}; it may have been erased.") from error
        return rating

    def _read(self, session: str | None) -> list[Rating]:
        table = schema.rating
        # Rows of one moment stand in the order in which they were added.
        query = select(table).order_by(table.c.at, table.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query if session is None else query.where(table.c.session == session)).all()
        return [self._rating(row) for row in rows]

    def _rating(self, row: Row[Any]) -> Rating:
        try:
            judgement = Judgement(row.turn, row.target, row.value, row.comment)
            return Rating(
                row.id, row.session, judgement, row.rater, bool(row.blind), row.sample, datetime.fromisoformat(row.at)
            )
        except ValueError as error:
            raise DamagedError(
                f"{self._database.place}: rating {row.id} of session {row.session} cannot be read: {error}."
            ) from error
