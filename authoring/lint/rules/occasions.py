"""Rubric dimensions that weigh something and can never be observed."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.subject import Subject
from scenarios.faults import Fault
from scenarios.model import Beat

CODE = "no-occasion"


def check(subject: Subject) -> Iterator[Fault]:
    """`no-occasion` for a weight above 0 that no beat gives an occasion for."""
    weights, beats = subject.scenario.rubric, subject.scenario.beats.values()
    if weights.self_disclosure and not any(_bears_on_disclosure(beat) for beat in beats):
        yield subject.warn(
            subject.key("rubric", "self_disclosure"), CODE,
            "Self-disclosure counts, but no beat gives an occasion for it.",
            "Let some `moment` have `asks: advice`, `asks: personal` or `feels: …`, or set the weight to 0.",
        )  # fmt: skip
    if weights.confidentiality and not any(beat.confidentiality for beat in beats):
        yield subject.warn(
            subject.key("rubric", "confidentiality"), CODE,
            "Confidentiality counts, but no beat has a `confidentiality` situation.",
            "Add `confidentiality: {situation: C1}` (or another) to a beat, or set the weight to 0.",
        )  # fmt: skip
    if not (weights.responsiveness or weights.self_disclosure or weights.confidentiality):
        yield subject.warn(
            subject.key("rubric"), CODE, "Every weight is 0, so a session gets no overall score.",
            "Give at least one dimension a weight.",
        )  # fmt: skip


def _bears_on_disclosure(beat: Beat) -> bool:
    """Whether something in the moment decides if words about oneself are timely."""
    moment = beat.moment
    if moment is None:
        return False
    return moment.asks in {"advice", "personal"} or moment.feels not in {"calm", "neutral"} or moment.risk != "none"
