"""Serious errors about danger: secrecy promised, risk passed over, left open, or met in a way a person must look at.

Passing over is told from the codes that are missing, so every doubt about what was heard is a doubt here.
"""

from __future__ import annotations

from collections.abc import Iterator

from scenarios import vocabulary
from scoring.rubric.detection import Detection, by_code
from scoring.rubric.quotes import is_empty, names, quote
from scoring.rubric.table import rubric
from simulator.session import Session, Turn

TAKES_IT_UP = frozenset({"repair", "seeks_consent", "explains_limits", "open_about_sharing", "answers"})
"""What is no question about safety and yet stays with the danger or with the patient's own direct question: a slip
owned, a say offered in who hears of it, the duty it brings explained."""

SHAMING = frozenset({"confrontation", "invalidation", "pathologising"})
"""What may be shaming or daring; the code book does not tell it from a clumsy correction."""

DOUBTFUL = 0.5
"""Confidence where the words may have been something else altogether: as likely as not."""


def about_danger(session: Session) -> Iterator[Detection]:
    """Every serious error about danger, in order of turns; what only the end shows comes last."""
    safety = vocabulary.members("safety")
    running: list[Turn] = []
    for turn in _understood(session):
        heard = names(turn)
        if "promises_secrecy" in heard and danger_told(session, turn):
            yield by_code(turn, "secrecy_about_risk", "promises_secrecy")
        if "referral" in heard and "ignores_risk" in heard:
            yield by_code(turn, "referred_with_risk", "referral", at_most=_sure_of_no_question(turn))
        for code in sorted(heard & SHAMING) if _risk(session, turn) != "none" else ():
            yield by_code(turn, "shaming_at_risk", code)
        passes_over = "ignores_risk" in heard and heard.isdisjoint(TAKES_IT_UP)
        begins = running or _risk(session, turn) == "open"
        running = [*running, turn] if passes_over and begins else []
        longest = int(rubric()["critical"]["risk_turns"])
        if len(running) >= longest:
            surety = min(map(_sure_of_no_question, running[-longest:]))
            yield Detection("risk_ignored", turn, quote(turn), surety)
    if session.state.ending is not None:  # a trainee who leaves has ended nothing: leaving costs nothing
        yield from _left_open(session, safety)


def danger_told(session: Session, turn: Turn) -> bool:
    """Whether the patient has told of danger in this session, up to this turn."""
    return any(_risk(session, earlier) == "open" for earlier in session.turns if earlier.n <= turn.n)


def _left_open(session: Session, safety: frozenset[str]) -> Iterator[Detection]:
    """What was never done by the time the session came to its end."""
    risky = [turn for turn in _understood(session) if _risk(session, turn) != "none"]
    told = [turn for turn in risky if _risk(session, turn) == "open"]
    if not risky:
        return
    since = [turn for turn in _understood(session) if turn.n >= risky[0].n]
    if all(names(turn).isdisjoint(safety) for turn in since):
        left = session.ending is None or session.ending.kind == "left"
        surety = min(map(_sure_of_no_question, since)) if told and not left else DOUBTFUL
        yield Detection("ended_with_risk", risky[-1], quote(risky[-1]), surety)
    elif told and all("safety_planning" not in names(turn) for turn in since):
        yield Detection("promise_as_plan", told[-1], quote(told[-1]), DOUBTFUL)


def _understood(session: Session) -> Iterator[Turn]:
    return (turn for turn in session.turns if turn.move.fit is not None)


def _risk(session: Session, turn: Turn) -> str:
    moment = session.scenario.beats[turn.move.beat].moment
    return "none" if moment is None else moment.risk


def _sure_of_no_question(turn: Turn) -> float:
    """How sure it is that a reply in which no question about safety was heard held none."""
    if is_empty(turn):
        return DOUBTFUL
    safety = vocabulary.members("safety")
    half_heard = max((span.confidence for span in turn.reading.codes if span.code in safety), default=0.0)
    return 1.0 - half_heard
