"""What a word of a scenario means: a value for the terminal, the page of terms and scripts alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines about a term, under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word that may stand in a scenario, or that reports and pages name."""

    kind: str
    """Such as `code` or `need`: a key of `authoring.terms.KINDS`."""
    name: str
    """As it is written in a scenario."""
    title: str
    """The same in words."""
    meaning: str
    parts: tuple[Part, ...]
    """Examples, what it is easily confused with, and the rest; none of them is empty."""


def parts(*found: tuple[str, tuple[str, ...] | list[str]]) -> tuple[Part, ...]:
    """Headings with their lines, without those that have none."""
    return tuple(Part(heading, tuple(lines)) for heading, lines in found if lines)


def sentence(text: str) -> str:
    """Closed by a full stop where it has no end of its own."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
