"""A hint for the turn that comes next: what the moment calls for, and kinds of reply that would help. Pure.

It says in general words what feedback would say afterwards. What would pass a hidden test that waits is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.model import PatientTest, Scenario
from scoring.routes import SHOWN_BY
from simulator.session import Session

PASSES_FROM = 2
"""A move worth this much passes a test that has no `pass_when` of its own."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What could help just now."""

    needs: str
    """`Ellie may need to be listened to.`"""
    meaning: str
    kinds: tuple[str, ...]
    """Kinds of reply, in words; none where all of them would give a hidden test away."""


def hint(session: Session) -> Hint | None:
    """The hint for the next turn; `None` once the session has ended."""
    scenario, state = session.scenario, session.state
    moment = scenario.beats[state.beat].moment
    if moment is None or session.ending is not None:
        return None
    table = vocabulary.moments()[moment.needs]
    hidden = [
        test for test in (scenario.beats[open_test.beat].test for open_test in state.tests) if test and test.hidden
    ]
    return Hint(
        f"{scenario.persona.name} may need {table.label}.",
        table.meaning,
        tuple(kind for kind in table.would_help if not any(_passes(scenario, test, kind) for test in hidden)),
    )


def _passes(scenario: Scenario, test: PatientTest, kind: str) -> bool:
    """Whether a kind of reply could pass the test."""
    shown: Collection[str] = SHOWN_BY.get(kind, ())
    if test.pass_when is not None:
        return not test.pass_when.speaks_of.isdisjoint(shown)
    moment = scenario.beats[test.beat].moment
    worth = vocabulary.moments()[moment.needs].worth if moment else {}
    return any(code not in worth or worth[code].fit >= PASSES_FROM for code in shown)
