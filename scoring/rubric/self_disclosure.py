"""Self-disclosure timing: every disclosure, and every occasion for one, judged by state × cue × content × return.

Non-disclosure counts against a reply only where a sincere request was stonewalled. No occasion and no disclosure:
not observed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenarios import vocabulary
from scenarios.model import Moment
from scoring.rubric.arithmetic import score_of, with_support
from scoring.rubric.quotes import names, quote, words
from scoring.rubric.table import row, rubric
from scoring.scores import Evidence, Score
from simulator.derive import FOCUS_ON_PATIENT
from simulator.session import Session, Turn

TRANSPARENCY = frozenset({"open_about_sharing", "explains_limits", "scope_setting", "immediacy", "boundary"})
CARE = frozenset({"compassion", "immediacy"})
DIRECT_VALIDATION = frozenset({"validation", "names_feeling", "affirmation"})
DECLINE = frozenset({"boundary", "scope_setting", "immediacy", "asks_permission"})
HARSH = frozenset({"confrontation", "invalidation", "pathologising"})
"""What makes a refusal of a decline: the patient is told off for asking."""
REACHING = frozenset({"personal", "advice"})
"""What is asked where the patient wants the therapist's own side."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """Which row speaks of a turn, and the codes whose words to quote."""

    turn: Turn
    row: str
    codes: frozenset[str]

    @property
    def supports(self) -> str:
        """Whether the row counts only where it raises the score."""
        return row(self.row).supports


def self_disclosure(session: Session) -> Score:
    """Judge the session.

    Care, transparency, owning one's part and spoken concern are never a fault of timing. They count once, at their
    best, and only where they raise the score: many of them neither lower a good session nor wash out a misfire.
    """
    judged: list[_Judged] = []
    last_unasked: int | None = None
    misfired: int | None = None
    table = rubric()["self_disclosure"]
    understood = (turn for turn in session.turns if turn.move.fit is not None)
    for place, turn in enumerate(understood):
        moment = session.scenario.beats[turn.move.beat].moment
        if moment is None:
            continue
        heard = names(turn)
        if misfired is not None and place - misfired <= table["repair_within"] and _hands_back(turn, heard):
            judged.append(_Judged(turn, "misfire.repaired", frozenset({"repair", "immediacy"})))
            misfired = None
            continue
        found = _judge(turn, moment, heard)
        if found is None:
            continue
        judged.append(found)
        if "self_disclosure" not in heard:
            continue
        misfired = place if _evidence(found).value < 0 else None
        if moment.asks is None:
            if last_unasked is not None and place - last_unasked < table["turns_between"]:
                judged.append(_Judged(turn, "too_often", frozenset({"self_disclosure"})))
            last_unasked = place
    return score_of(with_support([_evidence(item) for item in judged if item.supports == "no"], _supporting(judged)))


def _hands_back(turn: Turn, heard: frozenset[str]) -> bool:
    """Whether a reply notices what went wrong before it and gives the floor back."""
    return bool(heard & {"repair", "immediacy"}) and ends_on_patient(turn) and "self_disclosure" not in heard


def _supporting(judged: Iterable[_Judged]) -> list[Evidence]:
    """What may raise the score: of each row that counts once, the best; of equals, the first."""
    found: list[Evidence] = []
    best: dict[str, Evidence] = {}
    for item in judged:
        evidence = _evidence(item)
        if item.supports == "all":
            found.append(evidence)
        elif item.supports == "best" and (item.row not in best or evidence.value > best[item.row].value):
            best[item.row] = evidence
    return [*found, *best.values()]


def ends_on_patient(turn: Turn) -> bool:
    """Whether the last thing the reply does is about the patient: a question, reflection or validation."""
    if not turn.move.codes:
        return False
    last = max(span.end for span in turn.move.codes)
    return any(span.end == last and span.code in FOCUS_ON_PATIENT for span in turn.move.codes)


