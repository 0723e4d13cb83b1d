"""How many values a level may take: what tells which levels are worth laying out."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import vocabulary
from scenarios.model import Reaction, Scenario

HIGHEST = 100


def spread(scenario: Scenario, name: str) -> int:
    """How many values a level (a belief as `beliefs.name`) may come to, if every change could follow every other."""
    start = {**scenario.state, **{f"beliefs.{one}": belief.strength for one, belief in scenario.beliefs.items()}}[name]
    steps = {step for step in _steps(scenario, name) if step}
    found, todo = {start}, [start]
    while todo:
        level = todo.pop()
        for step in steps:
            after = max(0, min(HIGHEST, level + step))
            if after not in found:
                found.add(after)
                todo.append(after)
    return len(found)


def _steps(scenario: Scenario, name: str) -> Iterator[int]:
    for reaction in _reactions(scenario):
        yield reaction.change.get(name, 0)
    for effect in vocabulary.effects_by_fit().values():
        yield effect.change.get(name, 0)
    for test in (beat.test for beat in scenario.beats.values() if beat.test is not None):
        for outcome in ("passed", "partly", "failed"):
            told = vocabulary.effects().get(outcome)
            if told is not None:
                yield told.belief if name == f"beliefs.{test.belief}" else told.change.get(name, 0)


def _reactions(scenario: Scenario) -> Iterator[Reaction]:
    defaults = scenario.defaults
    some = [*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence]
    for beat in scenario.beats.values():
        some += [*beat.hears, beat.otherwise, beat.unclear, beat.silence]
        some += [beat.test.passed, beat.test.failed] if beat.test is not None else []
    return (reaction for reaction in some if reaction is not None)
