"""The confidentiality situations as terms, each with the one that asks for most of the same moves."""

from __future__ import annotations

from collections.abc import Iterable

from authoring.terms.term import Term, parts
from scenarios import vocabulary
from scenarios.vocabulary import Rule, Situation

OWN = ("confidentiality", "safety")
"""Families of codes that belong to such situations; their examples tell most."""


def situations() -> list[Term]:
    """Every situation, C1 first."""
    return [_situation(one) for one in vocabulary.situations().values()]


def _situation(one: Situation) -> Term:
    return Term(
        "situation",
        one.id,
        one.title,
        f"{one.meaning} What it asks for should come within {one.window} replies.",
        parts(
            ("What it asks for", [_rule(rule) for rule in one.required]),
            ("What must not happen", [_rule(rule) for rule in one.forbidden]),
            ("Asks for much the same", _alike(one)),
            ("Beyond the words, told and never scored", list(one.beyond_text)),
            ("Source", [one.source]),
        ),
    )


def _rule(rule: Rule) -> str:
    """A rule with the codes that show it, and how the most telling of them sounds."""
    names = [code for code in (*vocabulary.codes(), *vocabulary.derived()) if code in rule.any]
    told = [name for name in names if name in vocabulary.codes() and vocabulary.codes()[name].family != "exploring"]
    telling = next((name for name in told if vocabulary.codes()[name].family in OWN), told[0] if told else None)
    sounds = "" if telling is None else f" {telling} sounds like “{vocabulary.codes()[telling].examples[0]}”"
    return f"{rule.text} Shown by {' or '.join(names)}.{sounds}"


def _alike(one: Situation) -> list[str]:
    """The situation most like it, and what each asks for that the other does not."""
    others = [other for other in vocabulary.situations().values() if other.id != one.id]
    other = max(others, key=lambda them: _likeness(one, them))
    if not _likeness(one, other):
        return []
    here, there = _only(one.required, other.required), _only(other.required, one.required)
    told = [f"{other.id} ({other.title}): {other.meaning}"]
    if here:
        told.append(f"Only {one.id} asks: {here[0].text}")
    if there:
        told.append(f"Only {other.id} asks: {there[0].text}")
    return [" ".join(told)]


def _moves(rules: Iterable[Rule]) -> frozenset[str]:
    """The codes that show these rules; questions are left out, since nearly every situation asks for one."""
    return frozenset(code for rule in rules for code in rule.any if code not in vocabulary.members("question"))


def _likeness(one: Situation, other: Situation) -> float:
    """How many of the moves that either asks for or forbids, both ask for or forbid: from 0 to 1."""
    asked, forbidden = (_moves(one.required), _moves(one.forbidden)), (_moves(other.required), _moves(other.forbidden))
    same = sum(len(ours & theirs) for ours, theirs in zip(asked, forbidden, strict=True))
    either = sum(len(ours | theirs) for ours, theirs in zip(asked, forbidden, strict=True))
    return same / either if either else 0.0


def _only(ours: Iterable[Rule], theirs: Iterable[Rule]) -> list[Rule]:
    known = _moves(theirs)
    return [rule for rule in ours if _moves((rule,)) and rule.any.isdisjoint(known)]
