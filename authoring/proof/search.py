"""The search: every state that any replies can lead to, breadth first, so that the first way found is a shortest one.

A state is a *mode* (all that is told apart but the levels; `scope.py`) with a combination of levels. What a turn does
to a mode is worked out once (`behaviours.py`); what it does to the levels of all states in that mode is one shift.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from authoring.proof.behaviours import Behaviour, Shape, behaviours
from authoring.proof.cubes import TooTangledError
from authoring.proof.goals import answered
from authoring.proof.grid import Grid
from authoring.proof.kinds import Arrow, Found, Going, Group, Layer, Leads
from authoring.proof.local import impossible
from authoring.proof.moment import Moment, deciding
from authoring.proof.questions import Question, Subject
from authoring.proof.scope import Scope
from authoring.proof.spoken import of_lines, of_turn
from authoring.proof.truth import Now, levels_in, value
from authoring.proof.turns import after_turn, arrived, goes
from scenarios.conditions import Expression
from simulator.patient import begin
from simulator.state import PatientState

MOST_MODES = 20_000
"""More modes than that are not searched, however few states each has: each takes work of its own."""
STALL = 10
"""Where a layer answers fewer than one in so many of the open questions, a look is taken at what is left."""


class Search:
    """One search of one scenario."""

    def __init__(self, scope: Scope, asked: Mapping[Question, Subject], most: int) -> None:
        self.scope = scope
        self.scenario = scope.scenario
        self.most = most
        self.grid = Grid(scope.laid_out)
        self.subjects = asked
        self.open = dict.fromkeys(asked)
        """Questions without an answer yet."""
        self.found: dict[Question, Found] = {}
        self.layers: list[Layer] = []
        self.never: list[Question] = []
        """Questions answered with no before every state was seen."""
        self.states = 0
        self.transitions = 0
        self.is_whole = False
        """Whether every state was seen."""
        self.modes: list[PatientState] = []
        """A true state of the engine for each mode; its levels stand for no state in particular."""
        self._columns = self.grid.columns()
        self._width = len(scope.laid_out)
        self._mode_numbers: dict[Hashable, int] = {}
        self._seen: list[int] = []
        """By mode: every combination of levels reached so far."""
        self._shapes: dict[Hashable, list[Shape]] = {}
        self._decisions: dict[Hashable, tuple[Group, ...]] = {}
        self._effects: dict[Hashable, int] = {}
        self._next: dict[tuple[int, int], Leads] = {}
        self._compared: dict[Hashable, tuple[Expression, ...]] = {}
        self._masks: dict[Hashable, int] = {}

    def run(self) -> None:
        """Search until every question has an answer, every state was seen, or there were too many."""
        state, _ = begin(self.scenario, 0)
        mode = self._mode(state)
        levels = self.scope.row(state)
        self._keep({mode: self.grid.cell(levels)}, {})
        place = f"beats.{state.beat}"
        for question, flags in of_lines(place, self.scenario.beats[state.beat].says, self._now(state, frozenset())):
            if self.grid.where(flags) & self.grid.cell(levels):
                self.answer(question, mode, self.grid.cell(levels), None)
        try:
            self._widen()
        except TooTangledError:
            return
        self.is_whole = not self.layers[-1].cells

    def _widen(self) -> None:
        looked = False
        while self.open and self.layers[-1].cells and self.states <= self.most and len(self.modes) <= MOST_MODES:
            before = len(self.open)
            self._expand(self.layers[-1])
            if not looked and before - len(self.open) <= before // STALL:
                # Little is left to be found: is some of it impossible at first sight?
                looked = True
                for question in list(impossible(self.scope, {one: self.subjects[one] for one in self.open})):
                    del self.open[question]
                    self.never.append(question)

    def answer(self, question: Question, mode: int, cells: int, reply: Behaviour | tuple[str, ...] | None) -> None:
        """Note a way to an answer, the first one only; the cells are in the newest layer."""
        if question in self.open:
            del self.open[question]
            self.found[question] = Found(len(self.layers) - 1, mode, self.grid.one_of(cells), reply)

    def _mode(self, state: PatientState) -> int:
        key = self.scope.key(state)
        if key not in self._mode_numbers:
            self._mode_numbers[key] = len(self.modes)
            self.modes.append(state)
            self._seen.append(0)
        return self._mode_numbers[key]

    def _keep(self, cells: dict[int, int], arrows: dict[int, list[Arrow]]) -> None:
        """Add a layer and answer what its beats answer."""
        self.layers.append(Layer(cells, arrows))
        for mode, now in cells.items():
            self._seen[mode] |= now
            self.states += now.bit_count()
            state = self.modes[mode]
            self.answer(Question("ending" if state.ending else "beat", state.beat), mode, now, None)

    def _expand(self, layer: Layer) -> None:
        cells: dict[int, int] = {}
        arrows: dict[int, list[Arrow]] = {}
        may_answer = self._within_reach()
        for mode, here in layer.cells.items():
            if not self.open or not may_answer(self.modes[mode]):
                continue
            for part in self._alike(self.modes[mode], here):
                for target, arrow in self._turns(mode, part):
                    new = arrow.arrives & ~self._seen[target]
                    if new & ~cells.get(target, 0):
                        cells[target] = cells.get(target, 0) | new
                        arrows.setdefault(target, []).append(arrow)
        self._keep(cells, arrows)

    def _within_reach(self) -> Callable[[PatientState], bool]:
        """Whether anything that is still asked can follow a state; what cannot need not be looked at."""
        asked = {self.subjects[question].beat for question in self.open}

        def may_answer(state: PatientState) -> bool:
            if state.ending is not None:
                return False
            near = self.scope.reach[state.beat]
            return "" in asked or not asked.isdisjoint(near) or any(test.beat in asked for test in state.tests)

        return may_answer

    def _alike(self, state: PatientState, cells: int) -> list[int]:
        """Levels in parts for which every condition that decides here comes to the same."""
        parts = [cells]
        for expression in self._level_parts(state):
            mask = self._mask(expression, state)
            parts = [some for part in parts for some in (part & mask, part & ~mask) if some]
        return parts

    def _level_parts(self, state: PatientState) -> tuple[Expression, ...]:
        """The comparisons of levels that decide what a reply does here."""
        tests = tuple(test.beat for test in state.tests)
        key = (state.beat, tests, self.scope.is_coached(state))
        if key not in self._compared:
            parts = (part for one in deciding(self.scope, state) for part in self.scope.parts_of(one))
            self._compared[key] = tuple(part for part in dict.fromkeys(parts) if any(levels_in(part)))
        return self._compared[key]

    def _mask(self, expression: Expression, after: PatientState, behaviour: Behaviour | None = None) -> int:
        """The levels for which an expression is true, the rest of the turn being given."""
        key: Hashable = id(expression)
        if self.scope.levels != self.scope.laid_out or not self.scope.is_of_levels(expression):
            heard = frozenset() if behaviour is None else behaviour.heard
            key = (id(expression), self.scope.key(after), after.turns_here, after.turn, after.said, heard)
        if key not in self._masks:
            now = self._now(after, frozenset()) if behaviour is None else self._later(after, behaviour)
            self._masks[key] = self.grid.where(value(expression, now))
        return self._masks[key]

    def _now(self, state: PatientState, heard: frozenset[str]) -> Now:
        return Now(state, heard, self._levels(state), state.turn + 1)

    def _later(self, after: PatientState, behaviour: Behaviour) -> Now:
        return Now(after, behaviour.heard, self._levels(after), after.turn, behaviour.kind == "silence")

    def _levels(self, state: PatientState) -> Mapping[str, Any]:
        """Levels by name: those laid out as columns, any others as they are."""
        if self.scope.levels == self.scope.laid_out:
            return self._columns
        return {**state.as_levels(self.scenario), **self._columns}

    def _turns(self, mode: int, cells: int) -> Iterator[tuple[int, Arrow]]:
        """Every turn from states that are alike but for their levels, with the mode it leads to."""
        for group in self._decide(mode, cells):
            leads = self._leads(mode, group)
            for behaviour in group.members:
                left = self.grid.moved(cells, behaviour.delta[: self._width])
                self.transitions += left.bit_count()
                for taken, going in leads.exits:
                    if gone := left & taken:
                        yield going.mode, Arrow(mode, cells, behaviour, gone)
                        left ^= gone
                if left:
                    yield leads.going.mode, Arrow(mode, cells, behaviour, left)
            if self.open:
                self._answer_turns(mode, cells, group, leads)

    def _decide(self, mode: int, cells: int) -> tuple[Group, ...]:
        state = self.scope.with_row(self.modes[mode], self.grid.one_of(cells))
        moment = Moment(self.scope, state)
        if moment.key not in self._decisions:
            groups: dict[Hashable, list[Behaviour]] = {}
            for one in behaviours(moment, self._shapes):
                groups.setdefault(one.effect, []).append(one)
            numbers = (self._effects.setdefault(effect, len(self._effects)) for effect in groups)
            made = zip(numbers, groups.values(), strict=True)
            self._decisions[moment.key] = tuple(Group(number, own[0], tuple(own)) for number, own in made)
            for question, steps in list(answered(moment, self.open)):
                self.answer(question, mode, cells, steps)
        return self._decisions[moment.key]

    def _leads(self, mode: int, group: Group) -> Leads:
        """Where one kind of turn leads from a mode."""
        key = (mode, group.number)
        if key not in self._next:
            after = self.scope.with_others(after_turn(self.modes[mode], group.example), group.example.delta)
            left, exits = self.grid.full, []
            for way in self.scenario.exits:
                taken = self._mask(way.when.expression, after, group.example) & left
                exits.append((taken, self._going(after, way.go)))
                left &= ~taken
            going = self._going(after, goes(self.scenario, after, group.example))
            self._next[key] = Leads(going, tuple(exits))
        return self._next[key]

    def _going(self, after: PatientState, beat: str | None) -> Going:
        then = arrived(self.scenario, after, beat)
        return Going(after, beat, then, self._mode(then))

    def _answer_turns(self, mode: int, cells: int, group: Group, leads: Leads) -> None:
        """Answer what these turns show about tests, exits, lines and facts."""
        full = self.grid.full
        outcomes = group.example.outcomes
        wanted = [(Question("passed", test.beat), full) for test in outcomes if test.outcome == "passed"]
        wanted += [(Question("failed", test.beat), full) for test in outcomes if test.confirms]
        left = full
        for i, (taken, _) in enumerate(leads.exits):
            left &= ~taken
            wanted += [(Question("true", f"exits[{i}].when"), taken), (Question("false", f"exits[{i}].when"), left)]
        if self.scope.asked:
            came = [(taken, going.then) for taken, going in leads.exits if taken]
            if leads.going.beat is not None:
                came.append((left, leads.going.then))
            now = self._later(leads.going.after, group.example)
            seen = of_turn(self.scenario, group.example, leads.going, now, came, left, self.scope.asked)
            wanted += [
                (question, self.grid.where(flags) & (full if among is None else among))
                for question, flags, among in seen
                if question in self.open
            ]
        for question, mask in wanted:
            if question in self.open and mask:
                self._answer_later(question, mode, cells, group, mask)

    def _answer_later(self, question: Question, mode: int, cells: int, group: Group, mask: int) -> None:
        for behaviour in group.members:
            if reached := self.grid.moved(cells, behaviour.delta[: self._width]) & mask:
                before = self.grid.came_from(self.grid.one_of(reached), behaviour.delta[: self._width]) & cells
                self.answer(question, mode, before, behaviour)
                return
