"""One moment of a search: a beat and everything about the patient that decides what a reply does there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property

from authoring.proof.cubes import FALSE, TRUE, Formula
from authoring.proof.replies import Manner, manners
from authoring.proof.scope import Scope
from authoring.proof.truth import Now, asks_of_reply, formula, value
from scenarios import vocabulary
from scenarios.conditions import Condition, Expression, Name
from scenarios.model import Beat, Reaction, Scenario, Variation
from simulator.circumstances import TurnCircumstances
from simulator.judging import worths_of
from simulator.reactions import Layers
from simulator.state import PatientState


def deciding(scope: Scope, state: PatientState) -> list[Condition]:
    """The conditions that decide what a reply does in this beat with these tests open."""
    scenario = scope.scenario
    found = [entry.key for entry in (*scenario.beats[state.beat].hears, *scenario.defaults.hears)]
    for test in state.tests:
        rule = scenario.beats[test.beat].test
        if rule is not None:
            found += [rule.pass_when, rule.fail_when]
    if scope.is_coached(state):
        coaching = scenario.beats[state.beat].coaching
        found += [] if coaching is None else [coaching.follow_when]
    return [condition for condition in found if condition is not None]


class Moment:
    """A beat, what is true of the patient, and which lines are still asked about."""

    def __init__(self, scope: Scope, state: PatientState) -> None:
        self.scenario: Scenario = scope.scenario
        self.scope = scope
        self.state = state
        self.asked = scope.asked
        self.beat: Beat = self.scenario.beats[state.beat]
        now = Now(state, frozenset(), state.as_levels(self.scenario), state.turn + 1)
        self.truths: Mapping[int, tuple[bool, ...]] = {
            id(condition): tuple(bool(value(part, now)) for part in scope.parts_of(condition))
            for condition in deciding(scope, state)
        }
        """For each condition, which of the parts hold that do not hang on the reply."""
        moment = self.beat.moment
        self.risk_waits = state.risk_open or (moment is not None and moment.risk != "none")
        self.is_coached = scope.is_coached(state)
        """Whether this is the first reply to the coaching of this beat."""
        is_asked_for = moment is not None and moment.asks == "advice"
        self.permitted = is_asked_for or "asks_permission" in state.said_last
        """Whether advice is welcome."""

    @cached_property
    def deciding_key(self) -> Hashable:
        """Equal for moments at which the same entries answer the same replies, with the same worth of every code."""
        entries = (*self.beat.hears, *self.scenario.defaults.hears)
        return (self.beat.id, tuple(self.truths[id(entry.key)] for entry in entries if entry.key is not None))

    @cached_property
    def key(self) -> Hashable:
        """Equal for moments at which every reply does the same."""
        return (self.shape_key, self.state.tests)

    @cached_property
    def shape_key(self) -> Hashable:
        """Equal for moments at which every reply is decided alike, however long the open tests still wait."""
        return (
            self.beat.id,
            self.is_coached,
            tuple(test.beat for test in self.state.tests),
            self.permitted,
            self.risk_waits,
            self.state.risk_open,
            self.remembered,
            tuple(self.truths.values()),
        )

    @cached_property
    def manners(self) -> tuple[Manner, ...]:
        """Ways of dealing with what is asked here."""
        return manners(self.beat.moment, permitted=self.permitted, risk_waits=self.risk_waits)

    @cached_property
    def remembered(self) -> tuple[Expression, ...]:
        """What matters later of this reply: parts of conditions that are about its codes."""
        _, said, *_ = self.scope.live[self.beat.id]
        names = ["asks_permission", *(name for name in said if vocabulary.members(name).isdisjoint(self.state.said))]
        names += ["safety"] if self.state.risk_open else []
        found: dict[Expression, None] = dict.fromkeys(Name("code", name) for name in names)
        for way in self.scenario.exits:
            found.update(dict.fromkeys(asks_of_reply(way.when.expression)))
            found.update(dict.fromkeys(self._asks(self._says(way.go))))
        for test in self.state.tests:
            rule = self.scenario.beats[test.beat].test
            for reaction in () if rule is None else (rule.passed, rule.failed):
                if reaction is not None:
                    found.update(dict.fromkeys(self._asks([(reaction.rule, reaction.say)])))
                    found.update(dict.fromkeys(self._asks(self._says(reaction.go))))
        facts = [(f"facts[{i}]", fact) for i, fact in enumerate(self.scenario.facts)]
        for place, fact in facts:
            if fact.needs is not None and place in self.asked:
                found.update(dict.fromkeys(asks_of_reply(fact.needs.expression)))
            found.update(dict.fromkeys(self._asks([(place, fact.say), (f"{place}.otherwise", fact.otherwise)])))
        return tuple(found)

    def watched(self, layers: Layers) -> tuple[Expression, ...]:
        """What the lines that these reactions may call forth ask about the codes of the reply."""
        go = layers.go()
        speaker = layers.speaker()
        limit = self.beat.limit
        places = self._says(go) if go is not None else [] if limit is None else self._says(limit.go)
        if speaker is not None:
            places.append((speaker.rule, speaker.say))
        if limit is not None:
            places.append((f"{self.beat.id}.limit", limit.say))
        return tuple(dict.fromkeys(self._asks(places)))

    def _says(self, beat: str | None) -> list[tuple[str, tuple[Variation, ...]]]:
        return [] if beat is None else [(f"beats.{beat}", self.scenario.beats[beat].says)]

    def _asks(self, places: Iterable[tuple[str, tuple[Variation, ...]]]) -> Iterable[Expression]:
        for place, lines in places:
            if place in self.asked:
                for when in self.scope.whens(lines):
                    yield from asks_of_reply(when.expression)

    def is_asked(self, reaction: Reaction) -> bool:
        """Whether the lines of a reaction are still asked about."""
        return reaction.rule in self.asked

    @cached_property
    def worths(self) -> Mapping[str, int]:
        """What each code is worth here on its own."""
        every = frozenset(vocabulary.codes()) | frozenset(vocabulary.derived())
        return {code: worth.fit for code, worth in worths_of(self.scenario, self.beat, self.now(every))}

    def now(self, heard: frozenset[str], *, is_silence: bool = False) -> TurnCircumstances:
        """The turn as the engine's own conditions see it."""
        return TurnCircumstances(self.scenario, self.state, heard, self.state.turn + 1, is_silence)

    def formula(self, condition: Condition, manner: Manner) -> Formula:
        """A condition as a formula over the codes of a reply."""
        truths = self.truths[id(condition)]
        key = (id(condition), id(manner), truths)
        known = self.scope.shelf.formulas.get(key)
        if known is None:
            parts = self.scope.parts_of(condition)
            given: dict[Expression, Formula] = {
                part: TRUE if truth else FALSE for part, truth in zip(parts, truths, strict=True)
            }
            known = self.scope.shelf.formulas[key] = formula(condition.expression, given, manner)
        return known
