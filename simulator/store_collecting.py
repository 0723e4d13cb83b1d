"""Collecting what a class hands in: from pieces of files to sessions in the store, conflicts set aside."""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from scenarios.faults import ScenarioError
from scenarios.library import shipped
from scenarios.load import parse_scenario
from scenarios.model import Scenario
from simulator.bundle_checks import played
from simulator.bundle_files import Found, PassedOver, Piece, Refused
from simulator.bundles import Bundle, BundleError, read_bundle
from simulator.session import Session
from simulator.store_engine import Database, speaking
from simulator.store_import import Arrival, Outcome, Taken, known_already, sources_kept, take_in

BATCH = 100
"""Bundles a transaction: writing safely to disk costs the same for one as for many."""
QUARANTINE = "quarantine"
"""Folder beside the sessions for what contradicts them."""


OBJECTS = 50_000
"""New objects between two searches for circles among them, while a class is taken in."""


@contextmanager
def seldom_searching() -> Iterator[None]:
    """For as long as a class is taken in: what is let go is freed at once anyway, and looking for circles of objects
    among all the rest took an eighth of the time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@dataclass(slots=True)
class Tally:
    """What became of everything that was handed in, so far."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    refused: list[Refused] = field(default_factory=list)
    quarantined: list[tuple[str, str, Path]] = field(default_factory=list)
    """Name of what came, id of the session, and where it lies now."""
    passed_over: int = 0

    @property
    def sessions(self) -> int:
        """How many bundles were looked at."""
        return sum(self.outcomes.values()) + len(self.refused)


class Collector:
    """Takes pieces in, a batch at a time. Stopped at any moment, it can begin again from the first piece."""

    def __init__(self, database: Database, folder: Path, seen: Callable[[str, Session], None] | None = None) -> None:
        """`folder` is that of the sessions; `seen` is told of each session that is new or goes on."""
        self.tally = Tally()
        self._database = database
        self._quarantine = folder / QUARANTINE
        self._seen = seen
        self._patients: dict[str, tuple[Scenario, bytes] | str] = {}

    def collect(self, pieces: Iterable[Piece]) -> Iterator[Tally]:
        """Take everything in; after each transaction the tally so far. Raises `StoreError`."""
        waiting = iter(pieces)
        while batch := list(islice(waiting, BATCH)):
            read: list[tuple[Found, Bundle]] = []
            for piece in batch:
                match piece:
                    case Found():
                        read += self._read(piece)
                    case Refused():
                        self.tally.refused.append(piece)
                    case PassedOver():
                        self.tally.passed_over += 1
            arrivals: list[tuple[Found, Arrival, Session]] = []
            known = known_already(self._database, [bundle for _, bundle in read])
            for (piece, bundle), nothing_new in zip(read, known, strict=True):
                if nothing_new is None:
                    arrivals += self._arrivals(piece, bundle)
                else:
                    self.tally.outcomes[nothing_new.outcome] += 1
            taken = take_in(self._database, [arrival for _, arrival, _ in arrivals]) if arrivals else []
            for (piece, arrival, session), one in zip(arrivals, taken, strict=True):
                self._note(piece, arrival, session, one)
            yield self.tally

    def _read(self, piece: Found) -> list[tuple[Found, Bundle]]:
        """The piece read; nothing where it cannot be, which is noted."""
        try:
            return [(piece, read_bundle(piece.raw))]
        except BundleError as error:
            self.tally.refused.append(Refused(piece.name, str(error)))
            return []

    def _arrivals(self, piece: Found, bundle: Bundle) -> list[tuple[Found, Arrival, Session]]:
        """The bundle played through, once; nothing where it makes no session, which is noted."""
        try:
            scenario, source = self._patient(bundle)
            session = played(bundle, scenario)
        except BundleError as error:
            self.tally.refused.append(Refused(piece.name, str(error)))
            return []
        ending = None if session.ending is None else session.ending.id
        return [(piece, Arrival(bundle, scenario, source, ending), session)]

    def _note(self, piece: Found, arrival: Arrival, session: Session, taken: Taken) -> None:
        self.tally.outcomes[taken.outcome] += 1
        if taken.outcome is Outcome.CONFLICT:
            bundle = arrival.bundle
            path = set_aside(self._quarantine, piece, bundle, taken)
            self.tally.quarantined.append((piece.name, bundle.session, path))
        elif taken.outcome in {Outcome.NEW, Outcome.LONGER} and self._seen is not None:
            self._seen(arrival.bundle.session, session)

    def _patient(self, bundle: Bundle) -> tuple[Scenario, bytes]:
        known = self._patients.get(bundle.sha256)
        if known is None:
            known = self._patients[bundle.sha256] = self._read_patient(bundle)
        if isinstance(known, str):
            raise BundleError(known)
        return known

    def _read_patient(self, bundle: Bundle) -> tuple[Scenario, bytes] | str:
        source = bundle.source or sources_kept(self._database, bundle.sha256) or _shipped_source(bundle.sha256)
        if source is None:
            return "it does not hold its patient's file, and that file is not known here; export it again"
        try:
            return parse_scenario(source, "patient"), source
        except ScenarioError as error:
            return f"its patient's file is not understood here: {error.faults[0].message}"


def set_aside(quarantine: Path, piece: Found, bundle: Bundle, taken: Taken) -> Path:
    """Keep what contradicts the session that is there, with a note beside it. Raises `StoreError`."""
    path = quarantine / f"{bundle.session}-{hashlib.sha256(piece.raw).hexdigest()[:12]}.jsonl"
    where = f"from event {taken.parts} on" if taken.parts else "in whose it is, in its mode, or in when it was begun"
    note = (
        f"Session {bundle.session}, from {piece.name}.\n"
        f"It has {len(bundle.events)} events; the session that was there already has {taken.kept}. "
        f"They differ {where}.\n"
        "Neither was changed. Ask the trainee how it came about; a session played on in two places parts like this.\n"
    )
    with speaking(path):
        quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(path, piece.raw)
        _write_whole(path.with_suffix(".txt"), note.encode())
    return path


def _write_whole(path: Path, raw: bytes) -> None:
    """There whole or not at all, for its owner alone."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _shipped_source(sha256: str) -> bytes | None:
    sources = (path.read_bytes() for path in shipped().values())
    return next((raw for raw in sources if hashlib.sha256(raw).hexdigest() == sha256), None)
