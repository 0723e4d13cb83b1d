"""Facts that a trainee needs before the door opens and the briefing does not give."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.subject import Subject
from scenarios.faults import Fault

CODE = "missing-briefing"


def check(subject: Subject) -> Iterator[Fault]:
    """`missing-briefing` for a nameless briefing, and for rules on sharing that nobody told."""
    scenario = subject.scenario
    if scenario.persona.name.lower() not in scenario.brief.lower():
        yield subject.warn(
            subject.key("brief"), CODE, f"The briefing never names the patient, {scenario.persona.name}.",
            f"Begin for example: `{scenario.persona.name}, {scenario.persona.age}, first session. …`",
        )  # fmt: skip
    first = next((beat for beat in scenario.beats.values() if beat.confidentiality is not None), None)
    if first is None:
        return
    line = subject.key("beats", first.id, "confidentiality").line
    if not scenario.setting.policy:
        yield subject.warn(
            subject.key("setting"), CODE,
            f"What is told to others is tested (line {line}), but nobody says what the service has agreed.",
            "Add `policy:` to `setting`: who may be told what, and what the patient knows of it.",
        )  # fmt: skip
    if not scenario.setting.jurisdiction:
        yield subject.warn(
            subject.key("setting"), CODE,
            f"What is told to others is tested (line {line}), but not whose law applies.",
            "Add `jurisdiction:` to `setting`, such as `england`.",
        )  # fmt: skip
