"""The desk: everything the app is given from outside, opened only when it is needed.

Keeping sessions, reading replies, scoring and chance stand behind this one seam, so that tests can hand in their own.
Nothing here knows Textual; everything here may be called from a worker thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from scenarios.faults import ScenarioError
from scenarios.library import available
from screens.catalogue import Patient
from screens.ledger import Ledger
from screens.past import Past
from screens.settings_file import read_settings
from screens.shelf import Library, Shelf
from screens.sitting import DeskError, Sitting, spoken
from simulator.modes import ModeName

if TYPE_CHECKING:
    from scenarios.packs import Pack
    from scoring.report.view import Report
    from simulator.reading import Coder
    from simulator.session import Session
    from simulator.store import Store

SEEDS = 2**31
"""Seeds are drawn below this, so that one is easily typed after `--seed`."""


def _open_store() -> Store:
    from simulator.store import Store  # noqa: PLC0415  SQLAlchemy takes 0.2 s

    return Store.open()


def _load_coder() -> Coder:
    from scoring.coder import load_coder  # noqa: PLC0415  numpy and onnxruntime take 0.2 s
    from scoring.coder.assets import CoderDataError  # noqa: PLC0415

    try:
        return load_coder()
    except CoderDataError as error:
        raise DeskError(str(error)) from error


def _report(session: Session) -> Report:
    from scoring.report.compose import report_of  # noqa: PLC0415  the rubric's tables are read only for a debrief

    return report_of(session)


def _rubric_version() -> str:
    from scoring.rubric import version  # noqa: PLC0415  as above

    return version()


def _draw_seed() -> int:
    return secrets.randbelow(SEEDS)


def _packs() -> tuple[Pack, ...]:
    from scenarios.packs import packs  # noqa: PLC0415  YAML, and the first paint needs none

    return packs()


def _now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """What the app works with."""

    def __init__(  # noqa: PLR0913  one for each thing from outside
        self,
        *,
        library: Callable[[], Mapping[str, Path]] = available,
        packs: Callable[[], tuple[Pack, ...]] = _packs,
        open_store: Callable[[], Store] = _open_store,
        load_coder: Callable[[], Coder] = _load_coder,
        report: Callable[[Session], Report] = _report,
        rubric_version: Callable[[], str] = _rubric_version,
        draw_seed: Callable[[], int] = _draw_seed,
        now: Callable[[], datetime] = _now,
        zone: tzinfo | None = None,
    ) -> None:
        """`zone`: in which times are told; `None`: the computer's own."""
        self.report = report
        self.now = now
        self.ledger = Ledger(lambda: self.store, zone)
        """What the kept sessions come to."""
        self._shelf = Shelf(library, packs, self.ledger.know)
        self._open_store = open_store
        self._load_coder = load_coder
        self._rubric_version = rubric_version
        self._draw_seed = draw_seed
        self._lock = RLock()
        self._store: Store | None = None
        self._coder: Coder | None = None

    @property
    def store(self) -> Store:
        """Where sessions are kept. Raises `DeskError`."""
        with self._lock, spoken():
            if self._store is None:
                self._store = self._open_store()
            return self._store

    @property
    def coder(self) -> Coder:
        """What reads replies. Raises `DeskError`."""
        with self._lock:
            if self._coder is None:
                self._coder = self._load_coder()
            return self._coder

    def patients(self) -> Iterator[Library]:
        """Patients and packs as they are read, file by file; the last is complete. Files read before are quick."""
        return self._shelf.read()

    def unfinished(self, scenario_id: str | None = None) -> tuple[Past, ...]:
        """Sessions kept for later, newest first; of one scenario, or of all. Raises `DeskError`."""
        return tuple(past for past in self.ledger.past(unfinished_only=True) if scenario_id in {None, past.scenario})

    def begin(self, patient: Patient, seed: int | None, *, mode: ModeName = "coach") -> Sitting:
        """Start a new session. Raises `DeskError`."""
        from simulator.practice import Practice  # noqa: PLC0415  the patient is not needed for the first paint

        coder = self.coder
        chosen = self._draw_seed() if seed is None else seed
        try:
            raw = patient.path.read_bytes()
            with spoken():
                trainee = read_settings().trainee
                record = self.store.create(raw, patient.scenario, seed=chosen, mode=mode, trainee=trainee)
                journal = self.store.journal(record.id)
                practice = Practice.begin(
                    patient.scenario, journal, coder, seed=chosen, rubric_version=self._rubric_version()
                )
        except (OSError, ValueError) as error:
            raise DeskError(f"{patient.path}: the session could not be begun: {error}") from error
        return Sitting(record.id, practice, self.store, mode)

    def take_up(self, session_id: str) -> Sitting:
        """Go on with a kept session; a reply that was kept but not answered still waits. Raises `DeskError`."""
        from simulator.events import EventError  # noqa: PLC0415  as above
        from simulator.practice import Practice  # noqa: PLC0415  as above
        from simulator.session import replay  # noqa: PLC0415  as above

        coder = self.coder
        try:
            with spoken():
                mode = self.store.record(session_id).mode
                scenario = self.store.scenario(session_id)
                session = replay(scenario, self.store.events(session_id))
                journal = self.store.journal(session_id)
        except (EventError, ScenarioError) as error:
            raise DeskError(f"This session cannot be taken up again: {error}") from error
        return Sitting(session_id, Practice(session, journal, coder), self.store, mode)

    def erase(self, session_id: str) -> None:
        """Erase a session for good. Raises `DeskError`."""
        with spoken():
            self.store.erase(session_id)

    def close(self) -> None:
        """Close what was opened."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None
