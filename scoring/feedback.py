"""Feedback on one turn, as a supervisor would say it: what was heard, what the moment called for, what it did,
and one alternative to compare with one's own wording. It describes the reply, never the person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenarios import vocabulary
from scenarios.model import Scenario
from scoring.routes import SHOWN_BY
from scoring.rubric.quotes import is_empty
from scoring.words import LEFT_OUT, fear_words, fit_words
from simulator.session import Session, Turn
from simulator.trials import CoachingOutcome, TestOutcome


@dataclass(frozen=True, slots=True)
class HeardMove:
    """One thing that was heard in the reply, in one place or in several."""

    code: str
    label: str
    quotes: tuple[str, ...]
    """The words that show it, in order; empty where the whole reply does."""
    confidence: float
    """Of the place where it was heard most surely."""


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
    """Tests passed or failed, in plain words, with the fear that each was about."""
    coaching: tuple[str, ...]
    """Coaching followed or missed, in plain words."""
    changes: tuple[tuple[str, int], ...]
    """Changes in the patient, by name."""
    alternative: str
    """One reply, or kind of reply, to compare one's own with; empty where the reply fitted well."""


def turn_feedback(session: Session, turn: Turn) -> TurnFeedback:
    """Feedback on one turn of a session. Pure."""
    scenario, move = session.scenario, turn.move
    moment = scenario.beats[move.beat].moment
    table = vocabulary.moments()[moment.needs] if moment else None
    return TurnFeedback(
        n=turn.n,
        heard=_heard(turn),
        noticed=tuple(vocabulary.label(code) for code in move.derived if code not in {"stays_silent", "answers"}),
        called_for=f"{scenario.persona.name} needed {table.label}. {table.meaning}" if table else "",
        fit=move.fit,
        fit_words=fit_words(move.fit),
        because=_because(turn),
        tests=tuple(_test_words(scenario, test) for test in _decided(move.tests)),
        coaching=tuple(filter(None, map(_coaching_words, move.coaching))),
        changes=move.deltas,
        alternative="" if move.fit is not None and move.fit >= 2 else alternative(scenario, turn),
    )


def _because(turn: Turn) -> str:
    """The reason, and that a reply is left out of the score where nothing was heard that a rule could speak of."""
    if turn.move.fit is None or not is_empty(turn):
        return turn.move.because
    return f"{turn.move.because} {LEFT_OUT}".strip()


def alternative(scenario: Scenario, turn: Turn) -> str:
    """One good reply for the moment, or a kind of reply where the author wrote none; varies from turn to turn.

    Never just what the reply did already: empty where nothing else is left to compare it with.
    """
    beat = turn.move.beat
    exemplars = scenario.debrief.exemplars.get(beat, ())
    moment = scenario.beats[beat].moment
    if exemplars and not _would_give_away(turn):
        said = _folded(turn.reply)
        others = [words for words in map(str.strip, exemplars) if _folded(words) != said]
    elif moment is not None:
        shown = {span.code for span in turn.move.codes}.union(turn.move.derived)
        others = [
            route
            for route in vocabulary.moments()[moment.needs].would_help
            if shown.isdisjoint(SHOWN_BY.get(route, ()))
        ]
    else:
        others = []
    return others[turn.n % len(others)] if others else ""


def _would_give_away(turn: Turn) -> bool:
    """Whether a model answer would pass a hidden test for the trainee, while the patient is still waiting for it."""
    return any(test.hidden and test.outcome == "waiting" for test in turn.move.tests)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _heard(turn: Turn) -> tuple[HeardMove, ...]:
    """Each code once, in the order in which they were heard first."""
    found: dict[str, HeardMove] = {}
    whole = turn.reply.strip()
    for span in turn.move.codes:
        quote = turn.reply[span.start : span.end].strip()
        quotes = () if quote == whole else (quote,)
        known = found.setdefault(span.code, HeardMove(span.code, vocabulary.label(span.code), quotes, span.confidence))
        found[span.code] = replace(
            known,
            quotes=tuple(dict.fromkeys((*known.quotes, *quotes))),
            confidence=max(known.confidence, span.confidence),
        )
    return tuple(found.values())


def heard_places(turn: Turn) -> tuple[tuple[int, int], ...]:
    """Where in the reply something was heard, as character ranges in order, joined where they touch or overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in turn.move.codes if span.end > span.start):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _decided(tests: tuple[TestOutcome, ...]) -> list[TestOutcome]:
    return [test for test in tests if test.outcome != "waiting"]


_TEST_WORDS = {
    "passed": "A test was passed: {fear} was not confirmed.",
    "partly": "A test was partly answered: {fear} was neither confirmed nor laid to rest.",
    "failed": "A test was failed: {fear} seemed to come true.",
    "lapsed": "A test went unanswered, and its time ran out: {fear} was left standing.",
}


def _test_words(scenario: Scenario, test: TestOutcome) -> str:
    return _TEST_WORDS[test.outcome].format(fear=fear_words(scenario, test.belief))


def _coaching_words(cue: CoachingOutcome) -> str:
    if cue.outcome == "followed":
        return "The patient had shown what would help, and the reply took it up."
    return "The patient had shown what would help, and it was not taken up." if cue.outcome == "missed" else ""
