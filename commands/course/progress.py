"""How far a class has been gone through: one line on a terminal, silent elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 0.25
"""Seconds between two lines."""


class Progress:
    """Counts sessions."""

    def __init__(self, say: Callable[[str], None] | None, sessions: int) -> None:
        """Say nothing when `say` is `None`; `sessions` is how many there are."""
        self._say = say
        self._sessions = sessions
        self._taken_over = self._made = 0
        self._began = self._next = time.monotonic()

    def take_over(self, sessions: int) -> None:
        """Some sessions had been done before."""
        self._taken_over += sessions

    def step(self, sessions: int, workers: int = 0) -> None:
        """Some more sessions are done, on a cluster of so many workers."""
        self._made += sessions
        now = time.monotonic()
        if self._say is None or now < self._next:
            return
        self._next = now + EVERY
        rate = self._made / max(now - self._began, 0.001)
        spread = f", {workers} worker{'' if workers == 1 else 's'}" if workers else ""
        done = self._taken_over + self._made
        self._say(f"\r{done:,} of {self._sessions:,} sessions, {rate:,.0f} a second{spread}   ")

    def done(self) -> None:
        """Clear the line."""
        if self._say is not None and self._made:
            self._say("\r\033[K")
