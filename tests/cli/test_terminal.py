"""Where the full screen can be shown."""

from __future__ import annotations

import pytest

from commands.errors import InputError, need_terminal
from commands.terminal import why_no_screen

STREAMS = ("stdin", "stdout", "stderr")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """All three streams are one's terminal."""
    for name in STREAMS:
        monkeypatch.setattr(f"sys.{name}.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    return monkeypatch


@pytest.mark.usefixtures("terminal")
def test_a_terminal_has_a_screen() -> None:
    assert not why_no_screen()
    need_terminal()


@pytest.mark.parametrize("name", STREAMS)
def test_none_of_the_three_may_be_a_file(terminal: pytest.MonkeyPatch, name: str) -> None:
    """The screen is drawn on standard error: with that in a file, nothing at all would be seen."""
    terminal.setattr(f"sys.{name}.isatty", lambda: False)

    assert "a file or a pipe" in why_no_screen()
    with pytest.raises(InputError, match="needs a terminal"):
        need_terminal()


def test_a_terminal_that_cannot_move_its_cursor_has_none(terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv("TERM", "dumb")

    assert "cursor" in why_no_screen()
