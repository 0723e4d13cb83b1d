"""The behaviour codes as terms: the code book's, those that only the moment shows, and groups."""

from __future__ import annotations

from authoring.pairs import pairs
from authoring.terms.term import Term, parts
from scenarios import vocabulary
from scenarios.vocabulary import Code

LISTED = 3
"""How many needs are told at each end of what a code is worth."""


def codes() -> list[Term]:
    """Every code of the code book, in its order."""
    return [_code(code) for code in vocabulary.codes().values()]


def derived() -> list[Term]:
    """Every code that follows from a reply and its moment."""
    return [
        Term("derived", code.id, code.label, code.definition, parts(*_worth(code.id)))
        for code in vocabulary.derived().values()
    ]


def groups() -> list[Term]:
    """Every group of codes."""
    return [_group(name) for name in vocabulary.groups()]


def _code(code: Code) -> Term:
    taken_for = [f"{heard} ({vocabulary.label(heard)})" for said, heard, _ in pairs() if said == code.id]
    inside = [name for name, members in vocabulary.groups().items() if code.id in members]
    return Term(
        "code",
        code.id,
        code.label,
        code.definition,
        parts(
            ("For example", [f"“{example}”" for example in code.examples]),
            ("Not this", [code.not_this]),
            ("Near to it", [", ".join(taken_for)] if taken_for else []),
            *_worth(code.id),
            ("Groups that hold it", [", ".join(inside)] if inside else []),
            ("Family and source", [f"{code.family}; {code.anchor}"]),
        ),
    )


def _worth(code: str) -> list[tuple[str, list[str]]]:
    """Where a code helps most and where it harms most, by the built-in table of moments."""
    known = [(table.worth[code].fit, need, table.worth[code].because) for need, table in vocabulary.moments().items()
             if code in table.worth]  # fmt: skip
    best = sorted((one for one in known if one[0] > 0), key=lambda one: -one[0])[:LISTED]
    worst = sorted((one for one in known if one[0] < 0), key=lambda one: one[0])[:LISTED]
    return [
        ("Helps most where the patient needs", [f"{need} ({fit:+d}): {because}" for fit, need, because in best]),
        ("Harms most where the patient needs", [f"{need} ({fit:+d}): {because}" for fit, need, because in worst]),
    ]


def _group(name: str) -> Term:
    members = [code for code in vocabulary.codes() if code in vocabulary.members(name)]
    return Term(
        "group",
        name,
        vocabulary.label(name),
        "A group, usable wherever a code is: it holds where the reply shows any of these codes.",
        parts(("Its codes", [f"{code}: {vocabulary.codes()[code].definition}" for code in members])),
    )
