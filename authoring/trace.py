"""One turn explained to the author: what was heard, which entry answered, and why those before it did not.

    explain(scenario, state before the turn, turn) → Trace

Pure. Nothing is decided here: the patient has answered already, and this looks up what it went by.
"""

from __future__ import annotations

from collections.abc import Iterator

from authoring.falsehood import false_parts
from authoring.trace_model import NOT_OF_SILENCE, Answer, FactTold, Heard, Layer, Level, Trace, Tried, Way
from scenarios import vocabulary
from scenarios.model import Reaction, Scenario
from simulator.circumstances import TurnCircumstances
from simulator.derive import effective_codes
from simulator.patient import begin
from simulator.reactions import Layers, first, layers_for
from simulator.session import Session, Turn
from simulator.state import PatientState
from simulator.trials import TestOutcome


def traces(session: Session) -> tuple[Trace, ...]:
    """Every turn of a session explained, in order."""
    before, _ = begin(session.scenario, session.started.seed, session.place)
    found: list[Trace] = []
    for turn in session.turns:
        found.append(explain(session.scenario, before, turn))
        before = turn.state
    return tuple(found)


def explain(scenario: Scenario, before: PatientState, turn: Turn) -> Trace:
    """Explain one turn; `before` is the patient's state when the reply came."""
    move, reading, after = turn.move, turn.reading, turn.state
    beat = scenario.beats[move.beat]
    heard = frozenset(move.derived).union(span.code for span in move.codes)
    now = TurnCircumstances(scenario, before, heard, before.turn + 1, is_silence=reading.silence)
    layers = layers_for(scenario, beat, now, unclear=reading.unclear)
    decider = layers.fit()
    here = scenario.beats[after.beat]
    return Trace(
        n=turn.n,
        beat=move.beat,
        reply=turn.reply,
        is_silence=reading.silence,
        is_unclear=reading.unclear,
        heard=tuple(_heard(scenario, before, turn)),
        derived=move.derived,
        answers=tuple(_answers(scenario, before, turn, layers)),
        tried=() if reading.unclear else tuple(_tried(scenario, before, layers, now)),
        fact=_fact(scenario, turn, heard),
        fit=move.fit,
        stated_fit=None if decider is None or move.fit is None else decider.fit,
        rule=move.rule,
        because=move.because,
        levels=tuple(
            Level(name, old, new)
            for name, old, new in zip(
                scenario.level_names,
                (*before.levels, *before.beliefs),
                (*after.levels, *after.beliefs),
                strict=True,
            )
        ),
        decided=tuple(test for test in move.tests if test.outcome != "waiting"),
        open_tests=after.tests,
        coaching=tuple(cue for cue in move.coaching if cue.outcome != "waiting"),
        open_coaching=after.coaching,
        way=_way(scenario, before, turn, layers, heard),
        replies_here=after.turns_here,
        limit=None if here.limit is None else here.limit.turns,
    )


def _heard(scenario: Scenario, before: PatientState, turn: Turn) -> Iterator[Heard]:
    """What counts, in the order of the words; then what was half heard."""
    for span in turn.move.codes:
        yield Heard(span.code, span.confidence, turn.reply[span.start : span.end], counts=True)
    if turn.reading.silence or turn.reading.unclear:
        return
    kept = {(span.code, span.start) for span in effective_codes(scenario, before, turn.reading)}
    for span in turn.reading.codes:
        corrected = span.denies and ("conceals_sharing", span.start) in kept
        if (span.code, span.start) not in kept and not corrected:
            yield Heard(span.code, span.confidence, turn.reply[span.start : span.end], counts=False)


def _layer(scenario: Scenario, beat: str, reaction: Reaction) -> Layer:
    """Which layer an entry stands in. By identity: a beat may be called `defaults`."""
    own, general = scenario.beats[beat], scenario.defaults
    named: tuple[tuple[Layer, Reaction | None], ...] = (
        ("beat otherwise", own.otherwise),
        ("beat unclear", own.unclear),
        ("beat silence", own.silence),
        ("defaults otherwise", general.otherwise),
        ("defaults unclear", general.unclear),
        ("defaults silence", general.silence),
    )
    for layer, entry in named:
        if entry is reaction:
            return layer
    return "beat" if any(entry is reaction for entry in own.hears) else "defaults"


