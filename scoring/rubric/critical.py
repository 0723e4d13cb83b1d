"""Serious errors: each caps the overall score, shows its quote and rule, and can be lifted in part by a later repair.

A detection that is not sure enough never caps; it is flagged for a person to look at. So is what no code can show.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.rubric.confidentiality import occasions
from scoring.rubric.danger import DOUBTFUL, about_danger, danger_told
from scoring.rubric.detection import Detection, by_code
from scoring.rubric.quotes import is_empty, names, spans_of
from scoring.rubric.table import critical_rule, rubric
from scoring.scores import Critical, Flag
from simulator.session import Session, Turn


def serious_errors(session: Session) -> tuple[tuple[Critical, ...], tuple[Flag, ...]]:
    """Every cap and every flag, in order of turns; one of each kind."""
    usual = float(rubric()["critical"]["sure"])
    lift = int(rubric()["critical"]["repair_lifts"])
    caps: dict[str, Critical] = {}
    flags: dict[str, Flag] = {}
    for found in (*about_danger(session), *_about_sharing(session)):
        rule = critical_rule(found.rule)
        if rule.by_person or found.confidence < (usual if found.sure is None else found.sure):
            flag = Flag(rule.id, found.turn.n, found.quote, found.confidence, rule.text, rule.by_person)
            flags.setdefault(rule.id, flag)
            continue
        repaired = any(names(turn) & rule.repaired_by for turn in session.turns if turn.n > found.turn.n)
        cap = rule.cap + lift if repaired else rule.cap
        known = caps.get(rule.id)
        if known is None or cap < known.cap:
            caps[rule.id] = Critical(rule.id, found.turn.n, found.quote, cap, rule.text, repaired)
    return tuple(caps.values()), tuple(flag for name, flag in flags.items() if name not in caps)


def _about_sharing(session: Session) -> Iterator[Detection]:
    hiding = float(rubric()["critical"]["sure_of_hiding"])
    admitted = False
    for turn in session.turns:
        heard = names(turn)
        admitted = admitted or "open_about_sharing" in heard
        if "conceals_sharing" in heard and not admitted and _contact_by(session, turn):
            denied = any(span.denies for span in spans_of(turn, {"conceals_sharing"}))
            yield by_code(turn, "contact_denied", "conceals_sharing", sure=None if denied else hiding)
        if "shares_with_third_party" in heard:
            yield by_code(turn, "third_party", "shares_with_third_party")
        if "imposes_sharing" in heard and not danger_told(session, turn):
            yield by_code(turn, "uninformed_breach", "imposes_sharing")
    told = any("open_about_sharing" in names(turn) for turn in session.turns)
    for occasion in occasions(session):
        sharing = session.scenario.beats[occasion.beat].confidentiality
        if sharing is None or occasion.situation.id != "C7" or not sharing.contact or told or not occasion.over:
            continue
        misheard = any(map(_may_have_told, session.turns))
        yield Detection("contact_omitted", occasion.window[-1], "", DOUBTFUL if misheard else 1.0)


def _may_have_told(turn: Turn) -> bool:
    """Whether a reply in which no telling was heard may have been one: not understood, nothing heard, or half heard."""
    half_heard = any(span.code == "open_about_sharing" and not span.denies for span in turn.reading.codes)
    return turn.reading.unclear or is_empty(turn) or half_heard


def _contact_by(session: Session, turn: Turn) -> bool:
    """Whether a third person had been spoken to by the time of a turn, as far as the visited beats say."""
    beats = {earlier.move.beat for earlier in session.turns if earlier.n <= turn.n}
    sharing = [session.scenario.beats[beat].confidentiality for beat in beats]
    return any(situation is not None and situation.contact for situation in sharing)
