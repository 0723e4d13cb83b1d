"""Second tries: a moment of a kept session taken again in a new one, and all tries of a session found together.

The session one comes from is never touched. Everything here may be called from a worker thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scenarios.faults import ScenarioError
from screens.sitting import DeskError, Sitting, spoken
from simulator.events import Again, EventError
from simulator.modes import play_mode
from simulator.practice import Practice
from simulator.session import Session, replay

if TYPE_CHECKING:
    from scoring.scores import Scores
    from simulator.reading import Coder
    from simulator.store import SessionRecord, Store


class Shelf(Protocol):
    """What second tries need of the desk."""

    @property
    def store(self) -> Store:
        """Where sessions are kept."""
        ...

    @property
    def coder(self) -> Coder:
        """What reads replies."""
        ...


@dataclass(frozen=True, slots=True)
class Try:
    """One of several tries of the same session."""

    id: str
    name: str
    """`First try`, `Try 2, from turn 3`."""
    branched: int
    """The first turn that is its own; 1 for the first try."""
    session: Session
    scores: Scores


def try_again(desk: Shelf, past_id: str, turn: int) -> Sitting:
    """Take turn `turn` of a kept session again, in a new session that begins with the turns before it.

    A second try of an assessed session is coached: what was assessed is over. Raises `DeskError`.
    """
    store, coder = desk.store, desk.coder
    try:
        with spoken():
            record, past = _kept(store, past_id)
            again = Again(past_id, turn - 1)
            mode = record.mode if play_mode(record.mode).is_open else "coach"
            made = store.create(
                store.scenario_bytes(past_id),
                past.scenario,
                seed=past.started.seed,
                mode=mode,
                trainee=record.trainee,
                again=again,
            )
            practice = Practice.again(past, turn - 1, store.journal(made.id), coder, of=past_id)
            return Sitting(made.id, practice, store, mode)
    except (EventError, ScenarioError, ValueError) as error:
        raise DeskError(f"This moment cannot be tried again: {error}") from error


def tries(desk: Shelf, session_id: str) -> tuple[Try, ...]:
    """Every try that shares its beginning with this session, the oldest first. Raises `DeskError`."""
    from scoring.rubric import score  # noqa: PLC0415  the rubric's tables are read only where something is scored

    store = desk.store
    try:
        with spoken():
            records = {record.id: record for record in store.records()}
            family = _family(records, session_id)
            sessions = [_kept(store, record.id)[1] for record in family]
    except (EventError, ScenarioError) as error:
        raise DeskError(f"The tries cannot be read: {error}") from error
    return tuple(
        Try(record.id, _name(n, record), _branched(record), session, score(session))
        for n, (record, session) in enumerate(zip(family, sessions, strict=True), 1)
    )


def _kept(store: Store, session_id: str) -> tuple[SessionRecord, Session]:
    return store.record(session_id), replay(store.scenario(session_id), store.events(session_id))


def _family(records: Mapping[str, SessionRecord], session_id: str) -> Sequence[SessionRecord]:
    """The sessions whose line of second tries leads back to the same first one."""
    root = _root(records, session_id)
    family = [record for record in records.values() if _root(records, record.id) == root]
    return sorted(family, key=lambda record: (record.started_at, record.id))


def _root(records: Mapping[str, SessionRecord], session_id: str) -> str:
    """The first try; where it was erased, its id all the same, so that its second tries still stand together."""
    seen = {session_id}
    while (record := records.get(session_id)) is not None and record.again_of is not None:
        session_id = record.again_of
        if session_id in seen:
            break
        seen.add(session_id)
    return session_id


def _branched(record: SessionRecord) -> int:
    return 1 if record.again_turn is None else record.again_turn + 1


def _name(n: int, record: SessionRecord) -> str:
    return "First try" if record.again_of is None else f"Try {n}, from turn {_branched(record)}"
