"""The needs of a moment as terms, each with the need it is most like and the move that tells the two apart."""

from __future__ import annotations

from collections.abc import Mapping

from authoring.terms.term import Term, parts
from scenarios import vocabulary
from scenarios.vocabulary import NeedTable, Worth

STRONG = 2
"""A fit from here on is told as helping, from its negative down as harming."""


def needs() -> list[Term]:
    """Every need, in the order of the table of moments."""
    return [_need(name, table) for name, table in vocabulary.moments().items()]


def _need(name: str, table: NeedTable) -> Term:
    return Term(
        "need",
        name,
        table.label,
        table.meaning,
        parts(
            ("What would help", list(table.would_help)),
            ("For example", _example(table)),
            ("Most like it", [_confused(name, table)]),
            ("Helps", _moves(table.worth, sign=1)),
            ("Harms", _moves(table.worth, sign=-1)),
        ),
    )


def _example(table: NeedTable) -> list[str]:
    """A reply of the code book that meets the need best."""
    code = max((name for name in table.worth if name in vocabulary.codes()), key=lambda name: table.worth[name].fit)
    return [f"“{vocabulary.codes()[code].examples[0]}” ({code}): {table.worth[code].because}"]


def _moves(worth: Mapping[str, Worth], *, sign: int) -> list[str]:
    strong = [(one.fit, code, one.because) for code, one in worth.items() if one.fit * sign >= STRONG]
    return [f"{code} ({fit:+d}): {because}" for fit, code, because in sorted(strong, key=lambda one: -sign * one[0])]


def _confused(name: str, table: NeedTable) -> str:
    """The need that takes all moves most alike, and the move that it takes most differently."""
    others = {other: theirs for other, theirs in vocabulary.moments().items() if other != name}
    other, theirs = min(others.items(), key=lambda one: _distance(table.worth, one[1].worth))
    telling = max(_shared(table.worth, theirs.worth), key=lambda code: _apart(code, table.worth, theirs.worth))
    ours, other_way = table.worth[telling], theirs.worth[telling]
    return (
        f"{other}: {theirs.meaning} What tells them apart is {telling} ({vocabulary.label(telling)}): "
        f"here {ours.fit:+d}, “{ours.because}”; there {other_way.fit:+d}, “{other_way.because}”"
    )


def _shared(ours: Mapping[str, Worth], theirs: Mapping[str, Worth]) -> list[str]:
    return [code for code in ours if code in theirs]


def _apart(code: str, ours: Mapping[str, Worth], theirs: Mapping[str, Worth]) -> int:
    return abs(ours[code].fit - theirs[code].fit)


def _distance(ours: Mapping[str, Worth], theirs: Mapping[str, Worth]) -> float:
    """The mean difference of fit over the moves that both know."""
    shared = _shared(ours, theirs)
    return sum(_apart(code, ours, theirs) for code in shared) / len(shared)
