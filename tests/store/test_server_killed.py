"""A turn that was answered is on the server's disk, whenever the server is killed; what was not is sent again, once."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from simulator.events import Replied
from simulator.practice import Practice
from simulator.store import Store
from simulator.store_errors import UnreachableError
from simulator.store_place import server_at
from tests.postgres import running
from tests.store.players import begin, resume, words

KILLS = int(os.environ.get("ATTUNE_KILLS", "12"))
"""More by hand: docs/reliability.md tells of a run with 200."""
LONGEST_SECONDS = 0.4
"""How long the server may run between two kills."""
T = TypeVar("T")


class Trainee:
    """Plays until told to stop; where the server does not answer, does the same thing again, as with Enter."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.answered: dict[str, int] = {}
        """Turns that were answered, by session."""
        self.troubles = 0
        self.is_over = threading.Event()
        self.fault: BaseException | None = None

    def play(self) -> None:
        """For a thread; what goes wrong otherwise is kept in `fault`."""
        try:
            while not self.is_over.is_set():
                session_id, practice = self._until_done(lambda: begin(self.store))
                self._play(session_id, practice)
        except BaseException as error:  # noqa: BLE001  told by whoever waits for the thread
            self.fault = error

    def _play(self, session_id: str, practice: Practice) -> None:
        while practice.session.ending is None:
            n = practice.session.next_turn
            said = words(session_id, n)
            self._until_done(lambda said=said: practice.keep(said))  # type: ignore[misc]
            self._until_done(practice.answer)
            self.answered[session_id] = n

    def _until_done(self, deed: Callable[[], T]) -> T:
        while True:
            try:
                return deed()
            except UnreachableError:
                self.troubles += 1
                time.sleep(0.02)


def test_every_answered_turn_survives_a_server_that_is_killed_at_any_moment(folder: Path) -> None:
    """Each reply is kept once and word for word, though the trainee sent again whatever was not acknowledged."""
    moments = random.Random(20)  # noqa: S311  a repeatable choice of moments
    with running() as cluster:
        server = server_at(cluster.database())
        with Store.open(folder, server=server) as store:
            trainee = Trainee(store)
            playing = threading.Thread(target=trainee.play)
            playing.start()
            for _ in range(KILLS):
                time.sleep(moments.uniform(0, LONGEST_SECONDS))
                cluster.kill()
                cluster.start()
            trainee.is_over.set()
            playing.join()

        assert trainee.fault is None
        assert trainee.troubles > 0
        with Store.open(folder, server=server) as store:
            for session_id, turns in trainee.answered.items():
                kept = [event.text for event in store.events(session_id) if isinstance(event, Replied)]
                assert kept == [words(session_id, n) for n in range(1, turns + 1)]
                assert resume(store, session_id).session.ending is not None
            print(f"{KILLS} kills, {trainee.troubles} troubles told, {sum(trainee.answered.values())} turns answered")  # noqa: T201
