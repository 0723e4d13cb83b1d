"""How the patient's answer comes: all at once, or line by line at the pace of speech.

A part of the conversation screen; what is not there yet is held back from the transcript alone, never from the session.
"""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from screens.composing import Composing, Phase
from screens.dialogue import Block, Dialogue
from screens.pace import held_back, pause
from screens.sitting import Sitting


class Arriving(Screen[Any]):
    """Brings the lines of an answer."""

    sitting: Sitting
    composing: Composing
    _dialogue: Dialogue

    def __init__(self) -> None:
        super().__init__()
        self._is_instant = True
        """Whether lines stand there at once."""
        self._held = 0
        """Blocks that have not arrived yet."""
        self._seen = 0
        """Turns whose answer may be shown; one that was just answered is rated first, where that was asked for."""

    def _enter(self, phase: Phase) -> None:
        """Paint the session as it stands, in this phase."""
        raise NotImplementedError

    @property
    def _rest(self) -> Phase:
        """The phase once nothing is under way."""
        return "open" if self.sitting.session.ending is None else "ended"

    @property
    def _blocks(self) -> tuple[Block, ...]:
        """Everything that may be shown, what is held back too."""
        return self._dialogue.blocks(self.sitting.session, self._seen)

    @property
    def _arrived(self) -> tuple[Block, ...]:
        """What stands in the transcript now."""
        blocks = self._blocks
        return blocks[: len(blocks) - self._held]

    def _arrive(self) -> None:
        """The patient's lines come, one by one where the trainee likes it so."""
        self._seen = len(self.sitting.session.turns)
        self._held = 0 if self._is_instant else held_back(self._blocks)
        if self._held:
            self._enter("speaking")
            self._await_line()
        else:
            self._enter(self._rest)

    def _await_line(self) -> None:
        expected = self._held
        coming = self._blocks[-expected]
        self.set_timer(pause(coming), lambda: self._bring_line(expected))

    def _bring_line(self, expected: int) -> None:
        if self._held == expected and self.composing.phase == "speaking":
            self._held -= 1
            self._enter("speaking" if self._held else self._rest)
            if self._held:
                self._await_line()
