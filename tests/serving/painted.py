"""What stands on a browser's terminal, from the bytes that an app painted: enough of a terminal for Textual."""

from __future__ import annotations

import codecs
import re

_PIECE = re.compile(
    "\x1b\\[([0-9;?<>=]*)[ -/]*([@-~])"  # a move, a colour, a mode
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[@-Z\\\\-_]"  # titles and pointers, and what has no numbers
    "|([\x00-\x1f])|([^\x00-\x1f\x1b]+)"
)


class Painted:
    """A screen of letters; colours and modes are passed over."""

    def __init__(self, width: int = 300, height: int = 120) -> None:
        self.width, self.height = width, height
        self._rows = [[" "] * width for _ in range(height)]
        self._x = self._y = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    def feed(self, raw: bytes) -> None:
        """Paint."""
        text = self._rest + self._decode(raw)
        whole = re.match("(?s).*?(?=\x1b\\[?[0-9;?<>=]*$)", text)
        text, self._rest = (text[: whole.end()], text[whole.end() :]) if whole else (text, "")
        for match in _PIECE.finditer(text):
            if match[2]:
                self._move(match[1], match[2])
            elif match[3]:
                self._control(match[3])
            elif match[4]:
                self._put(match[4])

    @property
    def text(self) -> str:
        """Every row, trimmed."""
        return "\n".join("".join(row).rstrip() for row in self._rows).rstrip()

    @property
    def words(self) -> str:
        """Everything on one line, runs of blanks as one."""
        return " ".join(self.text.split())

    def _move(self, numbers: str, kind: str) -> None:
        if kind in "Hf":
            y, _, x = numbers.partition(";")
            self._y, self._x = int(y or 1) - 1, int(x or 1) - 1
        elif kind == "J" and numbers in {"2", "3"}:
            self._rows = [[" "] * self.width for _ in range(self.height)]

    def _control(self, letter: str) -> None:
        if letter == "\n":
            self._y += 1
        elif letter == "\r":
            self._x = 0

    def _put(self, text: str) -> None:
        for letter in text:
            if self._y < self.height and self._x < self.width:
                self._rows[self._y][self._x] = letter
            self._x += 1
