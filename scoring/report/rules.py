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


def rule_words(rule: str) -> str:
    """A rule's id in words, e.g. `C2.limits` as `Promise not to tell (C2)`."""
    head, _, rest = rule.partition(".")
    if head == "moments":
        need, _, code = rest.partition(".")
        return _moment(need, code)
    if head == "self_disclosure":
        return f"Self-disclosure: {rest.replace('_', ' ').replace('.', ', ')}"
    if head in vocabulary.situations():
        return f"{vocabulary.situations()[head].title} ({head})"
    if head == "confidentiality":
        return f"Confidentiality, at any time: {vocabulary.label(rest).lower()}"
    if head == "critical":
        return "Serious error"
    if head == "defaults":
        return "Written for this patient"
    return _OF_SCENARIO.get(rest.split("[")[0].split(".")[0], _WRITTEN)


def _moment(need: str, code: str) -> str:
    table = vocabulary.moments().get(need)
    wanted = f"When the patient needs {table.label}" if table else "Table of moments"
    return f"{wanted}: {vocabulary.label(code).lower()}" if code else wanted
