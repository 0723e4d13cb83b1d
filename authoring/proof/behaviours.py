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
from authoring.proof.replies import Manner, every, order, spelled
from authoring.proof.truth import formula
from authoring.proof.windows import windows
from scenarios.model import Reaction, Variation
from simulator.judging import judge
from simulator.patient import changes_of, test_reaction
from simulator.reactions import Layers, layers_for
from simulator.state import OpenTest
from simulator.trials import TestOutcome, Truths, judge_tests, settle_tests

Place = tuple[str, tuple[Variation, ...]]
SILENT, UNCLEAR = ("(silence)",), ("(unclear)",)


class Reply:
    """A reply that does what a behaviour says, written out when it is asked for: most are never looked at."""

    __slots__ = ("_cube", "_heard", "_manner", "_moment", "_steps")

    def __init__(self, moment: Moment, cube: Cube | None, manner: Manner | None, steps: tuple[str, ...] = ()) -> None:
        self._moment, self._cube, self._manner = moment, cube, manner
        self._steps = steps
        self._heard: frozenset[str] | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """Its code names; see `Behaviour.steps`."""
        if not self._steps and self._cube is not None and self._manner is not None:
            self._steps = spelled(self._cube, self._manner)
        return self._steps

    @property
    def heard(self) -> frozenset[str]:
        """Codes and derived codes of it."""
        if self._heard is None:
            self._heard = heard_of(self._moment, self.steps)
        return self._heard

    @property
    def effort(self) -> int:
        """About how many codes it takes; a reply in which nothing is heard comes last."""
        if self._cube is None:
            return 1
        return len(self._cube.some) if every() & ~self._cube.never else len(order())


class Behaviour(NamedTuple):
    """What one turn does, whatever the levels are: clamping, exits and limits come later."""

    reply: Reply
    kind: str
    """`reply`, `silence` or `unclear`."""
    delta: tuple[int, ...]
    """What is added to each level that the search keeps."""
    go: str | None
    """Where an entry or a decided test leads."""
    tests: tuple[OpenTest, ...]
    outcomes: tuple[TestOutcome, ...]
    places: tuple[Place, ...]
    """Lines that are asked about, among which conditions choose and that are spoken, in order."""
    effect: Hashable
    """Equal for behaviours that do the same to everything but the levels that are laid out."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The reply as code names, or `(silence)` or `(unclear)`; empty where nothing at all is heard in it."""
        return self.reply.steps

    @property
    def heard(self) -> frozenset[str]:
        """Codes and derived codes of the reply."""
        return self.reply.heard


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
    replies: dict[int, Reply | None] = field(default_factory=dict)
    """Fits looked at so far, with a reply that comes to them, or `None` where none does."""

    def with_fit(self, moment: Moment, fit: int, frame: Cubes) -> Reply | None:
        """A reply of this shape that comes to a fit."""
        if fit not in self.replies:
            if self.part is None:
                first, *others = self.regions
                for other in others:
                    first = meet(first, other, self.manner.links)
                self.part = first
            cube = _any(self.part, frame, self.manner)
            self.replies[fit] = None if cube is None else Reply(moment, cube, self.manner)
        return self.replies[fit]


def behaviours(moment: Moment) -> list[Behaviour]:
    """Everything that one turn can do at this moment. Raises `TooTangledError`."""
    shapes: dict[Hashable, list[Shape]] = moment.scope.compartment.shapes
    if moment.shape_key not in shapes:
        shapes[moment.shape_key] = list(_shapes(moment))
    found: dict[Hashable, Behaviour] = {}
    for shape in shapes[moment.shape_key]:
        known = moment.scope.compartment.done.setdefault((shape.key, moment.state.tests), {})
        for fit, frame in shape.frames:
            if shape.part == ():
                break  # there is no such reply, whatever its fit
            if fit not in known:
                settled = settle_tests(moment.scenario, moment.state, shape.truths, fit)
                known[fit] = _done(moment, "reply", shape.layers, fit, settled)
            done = known[fit]
            effect = (done.effect, shape.memory)
            if (done.delta, effect) not in found and (reply := shape.with_fit(moment, fit, frame)) is not None:
                found[done.delta, effect] = done._replace(reply=reply, effect=effect)
    for done in (_silence(moment), _unclear(moment)):
        found[done.delta, done.effect] = done
    return sorted(found.values(), key=lambda one: one.reply.effort)


def _silence(moment: Moment) -> Behaviour:
    now = moment.now(heard_of(moment, SILENT), is_silence=True)
    layers = layers_for(moment.scenario, moment.beat, now, unclear=False)
    fit, _, _ = judge(moment.scenario, moment.beat, layers, now)
    settled = judge_tests(moment.scenario, moment.state, now, fit)
    return _done(moment, "silence", layers, fit, settled)._replace(reply=Reply(moment, None, None, SILENT))


def _unclear(moment: Moment) -> Behaviour:
    layers = layers_for(moment.scenario, moment.beat, moment.now(frozenset()), unclear=True)
    return _done(moment, "unclear", layers, None, (moment.state.tests, ()))._replace(
        reply=Reply(moment, None, None, UNCLEAR)
    )


def _shapes(moment: Moment) -> Iterator[Shape]:
    for manner in moment.manners:
        after = list(afterwards(moment, manner))
        for cubes, layers in reactions(moment, manner):
            frames = windows(moment, manner, layers.fit())
            watched = [formula(asked, {}, manner) for asked in moment.watched(layers)]
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
    places = tuple(one for one in _conditional(decided, layers.speaker()) if one[0] in moment.asked)
    results = tuple((test.beat, test.confirms) for test in outcomes if test.confirms or test.outcome == "passed")
    delta = tuple(change.get(name, 0) for name in moment.scope.levels)
    others = delta[len(moment.scope.laid_out) :]
    effect = (kind, go, tests, results, tuple(place for place, _ in places), others)
    return Behaviour(Reply(moment, None, None), kind, delta, go, tests, outcomes, places, effect)


def _conditional(decided: list[Reaction], speaker: Reaction | None) -> Iterator[Place]:
    """Lines among which conditions choose, in the order of speaking; one that surely speaks is the last."""
    for reaction in decided:
        if conditional(reaction.say):
            yield reaction.rule, reaction.say
        if any(line.when is None for line in reaction.say):
            return
    if speaker is not None and conditional(speaker.say):
        yield speaker.rule, speaker.say
