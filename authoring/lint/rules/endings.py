"""Endings that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.lint.subject import Subject
from scenarios.faults import Fault


def check(subject: Subject) -> Iterator[Fault]:
    """`no-ending`, `no-good-ending`, `no-poor-ending`."""
    kinds = {beat.ending for beat in subject.scenario.endings}
    place = subject.key("beats")
    if not kinds:
        yield subject.warn(
            place, "no-ending", "No beat is an ending, so a session would never be over.",
            'Add for example `goodbye: {ending: good, says: "…"}`.', severity="error",
        )  # fmt: skip
        return
    if "good" not in kinds:
        yield subject.warn(
            place, "no-good-ending", "No beat is `ending: good`: however well it goes, the trainee never sees it.",
            "Add one, or say why this patient has none.",
        )  # fmt: skip
    if kinds.isdisjoint({"poor", "left"}):
        yield subject.warn(
            place, "no-poor-ending", "No beat is `ending: poor` or `left`: whatever is said, it never goes wrong.",
            "Add one, or say why this patient has none.",
        )  # fmt: skip
