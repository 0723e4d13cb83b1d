"""Which questions a moment answers by itself: entries that answer, conditions that hold or do not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from authoring.proof.cubes import Cubes, Formula, cubes_of, meet, opposite
from authoring.proof.heard import heard_of
from authoring.proof.moment import Moment
from authoring.proof.questions import Question
from authoring.proof.replies import Manner, spelled
from scenarios.conditions import Condition
from scenarios.model import Reaction
from simulator.reactions import layers_for

Answer = tuple[Question, tuple[str, ...]]
"""A question and a reply at this moment that shows that it can happen."""


def answered(moment: Moment, open_questions: Collection[Question]) -> Iterator[Answer]:
    """Every open question that some reply at this moment answers. Raises `TooTangledError`."""
    wanted = set(open_questions)
    for manner in moment.manners:
        yield from _entries(moment, manner, wanted)
        for place, condition in _conditions(moment):
            form = moment.formula(condition, manner)
            for kind, wish in (("true", form), ("false", opposite(form))):
                question = Question(kind, place)  # type: ignore[arg-type]  # both are kinds
                if question in wanted and (cubes := _within(manner, wish)):
                    wanted.discard(question)
                    yield question, spelled(cubes[0], manner)
    yield from _in_silence(moment, wanted)


def _within(manner: Manner, form: Formula) -> Cubes:
    return meet(cubes_of(manner.region, manner.links), cubes_of(form, manner.links), manner.links)


def _entries(moment: Moment, manner: Manner, wanted: set[Question]) -> Iterator[Answer]:
    """Entries that answer, and the catch-alls where no entry does."""
    own = list(_first(moment, moment.beat.hears, manner))
    general = list(_first(moment, moment.scenario.defaults.hears, manner))
    for entry, cubes in (*own, *general):
        question = None if entry is None else Question("entry", entry.rule)
        if question in wanted and question is not None:
            wanted.discard(question)
            yield question, spelled(cubes[0], manner)
    otherwise = [one for one in (moment.beat.otherwise, moment.scenario.defaults.otherwise) if one is not None]
    if all(Question("entry", one.rule) not in wanted for one in otherwise):
        return
    unheard = [cubes for entry, cubes in own if entry is None]
    staying = [cubes for entry, cubes in general if entry is None or entry.go is None]
    for ours in unheard:
        for theirs in staying:
            met = meet(ours, theirs, manner.links)
            for question in (Question("entry", one.rule) for one in otherwise if met):
                if question in wanted:
                    wanted.discard(question)
                    yield question, spelled(met[0], manner)


def _first(moment: Moment, entries: tuple[Reaction, ...], manner: Manner) -> Iterator[tuple[Reaction | None, Cubes]]:
    left = cubes_of(manner.region, manner.links)
    for entry in entries:
        if entry.key is None:
            continue
        form = moment.formula(entry.key, manner)
        met = meet(left, cubes_of(form, manner.links), manner.links)
        if met:
            yield entry, met
        left = meet(left, cubes_of(opposite(form), manner.links), manner.links)
    if left:
        yield None, left


def _conditions(moment: Moment) -> Iterator[tuple[str, Condition]]:
    """The conditions that are held against a reply here, by place."""
    for entry in (*moment.beat.hears, *moment.scenario.defaults.hears):
        if entry.key is not None:
            yield entry.rule, entry.key
    yield from _of_trials(moment)


def _of_trials(moment: Moment) -> Iterator[tuple[str, Condition]]:
    for test in moment.state.tests:
        rule = moment.scenario.beats[test.beat].test
        if rule is not None and rule.pass_when is not None:
            yield f"{test.beat}.test.pass_when", rule.pass_when
        if rule is not None and rule.fail_when is not None:
            yield f"{test.beat}.test.fail_when", rule.fail_when
    coaching = moment.beat.coaching
    if moment.is_coached and coaching is not None and coaching.follow_when is not None:
        yield f"{moment.beat.id}.coaching.follow_when", coaching.follow_when


def _in_silence(moment: Moment, wanted: set[Question]) -> Iterator[Answer]:
    steps = ("(silence)",)
    now = moment.now(heard_of(moment, steps), is_silence=True)
    layers = layers_for(moment.scenario, moment.beat, now, unclear=False)
    found = [Question("entry", one.rule) for one in layers.reactions]
    for place, condition in _conditions(moment):
        if condition.mentions_silence or ".test." in place or ".coaching." in place:
            found.append(Question("true" if condition.holds(now) else "false", place))
    for question in found:
        if question in wanted:
            wanted.discard(question)
            yield question, steps
