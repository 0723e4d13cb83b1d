"""A schema specialised to one scenario file, so that an editor completes its own beats, states and fears.

The names are taken from the file as it stands, faulty or not: it is asked for while somebody is writing.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios import vocabulary
from scenarios.conditions import COUNTS, FUNCTIONS
from scenarios.library import ID
from scenarios.shape import schema
from scenarios.source import Node, Scalar, Table

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NamesIn:
    """The names that one file has given."""

    id: str
    beats: tuple[str, ...]
    said: Mapping[str, str]
    """What the patient says first in each beat; shown beside its name."""
    endings: tuple[str, ...]
    states: tuple[str, ...]
    beliefs: tuple[str, ...]


def names_in(root: Node) -> NamesIn:
    """The names in a file, as far as it is written."""
    beats = _table(root, "beats")
    given = root.entries.get("id") if isinstance(root, Table) else None
    name = given.text if isinstance(given, Scalar) and ID.fullmatch(given.text) else "unnamed"
    return NamesIn(
        id=name,
        beats=tuple(beats),
        said={beat: _first_line(node) for beat, node in beats.items()},
        endings=tuple(beat for beat, node in beats.items() if isinstance(node, Table) and "ending" in node.entries),
        states=tuple(_table(root, "state")),
        beliefs=tuple(_table(root, "beliefs")),
    )


def general_text() -> str:
    """The shipped schema of format 1, ended by a newline. Its `$id` carries the format's number."""
    return _text(dict(schema()))


def specialised_text(names: NamesIn) -> str:
    """The schema for one file, ended by a newline."""
    return _text(specialised(names))


def _text(plain: Schema) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def specialised(names: NamesIn) -> Schema:
    """The general schema, narrowed to the names of one file."""
    made: Schema = copy.deepcopy(dict(schema()))
    made["$id"] = f"{made['$id']}:{names.id}"
    made["title"] = f"{made['title']}: {names.id}"
    parts: Schema = made["$defs"]
    if names.beats:
        parts["go"] = _one_of(names.beats, str(parts["go"]["description"]), names.said)
        made["properties"]["start"] = _one_of(names.beats, str(made["properties"]["start"]["description"]), names.said)
        exemplars = made["properties"]["debrief"]["properties"]["exemplars"]
        _only(exemplars, dict.fromkeys(names.beats, exemplars["additionalProperties"]))
        at = parts["example"]["properties"]["at"]
        parts["example"]["properties"]["at"] = _one_of(names.beats, str(at["description"]), names.said)
    if names.beliefs:
        parts["test"]["properties"]["belief"] = _one_of(names.beliefs, "The belief it tests.", {})
    parts["condition"] |= _pattern(names)
    parts["changes"] = _changes(names, parts["changes"])
    for owner in (parts["beat"]["properties"]["hears"], made["properties"]["defaults"]["properties"]["hears"]):
        owner["properties"] = {code: _entry(code) for code in sorted(vocabulary.code_names())}
        owner["propertyNames"] = _pattern(names)
    levels = parts["example"]["properties"]["set"]
    parts["example"]["properties"]["set"] = _changes(names, levels)
    parts["example"]["properties"]["expect"] = _expect(names, parts["example"]["properties"]["expect"])
    return made


def _one_of(values: Iterable[str], description: str, said: Mapping[str, str]) -> Schema:
    listed = list(values)
    return {
        "type": "string",
        "enum": listed,
        "markdownEnumDescriptions": [said.get(value, "") for value in listed],
        "description": description,
    }


def _only(owner: Schema, properties: Schema) -> None:
    owner["properties"] = properties
    owner["additionalProperties"] = False


def _changes(names: NamesIn, general: Schema) -> Schema:
    amount = general["additionalProperties"]
    made = dict(general)
    _only(made, dict.fromkeys((*names.states, *(f"beliefs.{name}" for name in names.beliefs)), amount))
    return made


def _entry(code: str) -> Schema:
    """A reaction under the name of a code, with the code book's words."""
    known = vocabulary.codes().get(code) or vocabulary.derived().get(code)
    members = ", ".join(sorted(vocabulary.members(code)))
    return {
        "$ref": "#/$defs/reaction",
        "description": f"{known.label}. {known.definition}" if known else f"Any of {members}.",
    }


def _pattern(names: NamesIn) -> Schema:
    """What a condition may be made of. Whether it makes sense is for `attune lint` to say."""
    words = {
        *vocabulary.code_names(),
        *names.beats,
        *names.states,
        *(f"beliefs.{name}" for name in names.beliefs),
        *COUNTS,
        *FUNCTIONS,
        *("and", "or", "not", "silence"),
    }
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return {
        "pattern": rf"^(?:[\s()<>=!+-]|\b\d+\b|\b(?:{longest_first})\b)+$",
        "patternErrorMessage": "A word in this condition is no code, state, fear or beat of this scenario. "
        "`attune lint` says which, and what is near it.",
    }


def _expect(names: NamesIn, general: Schema) -> Schema:
    """What an example may expect; `ending`, `passed` and the like may list several beats."""
    comparison = {
        "type": ["integer", "string"],
        "pattern": r"^\s*(<=|>=|==|=|!=|<|>)?\s*-?\d+\s*$",
        "description": "A whole number or a comparison.",
    }
    levels = (*names.states, *(f"beliefs.{name}" for name in names.beliefs))
    properties: Schema = {
        "ending": _several(names.endings, "The ending reached, or several with commas."),
        "kind": {"enum": ["good", "mixed", "poor", "left"], "description": "How it ends."},
        "beat": _several(names.beats, "Where the patient is, or several with commas."),
        "passed": _several(names.beats, "The tests passed."),
        "failed": _several(names.beats, "The tests failed."),
        **dict.fromkeys(levels, comparison),
    }
    made = dict(general)
    _only(made, properties)
    return made


def _several(values: Iterable[str], description: str) -> Schema:
    one = "|".join(re.escape(value) for value in values)
    if not one:
        return {"type": "string", "description": description}
    listed = {"type": "string", "pattern": rf"^\s*(?:{one})(?:\s*,\s*(?:{one}))*\s*$"}
    return {"anyOf": [{"enum": list(values)}, listed], "description": description}


def _table(root: Node, name: str) -> Mapping[str, Node]:
    node = root.entries.get(name) if isinstance(root, Table) else None
    return node.entries if isinstance(node, Table) else {}


def _first_line(beat: Node) -> str:
    """What is said on arriving, where it can be told at a glance."""
    node = beat.entries.get("says") if isinstance(beat, Table) else None
    while node is not None and not isinstance(node, Scalar):
        node = next(iter(node.entries.values() if isinstance(node, Table) else node.items), None)
    return "" if node is None else " ".join(node.text.split())
