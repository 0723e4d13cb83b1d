"""Where the patient can go from each beat, and why: the arrows of a scenario, as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from authoring.graph_words import short_words
from authoring.prose_conditions import condition_words, when_words
from scenarios.model import Beat, Reaction, Scenario

ArrowKind = Literal["entry", "otherwise", "unclear", "silence", "test", "limit", "default", "exit"]

ANYWHERE = ""
"""The source of an arrow that can be taken in any beat."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from a beat to another."""

    source: str
    """The beat, or `ANYWHERE`."""
    target: str
    kind: ArrowKind
    short: str
    """A few words for a drawing."""
    words: str
    """When it is taken, as a clause."""


def arrows(scenario: Scenario) -> tuple[Arrow, ...]:
    """Every arrow: beat by beat as written, then what holds anywhere."""
    return (*(arrow for beat in scenario.beats.values() for arrow in _of_beat(scenario, beat)), *_anywhere(scenario))


def order_of_play(scenario: Scenario) -> tuple[str, ...]:
    """The beats in the order in which one can come to them, those that nothing leads to last."""
    ways: dict[str, list[str]] = {}
    for arrow in arrows(scenario):
        ways.setdefault(arrow.source, []).append(arrow.target)
    order = _reached([scenario.start], ways)
    order = _reached([*order, *(to for to in ways.get(ANYWHERE, ()) if to not in order)], ways)
    return tuple(dict.fromkeys((*order, *scenario.beats)))


def _reached(order: list[str], ways: Mapping[str, list[str]]) -> list[str]:
    for name in order:  # grows while it is walked
        order += [to for to in dict.fromkeys(ways.get(name, ())) if to not in order]
    return order


def _of_beat(scenario: Scenario, beat: Beat) -> Iterator[Arrow]:
    if beat.test is not None:
        for outcome, reaction in (("passed", beat.test.passed), ("failed", beat.test.failed)):
            if reaction is not None and reaction.go is not None:
                yield Arrow(beat.id, reaction.go, "test", f"test {outcome}", f"the test is {outcome}")
    for entry in beat.hears:
        if entry.go is not None:
            yield Arrow(beat.id, entry.go, "entry", *_entry_words(scenario, entry))
    for kind, short, reaction in (
        ("otherwise", "any other reply", beat.otherwise),
        ("unclear", "not understood", beat.unclear),
        ("silence", "silence", beat.silence),
    ):
        if reaction is not None and reaction.go is not None:
            words = {"unclear": "a reply is not understood", "silence": "the therapist waits"}.get(kind, short)
            yield Arrow(beat.id, reaction.go, kind, short, words)  # type: ignore[arg-type]  # the three names above
    if beat.limit is not None:
        after = "after one reply" if beat.limit.turns == 1 else f"after {beat.limit.turns} replies"
        yield Arrow(beat.id, beat.limit.go, "limit", after, after)


def _anywhere(scenario: Scenario) -> Iterator[Arrow]:
    defaults = scenario.defaults
    for entry in defaults.hears:
        if entry.go is not None:
            yield Arrow(ANYWHERE, entry.go, "default", *_entry_words(scenario, entry))
    for short, reaction in (
        ("any other reply", defaults.otherwise),
        ("not understood", defaults.unclear),
        ("silence", defaults.silence),
    ):
        if reaction is not None and reaction.go is not None:
            yield Arrow(ANYWHERE, reaction.go, "default", short, short)
    for way_out in scenario.exits:
        words = condition_words(way_out.when, scenario)
        yield Arrow(ANYWHERE, way_out.go, "exit", short_words(way_out.when), words)


def _entry_words(scenario: Scenario, entry: Reaction) -> tuple[str, str]:
    if entry.key is None:
        return "any reply", "any reply"
    return short_words(entry.key), when_words(entry.key, scenario)
