"""The patient: `begin` and `respond`, pure and deterministic.

    state', move = respond(scenario, state, reading, seed)

One turn in order: derive codes → find the entry that holds → fit → tests and coaching → changes → where the patient
goes → what it says. The same scenario, state, reading and seed give the same patient on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.model import Beat, Limit, Reaction, Scenario
from simulator.circumstances import TurnCircumstances
from simulator.derive import DERIVED_FROM, derive, effective_codes
from simulator.fit import compose, weigh
from simulator.lines import Line, Voice
from simulator.reading import CodedSpan, Reading
from simulator.state import PatientState, evolve, with_changes
from simulator.trials import CoachingOutcome, TestOutcome, judge_coaching, judge_tests, open_trials


@dataclass(frozen=True, slots=True)
class Move:
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


@dataclass(frozen=True, slots=True)
class _Layers:
    """The reactions that apply, nearest first; the first one with a field decides that field."""

    reactions: tuple[Reaction, ...]

    @property
    def entry(self) -> Reaction | None:
        return self.reactions[0] if self.reactions else None

    def fit(self) -> Reaction | None:
        return next((reaction for reaction in self.reactions if reaction.fit is not None), None)

    def because(self) -> str:
        return next((reaction.because for reaction in self.reactions if reaction.because), "")

    def go(self) -> str | None:
        return next((reaction.go for reaction in self.reactions if reaction.go is not None), None)

    def speaker(self) -> Reaction | None:
        return next((reaction for reaction in self.reactions if reaction.say), None)

    def direction(self) -> Reaction | None:
        return next((reaction for reaction in self.reactions if reaction.shows or reaction.sounds), None)

    def change(self) -> dict[str, int]:
        merged: dict[str, int] = {}
        for reaction in reversed(self.reactions):
            merged.update(reaction.change)
        return merged


def begin(scenario: Scenario, seed: int) -> tuple[PatientState, tuple[Line, ...]]:
    """The patient at the start and its first lines."""
    state = PatientState(
        beat=scenario.start,
        levels=tuple(scenario.state.values()),
        beliefs=tuple(belief.strength for belief in scenario.beliefs.values()),
    )
    voice = Voice(frozenset(), seed, TurnCircumstances(scenario, state, frozenset(), 0), scenario.setting.mode)
    state = _arrive(state, scenario.beats[scenario.start], voice)
    return evolve(state, used=voice.used), tuple(voice.lines)


def respond(scenario: Scenario, state: PatientState, reading: Reading, seed: int) -> tuple[PatientState, Move]:
    """Take one turn. Raises `ValueError` when the session has ended."""
    if state.ending is not None:
        raise ValueError("the session has ended")
    beat = scenario.beats[state.beat]
    codes = () if reading.silence or reading.unclear else effective_codes(scenario, state, reading)
    derived = derive(beat.moment, state, reading, codes)
    heard = frozenset(span.code for span in codes) | derived
    turn = state.turn + 1
    now = TurnCircumstances(scenario, state, heard, turn, is_silence=reading.silence)
    layers = _layers(scenario, beat, now, unclear=reading.unclear)
    fit, because, rule = (
        (None, "", _rule(layers, beat)) if reading.unclear else _fit(scenario, beat, layers, heard, now)
    )

    tests, coaching = state.tests, state.coaching
    outcomes: tuple[TestOutcome, ...] = ()
    cues: tuple[CoachingOutcome, ...] = ()
    if fit is not None:
        tests, outcomes = judge_tests(scenario, state, now, fit)
        coaching, cues = judge_coaching(scenario, state, now)
    change = _change(layers, fit, outcomes, scenario)
    levels, beliefs = with_changes(state, scenario, change)
    after = evolve(
        state,
        turn=turn,
        turns_here=state.turns_here + (not reading.unclear),
        levels=levels,
        beliefs=beliefs,
        tests=tests,
        coaching=coaching,
        passed=(*state.passed, *(test.beat for test in outcomes if test.outcome == "passed")),
        failed=(*state.failed, *(test.beat for test in outcomes if test.confirms)),
        said=state.said | heard,
        said_last=heard if not reading.silence else state.said_last,
        risk_open=state.risk_open and heard.isdisjoint(vocabulary.members("safety")),
    )
    go, left_by = _where(scenario, beat, after, heard, layers, outcomes, turn, silence=reading.silence)
    voice = Voice(state.used, seed, replace_state(now, after), scenario.setting.mode)
    _speak(
        scenario,
        layers,
        voice,
        reading,
        fit,
        outcomes,
        beat.limit if left_by == "limit" else None,
        moves=go is not None,
    )
    if go is not None:
        after = _arrive(after, scenario.beats[go], voice)
    after = evolve(after, used=voice.used)
    move = Move(
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
    return after, move


def replace_state(now: TurnCircumstances, state: PatientState) -> TurnCircumstances:
    """The same turn, seen after its changes."""
    return TurnCircumstances(now.scenario, state, now.heard, now.turn, now.is_silence)


def _layers(scenario: Scenario, beat: Beat, now: TurnCircumstances, *, unclear: bool) -> _Layers:
    defaults = scenario.defaults
    if unclear:
        return _Layers(tuple(layer for layer in (beat.unclear, defaults.unclear) if layer is not None))
    if now.is_silence:
        found = (_first(beat.hears, now), beat.silence, _first(defaults.hears, now), defaults.silence)
        return _Layers(tuple(layer for layer in found if layer is not None))
    own, general = _first(beat.hears, now), _first(defaults.hears, now)
    layers = [layer for layer in (own, general) if layer is not None]
    # `otherwise` is for a reply nobody wrote for; it still lends its words to an entry that neither speaks nor moves on.
    if own is None and (general is None or general.go is None):
        layers += [layer for layer in (beat.otherwise, defaults.otherwise) if layer is not None]
    return _Layers(tuple(layers))


def _first(entries: tuple[Reaction, ...], now: TurnCircumstances) -> Reaction | None:
    """The first entry that holds. Under silence only entries that speak of silence can."""
    for entry in entries:
        key = entry.key
        if key is not None and (key.mentions_silence or not now.is_silence) and key.check(now):
            return entry
    return None


def _rule(layers: _Layers, beat: Beat) -> str:
    return layers.entry.rule if layers.entry else f"{beat.id}.moment"


def _fit(
    scenario: Scenario, beat: Beat, layers: _Layers, heard: frozenset[str], now: TurnCircumstances
) -> tuple[int, str, str]:
    """The fit of a turn, its reason and the rule that gave it.

    An entry that states a fit speaks for the codes that it names. What else the reply does still weighs in, but only
    against it: a harmful move beside a good answer lowers the fit, a helpful one beside a bad answer softens it.
    """
    worths = dict(_worths(scenario, beat, heard, now))
    decider = layers.fit()
    if decider is None or decider.fit is None:
        fit = compose(worth for worth, _, _ in worths.values())
        because, rule = _strongest(worths, fit)
        entry = layers.entry
        need = beat.moment.needs if beat.moment else "listen"
        reason = _reason(layers.because(), because, worths, fit)
        return fit, reason, entry.rule if entry else rule or f"moments.{need}"
    covered = _covered(decider)
    others = {code: worth for code, worth in worths.items() if code not in covered}
    stated = decider.fit
    best, worst = max(0, stated), min(0, stated, *(worth for worth, _, _ in others.values()))
    if stated <= 0:
        best = max(0, *(worth for worth, _, _ in others.values()), 0)
    fit = stated if stated == worst == 0 else weigh(best, worst)
    because = decider.because or layers.because() or _strongest(worths, fit)[0]
    return fit, because if fit >= stated else _reason(because, because, others, fit), decider.rule


def _reason(written: str, strongest: str, worths: Mapping[str, tuple[int, str, str]], fit: int) -> str:
    """The author's reason, with that of the move that pulled the other way: praise alone would not explain a poor fit."""
    reason = written or strongest
    worst = min(worths.values(), key=lambda worth: worth[0], default=(0, "", ""))
    if worst[0] >= 0 or not worst[1] or worst[1] in reason:
        return reason
    return worst[1] if fit < 0 and not written else f"{reason} {worst[1]}".strip()


