"""Serious errors: each caps the overall score, shows its quote and rule, and can be lifted in part by a later repair.

A detection that is not sure enough never caps; it is flagged for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scenarios import vocabulary
from scoring.rubric.confidentiality import occasions
from scoring.rubric.quotes import names, quote, spans_of
from scoring.rubric.table import critical_rule, rubric
from scoring.scores import Critical, Flag
from simulator.session import Session, Turn


@dataclass(frozen=True, slots=True)
class _Detection:
    """A serious error as it was heard."""

    rule: str
    turn: Turn
    quote: str
    confidence: float
    repaired_by: frozenset[str]
    """Codes by which a later reply mends it in part."""
    sure: float | None = None
    """Least confidence at which it caps; `None`: the rubric's usual one."""


def serious_errors(session: Session) -> tuple[tuple[Critical, ...], tuple[Flag, ...]]:
    """Every cap and every flag, in order of turns; one of each kind."""
    sure = float(rubric()["critical"]["sure"])
    lift = int(rubric()["critical"]["repair_lifts"])
    caps: dict[str, Critical] = {}
    flags: dict[str, Flag] = {}
    for found in _detections(session):
        rule = critical_rule(found.rule)
        if found.confidence < (found.sure or sure):
            flags.setdefault(rule.id, Flag(rule.id, found.turn.n, found.quote, found.confidence, rule.text))
            continue
        repaired = any(names(turn) & found.repaired_by for turn in session.turns if turn.n > found.turn.n)
        cap = min(100, rule.cap + lift) if repaired else rule.cap
        known = caps.get(rule.id)
        if known is None or cap < known.cap:
            caps[rule.id] = Critical(rule.id, found.turn.n, found.quote, cap, rule.text, repaired)
    return tuple(caps.values()), tuple(flag for name, flag in flags.items() if name not in caps)


def _confidence(turn: Turn, codes: Iterable[str]) -> float:
    return max((span.confidence for span in spans_of(turn, codes)), default=1.0)


def _detections(session: Session) -> Iterator[_Detection]:
    yield from _about_risk(session)
    yield from _about_sharing(session)


def _about_risk(session: Session) -> Iterator[_Detection]:
    safety = vocabulary.members("safety")
    passed_over = 0
    for turn in session.turns:
        heard = names(turn)
        if turn.move.fit is None:
            continue
        moment = session.scenario.beats[turn.move.beat].moment
        at_stake = _risk_at_stake(session, turn)
        if "promises_secrecy" in heard and at_stake:
            yield _by_code(turn, "secrecy_about_risk", "promises_secrecy", {"explains_limits", "repair"})
        if "referral" in heard and "ignores_risk" in heard:
            yield _by_code(turn, "referred_with_risk", "referral", safety)
        clear = moment is not None and moment.risk == "open"
        passed_over = passed_over + 1 if "ignores_risk" in heard and (clear or passed_over) else 0
        if passed_over == 2:
            yield _Detection("risk_ignored", turn, quote(turn), 1.0, safety)


def _risk_at_stake(session: Session, turn: Turn) -> bool:
    """Whether the patient has told of danger in this session, up to this turn."""
    seen = [earlier.move.beat for earlier in session.turns if earlier.n <= turn.n]
    return any(moment.risk == "open" for beat in seen if (moment := session.scenario.beats[beat].moment) is not None)


def _about_sharing(session: Session) -> Iterator[_Detection]:
    admitted = False
    for turn in session.turns:
        heard = names(turn)
        admitted = admitted or "open_about_sharing" in heard
        if "conceals_sharing" in heard and not admitted and _contact_by(session, turn):
            denied = any(span.denies for span in spans_of(turn, {"conceals_sharing"}))
            hiding = float(rubric()["critical"]["sure_of_hiding"])
            repair = {"open_about_sharing"}
            yield _by_code(turn, "contact_denied", "conceals_sharing", repair, None if denied else hiding)
        if "shares_with_third_party" in heard:
            yield _by_code(turn, "third_party", "shares_with_third_party", {"repair"})
        if "imposes_sharing" in heard and not _risk_at_stake(session, turn):
            yield _by_code(turn, "uninformed_breach", "imposes_sharing", {"repair", "seeks_consent"})
    told = any("open_about_sharing" in names(turn) for turn in session.turns)
    for occasion in occasions(session):
        sharing = session.scenario.beats[occasion.beat].confidentiality
        if sharing is None or occasion.situation.id != "C7" or not sharing.contact or told or not occasion.over:
            continue
        misheard = any(turn.reading.unclear for turn in session.turns)
        yield _Detection("contact_omitted", occasion.window[-1], "", 0.5 if misheard else 1.0, frozenset())


def _contact_by(session: Session, turn: Turn) -> bool:
    """Whether a third person had been spoken to by the time of a turn, as far as the visited beats say."""
    beats = {earlier.move.beat for earlier in session.turns if earlier.n <= turn.n}
    sharing = [session.scenario.beats[beat].confidentiality for beat in beats]
    return any(situation is not None and situation.contact for situation in sharing)


def _by_code(turn: Turn, rule: str, code: str, repaired_by: Iterable[str], sure: float | None = None) -> _Detection:
    return _Detection(rule, turn, quote(turn, {code}), _confidence(turn, {code}), frozenset(repaired_by), sure)