def _evidence(judged: _Judged) -> Evidence:
    rule, turn = row(judged.row), judged.turn
    value = rule.returned if ends_on_patient(turn) else rule.kept
    return Evidence(turn.n, quote(turn, judged.codes), rule.id, rule.effect, value)


def _is_long(turn: Turn) -> bool:
    """Whether the disclosure runs over the brief length."""
    shared = words(turn, {"self_disclosure"})
    return shared > int(rubric()["self_disclosure"]["brief_words"])


def _judge(turn: Turn, moment: Moment, heard: frozenset[str]) -> _Judged | None:
    """The row for one turn; the patient's state comes before the cue."""
    in_danger = moment.risk != "none"
    found = _in_danger(heard) if in_danger else _by_state(moment, heard) or _by_cue(turn, moment, heard)
    if found is None:
        return None
    name, codes = found
    return _Judged(turn, name, codes)


_Found = tuple[str, frozenset[str]]
PERSONAL = frozenset({"self_disclosure"})


def _in_danger(heard: frozenset[str]) -> _Found | None:
    if "self_disclosure" in heard:
        return "risk.story", PERSONAL
    return ("risk.concern", CARE) if heard & CARE and "risk_inquiry" in heard else None


def _by_state(moment: Moment, heard: frozenset[str]) -> _Found | None:
    """The row of a state that leaves the cue no say."""
    discloses = "self_disclosure" in heard
    match moment.feels:
        case "distress":
            if discloses:
                return "distress.story", PERSONAL
            return ("distress.care", CARE) if heard & CARE else None
        case "urgency":
            if discloses:
                return "urgency.personal", PERSONAL
            # Holding back shows only where the patient reached for it: without that there is no occasion.
            held = heard & DIRECT_VALIDATION and not heard & vocabulary.members("unhelpful")
            return ("urgency.validation", DIRECT_VALIDATION) if held and moment.asks in REACHING else None
        case "rupture" if "repair" in heard and not discloses:
            return "rupture.owning", frozenset({"repair"})
        case "mistrust" if discloses and moment.asks != "personal":  # what was asked for is not early
            return "mistrust.biography", PERSONAL
        case "mistrust" if not discloses and heard & TRANSPARENCY:
            return "mistrust.transparency", TRANSPARENCY
        case _:
            return None


def _by_cue(turn: Turn, moment: Moment, heard: frozenset[str]) -> _Found | None:
    """The row of what was asked, or of what was shared unasked."""
    discloses = "self_disclosure" in heard
    if moment.feels == "distress":  # asked in tears: whoever stays with the tears has turned nothing down
        return None
    if discloses and _is_long(turn):
        return "any.long", PERSONAL
    if moment.asks == "advice":
        return _asked_advice(heard)
    if moment.asks == "personal":
        return _asked_personally(heard)
    if not discloses:
        return None
    return ("shame.similarity" if moment.feels == "shame" else "neutral.short"), PERSONAL


def _asked_advice(heard: frozenset[str]) -> _Found | None:
    if "answers" in heard:
        ordered = heard & {"persuasion", "confrontation"}
        return ("asked_advice.order" if ordered else "asked_advice.answer"), frozenset({"advice", "self_disclosure"})
    if "deflects" in heard or "stays_silent" in heard:
        return "asked_advice.deflection", frozenset()
    return _declined(heard, "asked_advice.decline", "asked_advice.deflection")


def _asked_personally(heard: frozenset[str]) -> _Found | None:
    if "self_disclosure" in heard:
        return "personal_question.answer", PERSONAL
    declined = _declined(heard, "personal_question.decline", "personal_question.stonewalled")
    if declined is not None:
        return declined
    if "deflects" in heard or "stays_silent" in heard:
        return "personal_question.stonewalled", frozenset()
    return None


def _declined(heard: frozenset[str], openly: str, harshly: str) -> _Found | None:
    """A decline, which is open and kind only where nothing in the reply scolds or belittles."""
    if not heard & DECLINE:
        return None
    return (harshly if heard & HARSH else openly), DECLINE
