"""A class's finished sessions scored again, some at a time: here, or on the workers of a cluster."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commands.course.sessions import portions
from scenarios.faults import ScenarioError
from scoring.course.gathering import Kept, ScenarioFiles, Unreadable, scenario_of, session_of
from scoring.course.rescoring import Change, change_of
from simulator.events import EventError

if TYPE_CHECKING:
    from commands.course.progress import Progress
    from commands.course.trial_file import TrialFile
    from commands.spreading import Spreader
    from simulator.store import Store

AT_ONCE = 25
"""Sessions in a portion: two seconds of reading, or a few tenths of scoring; each patient's file travels once."""


class Portion(NamedTuple):
    """Some sessions, with all that is needed to score them anywhere."""

    files: ScenarioFiles
    """The patients' files, packed: as they are, they would be two thirds of what travels to a cluster."""
    sessions: list[Kept]
    is_read_again: bool
    """The coder at hand reads every reply again."""


def rescored(portion: Portion) -> list[Change | Unreadable]:
    """Each session under the results that stand, and under new ones. Pure, but for loading the coder."""
    coder = None
    if portion.is_read_again:
        from scoring.coder import load_coder  # noqa: PLC0415  takes 0.3 s

        coder = load_coder()
    files = {name: zlib.decompress(packed) for name, packed in portion.files.items()}
    found: list[Change | Unreadable] = []
    for kept in portion.sessions:
        try:
            session = session_of(scenario_of(files, kept.record), kept.events)
        except (EventError, ScenarioError, KeyError, ValueError) as error:
            found.append(Unreadable(kept.record.id, str(error)))
            continue
        found.append(change_of(kept.record.id, kept.record.trainee, session, kept.standing, coder))
    return found


def run(store: Store, trial: TrialFile, progress: Progress, spreader: Spreader | None, *, is_read_again: bool) -> None:
    """Bring the trial up to date: afterwards it has a result for every finished session. Raises `StoreError`."""
    to_do = _portions(store, trial, progress, is_read_again=is_read_again)
    if spreader is None:
        done = ((portion, rescored(portion)) for portion in to_do)
    else:
        done = ((portion, results) for portion, results in spreader.spread(rescored, to_do))
    for portion, results in done:
        trial.add(zip(portion.sessions, results, strict=True))
        progress.step(len(results), spreader.workers if spreader else 0)
    trial.complete()


def _portions(store: Store, trial: TrialFile, progress: Progress, *, is_read_again: bool) -> Iterator[Portion]:
    from simulator.store_finished import finished  # noqa: PLC0415  SQLAlchemy takes 0.2 s

    packed: dict[str, bytes] = {}
    for records in finished(store):
        for files, some in portions(store, records):
            missing = [kept for kept in some if not trial.has(kept)]
            progress.take_over(len(some) - len(missing))
            for first in range(0, len(missing), AT_ONCE):
                portion = missing[first : first + AT_ONCE]
                needed = {kept.record.sha256 for kept in portion}
                packed.update({name: zlib.compress(files[name]) for name in needed - packed.keys()})
                yield Portion({name: packed[name] for name in needed}, portion, is_read_again)
