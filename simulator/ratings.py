"""What supervisors say of a session: ratings that are added and never changed, and which of them stands.

A rating is of one turn or of the whole session. Rating again adds a row; so does taking back. The effective rating
of anything is the latest that a person gave and has not taken back, else the machine's.
Nothing here knows what the machine rated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from simulator.marks import FIT_RANGE

Sample = Literal["random", "chosen"]
"""Whether the turn was drawn by chance, or picked by the rater: overrides say little about the machine at large."""

FIT = "fit"
CODE, CAP = "code:", "cap:"
DIMENSIONS = ("responsiveness", "self_disclosure", "confidentiality")
TENTHS = range(1001)
RATER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""A rater's pseudonym."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that a rater says, before it is kept."""

    turn: int | None
    """From 1; `None` where the whole session is meant."""
    target: str
    """`fit`, a dimension, `code:ID` or `cap:RULE`."""
    value: int | None
    """Fit −3…+3, dimension in tenths 0–1000, code and cap 0 or 1; `None` takes back."""
    comment: str = ""

    def __post_init__(self) -> None:
        """Raises `ValueError` for what can be no rating."""
        if (self.turn is None) == (self.target == FIT or self.target.startswith(CODE)):
            raise ValueError(f"`{self.target}` is rated by turn, or for the session, and not the other way round")
        if self.turn is not None and self.turn < 1:
            raise ValueError(f"there is no turn {self.turn}")
        if self.value is not None and self.value not in allowed_values(self.target):
            raise ValueError(f"`{self.target}` cannot be {self.value}")


@dataclass(frozen=True, slots=True)
class Word:
    """A judgement of a session, and how it came about, before it is kept."""

    session: str
    judgement: Judgement
    is_blind: bool
    """Whether the machine's rating of this was hidden."""
    sample: Sample = "chosen"


@dataclass(frozen=True, slots=True)
class Rating:
    """One row: a judgement with its author, time and circumstances."""

    id: str
    session: str
    judgement: Judgement
    rater: str
    is_blind: bool
    """Whether the machine's rating of this was hidden."""
    sample: Sample
    at: datetime

    @property
    def about(self) -> tuple[int | None, str]:
        """What is rated."""
        return self.judgement.turn, self.judgement.target


def allowed_values(target: str) -> range:
    """What a target can be given. Raises `ValueError` for a target that there is not."""
    if target == FIT:
        return FIT_RANGE
    if target in DIMENSIONS:
        return TENTHS
    if target.startswith((CODE, CAP)):
        return range(2)
    raise ValueError(f"nothing is called `{target}`")


def last_words(ratings: Iterable[Rating]) -> Mapping[tuple[str, int | None, str], Rating]:
    """Each rater's last row on each thing, taken back or not, by rater, turn and target; `ratings` in order of time."""
    return {(rating.rater, *rating.about): rating for rating in ratings}


def standing(ratings: Iterable[Rating]) -> list[Rating]:
    """What each rater holds of each thing now, in order of time. What was taken back does not stand."""
    words = last_words(ratings).values()
    return sorted((rating for rating in words if rating.judgement.value is not None), key=_when)


def effective(ratings: Iterable[Rating]) -> Mapping[tuple[int | None, str], Rating]:
    """The latest standing rating of each thing; where there is none, the machine's counts."""
    return {rating.about: rating for rating in standing(ratings)}


def since_taken_back(ratings: Iterable[Rating]) -> list[Rating]:
    """Every row with a value that its rater has not taken back since, in order of time.

    Unlike `standing` this keeps a blind rating beside the sighted one that followed it: both say something.
    """
    kept: dict[tuple[str, int | None, str], list[Rating]] = {}
    for rating in ratings:
        mine = kept.setdefault((rating.rater, *rating.about), [])
        if rating.judgement.value is None:
            mine.clear()
        else:
            mine.append(rating)
    return sorted((rating for mine in kept.values() for rating in mine), key=_when)


def _when(rating: Rating) -> tuple[datetime, str]:
    return rating.at, rating.id