def _answers(scenario: Scenario, before: PatientState, turn: Turn, layers: Layers) -> Iterator[Answer]:
    """The entries that apply, nearest first, with what each gave; the table of moments last, where it had a part."""
    move = turn.move
    lenders = {
        "fit": layers.fit(),
        "reason": next((entry for entry in layers.reactions if entry.because), None),
        "words": layers.speaker(),
        "gesture": layers.direction(),
        "where": next((entry for entry in layers.reactions if entry.go is not None), None),
    }
    changed: set[str] = set()
    for i, entry in enumerate(layers.reactions):
        gives = [part for part, lender in lenders.items() if lender is entry]
        if set(entry.change) - changed:
            gives.append("change")
            changed |= set(entry.change)
        if gives or i == 0:
            text = entry.key.text if entry.key else ""
            yield Answer(_layer(scenario, before.beat, entry), entry.mark.line, text, tuple(gives))
    if layers.safety_answer is not None:
        entry = layers.safety_answer
        text = entry.key.text if entry.key else ""
        yield Answer("defaults", entry.mark.line, text, ("the answer about safety",))
    if layers.fit() is None and move.fit is not None:
        moment = scenario.beats[before.beat].moment
        yield Answer("moment", None, moment.needs if moment else "listen", ("fit",))


def _tried(scenario: Scenario, before: PatientState, layers: Layers, now: TurnCircumstances) -> Iterator[Tried]:
    """The entries before the one that answered: the beat's, then the persona's where nothing of the beat's held."""
    names = vocabulary.names_for(scenario.state, scenario.beliefs, scenario.beats)
    beat = scenario.beats[before.beat]
    groups: tuple[tuple[Layer, tuple[Reaction, ...]], ...] = (
        ("beat", beat.hears),
        ("defaults", scenario.defaults.hears),
    )
    for layer, entries in groups:
        held = first(entries, now)
        for entry in entries:
            if entry is held:
                return
            if entry.key is None:
                continue
            passed_over = now.is_silence and not entry.key.mentions_silence
            why = NOT_OF_SILENCE if passed_over else false_parts(entry.key, now, names)
            yield Tried(layer, entry.mark.line, entry.key.text, why)
        if now.is_silence and beat.silence is not None and layers.entry is beat.silence:
            return


def _fact(scenario: Scenario, turn: Turn, heard: frozenset[str]) -> FactTold | None:
    index = turn.move.fact
    if index is None or not 0 <= index < len(scenario.facts):
        return None
    fact = scenario.facts[index]
    later = TurnCircumstances(scenario, turn.state, heard, turn.state.turn, turn.reading.silence)
    names = vocabulary.names_for(scenario.state, scenario.beliefs, scenario.beats)
    return FactTold(fact.ask[0], () if fact.needs is None else false_parts(fact.needs, later, names))


def _way(scenario: Scenario, before: PatientState, turn: Turn, layers: Layers, heard: frozenset[str]) -> Way:
    move = turn.move
    line: int | None = None
    match move.left_by:
        case "exit":
            # As the patient stood before it arrived: an exit sees the changes of this turn, not yet the new beat.
            stood = turn.state._replace(beat=before.beat, visits=before.visits)
            later = TurnCircumstances(scenario, stood, heard, turn.state.turn, turn.reading.silence)
            line = next((way.mark.line for way in scenario.exits if way.when.holds(later)), None)
        case "entry":
            line = next((entry.mark.line for entry in layers.reactions if entry.go is not None), None)
        case "limit":
            line = scenario.beats[move.beat].mark.line
        case "test":
            line = next((found for test in move.tests if (found := _test_line(scenario, test)) is not None), None)
    return Way(move.goes, move.left_by, line)


def _test_line(scenario: Scenario, outcome: TestOutcome) -> int | None:
    test = scenario.beats[outcome.beat].test
    if test is None:
        return None
    reaction = test.passed if outcome.outcome == "passed" else test.failed if outcome.confirms else None
    return None if reaction is None or reaction.go is None else reaction.mark.line
