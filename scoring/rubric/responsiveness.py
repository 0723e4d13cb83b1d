"""Responsiveness: did the replies meet what this patient's moments and plan called for?"""

from __future__ import annotations

from scoring.rubric.arithmetic import score_of
from scoring.rubric.quotes import quote
from scoring.rubric.table import rubric
from scoring.scores import Evidence, Score
from simulator.session import Session, Turn


def responsiveness(session: Session) -> Score:
    """Every understood turn's fit, every test decided, every piece of coaching followed or missed."""
    table = rubric()["responsiveness"]
    evidence: list[Evidence] = []
    weights: list[int] = []
    for turn in session.turns:
        if turn.move.fit is None:
            continue
        evidence.append(Evidence(turn.n, _deciding_words(turn), turn.move.rule, turn.move.because, turn.move.fit))
        weights.append(table["turn"]["weight"])
        for test in turn.move.tests:
            entry = table["test"].get(test.outcome)
            final = test.outcome != "partly" or all(open_.beat != test.beat for open_ in turn.state.tests)
            if entry is None or not final or (test.outcome == "lapsed" and not test.confirms):
                continue
            evidence.append(
                Evidence(turn.n, quote(turn), f"{test.beat}.test.{test.outcome}", entry["effect"], entry["value"])
            )
            weights.append(table["test"]["weight"])
        for cue in turn.move.coaching:
            entry = table["coaching"].get(cue.outcome)
            if entry is None:
                continue
            evidence.append(
                Evidence(turn.n, quote(turn), f"{cue.beat}.coaching.{cue.outcome}", entry["effect"], entry["value"])
            )
            weights.append(table["coaching"]["weight"])
    return score_of(evidence, weights)


def _deciding_words(turn: Turn) -> str:
    """The words behind a fit that came from the built-in table, else the reply."""
    return quote(turn, {turn.move.rule.rsplit(".", 1)[-1]} if turn.move.rule.startswith("moments.") else ())
