"""The server kept what it was asked to keep, and the connection broke before it could say so."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from simulator.events import Replied
from simulator.store import Store
from simulator.store_errors import ConflictError, UnreachableError
from simulator.store_place import server_at
from tests.postgres import Cluster
from tests.store.players import begin, resume

SOCKET = ".s.PGSQL.5432"
CHUNK = 65_536


class Cutter:
    """Stands between program and server, passes everything on, and once hears an answer that it does not pass on."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.is_waiting = threading.Event()
        """Set: the answer to the next COMMIT is lost, and the connection with it."""
        self._server = server
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / SOCKET))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Nobody is let through any more."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listening.accept()
                threading.Thread(target=self._between, args=(program,), daemon=True).start()

    def _between(self, program: socket.socket) -> None:
        with closing(program), closing(socket.socket(socket.AF_UNIX)) as server, suppress(OSError):
            server.connect(str(self._server / SOCKET))
            is_last = threading.Event()
            threading.Thread(target=self._back, args=(server, program, is_last), daemon=True).start()
            while asked := program.recv(CHUNK):
                if b"COMMIT\0" in asked and self.is_waiting.is_set():
                    is_last.set()
                server.sendall(asked)

    def _back(self, server: socket.socket, program: socket.socket, is_last: threading.Event) -> None:
        with suppress(OSError):
            while (answer := server.recv(CHUNK)) and not is_last.is_set():
                program.sendall(answer)
        with suppress(OSError):
            program.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cutter(cluster: Cluster) -> Iterator[tuple[Cutter, str]]:
    """With the address of an empty store behind it."""
    with tempfile.TemporaryDirectory(prefix="attune-cut-") as name:  # pytest's own names are too long for a socket
        one = Cutter(Path(name), cluster.folder)
        yield one, cluster.database().replace(str(cluster.folder), name)
        one.close()


def test_a_reply_that_was_kept_without_an_answer_is_sent_again_and_kept_once(
    cutter: tuple[Cutter, str], folder: Path
) -> None:
    """The trainee is told that the server does not answer, presses Enter again, and goes on."""
    cut, url = cutter
    with Store.open(folder, server=server_at(url)) as store:
        session_id, practice = begin(store)
        cut.is_waiting.set()

        with pytest.raises(UnreachableError):
            practice.keep("How is home?")
        cut.is_waiting.clear()
        assert [event.text for event in store.events(session_id) if isinstance(event, Replied)] == ["How is home?"]

        practice.send("How is home?")
        practice.send("And then?")
        assert [turn.reply for turn in resume(store, session_id).session.turns] == ["How is home?", "And then?"]


def test_other_words_than_those_that_were_kept_are_a_conflict(cutter: tuple[Cutter, str], folder: Path) -> None:
    """The first are there for good; opened again, the session goes on from them."""
    cut, url = cutter
    with Store.open(folder, server=server_at(url)) as store:
        session_id, practice = begin(store)
        cut.is_waiting.set()
        with pytest.raises(UnreachableError):
            practice.keep("How is home?")
        cut.is_waiting.clear()

        with pytest.raises(ConflictError, match="Open the session again"):
            practice.keep("What brings you?")

        assert [turn.reply for turn in resume(store, session_id).session.turns] == ["How is home?"]
