"""A patient in outline: beats, how often they were visited, how long the patient has been here, and nothing else.

What a reply must do, what the levels are and what was said before is left open, so the outline can do everything that
the patient can, and more. What is impossible even in outline is impossible; and how many turns the outline needs is
never more than the patient needs. So a search can go first where an answer may be near, and leave out what leads to
none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from authoring.proof.questions import Question, Subject, lines_by_place, rivals
from authoring.proof.scope import UNBOUNDED, Scope
from authoring.proof.visited import Visited, Visits
from scenarios.conditions import Both, Call, Condition, Expression, parts
from scenarios.model import Reaction, Scenario, Variation
from simulator.patient import begin
from simulator.state import PatientState

MOST_PLACES = 20_000
"""A larger outline is not drawn."""
FAR = 1_000_000
"""Turns to what cannot be reached."""


class Spot(NamedTuple):
    """One place in the outline."""

    beat: str
    here: int
    """Turns at this visit, as far as the beat's limit counts them."""
    visits: Visits


class Outline:
    """The outline of one scenario, as far as one search asks."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.scenario = scope.scenario
        self._counted = {name: most for name, most in counted(scope).items() if most < UNBOUNDED}
        self._order = {name: i for i, name in enumerate(self._counted)}
        self._visited = Visited(self._order)
        self._goes: dict[tuple[str, Visits], tuple[str, ...]] = {}
        self._firsts: dict[tuple[int, Visits], tuple[Reaction, ...]] = {}
        self._lines = lines_by_place(self.scenario)
        self._moving = _moving(scope)
        self._judged = [(self._order.get(test), go) for test, go in judged(scope.scenario)]
        self.is_drawn = True
        """Whether it was small enough."""
        self.before = self._draw()
        """Every place that the outline comes to, with those from which one turn leads there; its own place is left out
        where the patient stays without a limit."""
        self._by_beat: defaultdict[str, list[Spot]] = defaultdict(list)
        for spot in self.before:
            self._by_beat[spot.beat].append(spot)

    def spot(self, state: PatientState) -> Spot:
        """Where a state stands in the outline."""
        limit = self.scenario.beats[state.beat].limit
        visits = dict(state.visits)
        return Spot(
            state.beat,
            min(state.turns_here, limit.turns) if limit and state.ending is None else 0,
            tuple(min(visits.get(name, 0), most) for name, most in self._counted.items()),
        )

    def _draw(self) -> dict[Spot, list[Spot]]:
        """Every place with those from which one turn leads there."""
        first = self.spot(begin(self.scenario, 0)[0])
        before: dict[Spot, list[Spot]] = {first: []}
        todo = [first]
        while todo:
            here = todo.pop()
            for there in dict.fromkeys(self._next(here)):
                if there not in before:
                    before[there] = []
                    todo.append(there)
                before[there].append(here)
            if len(before) > MOST_PLACES:
                self.is_drawn = False
                return {}
        return before

    def _next(self, spot: Spot) -> Iterable[Spot]:
        beat = self.scenario.beats[spot.beat]
        if beat.ending is not None:
            return
        limit = beat.limit
        if limit is None or spot.here + 1 < limit.turns:
            if limit is not None:
                yield Spot(spot.beat, spot.here + 1, spot.visits)
        else:
            yield self._entered(limit.go, spot.visits)
        if (spot.beat, spot.visits) not in self._goes:
            self._goes[spot.beat, spot.visits] = tuple(self._leads(spot))
        for go in self._goes[spot.beat, spot.visits]:
            yield self._entered(go, spot.visits)

    def _leads(self, spot: Spot) -> dict[str, None]:
        beat, defaults = self.scenario.beats[spot.beat], self.scenario.defaults
        found: dict[str, None] = {}
        for entries in (beat.hears, defaults.hears):
            found.update(dict.fromkeys(go for entry in self._first(entries, spot.visits) if (go := entry.go)))
        found.update(dict.fromkeys(go for one in self._moving[spot.beat] if (go := one.go)))
        for seen, go in self._judged:
            if seen is None or spot.visits[seen]:
                found[go] = None
        for way in self.scenario.exits:
            if self._visited.truth(way.when, spot.visits) is not False:
                found[way.go] = None
        return found

    def _first(self, entries: tuple[Reaction, ...], visits: Visits) -> tuple[Reaction, ...]:
        """The entries that may be the first to hold."""
        key = (id(entries), visits)
        if key not in self._firsts:
            self._firsts[key] = tuple(self._answering(entries, visits))
        return self._firsts[key]

    def _answering(self, entries: tuple[Reaction, ...], visits: Visits) -> Iterator[Reaction]:
        """Not those before which one that asks for less always holds."""
        before: list[frozenset[Expression]] = []
        for entry in entries:
            if entry.key is None:
                continue
            wanted = self._wanted(entry.key, visits)
            if wanted is None or (not entry.key.mentions_silence and any(less <= wanted for less in before)):
                continue
            before.append(wanted)
            yield entry

    def _wanted(self, condition: Condition, visits: Visits) -> frozenset[Expression] | None:
        """What a condition still asks for, all of it together, once the visits are known; `None` if it cannot hold."""
        found: set[Expression] = set()
        todo: list[Expression] = [condition.expression]
        while todo:
            part = todo.pop()
            truth = self._visited.holds(part, visits)
            if truth is False:
                return None
            if isinstance(part, Both) and part.operator == "and":
                todo += (part.left, part.right)
            elif truth is None:
                found.add(self._reduced(part, visits))
        return frozenset(found)

    def _reduced(self, part: Expression, visits: Visits) -> Expression:
        """The same without what is settled by the visits."""
        if not isinstance(part, Both):
            return part
        for one, other in ((part.left, part.right), (part.right, part.left)):
            if self._visited.holds(one, visits) is not None:
                return self._reduced(other, visits)
        return part

    def _entered(self, beat: str, visits: Visits) -> Spot:
        place = self._order.get(beat)
        if place is not None:
            more = min(visits[place] + 1, self._counted[beat])
            visits = (*visits[:place], more, *visits[place + 1 :])
        return Spot(beat, 0, visits)

    def goals(self, question: Question, subject: Subject) -> frozenset[Spot]:
        """The places at which a question may be answered: on arriving there, or by the next reply."""
        if question.kind in {"beat", "ending"}:
            return frozenset(self._by_beat[question.name])
        if is_of_test(question):  # where its test waits already, the answer may come at any time: see `search.py`
            return frozenset(self._by_beat[subject.beat])
        is_goal = self._goal(question, subject)
        beats = [subject.beat] if subject.beat else list(self._by_beat)
        return frozenset(spot for beat in beats for spot in self._by_beat[beat] if is_goal(spot))

    def turns_to(self, goals: frozenset[Spot]) -> Mapping[Spot, int]:
        """For every place from which these can be reached, the fewest turns that it takes in outline."""
        found = dict.fromkeys(goals, 0)
        todo = list(found)
        for spot in todo:
            further = found[spot] + 1
            for earlier in self.before[spot]:
                if earlier not in found:
                    found[earlier] = further
                    todo.append(earlier)
        return found

    def _goal(self, question: Question, subject: Subject) -> Callable[[Spot], bool]:
        place = question.place
        if place.startswith("beats."):
            may = self._line(question, subject, self._lines.get(place, ()))
            return lambda spot: spot.here == 0 and may(spot.visits)
        may_be = self._possible(question, subject)
        beats = self.scenario.beats
        return lambda spot: beats[spot.beat].ending is None and may_be(spot)

    def _possible(self, question: Question, subject: Subject) -> Callable[[Spot], bool]:
        """Whether a question about a turn may be answered by one."""
        condition, reaction = subject.condition, subject.reaction
        if condition is None or not question.name.split("#")[0].endswith("]"):
            return lambda _: True
        if question.name.startswith("facts[") or "#" in question.name:
            may = self._line(question, subject, self._lines.get(question.place, ()))
            return lambda spot: may(spot.visits)
        if question.kind == "entry" and reaction is not None:
            beat = self.scenario.beats.get(subject.beat)
            entries = self.scenario.defaults.hears if beat is None else beat.hears
            return lambda spot: any(one is reaction for one in self._first(entries, spot.visits))
        wanted = question.kind != "false"
        return lambda spot: self._visited.truth(condition, spot.visits) is not (not wanted)

    def _line(self, question: Question, subject: Subject, lines: tuple[Variation, ...]) -> Callable[[Visits], bool]:
        if question.kind != "line":
            condition, wanted = subject.condition, question.kind != "false"
            return lambda visits: self._visited.truth(condition, visits) is not (not wanted)
        own, before = subject.condition, rivals(lines, question.number)
        return lambda visits: (
            self._visited.truth(own, visits) is not False
            and all(self._visited.truth(rival, visits) is not True for rival in before)
        )


def is_of_test(question: Question) -> bool:
    """Whether the test of a beat answers it, which may wait for its answer long after the beat was left."""
    return question.kind in {"passed", "failed"} or ".test." in question.name


def counted(scope: Scope) -> dict[str, int]:
    """The beats whose visits count for anything that is asked, with the number from which on more is the same."""
    found: defaultdict[str, int] = defaultdict(int)
    for expression in scope.everything:
        for part in parts(expression):
            if isinstance(part, Call) and part.function == "visits":
                found[part.argument] = max(found[part.argument], scope.cap(part.argument))
            elif isinstance(part, Call) and part.function in {"passed", "failed"}:
                found[part.argument] = max(found[part.argument], 1)
    for test, _ in judged(scope.scenario):
        found[test] = max(found[test], 1)
    return dict(found)


def judged(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The tests that move the patient on when they are decided, with where they lead."""
    for beat in scenario.beats.values():
        for reaction in () if beat.test is None else (beat.test.passed, beat.test.failed):
            if reaction is not None and reaction.go is not None:
                yield beat.id, reaction.go


def _moving(scope: Scope) -> dict[str, list[Reaction]]:
    """For every beat the reactions without a condition that may move the patient on from it."""
    defaults = scope.scenario.defaults
    shared: list[Reaction | None] = [defaults.otherwise, defaults.unclear, defaults.silence]
    return {
        beat.id: [one for one in (beat.otherwise, beat.unclear, beat.silence, *shared) if one is not None]
        for beat in scope.scenario.beats.values()
    }
