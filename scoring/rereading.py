"""Reading a session's replies again with another coder, and telling what it hears otherwise.

The readings in a session that was handed in were made on somebody else's computer. This makes them anew from the
trainee's words, turn by turn with the patient's lines as they were, and scores the session once with each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoring.rubric import score
from simulator.events import Heard, Replied
from simulator.reading import Coder, Reading
from simulator.session import Session, apply, start


@dataclass(frozen=True, slots=True)
class TurnReread:
    """One turn that is heard otherwise."""

    n: int
    kept: tuple[str, ...]
    """Behaviours heard when it was played, sorted."""
    now: tuple[str, ...]
    """Behaviours heard now, sorted."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What another reading makes of a session."""

    turns: tuple[TurnReread, ...]
    overall_kept: float | None
    """Of 100, from the readings that were handed in; `None` where nothing was observed."""
    overall_now: float | None
    """Of 100, from the readings made now, played on until the patient or the replies end."""

    @property
    def differs(self) -> bool:
        """Whether anything is heard or scored otherwise."""
        return bool(self.turns) or self.overall_kept != self.overall_now


def reread(session: Session, coder: Coder) -> Reread:
    """Read every reply of `session` again."""
    questions = [fact.ask for fact in session.scenario.facts]
    readings = [
        Reading.of_silence() if turn.reading.silence else coder.read(turn.patient, turn.reply, questions)
        for turn in session.turns
    ]
    differing = tuple(
        TurnReread(turn.n, tuple(sorted(turn.reading.names)), tuple(sorted(now.names)))
        for turn, now in zip(session.turns, readings, strict=True)
        if (turn.reading.names, turn.reading.unclear) != (now.names, now.unclear)
    )
    kept = score(session).overall.points
    if not differing:
        return Reread((), kept, kept)
    started = replace(session.started, coder=coder.id, coder_version=coder.version)
    anew = start(session.scenario, started)
    for turn, now in zip(session.turns, readings, strict=True):
        if anew.ending is not None:
            break
        anew = apply(apply(anew, Replied(turn.n, turn.reply, silence=turn.reading.silence)), Heard(turn.n, now))
    return Reread(differing, kept, score(anew).overall.points)
