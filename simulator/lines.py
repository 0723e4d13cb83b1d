"""Choosing what the patient says: the first variations that fit, unused ones first, seeded and repeatable."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.conditions import Condition
from scenarios.model import Mode, Variation
from simulator.circumstances import TurnCircumstances

LineKind = Literal["speech", "shows", "sounds"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the trainee hears or sees."""

    kind: LineKind
    text: str


def is_same(one: Condition | None, other: Condition | None) -> bool:
    """Whether two lines are variations of each other: both without a `when`, or both with the same one."""
    if one is None or other is None:
        return one is other
    return one.expression == other.expression


class Voice:
    """Speaks for one turn and remembers which lines are used up."""

    def __init__(self, used: frozenset[str], seed: int, now: TurnCircumstances, mode: Mode) -> None:
        self.used = set(used)
        self.seed = seed
        self.now = now
        self.mode = mode
        self.lines: list[Line] = []

    def say(self, place: str, variations: Sequence[Variation]) -> bool:
        """Say one of the variations: of those of the first `when` that holds, else of those without one.

        Returns whether there was anything to say.
        """
        whens = (line.when for line in variations)
        first = next((when for when in whens if when is not None and when.holds(self.now)), None)
        candidates = [i for i, line in enumerate(variations) if is_same(line.when, first)]
        if not candidates:
            return False
        self.lines.append(Line("speech", variations[self._choose(place, candidates)].text))
        return True

    def say_plain(self, place: str, lines: Sequence[str]) -> None:
        """Say one of the built-in lines."""
        if lines:
            self.lines.append(Line("speech", lines[self._choose(place, range(len(lines)))]))

    def direct(self, shows: str, sounds: str) -> None:
        """Add a stage direction, if this way of meeting lets one see or hear it."""
        if shows and self.mode in {"in_person", "video"}:
            self.lines.append(Line("shows", shows))
        elif sounds and self.mode != "text":
            self.lines.append(Line("sounds", sounds))

    def _choose(self, place: str, candidates: Sequence[int]) -> int:
        fresh = [i for i in candidates if f"{place}#{i}" not in self.used]
        last = {i for i in candidates if f"{place}@{i}" in self.used}
        if not fresh:  # all used up: begin again, but not with the line spoken last
            self.used = {key for key in self.used if not key.startswith(f"{place}#")}
            fresh = [i for i in candidates if i not in last] or list(candidates)
        lot = zlib.crc32(f"{self.seed}\x00{place}\x00{len(self.used)}".encode())
        chosen = fresh[lot % len(fresh)]
        self.used.difference_update([f"{place}@{i}" for i in last])
        self.used.update((f"{place}#{chosen}", f"{place}@{chosen}"))
        return chosen
