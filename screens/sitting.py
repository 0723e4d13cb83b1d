"""One session at the table: its practice, and the words that are typed but not yet sent.

Everything that touches the disk may be called from a worker thread; one lock keeps drafts and replies in order.

    DeskError      something from outside failed; the message says what, in a trainee's words
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from screens.composing import remainder
from simulator.modes import play_mode
from simulator.store_errors import StoreError

if TYPE_CHECKING:
    from simulator.marks import Mark
    from simulator.practice import Practice
    from simulator.session import Session


class DeskError(Exception):
    """Something from outside failed; the message is for the trainee."""


class Drafts(Protocol):
    """Keeps what is typed and not yet sent."""

    def draft(self, session_id: str) -> str:
        """The words kept, or nothing."""
        ...

    def save_draft(self, session_id: str, text: str) -> None:
        """Keep these words instead."""
        ...


class Sitting:
    """A session being played, with its draft."""

    is_kept = True
    """Whether it lies in the store, so that its moments can be tried again."""

    def __init__(self, session_id: str, practice: Practice, drafts: Drafts, mode: str = "coach") -> None:
        """`mode` as the store names it. Raises `DeskError` where the draft cannot be read."""
        self.id = session_id
        self.mode = play_mode(mode)
        self.practice = practice
        self._drafts = drafts
        self._lock = Lock()
        with spoken():
            self._saved = drafts.draft(session_id)
        self.typed = self._saved
        """What stands in the composer, as last told by `note`."""

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.practice.session

    def note(self, text: str) -> None:
        """What stands in the composer now; `save_draft` keeps it."""
        self.typed = text

    def save_draft(self) -> None:
        """Keep what was noted last. Raises `DeskError`."""
        with self._lock, spoken():
            text = self.typed
            if text != self._saved and self.session.ending is None:
                self._drafts.save_draft(self.id, text)
                self._saved = text

    def keep(self, text: str) -> None:
        """Keep a reply for good. Raises `ReplyRefused` and `DeskError`; then nothing was kept."""
        with self._lock, spoken():
            self.practice.keep(text)
            self._saved = ""  # a kept reply takes its draft with it
            self.typed = remainder(self.typed, text)  # or the next saving would make a draft of it again

    def wait(self) -> None:
        """Stay silent for a turn; what is typed stays. Raises `DeskError`."""
        with self._lock, spoken():
            self.practice.wait()

    def answer(self) -> None:
        """Let the patient answer the reply that was kept. Raises `DeskError`; the reply stays kept."""
        with self._lock, spoken():
            self.practice.answer()

    def mark(self, mark: Mark) -> None:
        """Keep what the trainee marked beside the conversation, also after its end. Raises `DeskError`."""
        with self._lock, spoken():
            self.practice.mark(mark)

    def leave(self) -> None:
        """End the session now; a reply that waits is answered first. Raises `DeskError`."""
        with self._lock, spoken():
            if self.practice.answer().ending is None:
                self.practice.leave()


@contextmanager
def spoken() -> Iterator[None]:
    """Say what the store says, as a `DeskError`."""
    try:
        yield
    except StoreError as error:
        raise DeskError(str(error)) from error
