"""A trial as an example: the replies with what came of them, so that a good play becomes a test of the scenario."""

from __future__ import annotations

from typing import Literal

from authoring.appending import AppendError, NewExample
from authoring.trying import SILENCE, steps_of
from scenarios import vocabulary
from scenarios.faults import Mark
from scenarios.model import Example, Expectation, Scenario
from simulator.derive import ANSWERS, derive
from simulator.examples import code_step, run_example
from simulator.patient import begin
from simulator.reading import Coder
from simulator.session import Session, Turn
from simulator.state import PatientState, Place

Form = Literal["words", "codes"]
"""`words`: the replies as they were typed, which tests script and coder. `codes`: what was heard in them, which tests
the script alone."""

MOST_STATES = 2
"""States that an example made of a trial expects: those that moved furthest."""
GIVING = ANSWERS["advice"]
"""What gives the patient something, after which the focus may be handed back."""
STEP = 5
"""Expected states are rounded to this, so that a small change of a number does not break every example."""


def example_of(session: Session, form: Form, name: str) -> NewExample:
    """The example that a trial makes. Raises `AppendError` where it makes none."""
    if not session.turns:
        raise AppendError("Nothing has been said yet that could be kept.")
    if not name.strip():
        raise AppendError("The example needs a name that says what should happen.")
    replies = steps_of(session) if form == "words" else _code_steps(session)
    place = session.place or Place()
    return NewExample(" ".join(name.split()), replies, expectations(session), place.beat, place.levels)


def suggested_name(session: Session) -> str:
    """A name to begin with: `4 replies end in relief`."""
    number, state = len(session.turns), session.state
    leads = "end in" if state.ending is not None else "lead to"
    return (
        f"1 reply {leads.replace(' ', 's ', 1)} {state.beat}"
        if number == 1
        else f"{number} replies {leads} {state.beat}"
    )


def expectations(session: Session) -> dict[str, str]:
    """What came out: the ending or the beat, and the states that moved furthest."""
    state, scenario = session.state, session.scenario
    before, _ = begin(scenario, session.started.seed, session.place)
    then, now = before.as_levels(scenario), state.as_levels(scenario)
    furthest = sorted(scenario.level_names, key=lambda name: -abs(now[name] - then[name]))[:MOST_STATES]
    what = "beat" if state.ending is None else "ending"
    return {what: state.beat, **{name: _around(then[name], now[name]) for name in furthest}}


def _around(then: int, now: int) -> str:
    """A bound that the state keeps and that its first value does not; the value itself where it did not move."""
    if now == then:
        return str(now)
    if now > then:
        rounded = now - now % STEP
        return f">= {rounded if rounded > then else now}"
    rounded = now + -now % STEP
    return f"<= {rounded if rounded < then else now}"


def check(scenario: Scenario, example: NewExample, coder: Coder) -> None:
    """Raises `AppendError` where the example does not hold, as `attune test` would run it."""
    nowhere = Mark(1, 1)
    expect = tuple(Expectation(what, value, nowhere) for what, value in example.expect.items())
    tried = Example(example.name, example.replies, expect, nowhere, example.at, example.levels)
    result = run_example(scenario, tried, coder)
    if result.holds and not result.unused:
        return
    met = [f"expected {expectation.what} {expectation.value}, found {found}" for expectation, found in result.unmet]
    reason = "; ".join(met) or "the session would end before its last reply"
    raise AppendError(f"Kept like this the example would not hold: {reason}. Keep it the other way, as words or codes.")


def _code_steps(session: Session) -> tuple[str, ...]:
    before, _ = begin(session.scenario, session.started.seed, session.place)
    steps: list[str] = []
    for turn in session.turns:
        steps.append(_code_step(session.scenario, before, turn))
        before = turn.state
    return tuple(steps)


def _code_step(scenario: Scenario, before: PatientState, turn: Turn) -> str:
    """What was heard in one reply, as an example writes it; its own words where nothing was heard."""
    if turn.reading.silence:
        return SILENCE
    if turn.reading.unclear:
        return "(unclear)"
    # In the same words, what gives something comes last: code steps stand one behind the other, and a question behind
    # an answer would be taken for handing the floor back.
    spans = sorted(turn.move.codes, key=lambda span: (span.end, span.code in GIVING))
    names = [span.code for span in spans]
    last_only = [name for i, name in enumerate(names) if name not in names[i + 1 :]]
    wanted = set(turn.move.derived)
    reading = code_step(", ".join(last_only)) if last_only else None
    moment = scenario.beats[turn.move.beat].moment
    derived = derive(moment, before, reading, reading.codes) if reading is not None else frozenset()
    # A derived code that hangs on where the words stood, such as three questions, is written out.
    missing = [name for name in vocabulary.derived() if name in wanted - derived]
    return ", ".join((*last_only, *missing)) or turn.reply
