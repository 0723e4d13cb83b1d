"""The rubric, version 1: `score(session)`, a pure function of the session's events.

The same session can be scored again under another version; every number leads back to a quote and a rule.
"""

from __future__ import annotations

from collections import Counter

from scoring.rubric.arithmetic import ratio_in_tenths
from scoring.rubric.confidentiality import confidentiality
from scoring.rubric.critical import serious_errors
from scoring.rubric.responsiveness import responsiveness
from scoring.rubric.self_disclosure import self_disclosure
from scoring.rubric.table import version
from scoring.scores import DIMENSIONS, Critical, Dimension, Score, Scores
from simulator.session import Session

__all__ = ["score", "version"]


def score(session: Session) -> Scores:
    """Score a session as far as it has gone."""
    dimensions: dict[Dimension, Score] = {
        "responsiveness": responsiveness(session),
        "self_disclosure": self_disclosure(session),
        "confidentiality": confidentiality(session),
    }
    critical, flags = serious_errors(session)
    return Scores(
        **dimensions,
        overall=overall(session, dimensions, critical),
        critical=critical,
        flags=flags,
        counts=_counts(session),
        rubric=version(),
    )


def overall(session: Session, dimensions: dict[Dimension, Score], critical: tuple[Critical, ...]) -> Score:
    """The mean of what was observed, weighted as the scenario says, under the lowest cap."""
    total = weight = 0
    for name in DIMENSIONS:
        tenths, factor = dimensions[name].tenths, int(getattr(session.scenario.rubric, name))
        if tenths is not None and factor:
            total += factor * tenths
            weight += factor
    if not weight:
        return Score(None)
    mean = ratio_in_tenths(total, 1000 * weight)
    return Score(min([mean, *(item.cap * 10 for item in critical)]))


def _counts(session: Session) -> dict[str, int]:
    """How often each code was heard: one for each span, as MITI counts utterances."""
    codes = Counter(span.code for turn in session.turns for span in turn.move.codes)
    return {
        "turns": len(session.turns),
        "silences": sum(turn.reading.silence for turn in session.turns),
        "unclear": sum(turn.reading.unclear for turn in session.turns),
        **dict(sorted(codes.items())),
    }
