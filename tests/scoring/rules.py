"""For every rule of the rubric a session in which it speaks, and one just across its boundary in which it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scenarios import vocabulary
from scoring.rubric import score
from scoring.rubric.table import rubric
from simulator.reading import CodedSpan, Reading
from simulator.session import Session
from tests.scripted import Step, play, scenario_of, worded


class Sides(NamedTuple):
    """Both sides of a rule's boundary."""

    speaks: Session
    other: Session


def moment(features: str, extra: str = "", turns: int = 9) -> str:
    """One moment that lasts some turns."""
    return f"""
start: one
beats:
  one:
    says: ["So."]
    moment: {{{features}}}
    {extra}
    limit: {{turns: {turns}, go: end}}
  end: {{ending: good, says: ["Bye."]}}
"""


def arising(situation: str, features: str = "needs: honesty", extra: str = "", turns: int = 9) -> str:
    """A moment in which a confidentiality situation arises."""
    return moment(features, f"confidentiality: {{situation: {situation}{extra}}}", turns)


def played(body: str, *steps: Step) -> Session:
    """A session of these replies."""
    return play(scenario_of(body), steps)


def feeling(features: str, *steps: Step) -> Session:
    """Replies in a moment of listening with these features."""
    return played(moment(f"needs: listen, {features}"), *steps)


ASKED, PERSONAL = "asks: advice, feels: calm", "asks: personal, feels: calm"
SHARED, STORY = "self_disclosure", "self_disclosure, open_question"


def told(words: int) -> Step:
    """A story of so many words."""
    story = " ".join(["well"] * words)
    return worded(story, (story, "self_disclosure"))


SELF_DISCLOSURE = {
    "asked_advice.answer": Sides(feeling(ASKED, "advice"), feeling(ASKED, "open_question")),
    "asked_advice.order": Sides(feeling(ASKED, "advice, persuasion"), feeling(ASKED, "advice")),
    "asked_advice.deflection": Sides(
        feeling(ASKED, "compassion, open_question"), feeling(ASKED, "compassion, structuring")
    ),
    "asked_advice.decline": Sides(feeling(ASKED, "boundary"), feeling(ASKED, "boundary, confrontation")),
    "personal_question.answer": Sides(feeling(PERSONAL, SHARED), feeling(PERSONAL, "boundary")),
    "personal_question.decline": Sides(feeling(PERSONAL, "boundary"), feeling(PERSONAL, "boundary, pathologising")),
    "personal_question.stonewalled": Sides(feeling(PERSONAL, "information"), feeling(PERSONAL, "")),
    "shame.similarity": Sides(feeling("feels: shame", SHARED), feeling("feels: neutral", SHARED)),
    "neutral.short": Sides(feeling("feels: neutral", SHARED), feeling("feels: neutral", "immediacy")),
    "any.long": Sides(feeling("feels: neutral", told(36)), feeling("feels: neutral", told(35))),
    "distress.care": Sides(feeling("feels: distress", "compassion"), feeling("feels: distress", "simple_reflection")),
    "distress.story": Sides(feeling("feels: distress", SHARED), feeling("feels: neutral", SHARED)),
    "urgency.personal": Sides(feeling("feels: urgency", SHARED), feeling("feels: calm", SHARED)),
    "urgency.validation": Sides(
        feeling("feels: urgency, asks: personal", "validation"), feeling("feels: urgency", "validation")
    ),
    "mistrust.transparency": Sides(feeling("feels: mistrust", "boundary"), feeling("feels: neutral", "boundary")),
    "mistrust.biography": Sides(feeling("feels: mistrust", SHARED), feeling("feels: mistrust, asks: personal", SHARED)),
    "rupture.owning": Sides(feeling("feels: rupture", "repair"), feeling("feels: neutral", "repair")),
    "risk.concern": Sides(feeling("risk: open", "compassion, risk_inquiry"), feeling("risk: open", "compassion")),
    "risk.story": Sides(feeling("risk: hint", SHARED), feeling("risk: none", SHARED)),
    "too_often": Sides(
        feeling("feels: neutral", STORY, *["encourager"] * 3, STORY),
        feeling("feels: neutral", STORY, *["encourager"] * 4, STORY),
    ),
    "misfire.repaired": Sides(
        feeling("feels: urgency", SHARED, "encourager", "repair, open_question"),
        feeling("feels: urgency", SHARED, "encourager", "encourager", "repair, open_question"),
    ),
}
"""By row; `any.self_serving` is left to a person."""


