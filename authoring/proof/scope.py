"""What of the patient's state a search has to tell apart, and what it may leave out.

Left out, and why nothing can hang on it:

- levels that no condition of the search looks at: a change is a fixed number, so one level never moves another;
- `used` lines: which variation is spoken changes nothing but the words;
- `coaching`: whether it was followed is scored, and no reaction asks for it;
- of `said`, everything but what some `said(…)` asks for; of `said_last`, everything but asking permission, which is
  all that `derive` looks at. (`open_about_sharing` also decides how a *denial* is read; but the denial is then heard
  as `conceals_sharing` or as `open_about_sharing`, and both are replies of their own.)
- visits, turns and counts above the largest number that anything compares them with, and visits, `said`, passed and
  failed tests that no beat still within reach asks about;
- at an ending: everything, since nothing follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property

from authoring.proof.questions import lines_by_place
from authoring.proof.shelf import Shelf
from authoring.proof.spread import spread
from authoring.proof.truth import code_parts, levels_in, state_parts
from scenarios import vocabulary
from scenarios.conditions import Both, Call, Compare, Condition, Expression, Name, Not, Number, Sum, parts
from scenarios.model import Beat, Reaction, Scenario, Variation
from simulator.state import PatientState

UNBOUNDED = 1_000_000
MOST_LAID_OUT = 3
"""Three levels have a million combinations, four a hundred million."""
FEW_VALUES = 6
"""A level that takes so few values is told apart value by value."""


class Scope:
    """What one search keeps of a state.

    `asked` are the places of lines, facts and coaching that the search is asked about: only for these does it keep
    what the choice of words hangs on. `whens` are the conditions of those lines that are still asked about, by their
    place in memory; `None`: all.
    """

    def __init__(
        self,
        scenario: Scenario,
        asked: frozenset[str] = frozenset(),
        whens: frozenset[int] | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self.scenario = scenario
        self.asked = asked
        self.kept = whens
        shared = [entry.key for entry in scenario.defaults.hears] + [way.when for way in scenario.exits]
        # A test may be judged long after its beat was left, so its conditions count everywhere.
        for test in (beat.test for beat in scenario.beats.values() if beat.test is not None):
            shared += [test.pass_when, test.fail_when, *self._of_reactions(test.passed, test.failed)]
        for i, fact in enumerate(scenario.facts):
            if {f"facts[{i}]", f"facts[{i}].otherwise"} & asked:
                shared += [fact.needs, *self.whens(fact.say), *self.whens(fact.otherwise)]
        defaults = scenario.defaults
        shared += self._of_reactions(*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence)
        self.shared = _expressions(shared)
        self.own = {beat.id: self._own(beat) for beat in scenario.beats.values()}
        self.everything = [*self.shared, *(one for own in self.own.values() for one in own)]
        """Every expression that the search looks at."""
        named = {name for one in self.everything for name in levels_in(one)}
        spreads = {name: spread(scenario, name) for name in scenario.level_names if name in named}
        wide = sorted((name for name in spreads if spreads[name] > FEW_VALUES), key=lambda name: -spreads[name])
        self.laid_out = tuple(name for name in spreads if name in wide[:MOST_LAID_OUT])
        """The levels of which whole sets are moved at once (`grid.py`); any others are told apart one by one."""
        self.levels = (*self.laid_out, *(name for name in spreads if name not in self.laid_out))
        self.places = tuple(scenario.level_names.index(name) for name in self.levels)
        self._width = len(self.laid_out)
        self.reach = {beat: self._within_reach(beat) for beat in scenario.beats}
        self.live = {beat: self._live(beat) for beat in scenario.beats}
        self._caps = _caps(self.everything)
        self._pure: dict[int, bool] = {}
        self._parts: dict[int, tuple[Compare | Call, ...]] = {}
        self.shelf = Shelf() if shelf is None else shelf
        """What is worked out once for all moments alike, in this search and others of the scenario."""
        self.compartment = self.shelf.compartment(self._sameness())

    def _own(self, beat: Beat) -> list[Expression]:
        found = [entry.key for entry in beat.hears]
        found += self._of_reactions(*beat.hears, beat.otherwise, beat.unclear, beat.silence)
        if f"beats.{beat.id}" in self.asked:
            found += self.whens(beat.says)
        if beat.limit is not None and f"{beat.id}.limit" in self.asked:
            found += self.whens(beat.limit.say)
        if beat.coaching is not None and self.is_coaching_asked(beat.id):
            found.append(beat.coaching.follow_when)
        return _expressions(found)

    def _sameness(self) -> Hashable:
        """Equal for searches in which the same replies at the same moment do the same to all that is kept."""
        places = lines_by_place(self.scenario)
        spoken = [when for place in self.asked for when in self.whens(places.get(place, ()))]
        of_codes = frozenset(id(when) for when in spoken if any(code_parts(when.expression)))
        elsewhere = ("beats.", "facts[")
        reacting = frozenset(place for place in self.asked if not place.startswith(elsewhere))
        return (self.levels, self.laid_out, reacting, of_codes)

    def cap(self, name: str) -> int:
        """From which number of visits of a beat, or which count, more makes no difference."""
        return self._caps[name]

    def row(self, state: PatientState) -> tuple[int, ...]:
        """The levels that are laid out."""
        return tuple(self._level(state, place) for place in self.places[: self._width])

    def _level(self, state: PatientState, place: int) -> int:
        own = len(state.levels)
        return state.levels[place] if place < own else state.beliefs[place - own]

    def with_row(self, state: PatientState, row: tuple[int, ...]) -> PatientState:
        """The state with other values of the levels that are laid out."""
        return self._with_levels(state, dict(zip(self.places, row, strict=False)))

    def with_others(self, state: PatientState, delta: tuple[int, ...]) -> PatientState:
        """The state after a change of the levels that are not laid out."""
        if len(delta) <= self._width:
            return state
        others = zip(self.places[self._width :], delta[self._width :], strict=True)
        changed = {place: max(0, min(100, self._level(state, place) + by)) for place, by in others}
        return self._with_levels(state, changed)

    def _with_levels(self, state: PatientState, values: Mapping[int, int]) -> PatientState:
        whole = [*state.levels, *state.beliefs]
        for place, level in values.items():
            whole[place] = level
        own = len(state.levels)
        return state._replace(levels=tuple(whole[:own]), beliefs=tuple(whole[own:]))

    def whens(self, lines: Iterable[Variation]) -> list[Condition]:
        """The conditions of lines, as far as these are asked about."""
        kept = self.kept
        return [line.when for line in lines if line.when is not None and (kept is None or id(line.when) in kept)]

    def _of_reactions(self, *reactions: Reaction | None) -> list[Condition | None]:
        asked = (one for one in reactions if one is not None and one.rule in self.asked)
        return [when for one in asked for when in self.whens(one.say)]

    def is_coaching_asked(self, beat: str) -> bool:
        """Whether it is asked what follows the coaching of a beat."""
        return f"{beat}.coaching.follow_when" in self.asked

    def is_coached(self, state: PatientState) -> bool:
        """Whether this is the time for the first reply to a coaching that is asked about: it is open then."""
        return self.is_coaching_asked(state.beat) and state.turns_here == 0

    def parts_of(self, condition: Condition) -> tuple[Compare | Call, ...]:
        """The parts of a condition whose truth does not hang on the reply."""
        known = self._parts.get(id(condition))
        if known is None:
            known = self._parts[id(condition)] = tuple(dict.fromkeys(state_parts(condition.expression)))
        return known

    def is_of_levels(self, expression: Expression) -> bool:
        """Whether nothing but levels decides an expression."""
        known = self._pure.get(id(expression))
        if known is None:
            known = self._pure[id(expression)] = all(
                isinstance(part, Number | Not | Both | Sum | Compare)
                or (isinstance(part, Name) and part.kind in {"state", "belief"})
                for part in parts(expression)
            )
        return known

    @cached_property
    def arrows(self) -> dict[str, frozenset[str]]:
        """The beats to which each beat could possibly lead in one step."""
        scenario = self.scenario
        anywhere = {way.go for way in scenario.exits} | {entry.go for entry in _reactions_of_defaults(scenario)}
        for beat in scenario.beats.values():
            if beat.test is not None:
                anywhere |= {one.go for one in (beat.test.passed, beat.test.failed) if one is not None}
        found = {}
        for beat in scenario.beats.values():
            goes = anywhere | {one.go for one in (*beat.hears, beat.otherwise, beat.unclear, beat.silence) if one}
            goes |= {beat.limit.go} if beat.limit else set()
            found[beat.id] = frozenset(go for go in goes if go is not None and beat.ending is None)
        return found

    def _within_reach(self, beat: str) -> frozenset[str]:
        """The beat and all that could follow it."""
        found, todo = {beat}, [beat]
        while todo:
            new = self.arrows[todo.pop()] - found
            found |= new
            todo += new
        return frozenset(found)

    def _live(self, beat: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str], frozenset[str], bool]:
        """What still counts from this beat on: visits, said, passed, failed, and the number of the turn."""
        reach = self.reach[beat]
        asked: dict[str, set[str]] = defaultdict(set)
        for expression in (*self.shared, *(one for name in reach for one in self.own[name])):
            for part in parts(expression):
                if isinstance(part, Call):
                    asked[part.function].add(part.argument)
                elif isinstance(part, Name) and part.kind == "count":
                    asked["count"].add(part.name)
        # A test that was passed is not set again; that counts for as long as its beat can be entered again.
        again = {name for name in reach if self.scenario.beats[name].test is not None}
        counted = set(self.scenario.beats) if "tests_passed" in asked["count"] else set()
        return (
            tuple(sorted(asked["visits"])),
            tuple(sorted(asked["said"])),
            frozenset(asked["passed"] | again | counted),
            frozenset(asked["failed"]),
            "turn" in asked["count"],
        )

    def key(self, state: PatientState) -> Hashable:
        """What has to be told apart, levels left aside."""
        if state.ending is not None:
            return state.beat
        visits, said, passed, failed, is_timed = self.live[state.beat]
        visited = dict(state.visits)
        limit = self.scenario.beats[state.beat].limit
        return (
            state.beat,
            min(state.turns_here, limit.turns) if limit else 0,
            min(state.turn, self._caps["turn"]) if is_timed else 0,
            tuple(min(visited.get(name, 0), self._caps[name]) for name in visits),
            tuple(not vocabulary.members(name).isdisjoint(state.said) for name in said),
            "asks_permission" in state.said_last,
            state.tests,
            passed.intersection(state.passed),
            failed.intersection(state.failed),
            min(len(state.failed), self._caps["tests_failed"]),
            state.risk_open,
            self.is_coached(state),
            tuple(self._level(state, place) for place in self.places[self._width :]),
        )


def _reactions_of_defaults(scenario: Scenario) -> list[Reaction]:
    defaults = scenario.defaults
    return [one for one in (*defaults.hears, defaults.otherwise, defaults.unclear, defaults.silence) if one is not None]


def _expressions(conditions: Iterable[Condition | None]) -> list[Expression]:
    return [condition.expression for condition in conditions if condition is not None]


def _caps(expressions: Iterable[Expression]) -> defaultdict[str, int]:
    """For visits of each beat and for counts: from which number on more makes no difference."""
    caps: defaultdict[str, int] = defaultdict(int)
    for expression in expressions:
        bounded: set[int] = set()
        for part in parts(expression):
            if isinstance(part, Compare):
                for one, other in ((part.left, part.right), (part.right, part.left)):
                    if isinstance(other, Number) and (name := _counted(one)) is not None:
                        caps[name] = max(caps[name], other.value + 1)
                        bounded.add(id(one))
        for part in parts(expression):
            name = _counted(part)
            if name is not None and id(part) not in bounded:
                caps[name] = UNBOUNDED
    return caps


def _counted(part: Expression) -> str | None:
    if isinstance(part, Call) and part.function == "visits":
        return part.argument
    return part.name if isinstance(part, Name) and part.kind == "count" else None
