"""The built-in tables, read once from data: codes, moments, confidentiality situations, effects.

They are data because clinicians, not programmers, should be able to argue about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from scenarios.conditions import Names


@dataclass(frozen=True, slots=True)
class Code:
    """One behaviour code of the code book."""

    id: str
    family: str
    label: str
    definition: str
    examples: tuple[str, ...]
    not_this: str
    anchor: str
    """The manual or system in which the code is anchored; empty for derived codes."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a move is worth in a moment: fit −3…+3 and the reason, as feedback."""

    fit: int
    because: str


@dataclass(frozen=True, slots=True)
class NeedTable:
    """How a moment of one need takes every move."""

    label: str
    meaning: str
    would_help: tuple[str, ...]
    """Different kinds of reply that would have helped."""
    worth: Mapping[str, Worth]


@dataclass(frozen=True, slots=True)
class Rule:
    """A move that a confidentiality situation requires or forbids; any one of the codes shows it."""

    id: str
    any: frozenset[str]
    text: str
    after: str = ""
    """The rule that must be met first, in the same reply or an earlier one; until then this one asks for nothing."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the situations C1–C13."""

    id: str
    title: str
    meaning: str
    window: int
    required: tuple[Rule, ...]
    forbidden: tuple[Rule, ...]
    beyond_text: tuple[str, ...]
    """Duties that cannot be seen in a reply, such as recording; told, never scored."""
    source: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a turn does when the author says nothing: changes and neutral lines."""

    change: Mapping[str, int]
    belief: int
    say: tuple[str, ...]
    shows: tuple[str, ...]
    sounds: tuple[str, ...]


def _data(name: str) -> Any:  # noqa: ANN401  the shape is checked by the tests of the shipped tables
    import yaml  # noqa: PLC0415  10 ms, and the first paint needs no table

    text = resources.files("scenarios").joinpath("data", name).read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders


@cache
def codes() -> Mapping[str, Code]:
    """Every base code, in the code book's order."""
    return MappingProxyType({
        name: Code(
            name,
            entry["family"],
            entry["label"],
            entry["definition"],
            tuple(entry["examples"]),
            entry["not_this"],
            entry["anchor"],
        )
        for name, entry in _data("codes.yaml")["codes"].items()
    })  # fmt: skip


@cache
def derived() -> Mapping[str, Code]:
    """Codes that the engine derives from a reply and its moment."""
    return MappingProxyType({
        name: Code(name, "derived", entry["label"], entry["definition"], (), "", "")
        for name, entry in _data("codes.yaml")["derived"].items()
    })  # fmt: skip


@cache
def groups() -> Mapping[str, frozenset[str]]:
    """Groups of codes, usable wherever a code is."""
    return MappingProxyType({name: frozenset(entry["codes"]) for name, entry in _data("codes.yaml")["groups"].items()})


@cache
def members(name: str) -> frozenset[str]:
    """The codes of a group, or the code itself."""
    return groups().get(name, frozenset({name}))


def label(name: str) -> str:
    """The words for a code, derived code or group."""
    known = codes().get(name) or derived().get(name)
    return known.label if known else name.replace("_", " ").capitalize()


@cache
def code_names() -> frozenset[str]:
    """Every name that may stand where a code is asked for."""
    return frozenset(codes()) | frozenset(derived()) | frozenset(groups())


@cache
def moments() -> Mapping[str, NeedTable]:
    """The built-in table of moments, by need."""
    return MappingProxyType({
        need: NeedTable(
            entry["label"],
            entry["meaning"],
            tuple(entry["would_help"]),
            MappingProxyType({
                code: Worth(int(worth["fit"]), worth["because"]) for code, worth in entry["worth"].items()
            }),
        )
        for need, entry in _data("moments.yaml")["needs"].items()
    })  # fmt: skip


def _rules(entries: list[dict[str, Any]] | None) -> tuple[Rule, ...]:
    return tuple(
        Rule(entry["id"], frozenset(entry["any"]), entry["text"], entry.get("after", "")) for entry in entries or ()
    )


@cache
def situations() -> Mapping[str, Situation]:
    """The confidentiality situations C1–C13."""
    return MappingProxyType({
        name: Situation(
            name,
            entry["title"],
            entry["meaning"],
            int(entry["window"]),
            _rules(entry.get("required")),
            _rules(entry.get("forbidden")),
            tuple(entry.get("beyond_text") or ()),
            entry["source"],
        )
        for name, entry in _data("situations.yaml")["situations"].items()
    })  # fmt: skip


def _effect(entry: Mapping[str, Any]) -> Effect:
    return Effect(
        MappingProxyType(dict(entry.get("change") or {})),
        int(entry.get("belief", 0)),
        tuple(entry.get("say") or ()),
        tuple(entry.get("shows") or ()),
        tuple(entry.get("sounds") or ()),
    )


@cache
def effects_by_fit() -> Mapping[int, Effect]:
    """What a turn of each fit −3…+3 does."""
    return MappingProxyType({int(fit): _effect(entry) for fit, entry in _data("effects.yaml")["by_fit"].items()})


@cache
def effects() -> Mapping[str, Effect]:
    """`passed`, `partly`, `failed` for tests; `unclear`, `silence`, `fact_unknown` for lines."""
    data = _data("effects.yaml")
    named = {**data["by_test"], **{name: data[name] for name in ("unclear", "silence", "fact_unknown")}}
    return MappingProxyType({name: _effect(entry) for name, entry in named.items()})


@cache
def _meanings() -> Mapping[str, frozenset[str]]:
    """Every code name with the codes it stands for; the derived codes stand for themselves."""
    return MappingProxyType({name: members(name) for name in code_names()})


def names_for(states: Iterable[str], beliefs: Iterable[str], beats: Iterable[str]) -> Names:
    """The names that one scenario's conditions may use."""
    places = {name: i for i, name in enumerate(states)}
    return Names(_meanings(), places, {name: i for i, name in enumerate(beliefs)}, frozenset(beats))
