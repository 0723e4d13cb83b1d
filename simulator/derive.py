"""Derived codes: what a reply does that only its moment and its history can show.

Definitions: the code book's *derived* section. The coder never answers these; examples of a scenario may state them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenarios import vocabulary
from scenarios.model import Asks, Moment, Scenario
from simulator.reading import CodedSpan, Reading
from simulator.state import PatientState

ANSWERS: Mapping[Asks, frozenset[str]] = MappingProxyType({
    "advice": frozenset({"advice", "between_session", "referral", "safety_planning", "self_disclosure"}),
    "fact": frozenset({
        "information", "scope_setting", "explains_limits", "open_about_sharing", "referral",
    }),
    "truth": frozenset({
        "open_about_sharing", "explains_limits", "information", "scope_setting", "immediacy", "repair",
    }),
    "personal": frozenset({"self_disclosure", "immediacy"}),
})  # fmt: skip
"""The codes that give what was asked for."""

_OPEN = frozenset({"boundary", "asks_permission", "scope_setting", "repair"})

NOT_DEFLECTING: Mapping[Asks, frozenset[str]] = MappingProxyType(
    {
        "advice": _OPEN | vocabulary.members("safety"),
        "fact": _OPEN,
        "truth": _OPEN,
        "personal": _OPEN,
    }
)
"""Moves that meet a request openly without granting it: an honest decline, asking first; and before any advice a
question about danger."""

_NONE: frozenset[str] = frozenset()

TOWARDS: Mapping[Asks, frozenset[str]] = MappingProxyType({
    "advice": frozenset({"structuring", "information"}), "fact": _NONE, "truth": _NONE, "personal": _NONE,
})  # fmt: skip
"""What gives something towards the request, a way of going about it or facts to decide by, unless it changes the
subject."""

LEAVES_OPEN: Mapping[Asks, frozenset[str]] = MappingProxyType({
    "advice": frozenset({"compassion"}), "fact": _NONE, "truth": _NONE, "personal": _NONE,
})  # fmt: skip
"""What alone neither answers nor turns aside. A word of care leaves a wish for advice open; to someone who asks for
the truth it is one way round it."""

FOCUS_ON_PATIENT = frozenset({"validation"}) | frozenset(
    {
        "open_question",
        "closed_question",
        "simple_reflection",
        "complex_reflection",
        "names_feeling",
        "interpretation",
    }
)
"""What a reply must end on for its focus to have returned to the patient."""

QUESTIONS = frozenset({"open_question", "closed_question"})

DERIVED_FROM: Mapping[str, frozenset[str]] = MappingProxyType({
    "unsolicited_advice": frozenset({"advice"}),
    "stacked_questions": QUESTIONS,
    "answers": frozenset().union(*ANSWERS.values()),
    "returns_focus": FOCUS_ON_PATIENT,
    "deflects": frozenset(),
    "ignores_risk": frozenset(),
    "stays_silent": frozenset(),
})  # fmt: skip
"""The base codes that a derived code already speaks for."""


SURE = 0.5
"""A code heard with at least this confidence is more likely there than not."""


def likely_codes(reading: Reading) -> tuple[CodedSpan, ...]:
    """The codes that the patient acts on: in each sentence those more likely there than not, else the likeliest one.

    The coder also reports what it half hears, for people and for measuring. Acted on, three such guesses in one good
    sentence would make a bad reply of it.
    """
    best: dict[tuple[int, int], float] = {}
    for span in reading.codes:
        place = (span.start, span.end)
        best[place] = max(best.get(place, 0.0), span.confidence)
    return tuple(span for span in reading.codes if span.confidence >= min(SURE, best[span.start, span.end]))


def effective_codes(scenario: Scenario, state: PatientState, reading: Reading) -> tuple[CodedSpan, ...]:
    """The likely codes, a denial of contact turned into `conceals_sharing` where the denial is untrue.

    Code book, boundary rule 6: the scenario knows the truth. Once the contact has been admitted, in this reply or an
    earlier one, "I said nothing about you" denies what was said, not that there was contact, and stays as it is.
    """
    codes = likely_codes(reading)
    sharing = [span for span in codes if span.code == "open_about_sharing"]
    admitted = "open_about_sharing" in state.said or any(not span.denies for span in sharing)
    if not sharing or admitted or not contact_happened(scenario, state):
        return codes
    return tuple(
        CodedSpan("conceals_sharing", span.confidence, span.start, span.end, denies=True) if span in sharing else span
        for span in codes
    )


def contact_happened(scenario: Scenario, state: PatientState) -> bool:
    """Whether, by what the visited beats say is true, a third person has been spoken to."""
    return any(
        situation.contact for name, _ in state.visits if (situation := scenario.beats[name].confidentiality) is not None
    )


def derive(
    moment: Moment | None, state: PatientState, reading: Reading, codes: tuple[CodedSpan, ...]
) -> frozenset[str]:
    """Every derived code of one turn."""
    if reading.silence:
        return frozenset({"stays_silent"} | ({"ignores_risk"} if _risk_waits(moment, state) else set()))
    if reading.unclear:
        return frozenset()
    names = {span.code for span in codes}
    found = names & DERIVED_FROM.keys()
    base = names - found
    if len(codes) >= 3 and len({(span.start, span.end) for span in codes if span.code in QUESTIONS}) >= 3:
        found.add("stacked_questions")
    if "advice" in base and not _advice_welcome(moment, state, base):
        found.add("unsolicited_advice")
    found |= _answering(moment, base, found)
    if _returns_focus(codes, answering="answers" in found, moment=moment):
        found.add("returns_focus")
    if _risk_waits(moment, state) and not base & vocabulary.members("safety"):
        found.add("ignores_risk")
    return frozenset(found)


def _advice_welcome(moment: Moment | None, state: PatientState, base: set[str]) -> bool:
    asked = moment is not None and moment.asks == "advice"
    return asked or "asks_permission" in base or "asks_permission" in state.said_last


def _risk_waits(moment: Moment | None, state: PatientState) -> bool:
    return state.risk_open or (moment is not None and moment.risk != "none")


def _answering(moment: Moment | None, base: set[str], found: set[str]) -> set[str]:
    if moment is None or moment.asks is None or found & {"answers", "deflects"}:
        return set()
    if "conceals_sharing" in base:
        return {"deflects"}
    if base & ANSWERS[moment.asks]:
        return {"answers"}
    # A reply in which nothing was heard may be an answer that was not recognised: it is no deflection.
    if not base - LEAVES_OPEN[moment.asks] or base & NOT_DEFLECTING[moment.asks]:
        return set()
    return set() if base & TOWARDS[moment.asks] and "topic_change" not in base else {"deflects"}


def _returns_focus(codes: tuple[CodedSpan, ...], *, answering: bool, moment: Moment | None) -> bool:
    giving = {"self_disclosure"}
    if answering and moment is not None and moment.asks == "advice":
        giving |= ANSWERS["advice"]
    given = [span.end for span in codes if span.code in giving]
    if not given:
        return False
    last_given = max(given)
    last = max(span.end for span in codes)
    return last > last_given and any(span.code in FOCUS_ON_PATIENT and span.end == last for span in codes)
