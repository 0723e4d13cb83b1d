"""Practising: the order in which one turn is kept, read and answered, whoever keeps and reads it.

The trainee's words are on disk before anything else is tried with them; only then are they read and answered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from scenarios.clean import REPLY_LIMIT, clean
from scenarios.model import Scenario
from simulator.events import Again, Event, Heard, Left, Replied, Started
from simulator.marks import Mark
from simulator.reading import Coder, Reading
from simulator.session import Session, apply, replay, start
from simulator.state import Place


class Journal(Protocol):
    """Keeps events. `append` returns only when the event can no longer be lost."""

    def append(self, event: Event) -> None:
        """Keep one event for good."""
        ...


class Memory:
    """A journal that forgets; for scripts and tests."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, event: Event) -> None:
        """Keep one event as long as this object lives."""
        self.events.append(event)


class ReplyRefused(Exception):  # noqa: N818  it is no error of the program
    """A reply that cannot be sent, with the reason in a trainee's words."""


class Practice:
    """One session being played."""

    def __init__(self, session: Session, journal: Journal, coder: Coder) -> None:
        self.session = session
        self.journal = journal
        self.coder = coder

    @classmethod
    def begin(
        cls,
        scenario: Scenario,
        journal: Journal,
        coder: Coder,
        *,
        seed: int,
        rubric_version: str,
        place: Place | None = None,
    ) -> Practice:
        """Start a new session and keep its start. With a `place` it only tries something out: `Memory` must keep it."""
        started = Started(scenario.id, scenario.version, scenario.sha256, coder.id, coder.version, rubric_version, seed)
        journal.append(started)
        return cls(start(scenario, started, place), journal, coder)

    @classmethod
    def again(cls, past: Session, turns: int, journal: Journal, coder: Coder, *, of: str) -> Practice:
        """Try a moment again: a new session that begins with the first `turns` turns of `past`, session `of`.

        The turns taken over keep the readings they had, so the patient stands exactly where it stood.
        Raises `ValueError` where `past` has fewer turns.
        """
        if not 0 <= turns <= len(past.turns):
            raise ValueError(f"turn {turns} of a session of {len(past.turns)} turns")
        started = replace(past.started, coder=coder.id, coder_version=coder.version, again=Again(of, turns))
        practice = cls(start(past.scenario, started), journal, coder)
        journal.append(started)
        for turn in past.turns[:turns]:
            practice._add(Replied(turn.n, turn.reply, silence=turn.reading.silence))
            practice._add(Heard(turn.n, turn.reading))
        return practice

    @classmethod
    def resume(cls, scenario: Scenario, events: list[Event], journal: Journal, coder: Coder) -> Practice:
        """Take up a kept session; a reply that was kept but not answered is answered now."""
        practice = cls(replay(scenario, events), journal, coder)
        practice.answer()
        return practice

    def send(self, text: str) -> Session:
        """Keep a reply, read it and let the patient answer. Raises `ReplyRefused` for an empty or overlong reply."""
        self.keep(text)
        return self.answer()

    def wait(self) -> Session:
        """Stay silent for a turn."""
        self._add(Replied(self.session.next_turn, "", silence=True))
        return self.answer()

    def keep(self, text: str) -> None:
        """Keep a reply without answering it yet. Raises `ReplyRefused`."""
        words = clean(text).strip()
        if not words:
            raise ReplyRefused("There is nothing to send yet. To stay silent on purpose, choose Wait.")
        if len(words) > REPLY_LIMIT:
            over = len(words) - REPLY_LIMIT
            raise ReplyRefused(
                f"The reply is {over:,} characters too long; the limit is {REPLY_LIMIT:,}. "
                "Nothing was lost: shorten it."
            )
        self._add(Replied(self.session.next_turn, words))

    def answer(self) -> Session:
        """Read and answer the reply that waits, if one does."""
        pending = self.session.pending
        if pending is not None:
            self._add(Heard(pending.n, self.read(pending)))
        return self.session

    def read(self, pending: Replied) -> Reading:
        """The coder's reading of a kept reply; silence needs no coder."""
        if pending.silence:
            return Reading.of_silence()
        questions = [fact.ask for fact in self.session.scenario.facts]
        return self.coder.read(self.session.patient_line, pending.text, questions)

    def mark(self, mark: Mark) -> Session:
        """Keep what the trainee did beside the conversation. Raises `EventError` for a turn that was not taken."""
        self._add(mark)
        return self.session

    def leave(self) -> Session:
        """End the session before the patient does."""
        self._add(Left(len(self.session.turns)))
        return self.session

    def _add(self, event: Event) -> None:
        after = apply(self.session, event)
        self.journal.append(event)
        self.session = after
