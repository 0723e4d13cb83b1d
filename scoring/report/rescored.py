"""What a report says of a session whose result a re-scoring has kept: what counts for the course, and what stands here.

A report is always made by the rubric at hand from the readings made when the session was played, since feedback can
only be told of readings that are there. Reports on a class and grades go by the kept result: where the two differ, a
trainee with both before them must find out why.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scoring.scores import DIMENSION_LABELS, DIMENSIONS, Scores
from scoring.words import points
from simulator.session import Session

if TYPE_CHECKING:
    from simulator.store_results import Standing


def made_by(session: Session, scores: Scores) -> str:
    """Which rubric and which coder the figures of a report are of."""
    return f"rubric {scores.rubric}, on the readings that {_coder(session)} made when it was played"


def rescored_words(session: Session, scores: Scores, standing: Standing | None) -> str:
    """What the kept result is, and that it counts for the course; empty where none stands."""
    if standing is None:
        return ""
    one = standing.rescoring
    kept = json.loads(standing.body)["scores"]
    names = ("overall", *DIMENSIONS)
    kept_tenths = {name: _tenths(kept[name]["score"]) for name in names}
    how = f"every reply read again by coder {one.coder}" if one.coder else "the readings left as they were"
    told = f"Re-scored on {one.at:%Y-%m-%d} by rubric {one.rubric}, {how}:"
    if kept_tenths == {name: _tenths(scores.dimension(name).points) for name in names}:
        return f"{told} it came to the scores of this report. Reports on the course and grades go by it."
    figures = ", ".join(f"{DIMENSION_LABELS[name].lower()} {points(kept_tenths[name])}" for name in names)
    return (
        f"{told} {figures}. Reports on the course and grades go by these. "
        f"This report is of other figures: {made_by(session, scores)}."
    )


def _coder(session: Session) -> str:
    return f"{session.started.coder} {session.started.coder_version}"


def _tenths(score: float | None) -> int | None:
    return None if score is None else round(score * 10)
