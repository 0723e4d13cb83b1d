"""What can be known of a scenario before it is played: how far its levels go and what its beats can hear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from authoring.lint.possible import ENDLESS, Range, World
from authoring.lint.subject import Subject
from scenarios import vocabulary
from scenarios.model import Beat, Scenario

FULL: Range = (0, 100)
ASKING = frozenset({"answers", "deflects"})
"""Heard only where the patient asks outright."""


def world_of(subject: Subject) -> World:
    """What holds in every beat of a scenario."""
    scenario = subject.scenario
    tests = frozenset(name for name, beat in scenario.beats.items() if beat.test is not None)
    counts: dict[str, Range] = {
        "turn": (0, ENDLESS),
        "tests_passed": (0, len(tests)),
        "tests_failed": (0, ENDLESS if tests else 0),
        **{f"visits({name})": (0, ENDLESS) for name in scenario.beats},
    }
    moments = [beat.moment for beat in scenario.beats.values() if beat.moment is not None]
    unheard = frozenset[str]()
    if all(moment.asks is None for moment in moments):
        unheard |= ASKING
    if all(moment.risk == "none" for moment in moments):
        unheard |= {"ignores_risk"}
    return World(subject.names.codes, {**counts, **_levels(subject)}, unheard, tests)


def world_in(beat: Beat, world: World) -> World:
    """What holds when a reply is taken in one beat."""
    unheard = world.unheard
    if beat.moment is not None and beat.moment.asks is None:
        unheard |= ASKING
    if beat.moment is not None and beat.moment.asks == "advice":
        unheard |= {"unsolicited_advice"}
    here = {f"visits({beat.id})": (1, ENDLESS), "turn": (1, ENDLESS)}
    return replace(world, unheard=unheard, ranges={**world.ranges, **here})


def anywhere(world: World) -> World:
    """The same with nothing known but that levels stay within 0 to 100 and counts are not negative."""
    ranges = {
        name: FULL if high <= 100 and not _is_count(name) else (0, ENDLESS) for name, (_, high) in world.ranges.items()
    }
    return World(world.codes, ranges, allowance=world.allowance)


def _is_count(name: str) -> bool:
    return name in {"turn", "tests_passed", "tests_failed"} or name.startswith("visits(")


def _levels(subject: Subject) -> Mapping[str, Range]:
    """Every level from where it begins as far up and down as anything changes it."""
    scenario = subject.scenario
    start = dict(scenario.state) | {f"beliefs.{name}": belief.strength for name, belief in scenario.beliefs.items()}
    changes = [
        *_built_in(scenario),
        *(change for reaction in subject.reactions() for change in reaction.change.items()),
    ]
    rising = {name for name, amount in changes if amount > 0}
    falling = {name for name, amount in changes if amount < 0}
    return {name: (0 if name in falling else level, 100 if name in rising else level) for name, level in start.items()}


def _built_in(scenario: Scenario) -> Iterator[tuple[str, int]]:
    yield from _effects()
    for beat in scenario.beats.values():
        if beat.test is not None:
            for outcome in ("passed", "partly", "failed"):
                yield f"beliefs.{beat.test.belief}", vocabulary.effects()[outcome].belief


@cache
def _effects() -> tuple[tuple[str, int], ...]:
    all_effects = (*vocabulary.effects_by_fit().values(), *vocabulary.effects().values())
    return tuple(item for effect in all_effects for item in effect.change.items())
