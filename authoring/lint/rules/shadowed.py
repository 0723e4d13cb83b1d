"""Entries that no reply can reach, because earlier ones always hold first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from authoring.lint.possible import World, can_hold, implies
from authoring.lint.subject import Subject
from authoring.lint.worlds import world_in, world_of
from scenarios.conditions import Both, Condition, Expression, Name, Not
from scenarios.faults import Fault
from scenarios.model import Reaction

CODE = "shadowed"
_HELP = "Put the narrower entry first, or remove this one."


def check(subject: Subject) -> Iterator[Fault]:
    """`shadowed` for entries of `hears` and for `exits`."""
    world = world_of(subject)
    yield from _entries(subject, subject.scenario.defaults.hears, world)
    for beat in subject.scenario.beats.values():
        yield from _entries(subject, beat.hears, world_in(beat, world))
    yield from _exits(subject, world)


def _entries(subject: Subject, entries: Sequence[Reaction], world: World) -> Iterator[Fault]:
    keys = [entry.key for entry in entries]
    for i, entry in enumerate(entries):
        key = keys[i]
        if world.allowance.left < 0:
            return
        if key is None or not can_hold(key.expression, world):
            continue  # a condition that never holds is told by itself
        before = [(entries[j], other) for j, other in enumerate(keys[:i]) if other is not None]
        cover = _cover(key, [other for _, other in before], world)
        if cover and not _still_judges(entry, [before[j][1] for j in cover]):
            yield subject.warn(entry.mark, CODE, _say(key, [before[j][0] for j in cover]), _HELP)


def _cover(key: Condition, before: Sequence[Condition], world: World) -> list[int]:
    """Which earlier entries together leave nothing for this one: one where one is enough, else all; else none."""
    own = _taken(key)
    near = [j for j, other in enumerate(before) if _may_take(other, key)]
    for j in near:
        if world.allowance.left < 0:
            return []
        if implies(own, _taken(before[j]), world):
            return [j]
    rest = own
    for j in near:
        rest = Both("and", rest, Not(_taken(before[j])))
    return near if len(near) > 1 and not can_hold(rest, world) else []


def _may_take(other: Condition, key: Condition) -> bool:
    """Whether an earlier entry could at all take what this one asks for; most are about other codes."""
    return not other.needs_code or (key.needs_code and not other.speaks_of.isdisjoint(key.speaks_of))


def _taken(key: Condition) -> Expression:
    """When an entry is taken: under silence only where it speaks of silence."""
    return key.expression if key.mentions_silence else Both("and", Not(Name("silence", "silence")), key.expression)


def _still_judges(entry: Reaction, earlier: Sequence[Condition]) -> bool:
    """Whether the entry, though never taken, still says what one of its codes is worth in a mixed reply."""
    speaks = entry.key.speaks_of if entry.key else frozenset()
    return (entry.fit is not None or bool(entry.say)) and not speaks <= frozenset().union(
        *(key.speaks_of for key in earlier)
    )


def _say(key: Condition, before: Sequence[Reaction]) -> str:
    text = key.text if len(key.text) <= 60 else key.text[:59] + "…"
    if len(before) > 1:
        return f"`{text}` is never reached: the entries above it leave nothing over."
    first = before[0]
    return f"`{text}` is never reached: the entry on line {first.mark.line} always holds first."


def _exits(subject: Subject, world: World) -> Iterator[Fault]:
    exits = subject.scenario.exits
    for i, way in enumerate(exits):
        earlier = next(
            (other for other in exits[:i] if implies(way.when.expression, other.when.expression, world)), None
        )
        if earlier is not None and can_hold(way.when.expression, world):
            message = f"This exit is never used: the one on line {earlier.mark.line} always holds first."
            yield subject.warn(
                subject.value("exits", i, "when"), CODE, message, "Put the narrower exit first, or remove it."
            )
