"""Self-disclosure timing: every disclosure, and every occasion for one, judged by state × cue × content × return.

Non-disclosure counts against a reply only where a sincere request was stonewalled. No occasion and no disclosure:
not observed.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.model import Moment
from scoring.rubric.arithmetic import score_of
from scoring.rubric.quotes import names, quote, words
from scoring.rubric.table import row, rubric
from scoring.scores import Evidence, Score
from simulator.derive import FOCUS_ON_PATIENT
from simulator.session import Session, Turn

TRANSPARENCY = frozenset({"open_about_sharing", "explains_limits", "scope_setting", "immediacy", "boundary"})
CARE = frozenset({"compassion", "immediacy"})
DIRECT_VALIDATION = frozenset({"validation", "names_feeling", "affirmation"})
REPAIR_WINDOW = 2
"""Turns within which a misfire can be noticed; later words of regret are about something else."""
DECLINE = frozenset({"boundary", "scope_setting", "immediacy", "asks_permission"})


HARSH = frozenset({"confrontation", "invalidation", "pathologising"})
"""What makes a refusal of a decline: the patient is told off for asking."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """Which row speaks of a turn, and the codes whose words to quote."""

    row: str
    codes: frozenset[str]


def self_disclosure(session: Session) -> Score:
    """Judge the session."""
    evidence: list[Evidence] = []
    last_unasked: int | None = None
    misfired = 0
    for turn in session.turns:
        moment = session.scenario.beats[turn.move.beat].moment
        if moment is None or turn.move.fit is None:
            continue
        heard = names(turn)
        if (
            misfired
            and turn.n - misfired <= REPAIR_WINDOW
            and heard & {"repair", "immediacy"}
            and ends_on_patient(turn)
            and "self_disclosure" not in heard
        ):
            evidence.append(_evidence(turn, _Judged("misfire.repaired", frozenset({"repair", "immediacy"}))))
            misfired = 0
            continue
        judged = _judge(turn, moment, heard)
        if judged is None:
            continue
        found = _evidence(turn, judged)
        evidence.append(found)
        if "self_disclosure" not in heard:
            continue
        misfired = turn.n if found.value < 0 else 0
        if moment.asks is None:
            if last_unasked is not None and turn.n - last_unasked < rubric()["self_disclosure"]["turns_between"]:
                evidence.append(_evidence(turn, _Judged("too_often", frozenset({"self_disclosure"}))))
            last_unasked = turn.n
    return score_of(evidence)


def ends_on_patient(turn: Turn) -> bool:
    """Whether the last thing the reply does is about the patient: a question, reflection or validation."""
    if not turn.move.codes:
        return False
    last = max(span.end for span in turn.move.codes)
    return any(span.end == last and span.code in FOCUS_ON_PATIENT for span in turn.move.codes)


def _evidence(turn: Turn, judged: _Judged) -> Evidence:
    rule = row(judged.row)
    returned = ends_on_patient(turn)
    return Evidence(turn.n, quote(turn, judged.codes), rule.id, rule.effect, rule.returned if returned else rule.kept)


def _is_long(turn: Turn) -> bool:
    """Whether the disclosure runs over the brief length."""
    shared = words(turn, {"self_disclosure"})
    return shared > int(rubric()["self_disclosure"]["brief_words"])


def _judge(turn: Turn, moment: Moment, heard: frozenset[str]) -> _Judged | None:  # noqa: C901, PLR0911, PLR0912  a decision table
    """The row for one turn; the patient's state comes before the cue."""
    discloses = "self_disclosure" in heard
    personal = frozenset({"self_disclosure"})
    if moment.risk != "none":
        if discloses:
            return _Judged("risk.story", personal)
        return _Judged("risk.concern", CARE) if heard & CARE and "risk_inquiry" in heard else None
    match moment.feels:
        case "distress":
            if discloses:
                return _Judged("distress.story", personal)
            return _Judged("distress.care", CARE) if heard & CARE else None
        case "urgency":
            if discloses:
                return _Judged("urgency.personal", personal)
            held = heard & DIRECT_VALIDATION and not heard & vocabulary.members("unhelpful")
            return _Judged("urgency.validation", DIRECT_VALIDATION) if held else None
        case "rupture":
            if "repair" in heard and not discloses:
                return _Judged("rupture.owning", frozenset({"repair"}))
        case "mistrust" if not (discloses and moment.asks == "personal"):  # what was asked for is not early
            if discloses:
                return _Judged("mistrust.biography", personal)
            if heard & TRANSPARENCY:
                return _Judged("mistrust.transparency", TRANSPARENCY)
        case _:
            pass
    if discloses and _is_long(turn):
        return _Judged("any.long", personal)
    if moment.asks == "advice":
        return _asked_advice(heard)
    if moment.asks == "personal":
        return _asked_personally(heard)
    if not discloses:
        return None
    return _Judged("shame.similarity" if moment.feels == "shame" else "neutral.short", personal)


def _asked_advice(heard: frozenset[str]) -> _Judged | None:
    if "answers" in heard:
        ordered = heard & {"persuasion", "confrontation"}
        return _Judged(
            "asked_advice.order" if ordered else "asked_advice.answer",
            frozenset({"advice", "self_disclosure"}),
        )
    if "deflects" in heard or "stays_silent" in heard:
        return _Judged("asked_advice.deflection", frozenset())
    return _declined(heard, "asked_advice.decline", "asked_advice.deflection")


def _declined(heard: frozenset[str], openly: str, harshly: str) -> _Judged | None:
    """A decline, which is open and kind only where nothing in the reply scolds or belittles."""
    if not heard & DECLINE:
        return None
    return _Judged(harshly if heard & HARSH else openly, DECLINE)


def _asked_personally(heard: frozenset[str]) -> _Judged | None:
    if "self_disclosure" in heard:
        return _Judged("personal_question.answer", frozenset({"self_disclosure"}))
    declined = _declined(heard, "personal_question.decline", "personal_question.stonewalled")
    if declined is not None:
        return declined
    if "deflects" in heard or "stays_silent" in heard:
        return _Judged("personal_question.stonewalled", frozenset())
    return None
