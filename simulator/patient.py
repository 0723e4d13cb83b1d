"""The patient: `begin` and `respond`, pure and deterministic.

    state', move = respond(scenario, state, reading, seed)

One turn in order: derive codes → find the entry that holds → fit → tests and coaching → changes → where the patient
goes → what it says. The same scenario, state, reading and seed give the same patient on every machine.
"""

from __future__ import annotations

from typing import NamedTuple

from scenarios import vocabulary
from scenarios.model import Beat, Reaction, Scenario
from simulator.circumstances import TurnCircumstances
from simulator.derive import derive, effective_codes
from simulator.judging import judge
from simulator.lines import Line, Voice
from simulator.reactions import Layers, layers_for
from simulator.reading import CodedSpan, Reading
from simulator.speaking import speak
from simulator.state import PatientState, Place, at_first, with_changes
from simulator.trials import CoachingOutcome, TestOutcome, judge_coaching, judge_tests, open_trials


class Move(NamedTuple):
    """What the patient did in answer to one turn, and why."""

    lines: tuple[Line, ...]
    beat: str
    """The beat in which the turn was taken."""
    goes: str
    """The beat after the turn; the same where the patient stays."""
    codes: tuple[CodedSpan, ...]
    """What was heard, a false denial corrected to `conceals_sharing`."""
    derived: tuple[str, ...]
    fit: int | None
    """−3…+3, or `None` where the reply was unclear: that is neither good nor bad."""
    rule: str
    """Which entry, or which need of the built-in table, decided."""
    because: str
    tests: tuple[TestOutcome, ...]
    coaching: tuple[CoachingOutcome, ...]
    deltas: tuple[tuple[str, int], ...]
    """What changed by how much, levels and `beliefs.name`; only what did change."""
    fact: int | None
    """The fact that was asked for."""
    left_by: str
    """Why the patient moved: `entry`, `test`, `exit`, `limit`, or empty where it stayed."""


def begin(scenario: Scenario, seed: int, place: Place | None = None) -> tuple[PatientState, tuple[Line, ...]]:
    """The patient at the start, or at another place, and its first lines."""
    state = at_first(scenario, place)
    voice = Voice(frozenset(), seed, TurnCircumstances(scenario, state, frozenset(), 0), scenario.setting.mode)
    state = arrive(state, scenario.beats[state.beat], voice)
    return state._replace(used=frozenset(voice.used)), tuple(voice.lines)


def respond(scenario: Scenario, state: PatientState, reading: Reading, seed: int) -> tuple[PatientState, Move]:
    """Take one turn. Raises `ValueError` when the session has ended."""
    if state.ending is not None:
        raise ValueError("the session has ended")
    beat = scenario.beats[state.beat]
    codes = () if reading.silence or reading.unclear else effective_codes(scenario, state, reading)
    derived = derive(beat.moment, state, reading, codes)
    heard = derived.union(span.code for span in codes)
    now = TurnCircumstances(scenario, state, heard, state.turn + 1, is_silence=reading.silence)
    layers = layers_for(scenario, beat, now, unclear=reading.unclear)

    fit: int | None = None
    because, rule = "", layers.entry.rule if layers.entry else f"{beat.id}.unclear"
    outcomes: tuple[TestOutcome, ...] = ()
    cues: tuple[CoachingOutcome, ...] = ()
    if reading.unclear:  # neither good nor bad: nothing changes but what the author asks for
        levels, beliefs = with_changes(state, scenario, layers.change())
        after = state._replace(turn=now.turn, levels=levels, beliefs=beliefs)
    else:
        fit, because, rule = judge(scenario, beat, layers, now)
        tests, outcomes = judge_tests(scenario, state, now, fit)
        coaching, cues = judge_coaching(scenario, state, now)
        levels, beliefs = with_changes(state, scenario, changes_of(layers, fit, outcomes, scenario))
        after = state._replace(
            turn=now.turn,
            turns_here=state.turns_here + 1,
            levels=levels,
            beliefs=beliefs,
            tests=tests,
            coaching=coaching,
            passed=(*state.passed, *(test.beat for test in outcomes if test.outcome == "passed")),
            failed=(*state.failed, *(test.beat for test in outcomes if test.confirms)),
            said=state.said | heard,
            said_last=state.said_last if reading.silence else heard,
            risk_open=state.risk_open and heard.isdisjoint(vocabulary.members("safety")),
        )

    later = TurnCircumstances(scenario, after, heard, now.turn, now.is_silence)
    decided = [reaction for test in outcomes if (reaction := test_reaction(scenario, test)) is not None]
    go, left_by = _where(scenario, beat, later, layers, decided)
    voice = Voice(state.used, seed, later, scenario.setting.mode)
    limit = beat.limit if left_by == "limit" else None
    speak(scenario, layers, voice, reading, fit, decided, limit, moves=go is not None)
    if go is not None:
        after = arrive(after, scenario.beats[go], voice)
    after = after._replace(used=frozenset(voice.used))
    return after, Move(
        lines=tuple(voice.lines),
        beat=beat.id,
        goes=after.beat,
        codes=codes,
        derived=tuple(sorted(derived)),
        fit=fit,
        rule=rule,
        because=because,
        tests=outcomes,
        coaching=cues,
        deltas=_deltas(scenario, state, after),
        fact=None if reading.fact is None else reading.fact.fact,
        left_by=left_by,
    )


