"""A person at the other end of plain lines: a terminal of any kind, a screen reader, or a pipe.

Nothing here moves a cursor or sets a colour. Lines are wrapped at words for a terminal and left whole for a pipe.

    EndOfInput     no more lines will come (Ctrl-D, or the end of a pipe); `unsent` is what was typed without Enter
    Interrupted    Ctrl-C
    BadLine        a line that cannot be used; what to say, and the words that could be saved of it
"""

from __future__ import annotations

import shutil
import signal
import sys
import textwrap
import threading
from contextlib import suppress
from io import TextIOWrapper
from types import FrameType, TracebackType
from typing import Any, Protocol, Self, TextIO

WIDEST = 80
"""Columns beyond which lines are hard to read."""
LINE_BYTES = 1_023 if sys.platform == "darwin" else 4_095
"""Most bytes of one line that a terminal hands over; it drops the rest without a word."""


class EndOfInput(Exception):  # noqa: N818  it is no error
    """No more lines will come."""

    def __init__(self, unsent: str = "") -> None:
        super().__init__()
        self.unsent = unsent


class Interrupted(Exception):  # noqa: N818  it is no error
    """Ctrl-C was pressed at a prompt."""


class BadLine(Exception):  # noqa: N818  it is no error of the program
    """A line that cannot be used as it came."""

    def __init__(self, words: str, saved: str = "") -> None:
        super().__init__(words)
        self.saved = saved


class Console(Protocol):
    """Says paragraphs and asks for lines."""

    @property
    def is_terminal(self) -> bool:
        """Whether a person sits before it, rather than a pipe or a file."""
        ...

    def say(self, *paragraphs: str) -> None:
        """Say each as a paragraph of its own."""
        ...

    def gap(self) -> None:
        """Leave a line blank between two parts."""
        ...

    def ask(self, prompt: str) -> str:
        """One line, without its end. Raises `EndOfInput`, `Interrupted` and `BadLine`."""
        ...


class LineConsole:
    """Standard input and output, or what stands for them.

    In a `with` block Ctrl-C is heard at prompts only: between the disk and the session nothing may come.
    """

    def __init__(self, source: TextIO | None = None, target: TextIO | None = None) -> None:
        self._source: Any = source or sys.stdin
        self._target = target or sys.stdout
        self._is_asking = False
        self._is_pressed = False
        self._before: Any = None
        if isinstance(self._target, TextIOWrapper):
            with suppress(ValueError):
                self._target.reconfigure(errors="replace")  # a terminal that knows no “…” should say ? and go on

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _press(self, number: int, frame: FrameType | None) -> None:
        """At a prompt at once; else at the next one, unless it is pressed again because nothing moves."""
        del number, frame
        if self._is_asking or self._is_pressed:
            raise KeyboardInterrupt
        self._is_pressed = True

    @property
    def is_terminal(self) -> bool:
        """Whether lines are typed; a pipe may be a file."""
        return bool(self._source.isatty())

    def say(self, *paragraphs: str) -> None:
        """Each paragraph, wrapped where a terminal shows it."""
        for paragraph in paragraphs:
            for line in paragraph.split("\n"):
                print(self._wrapped(line), file=self._target)
        self._target.flush()

    def gap(self) -> None:
        """A blank line."""
        self.say("")

    def ask(self, prompt: str) -> str:
        """Ask for a line; what comes from a pipe is repeated, so that the output can be read by itself."""
        self._target.write(prompt)
        self._target.flush()
        raw = self._line()
        text = raw.decode("utf-8-sig", "replace")
        is_whole = raw.endswith(b"\n")
        line = text.rstrip("\r\n")
        if not raw or (self.is_terminal and not is_whole):
            self.gap()
            raise EndOfInput(line)
        if not self.is_terminal:
            self.say(line)
        if self.is_terminal and len(raw.rstrip(b"\r\n")) >= LINE_BYTES:
            raise BadLine(
                f"The terminal takes no more than {LINE_BYTES:,} bytes in one line and dropped the rest. "
                "Nothing was sent; what came stands in the lines written so far. /show reads them, /undo takes the "
                "last one back, and /send sends them.",
                raw.decode("utf-8", "ignore").strip("\r\n"),  # it may have been cut within a letter
            )
        if "\ufffd" in line and "\ufffd".encode() not in raw:
            raise BadLine("This line is not UTF-8 text, so it was not used. Save it as UTF-8 and send it again.")
        return line

    def _line(self) -> bytes:
        if self._is_pressed:
            self._is_pressed = False
            self.gap()
            raise Interrupted
        try:
            self._is_asking = True
            return bytes(self._source.buffer.readline())
        except KeyboardInterrupt:
            self.gap()
            raise Interrupted from None
        finally:
            self._is_asking = False

    def _wrapped(self, line: str) -> str:
        if not self._target.isatty():
            return line
        width = min(WIDEST, shutil.get_terminal_size().columns)
        return textwrap.fill(line, max(20, width - 1), break_on_hyphens=False, break_long_words=False)
