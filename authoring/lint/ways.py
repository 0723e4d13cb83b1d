"""Which beat can follow which, whatever the conditions say: the scenario as a plain graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenarios.model import Beat, Defaults, Reaction, Scenario

Graph = Mapping[str, frozenset[str]]


def ways(scenario: Scenario) -> Graph:
    """For every beat, the beats that may come next.

    A test is decided in later beats too, so its ways out hold for every beat that can follow the one that sets it.
    """
    general = _goes(_all(scenario.defaults)) | {way.go for way in scenario.exits}
    found: dict[str, set[str]] = {
        name: set() if beat.ending else general | _own(beat) for name, beat in scenario.beats.items()
    }
    for name, beat in scenario.beats.items():
        if beat.test is None:
            continue
        decided = _goes((beat.test.passed, beat.test.failed))
        for later in reached(found, [name]):
            if scenario.beats[later].ending is None:
                found[later] |= decided
    return {name: frozenset(after) for name, after in found.items()}


def reached(graph: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    """Every beat that can be come to, those at the start included."""
    seen: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += graph.get(name, ())
    return seen


def leading_to(graph: Graph, goals: Iterable[str]) -> set[str]:
    """Every beat from which one of the goals can be come to."""
    back: dict[str, set[str]] = {name: set() for name in graph}
    for name, after in graph.items():
        for other in after:
            back[other].add(name)
    return reached(back, goals)


def _own(beat: Beat) -> set[str]:
    goes = _goes(_all(beat))
    if beat.limit is not None:
        goes.add(beat.limit.go)
    if beat.test is not None:
        goes |= _goes((beat.test.passed, beat.test.failed))
    return goes


def _all(owner: Beat | Defaults) -> tuple[Reaction | None, ...]:
    return (*owner.hears, owner.otherwise, owner.unclear, owner.silence)


def _goes(reactions: Iterable[Reaction | None]) -> set[str]:
    return {reaction.go for reaction in reactions if reaction is not None and reaction.go is not None}
