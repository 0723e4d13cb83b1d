"""Feedback on one turn, as a supervisor would say it: what was heard, what the moment called for, what it did,
and one alternative to compare with one's own wording. It describes the reply, never the person.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.model import Scenario
from simulator.session import Session, Turn
from simulator.trials import CoachingOutcome, TestOutcome


@dataclass(frozen=True, slots=True)
class HeardMove:
    """One thing that was heard in the reply."""

    code: str
    label: str
    start: int
    end: int
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TurnFeedback:
    """Feedback on one turn."""

    n: int
    heard: tuple[HeardMove, ...]
    noticed: tuple[str, ...]
    """Labels of what only the moment shows, such as unsolicited advice."""
    called_for: str
    """What the patient was after, in words."""
    fit: int | None
    """−3…+3; `None`: the reply was unclear, neither good nor bad."""
    fit_words: str
    because: str
    tests: tuple[str, ...]
    """Tests passed or failed and coaching followed or missed, in plain words."""
    changes: tuple[tuple[str, int], ...]
    """Changes in the patient, by name."""
    alternative: str
    """One reply, or kind of reply, to compare one's own with; empty where the reply fitted well."""


FIT_WORDS = {
    -3: "strongly against what was needed",
    -2: "against what was needed",
    -1: "a little against what was needed",
    0: "neither for nor against",
    1: "partly met it",
    2: "met it",
    3: "met it fully",
}


def turn_feedback(session: Session, turn: Turn) -> TurnFeedback:
    """Feedback on one turn of a session. Pure."""
    scenario, move = session.scenario, turn.move
    moment = scenario.beats[move.beat].moment
    table = vocabulary.moments()[moment.needs] if moment else None
    return TurnFeedback(
        n=turn.n,
        heard=tuple(
            HeardMove(
                span.code,
                vocabulary.label(span.code),
                span.start,
                span.end,
                turn.reply[span.start : span.end],
                span.confidence,
            )
            for span in move.codes
        ),
        noticed=tuple(vocabulary.label(code) for code in move.derived if code not in {"stays_silent", "answers"}),
        called_for=f"{scenario.persona.name} needed {table.label}. {table.meaning}" if table else "",
        fit=move.fit,
        fit_words="not understood, so not judged" if move.fit is None else FIT_WORDS[move.fit],
        because=move.because,
        tests=(*map(_test_words, _decided(move.tests)), *filter(None, map(_coaching_words, move.coaching))),
        changes=move.deltas,
        alternative="" if move.fit is not None and move.fit >= 2 else alternative(scenario, move.beat, turn.n),
    )  # fmt: skip


def alternative(scenario: Scenario, beat: str, turn: int) -> str:
    """One good reply for a beat, or a kind of reply where the author wrote none; varies from turn to turn."""
    exemplars = scenario.debrief.exemplars.get(beat, ())
    if exemplars:
        return exemplars[turn % len(exemplars)]
    moment = scenario.beats[beat].moment
    if moment is None:
        return ""
    routes = vocabulary.moments()[moment.needs].would_help
    return routes[turn % len(routes)] if routes else ""


def _decided(tests: tuple[TestOutcome, ...]) -> list[TestOutcome]:
    return [test for test in tests if test.outcome != "waiting"]


_TEST_WORDS = {
    "passed": "A test was passed: the fear behind it was not confirmed.",
    "partly": "A test was partly answered.",
    "failed": "A test was failed: what the patient fears seemed to come true.",
    "lapsed": "A test went unanswered, and its time ran out.",
}


def _test_words(test: TestOutcome) -> str:
    return _TEST_WORDS[test.outcome]


def _coaching_words(cue: CoachingOutcome) -> str:
    if cue.outcome == "followed":
        return "The patient had shown what would help, and the reply took it up."
    return "The patient had shown what would help, and it was not taken up." if cue.outcome == "missed" else ""
