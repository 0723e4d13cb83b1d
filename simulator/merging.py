"""When two copies of a session are the same, one continues the other, or they contradict each other.

A history is what a session is known by (whose it is, how and when it was begun) and then its events, each as
canonical JSON. Times of events are no part of it: nothing is computed from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

History = tuple[str, ...]
"""The head and the events of one session, in order."""

Relation = Literal["same", "shorter", "longer", "other"]
"""Of what came to what is kept. `other`: neither continues the other."""

Holding = Mapping[str, frozenset[History]]
"""For each session id its histories, none of which continues another; more than one is a conflict."""


def relation(kept: Sequence[str], came: Sequence[str]) -> Relation:
    """How `came` stands to `kept`."""
    shared = parting(kept, came)
    if shared == len(came):
        return "same" if shared == len(kept) else "shorter"
    return "longer" if shared == len(kept) else "other"


def parting(one: Sequence[str], other: Sequence[str]) -> int:
    """How many entries two histories have in common from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def holding(sessions: Iterable[tuple[str, History]]) -> Holding:
    """What is known once all of these have come, in whatever order."""
    found: dict[str, frozenset[History]] = {}
    for name, history in sessions:
        found[name] = longest((*found.get(name, ()), history))
    return found


def merge(one: Holding, other: Holding) -> Holding:
    """Both together. Idempotent, commutative and associative: order and repetition of handing in do not matter."""
    return {name: longest((*one.get(name, ()), *other.get(name, ()))) for name in one.keys() | other.keys()}


def longest(histories: Iterable[History]) -> frozenset[History]:
    """Those that no other continues."""
    every = frozenset(histories)
    return frozenset(
        one for one in every if not any(other != one and relation(one, other) == "longer" for other in every)
    )
