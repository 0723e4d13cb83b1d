"""A trainee at plain lines: says lines in order, keeps everything that was said to them."""

from __future__ import annotations

from collections.abc import Iterable

from commands.plain.console import EndOfInput, Interrupted

CTRL_C = "\x03"


class ScriptedConsole:
    """Answers prompts from a list; when it is used up, input has ended."""

    def __init__(self, lines: Iterable[str], *, is_terminal: bool = True) -> None:
        self.is_terminal = is_terminal
        self.prompts: list[str] = []
        self.said: list[str] = []
        self._lines = list(lines)

    def say(self, *paragraphs: str) -> None:
        """Remember them."""
        self.said += paragraphs

    def gap(self) -> None:
        """Nothing to remember."""

    def ask(self, prompt: str) -> str:
        """The next line."""
        self.prompts.append(prompt)
        if not self._lines:
            raise EndOfInput
        line = self._lines.pop(0)
        if line == CTRL_C:
            raise Interrupted
        return line

    @property
    def text(self) -> str:
        """Everything that was said."""
        return "\n".join(self.said)
