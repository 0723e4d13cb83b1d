"""From ratings to what is compared: people with the machine, and people with each other.

Blind and sighted ratings are never mixed, nor turns drawn by chance with turns that somebody picked: a rater who has
seen the machine's rating agrees more, and a turn that was picked was mostly picked because the machine erred.
A rater who rated blind and then sighted counts once in each. What the machine did not rate (a reply not understood,
a dimension not observed) is counted apart and compared with nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from scoring.agreement.bootstrap import FOLDS, SEED
from scoring.agreement.compare import (
    FIT,
    POINTS,
    PRESENCE,
    RATINGS_NEEDED,
    Comparison,
    Scale,
    Unit,
    compare,
)
from scoring.scores import DIMENSIONS, Scores
from scoring.supervision.machine import machine_value
from simulator.ratings import CAP, CODE, Rating, Sample, since_taken_back
from simulator.ratings import FIT as FIT_TARGET
from simulator.session import Session

Kind = Literal["fit", "code", "dimension", "cap"]
"""What a rating is about."""
ALL_CAPS = "caps"
"""Every serious error together: each alone is rare."""


@dataclass(frozen=True, slots=True)
class RatedSession:
    """One session with what machine and people said of it."""

    id: str
    trainee: str
    """A pseudonym; sessions without one count as one trainee's."""
    session: Session
    scores: Scores
    ratings: tuple[Rating, ...]
    """In order of time."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How ratings came about."""

    is_blind: bool
    sample: Sample | None
    """`None`: both, where people are compared with each other."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that was rated, compared."""

    target: str
    """`fit`, a dimension, `code:ID`, `cap:RULE`, or `caps`."""
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Part:
    """All that was compared under the same circumstances."""

    circumstances: Circumstances
    measured: tuple[Measured, ...]
    unmatched: int
    """Ratings of what the machine did not rate."""
    scarce: tuple[str, ...]
    """Codes and serious errors that were rated, though too seldom to be compared alone."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole answer."""

    ratings: int
    """Rows that stand."""
    kinds: tuple[tuple[Kind, int], ...]
    """How many of them are about what, the kinds that occur: one look at a turn may give a fit and forty codes."""
    raters: tuple[str, ...]
    sessions: int
    """Sessions of which anything was rated."""
    unnamed: int
    """Those of them without a pseudonym, which count as one trainee's work."""
    machine: tuple[Part, ...]
    """People (reference) against the machine."""
    people: tuple[Part, ...]
    """People against each other, where something was rated twice: who rated first is the reference."""


_Found = dict[Circumstances, dict[str, list[Unit]]]
_ORDER = tuple(Circumstances(blind, sample) for blind in (True, False) for sample in ("random", "chosen"))
_OF_PEOPLE = (Circumstances(is_blind=True, sample=None), Circumstances(is_blind=False, sample=None))


def agreement(rated: Sequence[RatedSession], folds: int = FOLDS, seed: int = SEED) -> Agreement:
    """Compare everything. Pure."""
    of_machine: _Found = defaultdict(lambda: defaultdict(list))
    of_people: _Found = defaultdict(lambda: defaultdict(list))
    unmatched: dict[Circumstances, int] = defaultdict(int)
    rows = [rating for one in rated for rating in since_taken_back(one.ratings)]
    for one in rated:
        last = _last_words(since_taken_back(one.ratings))
        for (circumstances, turn, target), ratings in last.items():
            machine = machine_value(one.session, one.scores, turn, target)
            if machine is None:
                unmatched[circumstances] += len(ratings)
                continue
            of_machine[circumstances][target] += [Unit(one.trainee, (value, machine)) for value in map(_value, ratings)]
        for (circumstances, _, target), ratings in _together(last).items():
            if len(ratings) > 1:
                of_people[circumstances][target].append(Unit(one.trainee, tuple(map(_value, ratings))))
    return Agreement(
        ratings=len(rows),
        kinds=_kinds(rows),
        raters=tuple(sorted({rating.rater for rating in rows})),
        sessions=len({rating.session for rating in rows}),
        unnamed=len({one.id for one in rated if not one.trainee} & {rating.session for rating in rows}),
        machine=tuple(
            _part(how, of_machine[how], unmatched[how], folds, seed)
            for how in _ORDER
            if how in of_machine or how in unmatched
        ),
        people=tuple(_part(how, of_people[how], 0, folds, seed) for how in _OF_PEOPLE if how in of_people),
    )


def _kinds(rows: Iterable[Rating]) -> tuple[tuple[Kind, int], ...]:
    counts = Counter(_kind(rating.judgement.target) for rating in rows)
    return tuple((kind, counts[kind]) for kind in get_args(Kind) if counts[kind])


def _kind(target: str) -> Kind:
    if target.startswith((CODE, CAP)):
        return "code" if target.startswith(CODE) else "cap"
    return "dimension" if target in DIMENSIONS else "fit"


_Rated = dict[tuple[Circumstances, int | None, str], list[Rating]]


def _last_words(ratings: Iterable[Rating]) -> _Rated:
    """By circumstances, turn and target: each rater's last rating under these circumstances, in order of time."""
    last = {(Circumstances(rating.is_blind, rating.sample), *rating.about, rating.rater): rating for rating in ratings}
    found: _Rated = defaultdict(list)
    for (how, turn, target, _), rating in sorted(last.items(), key=lambda item: (item[1].at, item[1].id)):
        found[how, turn, target].append(rating)
    return found


def _together(last: _Rated) -> _Rated:
    """The same with both kinds of sample in one; a rater who rated a turn in both counts with the later."""
    found: dict[tuple[Circumstances, int | None, str], dict[str, Rating]] = defaultdict(dict)
    for (how, turn, target), ratings in last.items():
        mine = found[Circumstances(how.is_blind, None), turn, target]
        for rating in ratings:
            if rating.rater not in mine or mine[rating.rater].at < rating.at:
                mine[rating.rater] = rating
    return {key: sorted(mine.values(), key=lambda rating: (rating.at, rating.id)) for key, mine in found.items()}


def _part(how: Circumstances, found: dict[str, list[Unit]], unmatched: int, folds: int, seed: int) -> Part:
    caps = [unit for target, units in found.items() if target.startswith(CAP) for unit in units]
    alone = sorted(target for target in found if target.startswith((CODE, CAP)))
    enough = [target for target in alone if len(found[target]) >= RATINGS_NEEDED]
    targets = [FIT_TARGET, *DIMENSIONS]
    measured = [
        Measured(target, compare(found[target], scale_of(target), folds, seed))
        for target in targets
        if found.get(target)
    ]
    measured += [Measured(target, compare(found[target], PRESENCE, folds, seed)) for target in enough]
    if caps:
        measured.append(Measured(ALL_CAPS, compare(caps, PRESENCE, folds, seed)))
    return Part(how, tuple(measured), unmatched, tuple(target for target in alone if target not in enough))


def scale_of(target: str) -> Scale:
    """The scale on which something is rated."""
    if target == FIT_TARGET:
        return FIT
    return POINTS if target in DIMENSIONS else PRESENCE


def _value(rating: Rating) -> int:
    value = rating.judgement.value
    assert value is not None  # noqa: S101  what was taken back was left out before
    return value