def put_to_test(kind: str, *steps: Step) -> Session:
    """Replies to a test of a type that asks for validation within two turns."""
    return played(moment("needs: validate", f"test: {{belief: alone, kind: {kind}, window: 2}}"), *steps)


def outcomes_of(kind: str) -> dict[str, Sides]:
    """By outcome, for one type of test."""
    return {
        "passed": Sides(put_to_test(kind, "complex_reflection"), put_to_test(kind, "simple_reflection")),
        "partly": Sides(
            put_to_test(kind, "simple_reflection", "open_question"), put_to_test(kind, "open_question", "open_question")
        ),
        "failed": Sides(put_to_test(kind, "platitude"), put_to_test(kind, "interpretation")),
        "lapsed": Sides(put_to_test(kind, "open_question", "open_question"), put_to_test(kind, "open_question")),
    }


COACHED = """
start: before
beats:
  before:
    says: ["So."]
    moment: {needs: listen}
    limit: {turns: 1, go: one}
  one:
    says: ["I shut down when I hear that."]
    moment: {needs: listen}
    coaching: {level: plain, need: validate, window: 2}
    limit: {turns: 9, go: end}
  end: {ending: good, says: ["Bye."]}
"""


def coached(*steps: Step) -> Session:
    """The first reply comes before the patient shows what would help."""
    return played(COACHED, *steps)


RESPONSIVENESS = {
    "turn": Sides(feeling("feels: neutral", "encourager"), feeling("feels: neutral", "")),
    **{f"test.transference.{name}": sides for name, sides in outcomes_of("transference").items()},
    **{f"test.passive_into_active.{name}": sides for name, sides in outcomes_of("passive_into_active").items()},
    "coaching.followed": Sides(coached("encourager", "complex_reflection"), coached("encourager", "simple_reflection")),
    "coaching.missed": Sides(coached(*["encourager"] * 3), coached(*["encourager"] * 2)),
    "coaching.repeated": Sides(coached("platitude", "platitude"), coached("encourager", "platitude")),
}


def surely(code: str, confidence: float) -> Reading:
    """A reply in which a code was heard so surely."""
    return Reading((CodedSpan(code, confidence, 0, 1),))


OPEN_RISK, HINT = "needs: safety, risk: open", "needs: safety, risk: hint"
CONTACT = ", contact: true, window: 2"

CRITICAL = {
    "secrecy_about_risk": Sides(
        played(moment(OPEN_RISK), "promises_secrecy"), played(moment(HINT), "promises_secrecy")
    ),
    "risk_ignored": Sides(
        played(moment(OPEN_RISK), "validation", "validation"), played(moment(OPEN_RISK), "validation", "repair")
    ),
    "referred_with_risk": Sides(
        played(moment(OPEN_RISK), "referral"), played(moment(OPEN_RISK), "referral, risk_inquiry")
    ),
    "ended_with_risk": Sides(
        played(moment(OPEN_RISK, turns=1), "validation"), played(moment(OPEN_RISK, turns=1), "risk_inquiry")
    ),
    "contact_denied": Sides(
        played(arising("C7", extra=CONTACT), "conceals_sharing"), played(arising("C7"), "conceals_sharing")
    ),
    "third_party": Sides(
        played(arising("C9"), surely("shares_with_third_party", 0.8)),
        played(arising("C9"), surely("shares_with_third_party", 0.79)),
    ),
    "uninformed_breach": Sides(
        played(arising("C2"), "imposes_sharing"), played(arising("C6", OPEN_RISK), "imposes_sharing, risk_inquiry")
    ),
    "contact_omitted": Sides(
        played(arising("C7", extra=CONTACT), "encourager", "encourager"),
        played(arising("C7", extra=CONTACT), "encourager"),
    ),
    "promise_as_plan": Sides(
        played(moment(OPEN_RISK, turns=1), "risk_inquiry"),
        played(moment(OPEN_RISK, turns=1), "risk_inquiry, safety_planning"),
    ),
    "shaming_at_risk": Sides(
        played(moment(HINT), "confrontation, risk_inquiry"), played(moment("needs: safety"), "confrontation")
    ),
}