def _covered(decider: Reaction) -> frozenset[str]:
    """The codes that an entry's condition speaks for."""
    if decider.key is None:
        return frozenset({"stays_silent"})
    named = decider.key.speaks_of.union(*(DERIVED_FROM.get(name, ()) for name in decider.key.speaks_of))
    return named | {derived for derived, base in DERIVED_FROM.items() if not base.isdisjoint(named)}


def _worths(
    scenario: Scenario, beat: Beat, heard: frozenset[str], now: TurnCircumstances
) -> Iterator[tuple[str, tuple[int, str, str]]]:
    """What each code is worth here on its own: (fit, reason, rule)."""
    need = beat.moment.needs if beat.moment else "listen"
    table = vocabulary.moments()[need].worth
    rated = [
        entry
        for entries in (beat.hears, scenario.defaults.hears)
        for entry in entries
        if entry.fit is not None and entry.key is not None and not entry.key.speaks_of.isdisjoint(heard)
    ]
    for code in sorted(heard):
        own = _alone(code, rated, now) if rated else None
        if own is not None:
            yield code, own
        elif code in table:
            worth = table[code]
            yield code, (worth.fit, worth.because, f"moments.{need}.{code}")


def _alone(code: str, rated: list[Reaction], now: TurnCircumstances) -> tuple[int, str, str] | None:
    """The worth that the author gave a code: of the first entry that speaks of it and holds for it alone."""
    alone = TurnCircumstances(now.scenario, now.state, frozenset({code}), now.turn, now.is_silence)
    for entry in rated:
        if entry.key is not None and entry.fit is not None and code in entry.key.speaks_of and entry.key.holds(alone):
            return entry.fit, entry.because, entry.rule
    return None


