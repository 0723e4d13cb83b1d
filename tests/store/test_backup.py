"""Backups as docs/deploy.md tells how to make them, made while somebody plays, and put back."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from simulator.events import Replied
from simulator.store import Store
from tests.programs import go_without
from tests.store import players
from tests.store.players import resume, words

BACKUPS = 12
ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "deploy.md"


def by_sqlite(source: Path, copy: Path) -> None:
    """With Python's own SQLite, where the program `sqlite3` is not installed."""
    with closing(sqlite3.connect(source)) as opened, closing(sqlite3.connect(copy)) as target:
        opened.backup(target)


def by_vacuum(source: Path, copy: Path) -> None:
    """Without the remains of what was removed."""
    with closing(sqlite3.connect(source)) as opened:
        opened.execute("VACUUM INTO ?", (str(copy),))


class Playing:
    """A process that plays one session after another, and says which turns were answered."""

    def __init__(self, folder: Path) -> None:
        code = "from tests.store.players import play; play()"
        where = os.environ | {"ATTUNE_HOME": str(folder)}
        program = [sys.executable, "-c", code]
        self.process = subprocess.Popen(program, stdout=subprocess.PIPE, cwd=ROOT, env=where, text=True)
        self.answered: dict[str, int] = {}
        self._some = threading.Event()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()
        assert self._some.wait(120)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            match line.split():
                case ["ack", session_id, n]:
                    self.answered[session_id] = int(n)
                    self._some.set()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reading.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.mark.parametrize("back_up", [by_sqlite, by_vacuum])
def test_a_backup_made_while_somebody_plays_holds_every_turn_answered_before_it(
    folder: Path, tmp_path: Path, back_up: Callable[[Path, Path], None]
) -> None:
    """Each backup, put into an empty folder, is a store whose sessions go on."""
    Store.open(folder).close()
    playing = Playing(folder)
    try:
        made: list[tuple[Path, dict[str, int]]] = []
        for n in range(BACKUPS):
            home = tmp_path / f"restored-{n}"
            home.mkdir(mode=0o700)
            before = dict(playing.answered)
            back_up(folder / "sessions.sqlite", home / "sessions.sqlite")
            made.append((home, before))
    finally:
        playing.stop()

    for home, before in made:
        with Store.open(home) as store:
            for session_id, turns in before.items():
                kept = [event.text for event in store.events(session_id) if isinstance(event, Replied)]
                assert kept[:turns] == [words(session_id, n) for n in range(1, turns + 1)]
    with Store.open(made[-1][0]) as store:
        for record in store.records(unfinished_only=True):
            practice = resume(store, record.id)
            while practice.session.ending is None:
                practice.send("And we go on?")


def test_the_script_in_the_docs_backs_up_every_visitor_and_is_put_back(folder: Path, tmp_path: Path) -> None:
    """What stands on the page is what is run here, with the folders changed."""
    if shutil.which("sqlite3") is None:
        go_without("the program sqlite3 is not installed")
    places = [folder, folder / "served/users/ada", folder / "served/visitors/0123"]
    for place in places:
        with Store.open(place) as store:
            _, practice = players.begin(store)
            practice.send(f"In {place.name}")
    script = re.findall(r"```sh\n(#!/bin/sh\n.*?)```", DOC.read_text("utf-8"), re.DOTALL)[0]
    target = tmp_path / "backups"
    script = script.replace("/var/lib/attune", str(folder)).replace("/var/backups/attune", str(target))

    subprocess.run(["sh", "-c", script], check=True)

    (made,) = target.iterdir()
    assert made.stat().st_mode & 0o077 == 0
    for place in places:
        copy = made / place.relative_to(folder)
        assert (copy / "sessions.sqlite").stat().st_mode & 0o077 == 0
        with Store.open(copy) as store:
            (record,) = store.records()
            assert resume(store, record.id).session.turns[0].reply == f"In {place.name}"
