"""One change to one line."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.faults import Mark


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces a part of a line."""

    start: Mark
    end: int
    """The column one past what is replaced."""
    text: str

    def applied(self, line: str) -> str:
        """The line with the change made."""
        return line[: self.start.column - 1] + self.text + line[self.end - 1 :]
