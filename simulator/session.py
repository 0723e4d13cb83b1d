"""A session as it stands: the fold of its events. Replaying the same events gives the same session, turn by turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scenarios.model import EndingKind, Scenario
from simulator.events import Event, EventError, Heard, Left, Replied, Started
from simulator.lines import Line
from simulator.marks import Disputed, DisputeWithdrawn, Hinted, Mark, SelfRated
from simulator.patient import Move, begin, respond
from simulator.reading import Reading
from simulator.state import PatientState, Place


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the trainee and the patient's answer."""

    n: int
    patient: str
    """What the patient had said last when the trainee replied."""
    reply: str
    """The trainee's words; empty for silence."""
    reading: Reading
    move: Move
    state: PatientState
    """The patient afterwards."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a session ended."""

    id: str
    """The ending beat, or `left` where the trainee ended it."""
    kind: EndingKind


@dataclass(frozen=True, slots=True)
class Session:
    """Everything about one session, computed from its events."""

    scenario: Scenario
    started: Started
    opening: tuple[Line, ...]
    state: PatientState
    turns: tuple[Turn, ...] = ()
    pending: Replied | None = None
    """Words that were sent and kept but not yet answered, as after a crash."""
    has_left: bool = False
    marks: tuple[Mark, ...] = ()
    """What the trainee did beside the conversation, in order."""
    place: Place | None = None
    """Where a play that only tries something out began; `None` in every session that is kept."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the trainee heard and saw last."""
        return self.turns[-1].move.lines if self.turns else self.opening

    @property
    def patient_line(self) -> str:
        """The patient's last spoken words, for the coder."""
        for lines in (*(turn.move.lines for turn in reversed(self.turns)), self.opening):
            spoken = " ".join(line.text for line in lines if line.kind == "speech")
            if spoken:
                return spoken
        return ""

    @property
    def next_turn(self) -> int:
        """Number of the next turn."""
        return len(self.turns) + 1

    @property
    def disputes(self) -> tuple[Disputed, ...]:
        """Readings that the trainee holds to be wrong and has not taken back; the last word for each."""
        standing: dict[tuple[int, str], Disputed] = {}
        for mark in self.marks:
            if isinstance(mark, Disputed):
                standing[mark.n, mark.code] = mark
            elif isinstance(mark, DisputeWithdrawn):
                standing.pop((mark.n, mark.code), None)
        return tuple(standing.values())

    @property
    def ending(self) -> Ending | None:
        """How it ended, or `None` while it goes on."""
        if self.state.ending is not None:
            return Ending(self.state.ending, self.scenario.beats[self.state.ending].ending or "left")
        return Ending("left", "left") if self.has_left else None


def start(scenario: Scenario, started: Started, place: Place | None = None) -> Session:
    """A session before its first turn."""
    state, opening = begin(scenario, started.seed, place)
    return Session(scenario, started, opening, state, place=place)


def apply(session: Session, event: Event) -> Session:
    """The session after one more event. Raises `EventError` for an event out of order."""
    if isinstance(event, (Hinted, SelfRated, Disputed, DisputeWithdrawn)):
        return _marked(session, event)
    if session.ending is not None:
        raise EventError("the session has already ended")
    match event:
        case Replied(n):
            if n != session.next_turn or session.pending is not None:
                raise EventError(f"turn {n} is out of order; turn {session.next_turn} comes next")
            return replace(session, pending=event)
        case Heard(n, reading):
            if session.pending is None or session.pending.n != n:
                raise EventError(f"turn {n} was read but never sent")
            state, move = respond(session.scenario, session.state, reading, session.started.seed)
            turn = Turn(n, session.patient_line, session.pending.text, reading, move, state)
            return replace(session, state=state, turns=(*session.turns, turn), pending=None)
        case Left():
            return replace(session, has_left=True)
        case Started():
            raise EventError("a session starts only once")


def _marked(session: Session, mark: Mark) -> Session:
    last = session.next_turn if isinstance(mark, Hinted) else len(session.turns)
    if not 1 <= mark.n <= last:
        raise EventError(f"a mark on turn {mark.n}, which has not been taken")
    return replace(session, marks=(*session.marks, mark))


def replay(scenario: Scenario, events: Iterable[Event]) -> Session:
    """The session that these events make. Raises `EventError` where they make none."""
    iterator = iter(events)
    started = next(iterator, None)
    if not isinstance(started, Started):
        raise EventError("a session begins with `started`")
    session = start(scenario, started)
    for event in iterator:
        session = apply(session, event)
    return session
