"""What the kept sessions come to: read from the store and scored on request, each once. For worker threads.

Nothing is kept on disk: points follow from a session's events, and are computed again after the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from scenarios.faults import ScenarioError
from scoring.words import who
from screens.past import SCORED, Past, Points
from screens.sitting import DeskError, spoken

if TYPE_CHECKING:
    from scenarios.model import EndingKind, Scenario
    from simulator.session import Session
    from simulator.store import SessionRecord, Store


class Outcome(NamedTuple):
    """How a session ended, and its points."""

    ending: EndingKind | None
    points: Points


class Ledger:
    """Every session at a glance, with its points."""

    def __init__(self, store: Callable[[], Store], zone: tzinfo | None) -> None:
        """`zone`: in which times are told; `None`: the computer's own."""
        self._store = store
        self._zone = zone
        self._scenarios: dict[str, Scenario | ScenarioError] = {}
        self._outcomes: dict[tuple[str, int, str | None], Outcome] = {}

    def know(self, scenario: Scenario) -> None:
        """A scenario that was read anyway, so that sessions played with it need not read it again."""
        self._scenarios[scenario.sha256] = scenario

    def past(self, *, unfinished_only: bool = False) -> tuple[Past, ...]:
        """All sessions that have begun, newest first; points only where they are known. Raises `DeskError`."""
        with spoken():
            return tuple(self._glance(one) for one in self._store().records(unfinished_only=unfinished_only))

    def scored(self, past: Iterable[Past]) -> Iterator[Past]:
        """The same sessions with points where they count; one that cannot be read carries its trouble."""
        for one in past:
            yield self._scored(one) if one.counts and one.points is None and not one.trouble else one

    def session(self, session_id: str) -> Session:
        """A session as it was played. Raises `DeskError`."""
        from simulator.events import EventError  # noqa: PLC0415  the patient is not needed for the first paint
        from simulator.session import replay  # noqa: PLC0415  as above

        with spoken():
            store = self._store()
            try:
                return replay(self._scenario(store.record(session_id)), store.events(session_id))
            except (EventError, ScenarioError) as error:
                raise DeskError(f"This session cannot be read: {error}") from error

    def _glance(self, record: SessionRecord) -> Past:
        begun = record.started_at.astimezone(self._zone)
        known = self._outcomes.get((record.id, record.turns, record.ending))
        past = Past(
            record.id,
            record.scenario_id,
            self._title(record),
            record.started_at,
            f"{begun.day} {begun:%b %Y, %H:%M}",
            record.turns,
            record.ended,
            record.mode,
            sent=record.turns,
            is_again=record.again_of is not None,
            again_turn=record.again_turn,
            ending=known.ending if known else None,
            points=known.points if known else None,
        )
        return past if record.ended else self._waiting(past)

    def _waiting(self, past: Past) -> Past:
        from simulator.events import Replied  # noqa: PLC0415  as above

        try:
            with spoken():
                sent = sum(isinstance(event, Replied) for event in self._store().events(past.id))
                return replace(past, sent=sent, has_draft=bool(self._store().draft(past.id).strip()))
        except DeskError as error:  # one damaged session must not hide the others
            return replace(past, trouble=str(error))

    def _scored(self, past: Past) -> Past:
        from scoring.rubric import score  # noqa: PLC0415  the rubric's tables are read only where something is scored

        try:
            session = self.session(past.id)
        except DeskError as error:
            return replace(past, trouble=str(error))
        scores = score(session)
        points = {name: scores.dimension(name).tenths for name in SCORED}
        outcome = Outcome(session.ending.kind if session.ending else None, points)
        self._outcomes[past.id, past.turns, session.ending.id if session.ending else None] = outcome
        return replace(past, ending=outcome.ending, points=outcome.points)

    def _title(self, record: SessionRecord) -> str:
        try:
            return f"{who(self._scenario(record))}: {record.title}"
        except (ScenarioError, DeskError):  # played with a file that this version no longer understands, or damaged
            return record.title

    def _scenario(self, record: SessionRecord) -> Scenario:
        if record.sha256 not in self._scenarios:
            try:
                with spoken():
                    self._scenarios[record.sha256] = self._store().scenario(record.id)
            except ScenarioError as error:
                self._scenarios[record.sha256] = error
        found = self._scenarios[record.sha256]
        if isinstance(found, ScenarioError):
            raise found
        return found
