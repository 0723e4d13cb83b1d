"""The fit of a turn at its moment: what the author stated, composed with what every other move is worth here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scenarios import vocabulary
from scenarios.model import Beat, Reaction, Scenario
from simulator.circumstances import TurnCircumstances
from simulator.derive import DERIVED_FROM
from simulator.fit import compose, weigh
from simulator.reactions import Layers


class Judgement(NamedTuple):
    """The fit of a turn, why, and by which rule."""

    fit: int
    because: str
    rule: str


def judge(scenario: Scenario, beat: Beat, layers: Layers, now: TurnCircumstances) -> Judgement:
    """Judge a turn.

    An entry that states a fit speaks for the codes that it names. What else the reply does still weighs in, but only
    against it: a harmful move beside a good answer lowers the fit, a helpful one beside a bad answer softens it.
    """
    worths = dict(worths_of(scenario, beat, now))
    decider = layers.fit()
    if decider is None or decider.fit is None:
        fit = compose(worth.fit for worth in worths.values())
        strongest = _strongest(worths, fit)
        rule = layers.entry.rule if layers.entry else strongest.rule or f"moments.{_need(beat)}"
        because = "" if fit <= 0 and _praises(layers.reasons(), worths) else layers.because()
        return Judgement(fit, _reason(because, strongest.because, worths, fit), rule)
    covered = covered_by(decider)
    others = {code: worth for code, worth in worths.items() if code not in covered}
    fit = _beside(decider.fit, [worth.fit for worth in others.values()])
    because = decider.because or layers.because() or _strongest(worths, fit).because
    if fit >= decider.fit:
        return Judgement(fit, because, decider.rule)
    return Judgement(fit, _reason(because if fit > 0 or decider.fit <= 0 else "", "", others, fit), decider.rule)


def _praises(entry: Reaction | None, worths: Mapping[str, Judgement]) -> bool:
    """Whether an author's reason without a fit of its own speaks of moves that help here."""
    if entry is None:
        return False
    covered = covered_by(entry)
    return compose(worth.fit for code, worth in worths.items() if code in covered) > 0


def _beside(stated: int, others: list[int]) -> int:
    """A stated fit, weighed against the other moves of the reply where they pull the other way."""
    if stated > 0:
        return weigh(stated, min(0, *others, 0))
    worst = min(stated, *others, 0)
    return weigh(max(0, *others, 0), worst) if worst else 0


def _need(beat: Beat) -> str:
    return beat.moment.needs if beat.moment else "listen"


def _reason(written: str, strongest: str, worths: Mapping[str, Judgement], fit: int) -> str:
    """The author's reason, with that of the move that pulled down: praise alone would not explain a poor fit."""
    reason = written or strongest
    worst = min(worths.values(), key=lambda worth: worth.fit, default=Judgement(0, "", ""))
    if worst.fit >= 0 or not worst.because or worst.because in reason:
        return reason
    return worst.because if fit <= 0 and not written else f"{reason} {worst.because}".strip()


def covered_by(decider: Reaction) -> frozenset[str]:
    """The codes that a reaction speaks for; one without a condition is the answer to silence, if to anything."""
    if decider.key is None:
        return frozenset({"stays_silent"})
    named = decider.key.speaks_of.union(*(DERIVED_FROM.get(name, ()) for name in decider.key.speaks_of))
    return named | {derived for derived, base in DERIVED_FROM.items() if not base.isdisjoint(named)}


def worths_of(scenario: Scenario, beat: Beat, now: TurnCircumstances) -> Iterator[tuple[str, Judgement]]:
    """What each code is worth here on its own."""
    need = _need(beat)
    table = vocabulary.moments()[need].worth
    speaking = scenario.speaking[beat.id]
    for code in sorted(now.heard):
        own = _alone(code, speaking[code], now) if code in speaking else None
        if own is not None:
            usual = table.get(code)
            same_way = usual is not None and own.fit * usual.fit > 0
            yield code, own._replace(because=usual.because) if usual and same_way and not own.because else own
        elif code in table:
            worth = table[code]
            yield code, Judgement(worth.fit, worth.because, f"moments.{need}.{code}")


def _alone(code: str, entries: tuple[Reaction, ...], now: TurnCircumstances) -> Judgement | None:
    """The worth that the author gave a code: of the first entry that speaks of it and holds for it alone.

    Where that entry states no fit, the author left the worth to the table, whatever later entries say.
    """
    alone = TurnCircumstances(now.scenario, now.state, frozenset({code}), now.turn, now.is_silence)
    for entry in entries:
        if entry.key is not None and entry.key.check(alone):
            return None if entry.fit is None else Judgement(entry.fit, entry.because, entry.rule)
    return None


def _strongest(worths: Mapping[str, Judgement], fit: int) -> Judgement:
    """The move that weighed most in the direction of the fit."""
    if not worths:
        return Judgement(0, "", "")
    return (max if fit > 0 else min)(worths.values(), key=lambda worth: worth.fit)
