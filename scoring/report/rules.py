"""Which rule spoke, in words: the id of a rule stays beside them, so that it can be looked up."""

from __future__ import annotations

from scenarios import vocabulary

_WRITTEN = "Written for this moment"
_OF_SCENARIO = {
    "hears": _WRITTEN,
    "otherwise": _WRITTEN,
    "moment": _WRITTEN,
    "silence": "Written for silence in this moment",
    "unclear": "Written for what cannot be understood",
    "test": "The patient's test of the therapist",
    "coaching": "What the patient showed would help",
}
"""Rules that a scenario brings along, by the part after the beat's name."""
_WHEN = {
    "asked_advice": " where advice was asked for",
    "personal_question": " where a personal question was asked",
    "shame": " at a moment of shame",
    "neutral": " with nothing that called for it",
    "distress": " at a moment of distress",
    "urgency": " where validation was urgent",
    "mistrust": " at a moment of mistrust",
    "rupture": " at a moment of tension",
    "risk": " at a moment of danger",
}
"""What a row of the table of self-disclosure is about; `any`, `misfire` and `too_often` go by no state."""
_DONE = {
    "asked_advice.deflection": "the question turned aside",
    "asked_advice.order": "an instruction",
    "asked_advice.answer": "a real answer",
    "asked_advice.decline": "an open no",
    "personal_question.answer": "a short answer",
    "personal_question.decline": "an open no",
    "personal_question.stonewalled": "passed over",
    "shame.similarity": "a likeness",
    "neutral.short": "something personal",
    "any.long": "a long story",
    "any.self_serving": "for the therapist's own sake",
    "distress.care": "care in words",
    "distress.story": "a personal story",
    "urgency.personal": "something personal",
    "urgency.validation": "validation with nothing personal",
    "mistrust.transparency": "openness about what is going on",
    "mistrust.biography": "something personal",
    "rupture.owning": "owning one's part",
    "risk.concern": "concern with a direct question",
    "risk.story": "a personal story",
    "too_often": "a second one within a few turns",
    "misfire.repaired": "a misfire noticed, the floor handed back",
}
"""By row, what was done."""


def rule_words(rule: str) -> str:
    """A rule's id in words, e.g. `C2.limits` as `Promise not to tell (C2)`."""
    head, _, rest = rule.partition(".")
    if head == "moments":
        need, _, code = rest.partition(".")
        return _moment(need, code)
    if head == "self_disclosure":
        return f"Self-disclosure{_about_row(rest)}"
    if head in vocabulary.situations():
        return f"{vocabulary.situations()[head].title} ({head})"
    if head == "confidentiality":
        return f"Confidentiality, at any time: {vocabulary.label(rest).lower()}"
    if head == "critical":
        return "Serious error"
    if head == "defaults":
        return "Written for this patient"
    return _OF_SCENARIO.get(rest.split("[")[0].split(".")[0], _WRITTEN)


def _about_row(row: str) -> str:
    """A row of the table of self-disclosure: at what moment, and what was done."""
    state, _, done = row.partition(".")
    return f"{_WHEN.get(state, '')}: {_DONE.get(row, (done or state).replace('_', ' '))}"


def _moment(need: str, code: str) -> str:
    table = vocabulary.moments().get(need)
    wanted = f"When the patient needs {table.label}" if table else "Table of moments"
    return f"{wanted}: {vocabulary.label(code).lower()}" if code else wanted
