"""Words that may be hard to read and that no content warning announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import yaml

from authoring.lint.speech import spoken
from authoring.lint.subject import Subject
from scenarios.faults import Fault, Mark

CODE = "missing-warning"


class _Theme(NamedTuple):
    """One thing to warn of: how it is said, and what in a warning announces it."""

    name: str
    said: re.Pattern[str]
    announced: re.Pattern[str]
    risk: bool
    """Whether a moment of danger calls for this warning too."""


@cache
def _themes() -> tuple[_Theme, ...]:
    text = resources.files("authoring.lint").joinpath("data", "themes.yaml").read_text("utf-8")
    entries = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders
    return tuple(
        _Theme(entry["name"], _any(entry["said"]), _any(entry["announced"]), bool(entry.get("risk")))
        for entry in entries["themes"]
    )


def _any(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Fault]:
    """`missing-warning` once for each theme that is spoken of and not announced."""
    announced = " · ".join(subject.scenario.about.warnings)
    for theme in _themes():
        if theme.announced.search(announced):
            continue
        found = _first(subject, theme)
        help_text = f'Add to `about: warnings:`, for example `"{theme.name}"`.'
        if found is not None:
            mark, words = found
            yield subject.warn(
                mark, CODE, f"“{words}” speaks of {theme.name}, and no content warning says so.", help_text,
                end=mark._replace(column=mark.column + len(words)),
            )  # fmt: skip
        elif theme.risk:
            yield from _risk(subject, help_text)


def _first(subject: Subject, theme: _Theme) -> tuple[Mark, str] | None:
    """Where the patient or the briefing first speaks of it."""
    for line in spoken(subject.root):
        match = theme.said.search(line.text)
        if match:
            words = match.group()
            return line.place(subject.lines, words), words
    return None


def _risk(subject: Subject, help_text: str) -> Iterator[Fault]:
    for beat in subject.scenario.beats.values():
        if beat.moment is not None and beat.moment.risk != "none":
            message = f"In `{beat.id}` the patient is in danger, and no content warning says so."
            yield subject.warn(subject.value("beats", beat.id, "moment", "risk"), CODE, message, help_text)
            return