def _strongest(worths: Mapping[str, tuple[int, str, str]], fit: int) -> tuple[str, str]:
    """The reason and rule of the move that weighed most in the direction of the fit."""
    if not worths:
        return "", ""
    chosen = (max if fit > 0 else min)(worths.values(), key=lambda worth: worth[0])
    return chosen[1], chosen[2]


def _change(layers: _Layers, fit: int | None, outcomes: tuple[TestOutcome, ...], scenario: Scenario) -> dict[str, int]:
    change = {} if fit is None else dict(vocabulary.effects_by_fit()[fit].change)
    change.update(layers.change())
    for test in outcomes:
        kind = "failed" if test.confirms else test.outcome
        effect = vocabulary.effects().get(kind)
        rule = scenario.beats[test.beat].test
        if effect is None or rule is None:
            continue
        extra = {**effect.change, f"beliefs.{test.belief}": effect.belief}
        reaction = rule.passed if kind == "passed" else rule.failed if kind == "failed" else None
        if reaction is not None:
            extra.update(reaction.change)
        for name, amount in extra.items():
            change[name] = change.get(name, 0) + amount
    return change


def _where(  # noqa: PLR0913  everything that can move a patient
    scenario: Scenario,
    beat: Beat,
    after: PatientState,
    heard: frozenset[str],
    layers: _Layers,
    outcomes: tuple[TestOutcome, ...],
    turn: int,
    *,
    silence: bool,
) -> tuple[str | None, str]:
    """Where the patient goes, and why: exits first, then a decided test, the entry, the limit."""
    later = TurnCircumstances(scenario, after, heard, turn, is_silence=silence)
    for way_out in scenario.exits:
        if way_out.when.holds(later):
            return way_out.go, "exit"
    for test in outcomes:
        reaction = _test_reaction(scenario, test)
        if reaction is not None and reaction.go is not None:
            return reaction.go, "test"
    go = layers.go()
    if go is not None:
        return go, "entry"
    if beat.limit is not None and after.turns_here >= beat.limit.turns:
        return beat.limit.go, "limit"
    return None, ""


