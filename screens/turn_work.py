"""The part of a turn that takes time: keeping, reading, answering, marking. Runs in threads and reports in messages.

words → Kept → Answered            the usual way
words → Refused                    nothing was kept
words → Kept → Answered(trouble)   kept, and not answered yet
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from screens.sitting import DeskError, Sitting
from simulator.marks import Mark
from simulator.practice import ReplyRefused


@dataclass
class Kept(Message):
    """These words are on disk."""

    text: str


@dataclass
class Refused(Message):
    """Nothing was kept; the words are still in the composer."""

    reason: str
    is_trouble: bool
    """Whether something failed, rather than the reply being empty or too long."""


@dataclass
class Answered(Message):
    """The patient has answered, or could not be asked, for this reason."""

    trouble: str = ""


@dataclass
class MarkKept(Message):
    """A mark is on disk, or could not be kept, for this reason."""

    mark: Mark
    trouble: str = ""


@dataclass
class Ended(Message):
    """The trainee's ending is on disk, or could not be kept, for this reason."""

    trouble: str = ""


class TurnWork:
    """Does the work of one sitting; every method may be called from a thread."""

    def __init__(self, sitting: Sitting, post: Callable[[Message], object]) -> None:
        self._sitting = sitting
        self._post = post

    def reply(self, text: str) -> None:
        """Keep a reply, then let the patient answer it."""
        try:
            self._sitting.keep(text)
        except (ReplyRefused, DeskError) as error:
            self._post(Refused(str(error), is_trouble=isinstance(error, DeskError)))
            return
        self._post(Kept(text))
        self.answer()

    def wait(self) -> None:
        """Stay silent for a turn."""
        try:
            self._sitting.wait()
        except DeskError as error:
            is_kept = self._sitting.session.pending is not None
            self._post(Answered(str(error)) if is_kept else Refused(str(error), is_trouble=True))
        else:
            self._post(Answered())

    def answer(self) -> None:
        """Let the patient answer what was kept."""
        try:
            self._sitting.answer()
        except DeskError as error:
            self._post(Answered(str(error)))
        else:
            self._post(Answered())

    def mark(self, mark: Mark) -> None:
        """Keep a mark."""
        try:
            self._sitting.mark(mark)
        except DeskError as error:
            self._post(MarkKept(mark, str(error)))
        else:
            self._post(MarkKept(mark))

    def end(self) -> None:
        """End the session now."""
        try:
            self._sitting.leave()
        except DeskError as error:
            self._post(Ended(str(error)))
        else:
            self._post(Ended())
