"""Writing the report of a session to a file: beside the sessions, and never in the place of another file."""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.faults import ScenarioError
from scoring.report.forms import ENDS, rendered
from screens.answers import Answer
from screens.sitting import DeskError, spoken
from simulator.events import EventError
from simulator.session import replay

if TYPE_CHECKING:
    from simulator.store import SessionRecord, Store

FOLDER = "reports"
FORMS = (
    Answer("html", "A page to read or print", "HTML; opens in any browser."),
    Answer("md", "Markdown", "For notes and portfolios."),
    Answer("text", "Plain text"),
    Answer("json", "JSON", "For a program."),
)


def export(store: Store, session_id: str, form: str) -> Path:
    """Write the report in one of the forms, and say where. Raises `DeskError`; then nothing is left behind."""
    try:
        with spoken():
            record = store.record(session_id)
            session = replay(store.scenario(session_id), store.events(session_id))
    except (EventError, ScenarioError) as error:
        raise DeskError(f"The report cannot be made: {error}") from error
    folder = store.folder / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return _written(folder, _stem(record), ENDS[form], rendered(session, record, form))
    except OSError as error:
        raise DeskError(
            f"{folder}: the report cannot be written: {error.strerror or error}. Nothing was left."
        ) from error


def _stem(record: SessionRecord) -> str:
    return f"{record.scenario_id}-{record.started_at:%Y-%m-%d-%H%M}-{record.id[-6:]}"


def _written(folder: Path, stem: str, end: str, text: str) -> Path:
    """The text in a new file; it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{stem}.", suffix=".tmp")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        for n in count(1):
            path = folder / (f"{stem}.{end}" if n == 1 else f"{stem}-{n}.{end}")
            try:
                path.hardlink_to(unfinished)  # fails where the name is taken, as renaming would not
            except FileExistsError:
                continue
            return path
    finally:
        unfinished.unlink(missing_ok=True)
    raise AssertionError("unreachable")
