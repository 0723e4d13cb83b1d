"""The desk: everything the app is given from outside, opened only when it is needed.

Keeping sessions, reading replies, scoring and chance stand behind this one seam, so that tests can hand in their own.
Nothing here knows Textual; everything here may be called from a worker thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import tzinfo
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from scenarios.faults import ScenarioError
from scenarios.library import shipped
from scoring.words import who
from screens.catalogue import Patient, Unfinished, read_patients
from screens.sitting import DeskError, Sitting, spoken
from simulator.events import EventError

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scoring.report.view import Report
    from simulator.reading import Coder
    from simulator.session import Session
    from simulator.store import SessionRecord, Store

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


class Desk:
    """What the app works with."""

    def __init__(
        self,
        *,
        library: Callable[[], Mapping[str, Path]] = shipped,
        open_store: Callable[[], Store] = _open_store,
        load_coder: Callable[[], Coder] = _load_coder,
        report: Callable[[Session], Report] = _report,
        rubric_version: Callable[[], str] = _rubric_version,
        draw_seed: Callable[[], int] = _draw_seed,
        zone: tzinfo | None = None,
    ) -> None:
        """`zone`: in which times are told; `None`: the computer's own."""
        self.report = report
        self._library = library
        self._open_store = open_store
        self._load_coder = load_coder
        self._rubric_version = rubric_version
        self._draw_seed = draw_seed
        self._zone = zone
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

    def patients(self) -> tuple[tuple[Patient, ...], tuple[str, ...]]:
        """Every patient of the library, and what is wrong with those that cannot be used."""
        return read_patients(self._library().values())

    def unfinished(self, scenario_id: str | None = None) -> tuple[Unfinished, ...]:
        """Sessions kept for later, newest first; of one scenario, or of all. Raises `DeskError`."""
        with spoken():
            records = self.store.records(unfinished_only=True)
        return tuple(self._unfinished(record) for record in records if scenario_id in {None, record.scenario_id})

    def begin(self, patient: Patient, seed: int | None, *, feedback: bool) -> Sitting:
        """Start a new session. Raises `DeskError`."""
        from simulator.practice import Practice  # noqa: PLC0415  the patient is not needed for the first paint

        coder = self.coder
        chosen = self._draw_seed() if seed is None else seed
        try:
            raw = patient.path.read_bytes()
            with spoken():
                mode = "coach" if feedback else "quiet"
                record = self.store.create(raw, patient.scenario, seed=chosen, mode=mode)
                journal = self.store.journal(record.id)
                practice = Practice.begin(
                    patient.scenario, journal, coder, seed=chosen, rubric_version=self._rubric_version()
                )
        except (OSError, ValueError) as error:
            raise DeskError(f"{patient.path}: the session could not be begun: {error}") from error
        return Sitting(record.id, practice, self.store)

    def take_up(self, session_id: str) -> Sitting:
        """Go on with a kept session; a reply that was kept but not answered still waits. Raises `DeskError`."""
        from simulator.practice import Practice  # noqa: PLC0415  as above
        from simulator.session import replay  # noqa: PLC0415  as above

        coder = self.coder
        try:
            with spoken():
                scenario = self.store.scenario(session_id)
                session = replay(scenario, self.store.events(session_id))
                journal = self.store.journal(session_id)
        except (EventError, ScenarioError) as error:
            raise DeskError(f"This session cannot be taken up again: {error}") from error
        return Sitting(session_id, Practice(session, journal, coder), self.store)

    def close(self) -> None:
        """Close what was opened."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None

    def _unfinished(self, record: SessionRecord) -> Unfinished:
        begun = record.started_at.astimezone(self._zone)
        when = f"{begun.day} {begun:%b %Y, %H:%M}"
        return Unfinished(record.id, record.scenario_id, self._title(record), record.turns, when)

    def _title(self, record: SessionRecord) -> str:
        try:
            scenario: Scenario = self.store.scenario(record.id)
        except ScenarioError:  # played with a file that this version no longer understands
            return record.title
        return f"{who(scenario)}: {record.title}"
