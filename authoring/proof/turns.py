"""One turn of the search on a state of the engine: `simulator.patient.respond` without levels and without words.

That it does the same as `respond` is held by a property test over many random sessions.
"""

from __future__ import annotations

from authoring.proof.behaviours import Behaviour
from scenarios import vocabulary
from scenarios.model import Scenario
from simulator.patient import entered
from simulator.state import PatientState


def after_turn(state: PatientState, behaviour: Behaviour) -> PatientState:
    """The state after a turn, before the patient goes anywhere; levels are left as they are."""
    if behaviour.kind == "unclear":
        return state._replace(turn=state.turn + 1)
    heard = behaviour.heard
    return state._replace(
        turn=state.turn + 1,
        turns_here=state.turns_here + 1,
        tests=behaviour.tests,
        passed=(*state.passed, *(test.beat for test in behaviour.outcomes if test.outcome == "passed")),
        failed=(*state.failed, *(test.beat for test in behaviour.outcomes if test.confirms)),
        said=state.said | heard,
        said_last=state.said_last if behaviour.kind == "silence" else heard,
        risk_open=state.risk_open and heard.isdisjoint(vocabulary.members("safety")),
    )


def goes(scenario: Scenario, after: PatientState, behaviour: Behaviour) -> str | None:
    """Where the patient goes unless an exit holds: where an entry or a test leads, or on where the limit is reached."""
    if behaviour.go is not None:
        return behaviour.go
    limit = scenario.beats[after.beat].limit
    return limit.go if limit is not None and after.turns_here >= limit.turns else None


def arrived(scenario: Scenario, after: PatientState, beat: str | None) -> PatientState:
    """The state after arriving at a beat; the same where the patient stays."""
    return after if beat is None else entered(after, scenario.beats[beat])
