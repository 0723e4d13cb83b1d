"""Conditions that can never hold, by levels of 0 to 100 and by what this patient's beats can hear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from authoring.lint.places import Place, conditions
from authoring.lint.possible import World, can_hold, quantity
from authoring.lint.subject import Subject
from authoring.lint.worlds import ASKING, anywhere, world_in, world_of
from scenarios.conditions import Call, Expression, Name, parts
from scenarios.faults import Fault


def check(subject: Subject) -> Iterator[Fault]:
    """`never-holds` for every condition that no turn can make true."""
    everywhere = world_of(subject)
    for place in conditions(subject):
        beat = place.beat
        world = everywhere if beat is None else world_in(subject.scenario.beats[beat], everywhere)
        if not can_hold(place.condition.expression, world):
            message = f"`{_short(place.condition.text)}` can never hold"
            yield subject.warn(place.mark, "never-holds", f"{message}{_why(subject, place, world)}.", _HELP)


_HELP = "Change the condition, or remove what hangs on it: it is never used."


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _why(subject: Subject, place: Place, world: World) -> str:
    """The reason: the condition itself, the bounds of levels, or something about this patient."""
    expression = place.condition.expression
    if not can_hold(expression, World(world.codes, allowance=world.allowance)):
        return ": its parts rule each other out"
    if not can_hold(expression, anywhere(world)):
        return ": levels stay within 0 to 100"
    for part in parts(expression):
        reason = _lifted(subject, expression, part, world)
        if reason:
            return f": {reason}"
    return " with this patient"


def _lifted(subject: Subject, expression: Expression, part: Expression, world: World) -> str:
    """What stands against the condition, if it is what is known about this one name."""
    name = quantity(part)
    match part:
        case Name("state" | "belief"):
            loose = replace(world, ranges={**world.ranges, name: (0, 100)})
            if can_hold(expression, loose):
                return _about_level(subject, name, world)
        case Call("passed" | "failed", beat) if world.tests is not None and beat not in world.tests:
            if can_hold(expression, replace(world, tests=world.tests | {beat})):
                return f"the beat `{beat}` sets no test"
        case Name("count", "tests_passed" | "tests_failed"):
            return f"there are {len(world.tests or ())} tests"
        case Name("code", code):
            codes = world.codes[code]
            if can_hold(expression, replace(world, unheard=world.unheard - codes)):
                return _about_code(code)
        case _:
            pass
    return ""


def _about_level(subject: Subject, name: str, world: World) -> str:
    low, high = world.ranges[name]
    scenario = subject.scenario
    start = scenario.beliefs[name.removeprefix("beliefs.")].strength if "." in name else scenario.state[name]
    how = "changes it" if low == high else "raises it" if high == start else "lowers it"
    return f"`{name}` begins at {start} and nothing {how}"


def _about_code(code: str) -> str:
    if code in ASKING:
        return f"`{code}` is heard only where the patient asks outright (`moment: {{asks: …}}`)"
    if code == "unsolicited_advice":
        return "advice is not unasked where the patient asks for it"
    return f"`{code}` is heard only where `moment` has a `risk`"
