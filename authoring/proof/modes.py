"""Modes, and what one turn does to each: worked out once, whatever the levels of the states in it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from authoring.proof.behaviours import Behaviour, behaviours
from authoring.proof.grid import Grid
from authoring.proof.kinds import Going, Group, Leads, Promise, Turns
from authoring.proof.moment import Moment, deciding
from authoring.proof.questions import Question
from authoring.proof.scope import Scope
from authoring.proof.spoken import of_turn
from authoring.proof.truth import Now, levels_in, value, whole_parts
from authoring.proof.turns import after_turn, arrived, goes
from scenarios.conditions import Expression
from simulator.state import PatientState


class Modes:
    """The modes that one search has come upon."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.scenario = scope.scenario
        self.grid = Grid(scope.laid_out)
        self.states: list[PatientState] = []
        """A true state of the engine for each mode; its levels stand for no state in particular."""
        self._exit_questions = [
            (Question("true", f"exits[{i}].when"), Question("false", f"exits[{i}].when"))
            for i in range(len(scope.scenario.exits))
        ]
        self._all_exit_questions = [question for whether in self._exit_questions for question in whether]
        self._columns = self.grid.columns()
        self._width = len(scope.laid_out)
        self._numbers: dict[Hashable, int] = {}
        self._groups: dict[Hashable, tuple[Group, ...]] = {}
        self._effects: dict[Hashable, int] = {}
        self._leads: dict[tuple[int, int], Leads] = {}
        self._same: dict[Hashable, Leads] = {}
        self._turns: dict[Hashable, Turns] = {}
        self._compared: dict[Hashable, tuple[Expression, ...]] = {}
        self._masks: dict[Hashable, int] = {}
        self._rest: dict[int, tuple[Expression, ...]] = {}
        """By condition: its parts that are not about levels."""

    def number(self, state: PatientState) -> int:
        """The mode in which a state is."""
        key = self.scope.key(state)
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.states)
            self.states.append(state)
        return known

    def alike(self, mode: int, cells: int) -> list[int]:
        """Levels in parts for which every condition that decides here comes to the same."""
        parts = [cells]
        state = self.states[mode]
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
        now = self.now(after) if behaviour is None else self._later(after, behaviour)
        rest = self._rest.get(id(expression))
        if rest is None:
            rest = self._rest[id(expression)] = tuple(whole_parts(expression, self._is_settled))
        key = (id(expression), *(int(value(part, now)) for part in rest))
        if key not in self._masks:
            self._masks[key] = self.grid.where(value(expression, now))
        return self._masks[key]

    def _is_settled(self, expression: Expression) -> bool:
        """Whether no level that is laid out is asked for, so that it comes to the same for all states of a mode."""
        return self._columns.keys().isdisjoint(levels_in(expression))

    def now(self, state: PatientState) -> Now:
        """A state before anything was replied."""
        return Now(state, frozenset(), self._levels(state), state.turn + 1)

    def _later(self, after: PatientState, behaviour: Behaviour) -> Now:
        return Now(after, behaviour.heard, self._levels(after), after.turn, behaviour.kind == "silence")

    def _levels(self, state: PatientState) -> Mapping[str, Any]:
        """Levels by name: those laid out as columns, any others as they are."""
        if self.scope.levels == self.scope.laid_out:
            return self._columns
        return {**state.as_levels(self.scenario), **self._columns}

    def moment(self, mode: int, cells: int) -> tuple[Moment, bool]:
        """The moment that these levels of a mode make, and whether it is the first such."""
        moment = Moment(self.scope, self.scope.with_row(self.states[mode], self.grid.one_of(cells)))
        return moment, moment.key not in self._groups

    def turns(self, mode: int, moment: Moment, asked: AbstractSet[Question]) -> Turns:
        """Everything that can follow from a mode at a moment; what it shows, as far as that is still asked.

        Raises `TooTangledError`.
        """
        key = (mode, moment.key)
        known = self._turns.get(key)
        if known is None:
            known = self._turns[key] = self._worked_out(mode, moment, asked)
        return known

    def _worked_out(self, mode: int, moment: Moment, asked: AbstractSet[Question]) -> Turns:
        moves: dict[tuple[int, ...], dict[int, tuple[Leads, Behaviour]]] = {}
        promises: list[Promise] = []
        for group in self._decide(moment):
            leads = self._follow(mode, group)
            for behaviour in group.members:
                ways = moves.setdefault(behaviour.delta[: self._width], {})
                ways.setdefault(id(leads), (leads, behaviour))
            shown = self._shown(group, leads, asked)
            promises += [Promise(question, mask, group.members) for question, mask in shown if mask]
        # What asks for little first, so that the replies of a proof come out plain.
        plain = [(delta, tuple(sorted(ways.values(), key=_effort))) for delta, ways in moves.items()]
        return Turns(tuple(sorted(plain, key=lambda move: _effort(move[1][0]))), tuple(promises))

    def _decide(self, moment: Moment) -> tuple[Group, ...]:
        if moment.key not in self._groups:
            groups: dict[Hashable, list[Behaviour]] = {}
            for one in behaviours(moment):
                groups.setdefault(one.effect, []).append(one)
            numbers = (self._effects.setdefault(effect, len(self._effects)) for effect in groups)
            made = zip(numbers, groups.values(), strict=True)
            self._groups[moment.key] = tuple(Group(number, own[0], tuple(own)) for number, own in made)
        return self._groups[moment.key]

    def _follow(self, mode: int, group: Group) -> Leads:
        """Where one kind of turn leads from a mode."""
        key = (mode, group.number)
        known = self._leads.get(key)
        if known is None:
            known = self._leads[key] = self._followed(mode, group)
        return known

    def _followed(self, mode: int, group: Group) -> Leads:
        after = self.scope.with_others(after_turn(self.states[mode], group.example), group.example.delta)
        left, exits = self.grid.full, []
        for way in self.scenario.exits:
            taken = self._mask(way.when.expression, after, group.example) & left
            if taken:
                exits.append((taken, self._going(after, way.go)))
                left &= ~taken
        going = self._going(after, goes(self.scenario, after, group.example))
        made = Leads(going, tuple(exits), left)
        if self.scope.asked:
            return made  # what is said may hang on more than where a turn leads
        return self._same.setdefault((going.mode, tuple((taken, one.mode) for taken, one in exits)), made)

    def _going(self, after: PatientState, beat: str | None) -> Going:
        then = arrived(self.scenario, after, beat)
        return Going(after, beat, then, self.number(then))

    def _shown(self, group: Group, leads: Leads, asked: AbstractSet[Question]) -> list[tuple[Question, int]]:
        """What these turns show about tests, exits, lines and facts, and with which levels afterwards."""
        full = self.grid.full
        outcomes = group.example.outcomes
        shown = [(Question("passed", test.beat), full) for test in outcomes if test.outcome == "passed"]
        shown += [(Question("failed", test.beat), full) for test in outcomes if test.confirms]
        left = full
        exits = zip(self.scenario.exits, self._exit_questions, strict=True)
        for way, whether in () if asked.isdisjoint(self._all_exit_questions) else exits:
            taken = self._mask(way.when.expression, leads.going.after, group.example) & left
            left &= ~taken
            shown += zip(whether, (taken, left), strict=True)
        if self.scope.asked:
            came = [(taken, going.then) for taken, going in leads.exits]
            if leads.going.beat is not None:
                came.append((leads.left, leads.going.then))
            now = self._later(leads.going.after, group.example)
            seen = of_turn(self.scenario, group.example, leads.going, now, came, leads.left, asked)
            shown += [
                (question, self.grid.where(flags) & (full if among is None else among))
                for question, flags, among in seen
            ]
        return shown


def _effort(way: tuple[Leads, Behaviour]) -> int:
    return way[1].reply.effort
