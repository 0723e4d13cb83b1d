"""What can never happen at a beat whatever came before: seen without searching.

The patient's past is left open: every comparison of visits, turns and counts, every `said`, `passed` and `failed` may
be true or false, as if it were a code of its own. Levels may be anything in 0–100. What is impossible even then is
impossible; what is possible then has still to be searched for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from authoring.proof.cubes import FALSE, TRUE, Cubes, Formula, cubes_of, meet, opposite
from authoring.proof.grid import Grid
from authoring.proof.questions import Question, Subject
from authoring.proof.replies import Manner, manners, stacks
from authoring.proof.scope import Scope
from authoring.proof.truth import Now, formula, levels_in, value
from scenarios.conditions import Condition, Expression
from scenarios.model import Beat
from simulator.patient import begin

MOST_LEVELS = 2
"""More levels at once are not laid out in full here."""


def impossible(scope: Scope, asked: Mapping[Question, Subject]) -> Iterator[Question]:
    """Those of the questions to which the answer is no at any time. Raises `TooTangledError`."""
    for question, subject in asked.items():
        beat = scope.scenario.beats.get(subject.beat)
        if beat is None or beat.moment is None or question.kind not in {"entry", "true", "false"}:
            continue
        wanted = _chain(beat, question, subject)
        if wanted and len(_levels(scope, wanted)) <= MOST_LEVELS and not _can_hold(scope, beat, wanted):
            yield question


def _chain(beat: Beat, question: Question, subject: Subject) -> list[tuple[Condition, bool]]:
    """The conditions that would have to hold, or not to hold, all at once."""
    keys = [(entry.rule, entry.key) for entry in beat.hears if entry.key is not None]
    if question.kind != "entry":
        # A condition about silence is also held against silence, which is no formula over codes.
        is_plain = subject.condition is not None and not subject.condition.mentions_silence
        of_reply = subject.reaction is not None or question.name in {rule for rule, _ in keys}
        if subject.condition is None or not is_plain or not of_reply:
            return []
        return [(subject.condition, question.kind == "true")]
    if subject.condition is not None and subject.condition.mentions_silence:
        return []
    rules = [rule for rule, _ in keys]
    upto = rules.index(question.name) if question.name in rules else len(rules)
    chain = [(key, False) for _, key in keys[:upto]]
    return chain if subject.condition is None else [*chain, (subject.condition, True)]


def _levels(scope: Scope, wanted: list[tuple[Condition, bool]]) -> tuple[str, ...]:
    named = {name for condition, _ in wanted for name in levels_in(condition.expression)}
    return tuple(name for name in scope.scenario.level_names if name in named)


def _can_hold(scope: Scope, beat: Beat, wanted: list[tuple[Condition, bool]]) -> bool:
    grid = Grid(_levels(scope, wanted))
    state, _ = begin(scope.scenario, 0)
    now = Now(state, frozenset(), grid.columns(), 1)
    parts = dict.fromkeys(part for condition, _ in wanted for part in scope.parts_of(condition))
    fixed: dict[Expression, int] = {part: grid.where(value(part, now)) for part in parts if scope.is_of_levels(part)}
    free = {part: stacks() << (i + 1) for i, part in enumerate(part for part in parts if part not in fixed)}
    past: dict[Expression, Formula] = {part: ("some", bit) for part, bit in free.items()}
    for truths in _level_truths(fixed, grid.full):
        given = past | {part: TRUE if truth else FALSE for part, truth in truths.items()}
        for permitted in (False, True):
            for risk_waits in (False, True):
                for manner in manners(beat.moment, permitted=permitted, risk_waits=risk_waits):
                    if _meets(wanted, given, manner):
                        return True
    return False


def _level_truths(fixed: Mapping[Expression, int], cells: int) -> Iterator[dict[Expression, bool]]:
    """Every combination of truths that some levels have together."""
    found: list[tuple[dict[Expression, bool], int]] = [({}, cells)]
    for part, mask in fixed.items():
        found = [
            ({**truths, part: truth}, some)
            for truths, left in found
            for truth, some in ((True, left & mask), (False, left & ~mask))
            if some
        ]
    return (truths for truths, _ in found)


def _meets(wanted: list[tuple[Condition, bool]], given: Mapping[Expression, Formula], manner: Manner) -> bool:
    region: Cubes = cubes_of(manner.region, manner.links)
    for condition, holds in wanted:
        form = formula(condition.expression, given, manner)
        region = meet(region, cubes_of(form if holds else opposite(form), manner.links), manner.links)
        if not region:
            return False
    return True
