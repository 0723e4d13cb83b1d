"""Responsiveness: did the replies meet what this patient's moments and plan called for?"""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import vocabulary
from scoring.rubric.arithmetic import score_of
from scoring.rubric.quotes import is_empty, names, quote
from scoring.rubric.table import rubric
from scoring.scores import Evidence, Score
from simulator.session import Session, Turn
from simulator.trials import TestOutcome

_Weighed = tuple[Evidence, int]


def responsiveness(session: Session) -> Score:
    """Every understood turn's fit, every test decided, every piece of coaching followed, missed or gone against.

    A reply in which no code was heard is left out of the mean: it may have been good or bad, and a 0 would say
    neither, but lower a good session and raise a poor one. Windows still run while it is said.
    """
    found = sorted((*_turns(session), *_tests(session), *_coaching(session)), key=lambda item: item[0].turn)
    return score_of([evidence for evidence, _ in found], [weight for _, weight in found])


def _turns(session: Session) -> Iterator[_Weighed]:
    weight = rubric()["responsiveness"]["turn"]["weight"]
    for turn in session.turns:
        move = turn.move
        if move.fit is not None and not is_empty(turn):
            yield Evidence(turn.n, _deciding_words(turn), move.rule, move.because, move.fit), weight


def _deciding_words(turn: Turn) -> str:
    """The words behind a fit that came from the built-in table, else the reply."""
    return quote(turn, {turn.move.rule.rsplit(".", 1)[-1]} if turn.move.rule.startswith("moments.") else ())


def _tests(session: Session) -> Iterator[_Weighed]:
    table = rubric()["responsiveness"]["test"]
    for turn in session.turns:
        for test in turn.move.tests:
            if _is_decided(session, turn, test):
                entry = table[test.kind][test.outcome]
                rule = f"{test.beat}.test.{test.outcome}"
                yield Evidence(turn.n, quote(turn), rule, entry["effect"], entry["value"]), table["weight"]


def _is_decided(session: Session, turn: Turn, test: TestOutcome) -> bool:
    """Whether the test has come to something: where time running out is no failure, half an answer is none either."""
    if test.outcome in {"passed", "failed"}:
        return True
    rule = session.scenario.beats[test.beat].test
    waits_on = test.outcome == "partly" and any(waiting.beat == test.beat for waiting in turn.state.tests)
    return test.outcome != "waiting" and not waits_on and rule is not None and rule.lapse == "failed"


def _coaching(session: Session) -> Iterator[_Weighed]:
    table = rubric()["responsiveness"]["coaching"]
    spoken_against: dict[str, frozenset[str]] = {}
    said: frozenset[str] = frozenset()
    for turn in session.turns:
        heard = names(turn)
        for cue in turn.move.coaching:
            against = spoken_against.setdefault(cue.beat, said & _harmful(cue.need))
            outcomes: list[str] = [cue.outcome] if cue.outcome != "waiting" else []
            if cue.outcome != "followed" and heard & against:
                outcomes.insert(0, "repeated")
                spoken_against[cue.beat] = frozenset()  # once for each piece of coaching
            for outcome in outcomes:
                entry = table[outcome]
                words = quote(turn, heard & against) if outcome == "repeated" else quote(turn)
                rule = f"{cue.beat}.coaching.{outcome}"
                yield Evidence(turn.n, words, rule, entry["effect"], entry["value"]), table["weight"]
            if cue.outcome != "waiting":
                del spoken_against[cue.beat]
        said |= heard


def _harmful(need: str) -> frozenset[str]:
    """The moves that coaching towards a need speaks against."""
    limit = rubric()["responsiveness"]["coaching"]["harm"]
    return frozenset(code for code, worth in vocabulary.moments()[need].worth.items() if worth.fit <= limit)
