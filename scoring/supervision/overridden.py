"""Scores as they would be with people's ratings in the machine's place, by the same rubric. They replace nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scoring.rubric import overall, score
from scoring.rubric.table import critical_rule
from scoring.scores import DIMENSIONS, Critical, Dimension, Score, Scores
from simulator.ratings import CAP, FIT, Rating
from simulator.session import Session, Turn

People = Mapping[tuple[int | None, str], Rating]
"""Effective ratings by turn and target."""


def overridden(session: Session, scores: Scores, people: People) -> Scores:
    """Responsiveness with people's fits, dimensions as people rated them, caps that people added or took away.

    Tests and coaching stand as they were decided in play, since the patient went on from there; codes that people
    heard otherwise change no score. The rest is the machine's.
    """
    dimensions: dict[Dimension, Score] = {name: scores.dimension(name) for name in DIMENSIONS}
    if any(target == FIT for _, target in people):
        turns = tuple(_with_fit(turn, people) for turn in session.turns)
        dimensions["responsiveness"] = score(replace(session, turns=turns)).responsiveness
    for name in DIMENSIONS:
        rating = people.get((None, name))
        if rating is not None:
            dimensions[name] = replace(dimensions[name], tenths=rating.judgement.value)
    critical = _caps(scores, people)
    return replace(
        scores,
        responsiveness=dimensions["responsiveness"],
        self_disclosure=dimensions["self_disclosure"],
        confidentiality=dimensions["confidentiality"],
        overall=overall(session, dimensions, critical),
        critical=critical,
    )


def _with_fit(turn: Turn, people: People) -> Turn:
    rating = people.get((turn.n, FIT))
    return turn if rating is None else replace(turn, move=turn.move._replace(fit=rating.judgement.value))


def _caps(scores: Scores, people: People) -> tuple[Critical, ...]:
    said = {
        target.removeprefix(CAP): rating.judgement.value for (_, target), rating in people.items() if target[:4] == CAP
    }
    kept = tuple(item for item in scores.critical if said.get(item.rule.removeprefix("critical.")) != 0)
    there = {item.rule for item in kept}
    rules = [critical_rule(name) for name, value in said.items() if value]
    return (*kept, *(Critical(rule.id, 0, "", rule.cap, rule.text) for rule in rules if rule.id not in there))
