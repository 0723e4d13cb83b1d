"""What a condition comes to: for one turn, for many levels at once, or as a formula over codes alone."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from authoring.proof.cubes import FALSE, Formula, all_of, any_of, opposite
from authoring.proof.replies import Manner
from scenarios import vocabulary
from scenarios.conditions import Both, Call, Compare, Expression, Name, Not, Number, Sum, parts
from simulator.state import PatientState

Value = bool | int | NDArray[Any]
"""One value, or one for each row of levels."""

_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Now:
    """One turn as conditions see it, with a column of levels for every state that is looked at."""

    state: PatientState
    heard: frozenset[str]
    levels: Mapping[str, Any]
    """By name, beliefs as `beliefs.name`: whole numbers, or arrays of them."""
    turn: int
    is_silence: bool = False


def value(expression: Expression, now: Now) -> Value:
    """What an expression comes to now."""
    match expression:
        case Number(number):
            return number
        case Name():
            return _named(expression, now)
        case Call():
            return _called(expression, now)
        case Not(part):
            inner = value(part, now)
            turned: Value = not inner if isinstance(inner, bool) else np.logical_not(inner)
            return turned
        case Both(word, left, right):
            one = value(left, now)
            if isinstance(one, bool):  # most are; an array is only worked out where it decides
                return value(right, now) if one == (word == "and") else one
            join = np.logical_and if word == "and" else np.logical_or
            joined: Value = join(one, value(right, now))
            return joined
        case Sum(sign, left, right):
            add: Callable[[Any, Any], Value] = operator.add if sign == "+" else operator.sub
            return add(value(left, now), value(right, now))
        case Compare(sign, left, right):
            compared: Value = _COMPARE[sign](value(left, now), value(right, now))
            return compared


def _named(part: Name, now: Now) -> Value:
    if part.kind == "code":
        return not vocabulary.members(part.name).isdisjoint(now.heard)
    if part.kind == "silence":
        return now.is_silence
    if part.kind == "count":
        counts = {"turn": now.turn, "tests_passed": len(now.state.passed), "tests_failed": len(now.state.failed)}
        return counts[part.name]
    level: Value = now.levels[f"beliefs.{part.name}" if part.kind == "belief" else part.name]
    return level


def _called(part: Call, now: Now) -> Value:
    if part.function == "visits":
        return now.state.visited(part.argument)
    if part.function == "said":
        return not vocabulary.members(part.argument).isdisjoint(now.state.said)
    return part.argument in (now.state.passed if part.function == "passed" else now.state.failed)


def state_parts(expression: Expression) -> Iterator[Compare | Call]:
    """The parts whose truth hangs on the patient and not on the reply: comparisons, `said`, `passed`, `failed`."""
    match expression:
        case Compare() | Call():
            yield expression
        case Not(part):
            yield from state_parts(part)
        case Both(_, left, right):
            yield from state_parts(left)
            yield from state_parts(right)
        case _:
            pass


def code_parts(expression: Expression) -> Iterator[str]:
    """The codes, derived codes and groups that are asked of this reply."""
    for part in parts(expression):
        if isinstance(part, Name) and part.kind == "code":
            yield part.name


def whole_parts(expression: Expression, is_whole: Callable[[Expression], bool]) -> Iterator[Expression]:
    """The largest parts of an expression of which something is true."""
    if is_whole(expression):
        yield expression
        return
    match expression:
        case Not(part):
            yield from whole_parts(part, is_whole)
        case Both(_, left, right) | Sum(_, left, right) | Compare(_, left, right):
            yield from whole_parts(left, is_whole)
            yield from whole_parts(right, is_whole)
        case _:
            pass


def asks_of_reply(expression: Expression) -> Iterator[Expression]:
    """The largest parts that are about nothing but the codes of this reply."""
    return whole_parts(expression, _is_of_codes)


def _is_of_codes(expression: Expression) -> bool:
    return all(
        isinstance(part, Not | Both) or (isinstance(part, Name) and part.kind == "code") for part in parts(expression)
    )


def levels_in(expression: Expression) -> Iterator[str]:
    """The levels that are looked at, beliefs as `beliefs.name`."""
    for part in parts(expression):
        if isinstance(part, Name) and part.kind in {"state", "belief"}:
            yield part.name if part.kind == "state" else f"beliefs.{part.name}"


def formula(expression: Expression, given: Mapping[Expression, Formula], manner: Manner) -> Formula:
    """The condition as a formula over the codes of a reply, given what its other parts come to."""
    match expression:
        case Name("code", name):
            return manner.of(name)
        case Not(part):
            return opposite(formula(part, given, manner))
        case Both(word, left, right):
            join = all_of if word == "and" else any_of
            return join((formula(left, given, manner), formula(right, given, manner)))
        case Compare() | Call():
            return given[expression]
        case _:  # silence: a reply that shows codes is none
            return FALSE
