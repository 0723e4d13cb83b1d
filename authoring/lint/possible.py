"""Can a condition ever hold? Reasoning over intervals of levels and sets of codes, without playing.

`can_hold` answers *no* only where it is sure; where the search grows too large it answers *yes*. So what is built
on it raises no false alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from scenarios.conditions import Both, Call, Compare, Comparison, Expression, Name, Not, Number, Sum

MOST_STEPS = 3_000
"""Steps after which the search for one condition gives up and answers yes."""
STEPS_IN_ALL = 100_000
"""Steps for a whole file, about half a second; a file made to puzzle gets no more."""
ENDLESS = 1_000_000
"""Stands for no upper bound of counts."""
UNDER_SILENCE = frozenset({"stays_silent", "ignores_risk"})
"""What is heard when nothing is said."""

Range = tuple[int, int]


@dataclass
class Allowance:
    """How many steps are left for a whole file."""

    left: int = STEPS_IN_ALL


@dataclass(frozen=True)
class World:
    """What is known before any reply: how far levels can go, what can be heard, where tests are set."""

    codes: Mapping[str, frozenset[str]]
    """Codes and groups with the codes they stand for."""
    ranges: Mapping[str, Range] = field(default_factory=dict)
    """By state, `beliefs.name`, count or `visits(beat)`; what is missing is not bounded."""
    unheard: frozenset[str] = frozenset()
    """Codes that cannot be heard here."""
    tests: frozenset[str] | None = None
    """Beats that set a test; `None` where any may."""
    allowance: Allowance = field(default_factory=Allowance)
    """Shared by every search in the same file."""


@dataclass(frozen=True)
class _Linear:
    """`sum of factor × name + constant <= 0`."""

    factors: tuple[tuple[str, int], ...]
    constant: int


class _Known(NamedTuple):
    """What one way through a condition asks for so far; replaced thousands of times in a file."""

    ranges: Mapping[str, Range]
    heard: tuple[frozenset[str], ...] = ()
    """Of each set at least one code is heard."""
    not_heard: frozenset[str] = frozenset()
    said: tuple[frozenset[str], ...] = ()
    not_said: frozenset[str] = frozenset()
    truths: frozenset[tuple[str, bool]] = frozenset()
    """`silence`, `passed(x)`, `failed(x)` with their truth."""
    comparisons: tuple[_Linear, ...] = ()


class _GivenUpError(Exception):
    pass


def can_hold(expression: Expression, world: World) -> bool:
    """Whether the expression may hold in some turn. `False` is certain; `True` may only mean *not disproved*."""
    search = _Search(world)
    try:
        return search.holds([(expression, True)], _Known(dict(world.ranges), not_heard=world.unheard))
    except _GivenUpError:
        return True


def implies(first: Expression, then: Expression, world: World) -> bool:
    """Whether `then` certainly holds whenever `first` does."""
    return not can_hold(Both("and", first, Not(then)), world)


class _Search:
    """Goes through the ways in which an expression can hold, dropping a way as soon as it contradicts itself."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.steps = 0

    def holds(self, todo: list[tuple[Expression, bool]], known: _Known) -> bool:
        choices: list[tuple[Expression, bool]] = []
        todo = list(todo)
        while todo:
            self._count()
            expression, wanted = todo.pop()
            match expression:
                case Not(part):
                    todo.append((part, not wanted))
                case Both(word, left, right) if (word == "and") == wanted:
                    todo += [(left, wanted), (right, wanted)]
                case Both() | Compare("==" | "!="):
                    choices.append((expression, wanted))
                case _:
                    stricter = self._with(known, expression, wanted=wanted)
                    if stricter is None:
                        return False
                    known = stricter
        if not choices:
            return True
        first, *rest = choices
        return any(self.holds([*rest, *way], known) for way in _ways(*first))

    def _count(self, steps: int = 1) -> None:
        self.steps += steps
        self.world.allowance.left -= steps
        if self.steps > MOST_STEPS or self.world.allowance.left < 0:
            raise _GivenUpError

    def _with(self, known: _Known, literal: Expression, *, wanted: bool) -> _Known | None:
        """What is known with one more truth, or `None` where the two cannot be."""
        match literal:
            case Name("code", name) | Call("said", name):
                return self._with_code(known, name, wanted=wanted, earlier=isinstance(literal, Call))
            case Name("silence", name):
                return self._with_truth(known, name, wanted=wanted)
            case Call(outcome, beat) if outcome != "visits":
                if wanted and self.world.tests is not None and beat not in self.world.tests:
                    return None
                return self._with_truth(known, f"{outcome}({beat})", wanted=wanted)
            case Compare(sign, left, right):
                line = _at_most_zero(sign if wanted else _OPPOSITE[sign], left, right)
                lines = (*known.comparisons, line)
                self._count(len(lines))
                ranges = _narrowed(known.ranges, lines)
                return None if ranges is None else known._replace(ranges=ranges, comparisons=lines)
            case _:
                return known

    def _with_code(self, known: _Known, name: str, *, wanted: bool, earlier: bool) -> _Known | None:
        codes = self.world.codes[name]
        if earlier:
            said = (*known.said, codes) if wanted else known.said
            never = known.not_said if wanted else known.not_said | codes
            return known._replace(said=said, not_said=never) if all(some - never for some in said) else None
        heard = (*known.heard, codes) if wanted else known.heard
        never = known.not_heard if wanted else known.not_heard | codes
        return self._if_audible(known._replace(heard=heard, not_heard=never))

    def _with_truth(self, known: _Known, name: str, *, wanted: bool) -> _Known | None:
        if (name, not wanted) in known.truths:
            return None
        return self._if_audible(known._replace(truths=known.truths | {(name, wanted)}))

    def _if_audible(self, known: _Known) -> _Known | None:
        silent = ("silence", True) in known.truths
        for some in known.heard:
            left = some - known.not_heard
            if not (left & UNDER_SILENCE if silent else left):
                return None
        return known


