"""The app in a real terminal (tmux): each mode once, and what a pilot cannot do: kill, stop, paste a megabyte."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screens.settings_file import Settings, write_settings
from simulator.store import Store
from tests.programs import go_without
from tests.tui.fakes import ADVISES, REFLECTS

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 90.0
FEEDBACK = "Hearing their own words back"
APP = """
import os, sys
from pathlib import Path
from tests.tui.fakes import fake_app
home = Path(sys.argv[1])
(home / "pid").write_text(str(os.getpid()))
fake_app(home, mode=sys.argv[2]).run()
print("gone", flush=True)
"""


class Terminal:
    """A terminal of 80×24 with the app in it."""

    def __init__(self, home: Path, mode: str) -> None:
        self.home = home
        self._socket = f"attune-{os.getpid()}-{home.name}"
        app = shlex.join([sys.executable, "-c", APP, str(home), mode])
        self._tmux(
            *("new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT)),
            *("-e", f"ATTUNE_HOME={home}", "-e", f"PYTHONPATH={ROOT}", "-e", "PS1=$ ", "bash --norc"),
        )
        self.type(app)
        self.press("Enter")

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    def shown(self) -> str:
        """What stands on the screen, on one line."""
        return " ".join(self._tmux("capture-pane", "-p").split())

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, self.shown()
            time.sleep(0.05)

    def see(self, *words: str) -> None:
        """Wait until all of these stand on the screen."""
        self.until(lambda: all(part in self.shown() for part in words))

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names for them."""
        self._tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type letters."""
        self._tmux("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste, in brackets as terminals do."""
        file = self.home / "pasted.txt"
        file.write_text(text, "utf-8")
        self._tmux("load-buffer", str(file))
        self._tmux("paste-buffer", "-p")

    @property
    def pid(self) -> int:
        """Of the app."""
        return int((self.home / "pid").read_text())

    def begin(self) -> None:
        """From home into the conversation."""
        self.see("Robin, 40")
        self.press("Enter")
        self.see("Content warning", "Begin")
        self.press("Enter")
        self.see("Type your reply")

    def reply(self, text: str, answer: str) -> None:
        """Type, send, and wait for the answer."""
        self.type(text)
        self.press("Enter")
        self.see(answer)

    def close(self) -> None:
        """Leave nothing behind."""
        self._tmux("kill-server")


Start = Callable[[str], Terminal]


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start terminals; they are closed afterwards."""
    if shutil.which("tmux") is None:
        go_without("tmux is not installed")
    write_settings(Settings(pace="instant", is_introduced=True), home)
    begun: list[Terminal] = []

    def new(mode: str) -> Terminal:
        begun.append(Terminal(home, mode))
        return begun[-1]

    yield new
    for terminal in begun:
        terminal.close()


@pytest.mark.parametrize(("mode", "is_shown"), [("coach", True), ("quiet", False), ("assess", False)])
def test_a_session_in_each_mode_from_home_to_the_debrief_and_out(start: Start, mode: str, is_shown: bool) -> None:
    terminal = start(mode)
    terminal.begin()

    terminal.reply(REFLECTS, "Would you go to a doctor")
    terminal.see(f"turn 2 · {mode}", *([FEEDBACK] if is_shown else []))
    assert (FEEDBACK in terminal.shown()) is is_shown
    assert ("F7 Hint" in terminal.shown()) is (mode != "assess")
    terminal.reply(ADVISES, "The session has ended")

    terminal.press("Enter")
    terminal.see("It ended well for Robin.", "What met Robin's need")
    terminal.press("C-q")
    terminal.see("gone")
    with Store.open(terminal.home) as store:
        assert [(record.mode, record.ending) for record in store.records()] == [(mode, "relief")]


def test_a_draft_is_kept_without_a_key_for_it_and_outlives_a_kill(start: Start) -> None:
    terminal = start("coach")
    terminal.begin()
    terminal.type("just typ")
    terminal.see("just typ")
    with Store.open(terminal.home) as store:
        (record,) = store.records()
        terminal.until(lambda: store.draft(record.id) == "just typ")

    os.kill(terminal.pid, signal.SIGKILL)
    terminal.see("Killed")

    with Store.open(terminal.home) as store:
        assert store.draft(record.id) == "just typ"


def test_a_megabyte_pasted_is_refused_and_nothing_is_lost(start: Start) -> None:
    """Ten of them take Textual 7 s to read, and are refused as well; `test_trouble` pastes those."""
    terminal = start("coach")
    terminal.begin()
    terminal.type("before")
    terminal.see("before")

    terminal.paste("x" * 1_000_000)
    terminal.see("1,000,000 characters were pasted")
    terminal.type(" after")
    terminal.see("before after")


def test_the_app_can_be_stopped_and_goes_on_where_it_was(start: Start) -> None:
    terminal = start("coach")
    terminal.begin()
    terminal.type("half a th")
    terminal.see("half a th")

    os.kill(terminal.pid, signal.SIGTSTP)
    terminal.see("Stopped")
    terminal.type("fg")
    terminal.press("Enter")
    terminal.see("half a th", "F1 Help")
    terminal.type("ought")
    terminal.see("half a thought")