def changes_of(layers: Layers, fit: int, outcomes: tuple[TestOutcome, ...], scenario: Scenario) -> dict[str, int]:
    """What the fit does, as the author changed it, and what decided tests add to it."""
    change = {**vocabulary.effects_by_fit()[fit].change, **layers.change()}
    for test in outcomes:
        effect = vocabulary.effects().get("failed" if test.confirms else test.outcome)
        if effect is None:
            continue
        extra = {**effect.change, f"beliefs.{test.belief}": effect.belief}
        reaction = test_reaction(scenario, test)
        if reaction is not None:
            extra.update(reaction.change)
        for name, amount in extra.items():
            change[name] = change.get(name, 0) + amount
    return change


def _where(
    scenario: Scenario, beat: Beat, later: TurnCircumstances, layers: Layers, decided: list[Reaction]
) -> tuple[str | None, str]:
    """Where the patient goes, and why: exits first, then a decided test, the entry, the limit."""
    for way_out in scenario.exits:
        if way_out.when.check(later):
            return way_out.go, "exit"
    for reaction in decided:
        if reaction.go is not None:
            return reaction.go, "test"
    go = layers.go()
    if go is not None:
        return go, "entry"
    if beat.limit is not None and later.state.turns_here >= beat.limit.turns:
        return beat.limit.go, "limit"
    return None, ""


def test_reaction(scenario: Scenario, test: TestOutcome) -> Reaction | None:
    """What the author wrote for a test so decided."""
    rule = scenario.beats[test.beat].test
    if rule is None:
        return None
    return rule.passed if test.outcome == "passed" else rule.failed if test.confirms else None


def arrive(state: PatientState, beat: Beat, voice: Voice) -> PatientState:
    """Enter a beat and say its lines."""
    state = entered(state, beat)
    now = voice.now
    voice.now = TurnCircumstances(now.scenario, state, now.heard, now.turn, now.is_silence)
    voice.direct(beat.shows, beat.sounds)
    voice.say(f"beats.{beat.id}", beat.says)
    return state


def entered(state: PatientState, beat: Beat) -> PatientState:
    """The state on entering a beat: the visit counted, its test and coaching open."""
    counts = dict(state.visits)
    counts[beat.id] = counts.get(beat.id, 0) + 1
    tests, coaching = open_trials(state, beat)
    return state._replace(
        beat=beat.id,
        visits=tuple(counts.items()),
        turns_here=0,
        tests=tests,
        coaching=coaching,
        risk_open=state.risk_open or (beat.moment is not None and beat.moment.risk != "none"),
        ending=beat.id if beat.ending is not None else None,
    )


def _deltas(scenario: Scenario, before: PatientState, after: PatientState) -> tuple[tuple[str, int], ...]:
    if before.levels == after.levels and before.beliefs == after.beliefs:
        return ()
    old, new = (*before.levels, *before.beliefs), (*after.levels, *after.beliefs)
    return tuple(
        (name, now - then) for name, then, now in zip(scenario.level_names, old, new, strict=True) if now != then
    )