def _ways(expression: Expression, wanted: bool) -> Iterator[list[tuple[Expression, bool]]]:
    """The alternatives of an `or`, of a refused `and`, or of an (un)equality."""
    match expression:
        case Both(_, left, right):
            yield [(left, wanted)]
            yield [(right, wanted)]
        case Compare(sign, left, right) if (sign == "==") == wanted:
            yield [(Compare("<=", left, right), True), (Compare(">=", left, right), True)]
        case Compare(_, left, right):
            yield [(Compare("<", left, right), True)]
            yield [(Compare(">", left, right), True)]


_OPPOSITE: dict[Comparison, Comparison] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


def _at_most_zero(sign: Comparison, left: Expression, right: Expression) -> _Linear:
    """A comparison other than (un)equality as `… <= 0`."""
    below, above = (left, right) if sign in {"<", "<="} else (right, left)
    factors: dict[str, int] = {}
    constant = _collect(below, 1, factors) + _collect(above, -1, factors)
    return _Linear(tuple((name, factor) for name, factor in factors.items() if factor), constant + (sign in "<>"))


def _collect(part: Expression, factor: int, factors: dict[str, int]) -> int:
    """Add a number's names to `factors`; return its constant part."""
    match part:
        case Number(value):
            return factor * value
        case Sum(sign, left, right):
            other = factor if sign == "+" else -factor
            return _collect(left, factor, factors) + _collect(right, other, factors)
        case _:
            name = quantity(part)
            factors[name] = factors.get(name, 0) + factor
            return 0


def quantity(part: Expression) -> str:
    """What a level or count is called among a world's ranges."""
    match part:
        case Name("belief", name):
            return f"beliefs.{name}"
        case Name(_, name):
            return name
        case Call(function, beat):
            return f"{function}({beat})"
        case _:
            return ""


def _narrowed(ranges: Mapping[str, Range], lines: tuple[_Linear, ...]) -> Mapping[str, Range] | None:
    """Ranges within which every comparison can still hold, or `None` where none is left."""
    now = dict(ranges)
    if any(_clash(one, other) for one, other in combinations(lines, 2)):
        return None
    for _ in range(8):
        before = dict(now)
        for line in lines:
            least = {name: min(factor * bound for bound in _range(now, name)) for name, factor in line.factors}
            total = line.constant + sum(least.values())
            if total > 0:
                return None
            for name, factor in line.factors:
                low, high = _range(now, name)
                room = -(total - least[name])  # factor * value <= room
                low, high = (low, min(high, room // factor)) if factor > 0 else (max(low, -(room // -factor)), high)
                if low > high:
                    return None
                now[name] = (low, high)
        if now == before:
            break
    return now


def _clash(one: _Linear, other: _Linear) -> bool:
    """Whether two comparisons of the same levels, such as `a > b` and `b > a`, rule each other out."""
    opposite = dict(one.factors) == {name: -factor for name, factor in other.factors}
    return opposite and one.constant + other.constant > 0


def _range(ranges: Mapping[str, Range], name: str) -> Range:
    return ranges.get(name, (-ENDLESS, ENDLESS))
