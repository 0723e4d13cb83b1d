"""What the composer allows and says just now, thought without a terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenarios.clean import REPLY_LIMIT, clean

NEAR = 500
"""Characters left at which the limit is first mentioned."""

Phase = Literal["open", "keeping", "answering", "speaking", "stuck", "ended"]
"""`open`: the trainee's turn. `keeping`: words on their way to the disk. `answering`: the patient thinks.
`speaking`: its lines arrive one by one. `stuck`: words are kept but their answer could not be; it can be tried again.
`ended`: nothing more can be said."""


@dataclass(frozen=True, slots=True)
class Composing:
    """The composer between two key presses."""

    name: str
    """The patient's."""
    phase: Phase = "open"
    length: int = 0
    """Characters typed, as they would be sent."""

    def typed(self, text: str) -> Composing:
        """After the text has changed."""
        return replace(self, length=len(clean(text).strip()))

    def now(self, phase: Phase) -> Composing:
        """In another phase."""
        return replace(self, phase=phase)

    @property
    def can_send(self) -> bool:
        """Whether a reply or a silence would be taken now; the patient may be cut short."""
        return self.phase in {"open", "speaking"}

    @property
    def is_busy(self) -> bool:
        """Whether the patient's answer is under way."""
        return self.phase in {"keeping", "answering", "speaking"}

    @property
    def left(self) -> int:
        """Characters left; negative when there are too many."""
        return REPLY_LIMIT - self.length

    @property
    def status(self) -> str:
        """One line for beneath the transcript; empty when there is nothing to say."""
        match self.phase:
            case "keeping" | "answering":
                return f"… {self.name} is thinking"
            case "speaking":
                return f"… {self.name} is speaking"
            case "stuck":
                return "The answer could not be kept. Your words are safe. Enter tries again."
            case "ended":
                return "The session has ended. Press Enter for the debrief."
            case "open":
                return self._room

    @property
    def _room(self) -> str:
        if self.left < 0:
            return f"! {-self.left:,} characters too many; the limit is {REPLY_LIMIT:,}"
        return f"{self.left:,} of {REPLY_LIMIT:,} characters left" if self.left <= NEAR else ""


def remainder(typed: str, sent: str) -> str:
    """What stays in the composer once `sent` is kept: words typed since then are not lost."""
    if typed == sent:
        return ""
    return typed[len(sent) :].lstrip() if typed.startswith(sent) else typed
