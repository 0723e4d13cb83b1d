"""Between cubes of codes and replies: which bit is which code, what derived codes mean here, how a reply is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from authoring.proof.cubes import FALSE, TRUE, Cube, Formula, Link, all_of, any_of, some_of
from scenarios import vocabulary
from scenarios.model import Asks, Moment
from simulator.derive import ANSWERS, FOCUS_ON_PATIENT, LEAVES_OPEN, NOT_DEFLECTING, QUESTIONS, TOWARDS


@cache
def order() -> tuple[str, ...]:
    """Every base code, those that a trainee would rather use first."""
    harmful = vocabulary.members("unhelpful")
    return tuple(sorted(vocabulary.codes(), key=lambda code: (code in harmful, code == "off_task")))


@cache
def bit(code: str) -> int:
    """The bit of a base code."""
    return 1 << order().index(code)


def bits(codes: Iterable[str]) -> int:
    """The bits of some base codes."""
    found = 0
    for code in codes:
        found |= bit(code)
    return found


@cache
def returns() -> int:
    """A bit of its own for `returns_focus`: given the codes, the order of the words decides it."""
    return 1 << len(order())


@cache
def stacks() -> int:
    """A bit of its own for `stacked_questions`: given the codes, the number of questions decides it."""
    return 2 << len(order())


@cache
def every() -> int:
    """The bits of all base codes."""
    return (1 << len(order())) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """One way of dealing with what was asked, and what the derived codes come to in it.

    `simulator.derive` says what they are; here it is said which base codes they follow from.
    """

    region: Formula
    derived: Mapping[str, Formula]
    links: tuple[Link, ...]
    giving: frozenset[str]
    """The codes after which the focus can return to the patient."""

    def of(self, name: str) -> Formula:
        """When a code, derived code or group is heard."""
        if name in self.derived:
            return self.derived[name]
        return any_of(self.of_one(code) for code in vocabulary.members(name))

    def of_one(self, code: str) -> Formula:
        """When a code or derived code is heard."""
        return self.derived[code] if code in self.derived else some_of(bit(code))


@cache
def manners(moment: Moment | None, *, permitted: bool, risk_waits: bool) -> tuple[Manner, ...]:
    """Every way of dealing with what a moment asks; together they cover every reply, and no reply is in two."""
    asks = None if moment is None else moment.asks
    advice = some_of(bit("advice"))
    welcome = asks == "advice" or permitted
    derived = {
        "unsolicited_advice": FALSE if welcome else all_of((advice, ("none", bit("asks_permission")))),
        "ignores_risk": ("none", bits(vocabulary.members("safety"))) if risk_waits else FALSE,
        "returns_focus": some_of(returns()),
        "stacked_questions": some_of(stacks()),
        "stays_silent": FALSE,
    }
    made = []
    for region, answers, deflects in _answering(asks):
        given = {"self_disclosure"} | (ANSWERS["advice"] if answers and asks == "advice" else set())
        links = ((stacks(), (bits(QUESTIONS),)), (returns(), (bits(given), bits(FOCUS_ON_PATIENT))))
        meanings = {**derived, "answers": TRUE if answers else FALSE, "deflects": TRUE if deflects else FALSE}
        made.append(Manner(region, meanings, links, frozenset(given)))
    return tuple(made)


def _answering(asks: Asks | None) -> list[tuple[Formula, bool, bool]]:
    """Regions of replies with whether they answer and whether they deflect."""
    if asks is None:
        return [(TRUE, False, False)]
    answer, conceals, leaves = bits(ANSWERS[asks]), bit("conceals_sharing"), bit("topic_change")
    openly, towards = bits(NOT_DEFLECTING[asks]), bits(TOWARDS[asks])
    telling = every() & ~bits(LEAVES_OPEN[asks])
    unanswered = answer | conceals
    regions = [
        (all_of((some_of(answer), ("none", conceals))), True, False),
        (some_of(conceals), False, True),
        (all_of((("none", unanswered | openly | towards), some_of(telling))), False, True),
        (all_of((("none", unanswered), some_of(openly))), False, False),
        (("none", telling), False, False),
    ]
    if towards:
        going_on = all_of((("none", unanswered | openly), some_of(towards)))
        regions += [
            (all_of((going_on, some_of(leaves))), False, True),
            (all_of((going_on, ("none", leaves))), False, False),
        ]
    return regions


def spelled(cube: Cube, manner: Manner) -> tuple[str, ...]:
    """A short reply in a cube, as code names in an order that makes the derived codes come out as the cube has them.

    Empty only where the cube rules out every code.
    """
    wanted = sorted(cube.some, key=lambda group: (group.bit_count(), group))
    chosen = 0
    while wanted:
        group = wanted.pop(0)
        if group & chosen:
            continue
        pick = max(_each(group), key=lambda one: (one <= every(), sum(bool(one & g) for g in wanted), -one))
        chosen |= pick
        for own, needed in manner.links:
            if own == pick:
                wanted += [each & ~cube.never for each in needed]
    if not chosen & every():
        chosen |= next(_each(every() & ~cube.never), 0)
    return _arranged(chosen, manner)


def _each(group: int) -> Iterator[int]:
    while group:
        low = group & -group
        yield low
        group ^= low


def _arranged(chosen: int, manner: Manner) -> tuple[str, ...]:
    names = [code for code in order() if bit(code) & chosen]
    asking = [name for name in names if name in QUESTIONS]
    if chosen & stacks():
        names += [asking[0]] * (3 - len(asking))
    giving = [name for name in names if name in manner.giving]
    focus = [name for name in names if name in FOCUS_ON_PATIENT]
    rest = [name for name in names if name not in manner.giving and name not in FOCUS_ON_PATIENT]
    if chosen & returns():
        return (*giving, *rest, *focus)
    return (*focus, *rest, *giving)
