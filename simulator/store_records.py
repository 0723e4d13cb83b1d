"""What is known of a kept session without replaying it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One kept session, at a glance."""

    id: str
    """UUIDv7: sessions sort by when they were begun."""
    trainee: str
    """A pseudonym; empty where none was given."""
    scenario_id: str
    title: str
    version: str
    sha256: str
    """Of the scenario's file as it was played."""
    seed: int
    mode: str
    """How it is played, e.g. `coach` or `quiet`."""
    started_at: datetime
    updated_at: datetime
    """When its last event was kept; `started_at` before the first."""
    turns: int
    """Turns that the patient has answered."""
    ending: str | None
    """The ending beat, `left` where the trainee ended it, or `None` while it goes on."""

    again_of: str | None = None
    """For a second try: the session it branched off from."""
    again_turn: int | None = None
    """For a second try: the last turn that was taken over."""

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self.ending is not None