def _test_reaction(scenario: Scenario, test: TestOutcome) -> Reaction | None:
    rule = scenario.beats[test.beat].test
    if rule is None:
        return None
    return rule.passed if test.outcome == "passed" else rule.failed if test.confirms else None


def _speak(  # noqa: PLR0913  a line may come from any of these
    scenario: Scenario,
    layers: _Layers,
    voice: Voice,
    reading: Reading,
    fit: int | None,
    outcomes: tuple[TestOutcome, ...],
    limit: Limit | None,
    *,
    moves: bool,
) -> None:
    """The fact that was asked for, then what the reply itself calls forth."""
    told = _tell_fact(scenario, voice, reading)
    for test in outcomes:
        reaction = _test_reaction(scenario, test)
        if reaction is not None and (reaction.say or reaction.shows or reaction.sounds):
            voice.direct(reaction.shows, reaction.sounds)
            if voice.say(reaction.rule, reaction.say):
                return
    speaker, direction = layers.speaker(), layers.direction()
    if direction is not None and not (told and direction.key is None):
        voice.direct(direction.shows, direction.sounds)
    # A fact that was told answers the reply; a catch-all line after it would answer it twice.
    catch_all = speaker is not None and speaker.key is None
    spoke = speaker is not None and not (told and catch_all) and voice.say(speaker.rule, speaker.say)
    if limit is not None and voice.say(f"{voice.now.state.beat}.limit", limit.say):
        return
    if spoke or told or moves:
        return
    _speak_built_in(voice, fit, silence=reading.silence, spoken_direction=direction is not None)


def _speak_built_in(voice: Voice, fit: int | None, *, silence: bool, spoken_direction: bool) -> None:
    """Neutral lines for a turn that the author left open."""
    kind = "silence" if silence else "unclear"
    effect = vocabulary.effects()[kind] if silence or fit is None else vocabulary.effects_by_fit()[fit]
    place = kind if silence or fit is None else f"fit{fit}"
    if not spoken_direction and effect.shows and effect.sounds:
        turn = voice.now.turn
        voice.direct(effect.shows[turn % len(effect.shows)], effect.sounds[turn % len(effect.sounds)])
    voice.say_plain(f"built-in.{place}", effect.say)


def _tell_fact(scenario: Scenario, voice: Voice, reading: Reading) -> bool:
    if reading.fact is None or not 0 <= reading.fact.fact < len(scenario.facts):
        return False
    index = reading.fact.fact
    fact = scenario.facts[index]
    if fact.needs is None or fact.needs.holds(voice.now):
        return voice.say(f"facts[{index}]", fact.say)
    if voice.say(f"facts[{index}].otherwise", fact.otherwise):
        return True
    voice.say_plain("built-in.fact_unknown", vocabulary.effects()["fact_unknown"].say)
    return True


def _arrive(state: PatientState, beat: Beat, voice: Voice) -> PatientState:
    """Enter a beat: count the visit, open its test and coaching, say its lines."""
    counts = dict(state.visits)
    counts[beat.id] = counts.get(beat.id, 0) + 1
    risk = beat.moment is not None and beat.moment.risk != "none"
    entered = evolve(
        state,
        beat=beat.id,
        visits=tuple(counts.items()),
        turns_here=0,
        risk_open=state.risk_open or risk,
        ending=beat.id if beat.ending is not None else None,
    )
    entered = open_trials(entered, beat)
    voice.now = replace_state(voice.now, entered)
    voice.direct(beat.shows, beat.sounds)
    voice.say(f"beats.{beat.id}", beat.says)
    return entered


def _deltas(scenario: Scenario, before: PatientState, after: PatientState) -> tuple[tuple[str, int], ...]:
    if before.levels == after.levels and before.beliefs == after.beliefs:
        return ()
    old, new = before.as_levels(scenario), after.as_levels(scenario)
    return tuple((name, new[name] - old[name]) for name in new if new[name] != old[name])
