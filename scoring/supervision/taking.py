"""What of a form is new: taking the same form again adds nothing, and an older form overtakes no newer word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from simulator.ratings import Rating, Word


@dataclass(frozen=True, slots=True)
class Taken:
    """A form, held against what its rater said before."""

    new: tuple[Word, ...]
    known: int
    """Words that were kept already, or took back what did not stand."""
    overtaken: tuple[tuple[Word, Rating], ...]
    """Words that the rater has changed since, with what they said last; these are left alone."""


def taken(words: Sequence[Word], kept: Iterable[Rating], rater: str) -> Taken:
    """What to add of a form. A turn whose machine's rating the rater saw before is no longer rated blind."""
    mine: dict[tuple[str, int | None, str], list[Rating]] = {}
    sighted: set[tuple[str, int | None]] = set()
    for rating in kept:
        if rating.rater == rater:
            mine.setdefault((rating.session, *rating.about), []).append(rating)
            if not rating.is_blind:
                sighted.add((rating.session, rating.judgement.turn))
    new: list[Word] = []
    overtaken: list[tuple[Word, Rating]] = []
    known = 0
    for word in words:
        judgement = word.judgement
        before = mine.get((word.session, judgement.turn, judgement.target), [])
        last = before[-1] if before else None
        stood = None if last is None else last.judgement.value
        if (last is not None and last.judgement == judgement) or (judgement.value is None and stood is None):
            known += 1
        elif last is not None and judgement in [rating.judgement for rating in before]:
            overtaken.append((word, last))
        else:
            is_blind = word.is_blind and (word.session, judgement.turn) not in sighted
            new.append(replace(word, is_blind=is_blind))
    return Taken(tuple(new), known, tuple(overtaken))
