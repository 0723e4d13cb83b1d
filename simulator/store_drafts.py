"""Words that are typed and not sent: kept with the session, and on this computer while a server does not answer."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from scenarios.clean import clean
from simulator import store_schema as schema
from simulator.store_engine import Database, alone, speaking
from simulator.store_errors import NoSuchSessionError, UnreachableError

UNSENT = "unsent"
"""Folder for what a server could not be told; there only while it holds something."""


class StoredDrafts:
    """The drafts of one store."""

    def __init__(self, database: Database, folder: Path, now: Callable[[], str]) -> None:
        """`folder` is that of the person's own files."""
        self._database = database
        self._unsent = folder / UNSENT
        self._now = now

    def save(self, session_id: str, text: str) -> None:
        """Keep the words in the composer, cleaned; empty words clear them. Raises `StoreError`.

        Where a server does not answer they are kept on this computer, in silence: a reply that is sent will be told.
        """
        words = clean(text)
        try:
            with self._database.writing() as connection:
                alone(connection, f"draft of {session_id}")
                connection.execute(delete(schema.draft).where(schema.draft.c.session == session_id))
                if words:
                    connection.execute(insert(schema.draft).values(session=session_id, text=words, at=self._now()))
        except IntegrityError as error:
            raise NoSuchSessionError(f"There is no session {session_id}; it may have been erased.") from error
        except UnreachableError:
            self._keep_here(session_id, words)
        else:
            self.forget_here(session_id)

    def of(self, session_id: str) -> str:
        """Words that were typed and not sent; empty where there are none. Raises `StoreError`."""
        if self._database.is_server:
            here = self._here(session_id)
            with speaking(here):
                if here.is_file():
                    return here.read_text("utf-8")
        with self._database.reading() as connection:
            words = connection.execute(select(schema.draft.c.text).where(schema.draft.c.session == session_id)).scalar()
        return str(words or "")

    def forget_here(self, session_id: str) -> None:
        """Remove what this computer keeps of a draft: it was sent, or the server has it. Raises `StoreError`."""
        if self._database.is_server and self._unsent.is_dir():
            with speaking(self._unsent):
                self._here(session_id).unlink(missing_ok=True)
                if not any(self._unsent.iterdir()):
                    self._unsent.rmdir()

    def _here(self, session_id: str) -> Path:
        """A name of fixed form: ids come from a server."""
        return self._unsent / f"{hashlib.sha256(session_id.encode()).hexdigest()}.txt"

    def _keep_here(self, session_id: str, words: str) -> None:
        path = self._here(session_id)
        with speaking(path):
            self._unsent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._unsent, prefix=".unsent.")
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(words)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
