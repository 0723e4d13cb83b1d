"""Sets of replies, written down without listing them.

A reply is a set of codes, so there are 2^43 of them. A *cube* describes a great many at once: these codes never, and
of each of those groups at least one. What a condition lets through is a list of cubes.

A cube is never empty by accident: saying more never breaks "at least one", so the largest reply that a cube allows
(every code that is not ruled out) shows whether there is any. That makes "can this hold at all?" a matter of a few
operations on whole numbers, and exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

MAX_CUBES = 3000
"""Beyond this many a set of conditions is too tangled to be searched; the answer is then *not proven*."""


class TooTangledError(Exception):
    """Conditions depend on each other in more ways than can be searched."""


class Cube(NamedTuple):
    """Replies that show none of some codes and at least one of each of some groups of codes."""

    never: int = 0
    """Bits of the codes that are ruled out."""
    some: frozenset[int] = frozenset()
    """Bits of groups; of each group one code must be there."""


Link = tuple[int, tuple[int, ...]]
"""A bit that can be there only where each of these groups has a code: returning the focus needs something to return."""

Cubes = tuple[Cube, ...]
ALL: Cubes = (Cube(),)

Formula = tuple[str, int] | tuple[str, tuple["Formula", ...]]
"""`("some", bits)`, `("none", bits)`, `("and", parts)` or `("or", parts)`."""
TRUE: Formula = ("and", ())
FALSE: Formula = ("or", ())


def some_of(bits: int) -> Formula:
    """At least one of these codes is there."""
    return ("some", bits) if bits else FALSE


def all_of(parts: Iterable[Formula]) -> Formula:
    """All of these hold."""
    return _joined("and", "none", TRUE, FALSE, parts)


def any_of(parts: Iterable[Formula]) -> Formula:
    """Any of these holds."""
    return _joined("or", "some", FALSE, TRUE, parts)


def _joined(word: str, merging: str, neutral: Formula, deciding: Formula, parts: Iterable[Formula]) -> Formula:
    bits = 0
    rest: dict[Formula, None] = {}
    for part in parts:
        if part == deciding:
            return deciding
        kind, value = part
        if kind == merging and isinstance(value, int):
            bits |= value
        elif kind == word and not isinstance(value, int):
            rest.update(dict.fromkeys(value))
        else:
            rest[part] = None
    found = (*(((merging, bits),) if bits else ()), *rest)
    return neutral if not found else found[0] if len(found) == 1 else (word, found)


@lru_cache(maxsize=100_000)
def opposite(formula: Formula) -> Formula:
    """What holds where the formula does not."""
    kind, value = formula
    if isinstance(value, int):
        return ("none" if kind == "some" else "some", value)
    return (all_of if kind == "or" else any_of)(map(opposite, value))


def both(one: Cube, other: Cube, links: Sequence[Link]) -> Cube | None:
    """The replies in both cubes, or `None` where there are none."""
    # Called a million times in a search: what is quick to see comes first.
    never = one.never | other.never
    for bit, groups in links:
        if not never & bit:
            for group in groups:
                if not group & ~never:
                    never |= bit
                    break
    for group in one.some:
        if not group & ~never:
            return None
    for group in other.some:
        if not group & ~never:
            return None
    if never == one.never and not other.some:
        return one
    if never == other.never and not one.some:
        return other
    some = {group & ~never for group in (*one.some, *other.some)}
    return Cube(never, frozenset(_least(some) if len(some) > 1 else some))


def _least(groups: set[int]) -> set[int]:
    """Without groups that hold another: where that one has a code, so have they."""
    kept: list[int] = []
    for group in sorted(groups, key=int.bit_count):
        for less in kept:
            if not less & ~group:
                break
        else:
            kept.append(group)
    return set(kept)


def meet(ones: Cubes, others: Cubes, links: Sequence[Link]) -> Cubes:
    """The replies in both lists of cubes."""
    if ones is ALL and not links:
        return others
    found = {made for one in ones for other in others if (made := both(one, other, links)) is not None}
    return tidy(found)


def tidy(cubes: Iterable[Cube]) -> Cubes:
    """Without cubes that lie wholly inside another. Raises `TooTangledError`."""
    found = set(cubes)
    if len(found) < 2:
        return tuple(found)
    ordered = sorted(found, key=lambda cube: (cube.never.bit_count() + 3 * len(cube.some), cube.never))
    if len(ordered) > MAX_CUBES:
        raise TooTangledError
    kept: list[Cube] = []
    for cube in ordered:
        for wide in kept:
            if not wide.never & ~cube.never and _inside(cube, wide):
                break
        else:
            kept.append(cube)
    return tuple(kept)


def _inside(cube: Cube, wide: Cube) -> bool:
    for group in wide.some:
        for less in cube.some:
            if not less & ~group:
                break
        else:
            return False
    return True


@lru_cache(maxsize=100_000)
def cubes_of(formula: Formula, links: tuple[Link, ...]) -> Cubes:
    """Every reply for which a formula holds. Raises `TooTangledError`."""
    kind, value = formula
    if isinstance(value, int):
        made = both(Cube(), Cube(value) if kind == "none" else Cube(0, frozenset({value})), links)
        return () if made is None else (made,)
    if kind == "or":
        return tidy(cube for part in value for cube in cubes_of(part, links))
    found: Cubes = ALL
    for part in value:
        found = meet(found, cubes_of(part, links), links)
    return found