NOWHERE = moment("needs: listen")
CONFIDENTIALITY = {
    "met": Sides(played(arising("C9"), "boundary"), played(arising("C9"), "encourager")),
    "late": Sides(
        played(arising("C9"), *["encourager"] * 3, "boundary"), played(arising("C9"), *["encourager"] * 2, "boundary")
    ),
    "undone": Sides(played(arising("C9"), *["encourager"] * 3), played(arising("C9"), *["encourager"] * 2)),
    "forbidden": Sides(played(arising("C10"), "confrontation"), played(NOWHERE, "confrontation")),
    **{
        code: Sides(played(NOWHERE, surely(code, 0.8)), played(NOWHERE, surely(code, 0.79)))
        for code in rubric()["confidentiality"]["anywhere"]
    },
}


def situations() -> dict[str, Sides]:
    """What a situation requires or forbids, done with the last reply of its window and with the one after."""
    found: dict[str, Sides] = {}
    for name, situation in vocabulary.situations().items():
        body = arising(name)
        waits = ["encourager"] * (situation.window - 1)
        first = {rule.id: min(rule.any) for rule in situation.required}
        for rule in situation.required:
            before = [first[rule.after], *waits[1:]] if rule.after else waits
            code = min(rule.any - {first.get(rule.after)})
            found[f"{name}.{rule.id}"] = Sides(played(body, *before, code), played(body, *before, "encourager", code))
        for rule in situation.forbidden:
            code = min(rule.any)
            found[f"{name}.{rule.id}"] = Sides(played(body, *waits, code), played(body, *waits, "encourager", code))
    return found


def named(prefix: str, sides: Iterable[tuple[str, Sides]]) -> dict[str, Sides]:
    """Under full ids."""
    return {f"{prefix}.{name}": both for name, both in sides}


CASES = {
    **named("responsiveness", RESPONSIVENESS.items()),
    **named("self_disclosure", SELF_DISCLOSURE.items()),
    **named("confidentiality", CONFIDENTIALITY.items()),
    **situations(),
    **named("critical", CRITICAL.items()),
}


def spoken(session: Session) -> set[str]:
    """The rules that speak in a session; a requirement speaks for itself only where it was met in time."""
    scores = score(session)
    found = {item.rule for item in scores.critical} | {flag.rule for flag in scores.flags if flag.by_person}
    found |= {item.rule for item in scores.self_disclosure.evidence}
    table = rubric()["confidentiality"]
    for item in scores.confidentiality.evidence:
        kinds = [
            kind for kind in ("met", "late", "undone", "forbidden") if item.effect.startswith(table[kind]["effect"])
        ]
        found |= {f"confidentiality.{kind}" for kind in kinds}
        if kinds not in (["late"], ["undone"]):
            found.add(item.rule)
    effects = _effects(("test", "transference"), ("test", "passive_into_active"), ("coaching",))
    found |= {effects.get(item.effect, "responsiveness.turn") for item in scores.responsiveness.evidence}
    return found


def _effects(*places: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in places:
        part = rubric()["responsiveness"]
        for name in place:
            part = part[name]
        found |= {
            entry["effect"]: ".".join(("responsiveness", *place, name))
            for name, entry in part.items()
            if isinstance(entry, dict)
        }
    return found
