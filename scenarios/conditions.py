"""Conditions: when an entry holds, a line is spoken or a fact is told.

    open_question and trust >= 40
    answers and not (platitude or visits(the_ask) > 1)
    said(self_disclosure) or beliefs.alone < 30

A small language with its own parser: `and or not ( )`, one comparison, `+ -`, whole numbers, names, and the
functions `visits(beat) said(code) passed(beat) failed(beat)`. No evaluation of anything else is possible.
Every name is checked when the file is loaded, with the exact column.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that a condition may use, sorted by what it means."""

    codes: Mapping[str, frozenset[str]]
    """Codes, derived codes and groups with the codes that each stands for: true where the reply shows one."""
    states: Mapping[str, int]
    """The patient's own levels, whole numbers in 0–100, with their place among `Circumstances.levels`."""
    beliefs: Mapping[str, int]
    """Beliefs, written `beliefs.name`, with their place among `Circumstances.beliefs`."""
    beats: frozenset[str]
    """Beats, for `visits(beat)`, `passed(beat)` and `failed(beat)`."""


class Circumstances(Protocol):
    """What a condition is held against: one turn of one session."""

    @property
    def heard(self) -> frozenset[str]:
        """Codes and derived codes that this reply shows."""
        ...

    @property
    def levels(self) -> tuple[int, ...]:
        """The level of every state, 0–100."""
        ...

    @property
    def beliefs(self) -> tuple[int, ...]:
        """The strength of every belief, 0–100."""
        ...

    def count(self, name: str) -> int:
        """`turn`, `tests_passed` or `tests_failed`."""
        ...

    def visits(self, beat: str) -> int:
        """How often the beat has been entered, the present visit included."""
        ...

    def said(self, codes: frozenset[str]) -> bool:
        """Whether an earlier reply of this session showed any of the codes."""
        ...

    def tested(self, outcome: str, beat: str) -> bool:
        """Whether the test of that beat has been `passed` or `failed`."""
        ...

    @property
    def is_silence(self) -> bool:
        """Whether the trainee waited instead of speaking."""
        ...


COUNTS = ("turn", "tests_passed", "tests_failed")
FUNCTIONS = ("visits", "said", "passed", "failed")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A code, state, count, belief or `silence`."""

    kind: Literal["code", "state", "belief", "count", "silence"]
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`visits(beat)`, `said(code)`, `passed(beat)` or `failed(beat)`."""

    function: str
    argument: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth."""

    part: Expression


@dataclass(frozen=True, slots=True)
class Both:
    """`and`, `or`."""

    operator: Literal["and", "or"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Sum:
    """`+` or `-` between numbers."""

    operator: Literal["+", "-"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison of two numbers."""

    operator: Comparison
    left: Expression
    right: Expression


Expression = Number | Name | Call | Not | Both | Sum | Compare


Check = Callable[[Circumstances], int]
"""A compiled expression: its number, or its truth as 0 or 1."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked condition: its text as the author wrote it and its meaning."""

    text: str
    expression: Expression
    speaks_of: frozenset[str]
    """The codes that the condition asks for, groups spelt out; not those that it only excludes."""
    needs_code: bool
    """Whether the condition can hold only where one of `speaks_of` is heard; most can be passed over by that alone."""
    mentions_silence: bool
    """Whether the author thought of silence here."""
    check: Check = field(compare=False, repr=False)
    """The compiled expression: conditions are held against every turn, many times in a search."""

    def holds(self, circumstances: Circumstances) -> bool:
        """Whether the condition is true now."""
        return bool(self.check(circumstances))


def parts(expression: Expression) -> Iterator[Expression]:
    """Every part of an expression, the whole first."""
    yield expression
    match expression:
        case Not(part):
            yield from parts(part)
        case Both(_, left, right) | Sum(_, left, right) | Compare(_, left, right):
            yield from parts(left)
            yield from parts(right)
        case _:
            pass


def _asked(expression: Expression, *, asked: bool) -> Iterator[str]:
    match expression:
        case Name("code", name) if asked:
            yield name
        case Not(part):
            yield from _asked(part, asked=not asked)
        case Both(_, left, right):
            yield from _asked(left, asked=asked)
            yield from _asked(right, asked=asked)
        case _:
            return


def _needs_code(expression: Expression) -> bool:
    match expression:
        case Name("code", _):
            return True
        case Both("and", left, right):
            return _needs_code(left) or _needs_code(right)
        case Both("or", left, right):
            return _needs_code(left) and _needs_code(right)
        case _:
            return False


_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def _compile(expression: Expression, names: Names) -> Check:  # noqa: PLR0911  one return for each kind of part
    match expression:
        case Name(kind, name):
            return _compile_name(kind, name, names)
        case Both(word, left, right):
            first, second = _compile(left, names), _compile(right, names)
            if word == "and":
                return lambda now: first(now) and second(now)
            return lambda now: first(now) or second(now)
        case Not(part):
            inner = _compile(part, names)
            return lambda now: not inner(now)
        case Compare(sign, left, right):
            compare, low, high = _COMPARE[sign], _compile(left, names), _compile(right, names)
            return lambda now: compare(low(now), high(now))
        case Number(value):
            return lambda _: value
        case Sum(sign, left, right):
            add, one, other = (
                operator.add if sign == "+" else operator.sub,
                _compile(left, names),
                _compile(right, names),
            )
            return lambda now: int(add(one(now), other(now)))
        case Call("visits", argument):
            return lambda now: now.visits(argument)
        case Call("said", argument):
            codes = names.codes[argument]
            return lambda now: now.said(codes)
        case Call(function, argument):
            return lambda now: now.tested(function, argument)


def _compile_name(kind: str, name: str, names: Names) -> Check:
    if kind == "code":
        codes = names.codes[name]
        return lambda now: not codes.isdisjoint(now.heard)
    if kind == "state":
        place = names.states[name]
        return lambda now: now.levels[place]
    if kind == "belief":
        held = names.beliefs[name]
        return lambda now: now.beliefs[held]
    if kind == "count":
        return lambda now: now.count(name)
    return lambda now: now.is_silence


def compiled(text: str, expression: Expression, names: Names) -> Condition:
    """The condition that an expression means."""
    asked = frozenset().union(*(names.codes[name] for name in _asked(expression, asked=True)))
    silence = any(
        isinstance(part, Name) and (part.kind == "silence" or part.name == "stays_silent") for part in parts(expression)
    )
    return Condition(text, expression, asked, _needs_code(expression), silence, _compile(expression, names))
