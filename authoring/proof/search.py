"""The search: every state that any replies can lead to, so that the first way found is a shortest one.

A state is a *mode* (all that is told apart but the levels; `scope.py`) with a combination of levels. What a turn does
to a mode is worked out once (`modes.py`); what it does to the levels of all states in that mode is one shift.

Those states come first from which the outline (`outline.py`) allows an answer to an open question soonest, and those
that allow none are left out. As the outline never says more turns than it takes, the first way found is a shortest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from authoring.proof.behaviours import Behaviour
from authoring.proof.cubes import TooTangledError
from authoring.proof.goals import answered
from authoring.proof.kinds import Arrow, Found, Layer, Turns
from authoring.proof.local import impossible
from authoring.proof.modes import Modes
from authoring.proof.outline import FAR, Outline, Spot, is_of_test
from authoring.proof.questions import Question, Subject
from authoring.proof.scope import Scope
from authoring.proof.spoken import of_lines
from simulator.patient import begin

MOST_MODES = 20_000
"""More modes than that are not searched, however few states each has: each takes work of its own."""
STALL = 10
"""Where a layer answers fewer than one in so many of the open questions, a look is taken at what is left."""
FEW = 150
"""So few open questions are searched for one by one."""


class Search:
    """One search of one scenario."""

    def __init__(
        self,
        scope: Scope,
        asked: Mapping[Question, Subject],
        most: int,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        """`most`: states looked at, after which the search is given up. `watch` is told how many answers there are."""
        self.scope = scope
        self._watch = watch
        self.scenario = scope.scenario
        self.most = most
        self.known = Modes(scope)
        self.grid = self.known.grid
        self.subjects = asked
        self.open = dict.fromkeys(asked)
        """Questions without an answer yet."""
        self.found: dict[Question, Found] = {}
        self.played: dict[tuple[tuple[str, ...], ...], Any] = {}
        """Turns that the real engine has played as a check (`witness.py`)."""
        self.layers: list[Layer] = []
        """By the number of turns: the states that were come upon, and the turns that lead there."""
        self.never: list[Question] = []
        """Questions answered with no before every state was seen."""
        self.states = 0
        self.transitions = 0
        self.is_whole = False
        """Whether no state is left from which an open question might be answered."""
        self._seen: dict[int, int] = {}
        """By mode: the levels come upon so far."""
        self._done: dict[int, int] = {}
        """By mode: the levels from which every turn was taken."""
        self._outline = Outline(scope)
        self._goals: Mapping[Question, frozenset[Spot]] = {}
        self._near: dict[frozenset[Spot], Mapping[Spot, int]] = {}
        """For places that are searched for: the fewest turns that lead there in outline."""
        self._wanted: list[Mapping[Spot, int]] = []
        """Those of the questions that are open now, `_asked_for` many of them."""
        self._asked_for = 0
        self._tests: set[str] = set()
        """The beats about whose tests something is open."""
        self._left: dict[Spot, int] = {}
        self._spots: dict[int, Spot] = {}

    def run(self) -> None:
        """Search until every question has an answer, every state was seen, or there were too many."""
        state, _ = begin(self.scenario, 0)
        mode = self.known.number(state)
        cell = self.grid.cell(self.scope.row(state))
        self.layers.append(Layer({}, {}))
        self._come_upon(0, mode, cell)
        place = f"beats.{state.beat}"
        first = self.scenario.beats[state.beat].says
        for question, flags in of_lines(place, first, self.known.now(state), self.open.keys()):
            if self.grid.where(flags) & cell:
                self.answer(question, 0, mode, cell, None)
        try:
            self._rule_out()
            self.is_whole = self._deepen()
        except TooTangledError:
            return

    def _rule_out(self) -> None:
        """What the outline does not allow is impossible."""
        if self._outline.is_drawn:
            self._goals = {one: self._outline.goals(one, subject) for one, subject in self.subjects.items()}
            self._never(one for one in list(self.open) if not self._goals[one])

    def _never(self, questions: Iterator[Question]) -> None:
        for question in questions:
            del self.open[question]
            self.never.append(question)

    @property
    def _is_within_bounds(self) -> bool:
        return self.states <= self.most and len(self.known.states) <= MOST_MODES

    def _deepen(self) -> bool:
        """Look first at the states from which an answer may be nearest. False where there were too many."""
        reach, looked = 0, False
        while self.open:
            reach = max(reach, self._nearest())
            if reach >= FAR:
                return True
            before = len(self.open)
            if not self._sweep(reach):
                return False
            reach += 1
            if not looked and before - len(self.open) <= before // STALL:
                # Little is left to be found: is some of it impossible at first sight?
                looked = True
                self._never(impossible(self.scope, {one: self.subjects[one] for one in self.open}))
        return True

    def _nearest(self) -> int:
        """The fewest turns, from the beginning, with which an open question may be answered from a state left over."""
        ends = (number + self._turns_left(mode) for number, mode, _ in self._left_over())
        return min(ends, default=FAR)

    def _left_over(self) -> Iterator[tuple[int, int, int]]:
        for number in range(len(self.layers)):
            for mode, cells in list(self.layers[number].cells.items()):
                left = cells & ~self._done.get(mode, 0)
                if left and self.known.states[mode].ending is None:
                    yield number, mode, left

    def _sweep(self, reach: int) -> bool:
        """Take every turn with which an answer within so many turns is possible in outline."""
        number = 0
        while number < len(self.layers):
            for mode in sorted(self.layers[number].cells):
                left = self.layers[number].cells[mode] & ~self._done.get(mode, 0)
                if not left or self.known.states[mode].ending or number + self._turns_left(mode) > reach:
                    continue
                if not self.open:
                    return True
                if not self._is_within_bounds:
                    return False
                if number + 1 == len(self.layers):
                    self.layers.append(Layer({}, {}))
                self._expand(number, mode, left)
                if self._watch is not None:
                    self._watch(len(self.subjects) - len(self.open))
            number += 1
        return True

    def _turns_left(self, mode: int) -> int:
        """In outline, the fewest turns from a mode to an answer; `FAR` where there is none."""
        if self._asked_for != len(self.open):
            self._asked_for = len(self.open)
            self._tests = {self.subjects[question].beat for question in self.open if is_of_test(question)}
            wanted = {self._goals.get(question, frozenset()) for question in self.open}
            self._wanted = [self._turns_to(goals) for goals in wanted]
            self._left.clear()
        spot = self._spot(mode)
        if not self._outline.is_drawn:
            return 0 if self._may_answer(mode) else FAR
        if any(test.beat in self._tests for test in self.known.states[mode].tests):
            return 0
        left = self._left.get(spot)
        if left is None:
            left = self._left[spot] = min((turns.get(spot, FAR) for turns in self._wanted), default=FAR)
        return left

    def _turns_to(self, goals: frozenset[Spot]) -> Mapping[Spot, int]:
        if goals not in self._near:
            self._near[goals] = self._outline.turns_to(goals)
        return self._near[goals]

    def _spot(self, mode: int) -> Spot:
        if mode not in self._spots:
            self._spots[mode] = self._outline.spot(self.known.states[mode])
        return self._spots[mode]

    def _may_answer(self, mode: int) -> bool:
        """Whether anything that is still asked can follow; what cannot need not be looked at."""
        state = self.known.states[mode]
        if state.ending is not None:
            return False
        asked = {self.subjects[question].beat for question in self.open}
        near = self.scope.reach[state.beat]
        return "" in asked or not asked.isdisjoint(near) or any(test.beat in asked for test in state.tests)

    def answer(
        self, question: Question, number: int, mode: int, cells: int, reply: Behaviour | tuple[str, ...] | None
    ) -> None:
        """Note a way to an answer, the first one only; the cells are in the layer of that number."""
        if question in self.open:
            del self.open[question]
            self.found[question] = Found(number, mode, self.grid.one_of(cells), reply)

    def _come_upon(self, number: int, mode: int, cells: int) -> None:
        """Note states, and answer what their beat answers."""
        layer = self.layers[number].cells
        layer[mode] = layer.get(mode, 0) | cells
        fresh = cells & ~self._seen.get(mode, 0)
        if fresh:
            self._seen[mode] = self._seen.get(mode, 0) | fresh
            self.states += fresh.bit_count()
        state = self.known.states[mode]
        self.answer(Question("ending" if state.ending else "beat", state.beat), number, mode, cells, None)

    def _expand(self, number: int, mode: int, cells: int) -> None:
        """Take every turn from some states."""
        self._done[mode] = self._done.get(mode, 0) | cells
        for part in self.known.alike(mode, cells):
            moment, is_first = self.known.moment(mode, part)
            turns = self.known.turns(mode, moment, self.open.keys())
            if is_first:
                for question, steps in list(answered(moment, self.open)):
                    self.answer(question, number, mode, part, steps)
            self._take(number, mode, part, turns)
            self._keep_promises(number, mode, part, turns)

    def _take(self, number: int, mode: int, cells: int, turns: Turns) -> None:
        """Note every state to which turns lead."""
        for delta, ways in turns.moves:
            moved = self.grid.moved(cells, delta)
            self.transitions += moved.bit_count() * len(ways)
            for leads, behaviour in ways:
                for taken, going in leads.exits:
                    if gone := moved & taken:
                        self._arrive(number, going.mode, Arrow(mode, cells, behaviour, gone))
                if left := moved & leads.left:
                    self._arrive(number, leads.going.mode, Arrow(mode, cells, behaviour, left))

    def _arrive(self, number: int, target: int, arrow: Arrow) -> None:
        """Note what was not come upon in as few turns."""
        there = self.layers[number + 1]
        known = self._done.get(target, 0) | there.cells.get(target, 0) | self.layers[number].cells.get(target, 0)
        if new := arrow.arrives & ~known:
            self._come_upon(number + 1, target, new)
            there.arrows.setdefault(target, []).append(arrow)

    def _keep_promises(self, number: int, mode: int, cells: int, turns: Turns) -> None:
        """Answer what these turns show."""
        for promise in turns.promises:
            if promise.question in self.open:
                self._look_for(number, mode, cells, promise.question, promise.mask, promise.members)

    def _look_for(
        self, number: int, mode: int, cells: int, question: Question, mask: int, members: tuple[Behaviour, ...]
    ) -> None:
        for behaviour in members:
            delta = behaviour.delta[: len(self.grid.names)]
            if reached := self.grid.moved(cells, delta) & mask:
                before = self.grid.came_from(self.grid.one_of(reached), delta) & cells
                self.answer(question, number, mode, before, behaviour)
                return
