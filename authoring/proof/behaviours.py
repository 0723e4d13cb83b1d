"""Every different thing that one turn can do to the patient at one moment, each with a reply that does it.

Not every set of codes, but every combination that is decided differently: which entry answers, which default beside
it, what fit comes of it, what becomes of the open tests, and what is remembered. For each combination there is a list
of cubes (`cubes.py`); where it is not empty, a reply is spelt out of it. So none is missed and none is invented.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from authoring.proof.cubes import Cube, Cubes, both, meet
from authoring.proof.heard import heard_of
from authoring.proof.moment import Moment
from authoring.proof.questions import conditional
from authoring.proof.regions import afterwards, reactions, ways
from authoring.proof.replies import Manner, spelled
from authoring.proof.windows import windows
from scenarios.model import Reaction, Variation
from simulator.judging import judge
from simulator.patient import changes_of, test_reaction
from simulator.reactions import Layers, layers_for
from simulator.state import OpenTest
from simulator.trials import TestOutcome, Truths, judge_tests, settle_tests

Place = tuple[str, tuple[Variation, ...]]
Spelt = tuple[tuple[str, ...], frozenset[str]]
"""A reply as code names, and what is heard in it."""


class Behaviour(NamedTuple):
    """What one turn does, whatever the levels are: clamping, exits and limits come later."""

    steps: tuple[str, ...]
    """The reply as code names, or `(silence)` or `(unclear)`; empty where nothing at all is heard in it."""
    heard: frozenset[str]
    kind: str
    """`reply`, `silence` or `unclear`."""
    delta: tuple[int, ...]
    """What is added to each level that the search keeps."""
    go: str | None
    """Where an entry or a decided test leads."""
    tests: tuple[OpenTest, ...]
    outcomes: tuple[TestOutcome, ...]
    places: tuple[Place, ...]
    """Lines among which conditions choose and that are spoken, in order."""
    effect: Hashable
    """Equal for behaviours that do the same to everything but the levels that are laid out."""


@dataclass(slots=True)
class Shape:
    """Replies that are decided alike but for their fit."""

    manner: Manner
    layers: Layers
    truths: tuple[Truths, ...]
    """For every open test, whether its conditions hold."""
    memory: tuple[bool, ...]
    """What will be remembered of such a reply, and what lines ask of it."""
    regions: tuple[Cubes, ...]
    """The replies that are in all of these."""
    frames: list[tuple[int, Cubes]]
    key: tuple[Hashable, ...]
    """Equal for shapes that do the same with the same fit."""
    part: Cubes | None = None
    """What the regions have in common, once it was asked for."""
    spelt: dict[int, Spelt | None] = field(default_factory=dict)
    """Fits looked at so far, with a reply that comes to them, or `None` where none does."""

    def with_fit(self, moment: Moment, fit: int, frame: Cubes) -> Spelt | None:
        """A reply of this shape that comes to a fit, with what is heard in it."""
        if fit not in self.spelt:
            if self.part is None:
                first, *others = self.regions
                for other in others:
                    first = meet(first, other, self.manner.links)
                self.part = first
            cube = _any(self.part, frame, self.manner)
            steps = None if cube is None else spelled(cube, self.manner)
            self.spelt[fit] = None if steps is None else (steps, heard_of(moment, steps))
        return self.spelt[fit]


def behaviours(moment: Moment, shapes: dict[Hashable, list[Shape]]) -> list[Behaviour]:
    """Everything that one turn can do at this moment; `shapes` are kept between calls. Raises `TooTangledError`."""
    if moment.shape_key not in shapes:
        shapes[moment.shape_key] = list(_shapes(moment))
    found: dict[Hashable, Behaviour] = {}
    known = moment.scope.done
    for shape in shapes[moment.shape_key]:
        for fit, frame in shape.frames:
            key = (*shape.key, fit, moment.state.tests)
            if key not in known:
                settled = settle_tests(moment.scenario, moment.state, shape.truths, fit)
                known[key] = _done(moment, "reply", shape.layers, fit, settled)
            done = known[key]
            effect = (done.effect, shape.memory)
            if (done.delta, effect) not in found and (spelt := shape.with_fit(moment, fit, frame)) is not None:
                found[done.delta, effect] = done._replace(steps=spelt[0], heard=spelt[1], effect=effect)
    for done in (_silence(moment), _unclear(moment)):
        found[done.delta, done.effect] = done
    return sorted(found.values(), key=lambda one: (not one.steps, len(one.steps)))


def _silence(moment: Moment) -> Behaviour:
    steps = ("(silence)",)
    heard = heard_of(moment, steps)
    now = moment.now(heard, is_silence=True)
    layers = layers_for(moment.scenario, moment.beat, now, unclear=False)
    fit, _, _ = judge(moment.scenario, moment.beat, layers, now)
    settled = judge_tests(moment.scenario, moment.state, now, fit)
    return _done(moment, "silence", layers, fit, settled)._replace(steps=steps, heard=heard)


def _unclear(moment: Moment) -> Behaviour:
    layers = layers_for(moment.scenario, moment.beat, moment.now(frozenset()), unclear=True)
    return _done(moment, "unclear", layers, None, (moment.state.tests, ()))._replace(steps=("(unclear)",))


def _shapes(moment: Moment) -> Iterator[Shape]:
    for manner in moment.manners:
        after = list(afterwards(moment, manner))
        for cubes, layers in reactions(moment, manner):
            frames = windows(moment, manner, layers.fit())
            watched = [manner.of(name) for name in moment.watched(layers)]
            same = (moment.beat.id, *(reaction.rule for reaction in layers.reactions))
            for truths, memory, region in after:
                # Whether there is any such reply is looked at where it would do something new.
                for seen, split in ways(watched, manner):
                    yield Shape(
                        manner, layers, truths, (*memory, *seen), (cubes, region, *split), frames, (same, truths)
                    )


def _any(part: Cubes, frame: Cubes, manner: Manner) -> Cube | None:
    for one in part:
        for other in frame:
            met = both(one, other, manner.links)
            if met is not None:
                return met
    return None


def _done(
    moment: Moment,
    kind: str,
    layers: Layers,
    fit: int | None,
    settled: tuple[tuple[OpenTest, ...], tuple[TestOutcome, ...]],
) -> Behaviour:
    """A behaviour without its reply."""
    tests, outcomes = settled
    scenario = moment.scenario
    change = layers.change() if fit is None else changes_of(layers, fit, outcomes, scenario)
    decided = [one for test in outcomes if (one := test_reaction(scenario, test)) is not None]
    go = next((one.go for one in decided if one.go is not None), None) or layers.go()
    places = tuple(_conditional(decided, layers.speaker()))
    results = tuple((test.beat, test.outcome, test.confirms) for test in outcomes)
    delta = tuple(change.get(name, 0) for name in moment.scope.levels)
    others = delta[len(moment.scope.laid_out) :]
    effect = (kind, go, tests, results, tuple(place for place, _ in places), others)
    return Behaviour((), frozenset(), kind, delta, go, tests, outcomes, places, effect)


def _conditional(decided: list[Reaction], speaker: Reaction | None) -> Iterator[Place]:
    """Lines among which conditions choose, in the order of speaking; one that surely speaks is the last."""
    for reaction in decided:
        if conditional(reaction.say):
            yield reaction.rule, reaction.say
        if any(line.when is None for line in reaction.say):
            return
    if speaker is not None and conditional(speaker.say):
        yield speaker.rule, speaker.say
