"""Plain lines in real processes: a pipe, a dumb terminal, and Ctrl-C in it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from commands.plain.console import LINE_BYTES

ROOT = Path(__file__).parents[2]
ATTUNE = [sys.executable, "-c", "import cli; cli.main()"]
CONTROLLED = "import os; os.close(os.open(os.ttyname(0), os.O_RDWR))"
"""Makes its terminal the one that Ctrl-C comes from."""
PATIENCE_SECONDS = 240.0
"""Only a test that fails waits so long."""


def piped(lines: str | bytes, *args: str) -> subprocess.CompletedProcess[bytes]:
    """Run `attune` with these lines in a pipe."""
    raw = lines.encode() if isinstance(lines, str) else lines
    return subprocess.run(
        [*ATTUNE, *args], input=raw, capture_output=True, cwd=ROOT, check=False, timeout=PATIENCE_SECONDS
    )


class DumbTerminal:
    """`attune` at a terminal that cannot move its cursor."""

    def __init__(self, *args: str) -> None:
        self.ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "80"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{CONTROLLED}; {ATTUNE[-1]}", *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = b""

    def until(self, words: str) -> None:
        """Read until these words have come since the last line was typed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words.encode() not in self.seen:
            assert time.monotonic() < deadline, self.seen.decode("utf-8", "replace")[-500:]
            if select.select([self.ours], [], [], 0.1)[0]:
                self.seen += os.read(self.ours, 65_536)

    def press(self, raw: bytes) -> None:
        """Type; what was seen so far is forgotten."""
        self.seen = b""
        os.write(self.ours, raw)

    def close(self) -> int:
        """Wait for the end; gives the exit code."""
        return self.process.wait(PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)


def test_a_pipe_plays_pauses_and_resumes() -> None:
    first = piped("It sounds like a heavy week.\n", "play", "advice-seeker", "--plain")
    assert first.returncode == 0
    assert b"Feedback on turn 1." in first.stdout
    assert b"attune play --resume" in first.stdout
    assert b"\x1b" not in first.stdout

    second = piped("(silence)\n", "play", "--resume", "last", "--plain")
    assert second.returncode == 0
    assert b"Going on with Ellie after 1 turn." in second.stdout
    assert b"Feedback on turn 2." in second.stdout


def test_without_a_terminal_the_app_goes_on_in_plain_lines_and_says_so() -> None:
    done = piped("q\n")

    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "attune: input or output is a file or a pipe, so Attune goes on in plain lines (--plain asks for them)."
    ]
    assert b"Meet a patient:" in done.stdout


def test_a_line_that_is_not_utf_8_is_named_and_the_others_are_used() -> None:
    done = piped(b"It sounds heavy.\ncaf\xe9\nWho else knows?\n", "play", "advice-seeker", "--plain")

    assert b"not UTF-8" in done.stdout
    assert b"Feedback on turn 2." in done.stdout


def test_a_dumb_terminal_is_given_plain_lines_without_being_asked() -> None:
    with DumbTerminal("play", "advice-seeker") as terminal:
        terminal.until("Press Enter to begin")
        assert b"cannot move its cursor" in terminal.seen
        terminal.press(b"\n")
        terminal.until("Turn 1. You: ")
        terminal.press(b"It sounds like a heavy week.\n")
        terminal.until("Turn 2. You: ")
        assert b"\x1b" not in terminal.seen
        terminal.press(b"\x03")
        terminal.until("Press Ctrl-C again")
        terminal.press(b"\x03")
        terminal.until("--resume")

        assert terminal.close() == 0


def test_words_typed_without_enter_are_kept_when_the_terminal_ends_input() -> None:
    with DumbTerminal("play", "advice-seeker", "--plain") as terminal:
        terminal.until("Press Enter to begin")
        terminal.press(b"\n")
        terminal.until("Turn 1. You: ")
        terminal.press(b"half a thought\x04\x04")
        terminal.until("--resume")
        assert terminal.close() == 0

    assert b"half a thought" in piped("", "play", "--resume", "last", "--plain").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="how much a terminal takes in a line is each system's own")
def test_a_line_that_the_terminal_cut_is_not_sent() -> None:
    with DumbTerminal("play", "advice-seeker", "--plain") as terminal:
        terminal.until("Press Enter to begin")
        terminal.press(b"\n")
        terminal.until("Turn 1. You: ")
        terminal.press("é".encode() * 2_100 + b"\n")
        terminal.until("Line 2: ")
        assert f"no more than {LINE_BYTES:,} bytes" in terminal.seen.decode("utf-8", "replace").replace("\r\n", " ")
        terminal.press(b"/drop\n/pause\n")
        terminal.until("--resume")

        assert terminal.close() == 0
