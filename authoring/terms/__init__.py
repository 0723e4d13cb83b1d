"""The words of a scenario and what they mean, from the same data that plays and scores.

Codes, needs, situations and findings; the messages of `attune lint` are in `authoring.messages`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from authoring.terms.codes import codes, derived, groups
from authoring.terms.needs import needs
from authoring.terms.situations import situations
from authoring.terms.term import Part, Term, sentence
from scenarios.findings import findings

__all__ = ["KINDS", "Part", "Term", "called", "known_as", "terms"]

KINDS: Mapping[str, str] = MappingProxyType({
    "code": "Behaviour codes: what a reply does",
    "derived": "Codes that only the moment shows",
    "group": "Groups of codes",
    "need": "Needs: what the patient is after at a moment",
    "situation": "Confidentiality situations",
    "finding": "Findings: what patients said helped and harmed",
})  # fmt: skip
"""Kinds of terms in the order in which they are told, with their headings."""


@cache
def terms() -> tuple[Term, ...]:
    """Every term, kind after kind."""
    told = [Term("finding", name, "What patients said", sentence(text), ()) for name, text in findings().items()]
    return (*codes(), *derived(), *groups(), *needs(), *situations(), *told)


def called(name: str) -> tuple[Term, ...]:
    """The terms of a name or title, however it is written; `advice` is a code and a need, so there may be several."""
    wanted = _plain(name)
    named = tuple(one for one in terms() if _plain(one.name) == wanted)
    return named or tuple(one for one in terms() if one.kind != "finding" and _plain(one.title) == wanted)


def known_as() -> tuple[str, ...]:
    """Every name and title that `called` knows, for telling which was meant."""
    titles = (_plain(one.title) for one in terms() if one.kind != "finding")
    return tuple(dict.fromkeys((*(one.name for one in terms()), *titles)))


def _plain(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())
