"""What a re-scoring would change: results held against results, before anything is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.model import Scenario
from scoring.result import session_result
from simulator.canonical import canonical_json
from simulator.reading import Coder
from simulator.rereading import reread
from simulator.session import Session


@dataclass(frozen=True, slots=True)
class Change:
    """One session under the results that stand, and under the new ones."""

    session: str
    trainee: str
    scenario: str
    old: int | None
    """Overall in tenths; `None`: not observed."""
    new: int | None
    body: str
    """The new result, as canonical JSON."""
    was_kept: bool
    """The old result was kept by a re-scoring; else it is what the rubric at hand makes of the kept readings."""
    is_same: bool
    """The new result is, to the byte, the one that a re-scoring has kept already."""
    played_rubric: str
    played_coder: str

    @property
    def changes(self) -> bool:
        """Whether the overall score changes."""
        return self.old != self.new

    def crosses(self, mark: int) -> bool:
        """Whether it changes sides of a pass mark, in tenths. What is not observed has no side."""
        return self.old is not None and self.new is not None and (self.old >= mark) != (self.new >= mark)


def change_of(session_id: str, trainee: str, session: Session, standing: str | None, coder: Coder | None) -> Change:
    """Score a session anew: its kept readings, or, where a coder is given, as that coder reads it."""
    started = session.started
    again = session if coder is None else read_again(session, coder)
    new = canonical_json(session_result(again))
    old = standing if standing is not None else new if again is session else canonical_json(session_result(session))
    return Change(
        session=session_id,
        trainee=trainee,
        scenario=started.scenario,
        old=overall_of(old),
        new=overall_of(new),
        body=new,
        was_kept=standing is not None,
        is_same=standing == new,
        played_rubric=started.rubric_version,
        played_coder=f"{started.coder} {started.coder_version}",
    )


def read_again(session: Session, coder: Coder) -> Session:
    """The session as `coder` reads it; the same session where that coder read it when it was played.

    Silence is silence to every coder.
    """
    started, scenario = session.started, session.scenario
    if (started.coder, started.coder_version) == (coder.id, coder.version):
        return session
    questions = _fact_questions(scenario)
    readings = [
        turn.reading if turn.reading.silence else coder.read(turn.patient, turn.reply, questions)
        for turn in session.turns
    ]
    return reread(session, readings, coder.id, coder.version)


def _fact_questions(scenario: Scenario) -> Sequence[Sequence[str]]:
    return [fact.ask for fact in scenario.facts]


def overall_of(body: str) -> int | None:
    """The overall score of a result, in tenths."""
    points = json.loads(body)["scores"]["overall"]["score"]
    return None if points is None else round(points * 10)
