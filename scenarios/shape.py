"""Does the tree have the shape of format 1? Answers with plain values, or with every fault.

The shape is declared once, in `data/scenario-1.schema.json` (JSON Schema, Draft 2020-12); `shape_words.py` turns
the validator's findings into an author's words. Scalars become numbers or truth values here, and only where the
schema wants them: a line of speech may be `no` or `42`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from scenarios.faults import Fault
from scenarios.fits import Fitting
from scenarios.source import Items, Node, Table

Schema = Mapping[str, Any]
Plain = Any
"""Values as `json` knows them."""

_WHOLE = re.compile(r"[-+]?\d{1,9}")


@cache
def schema() -> Schema:
    """The schema of format 1."""
    text = resources.files("scenarios").joinpath("data", "scenario-1.schema.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]  # our own file, an object


@cache
def _fitting() -> Fitting:
    return Fitting(schema())


def check_shape(root: Node, file: str) -> tuple[Plain, list[Fault]]:
    """Return the plain values and every fault of shape."""
    plain = to_plain(root, [schema()])
    if _fitting().whole(plain):
        return plain, []
    from jsonschema import Draft202012Validator  # noqa: PLC0415  80 ms, and only a file with faults needs it

    from scenarios.shape_words import faults_of  # noqa: PLC0415  likewise

    errors = Draft202012Validator(schema()).iter_errors(plain)
    faults = [fault for error in errors for fault in faults_of(error, root, file)]
    return plain, list(dict.fromkeys(faults))


def to_plain(node: Node, schemas: list[Schema]) -> Plain:
    """Turn a node into plain values, guided by what the schema expects there."""
    options = list(_expanded(schemas))
    if isinstance(node, Table):
        return {key: to_plain(value, _below(options, key)) for key, value in node.entries.items()}
    if isinstance(node, Items):
        inner = [option["items"] for option in options if "items" in option]
        return [to_plain(value, inner) for value in node.items]
    wanted = {kind for option in options for kind in _kinds(option)}
    if node.quoted:
        return node.text
    if "integer" in wanted and _WHOLE.fullmatch(node.text):
        return int(node.text)
    if "boolean" in wanted and node.text in {"true", "false"}:
        return node.text == "true"
    if node.text in {"", "~", "null"} and not ("string" in wanted and node.text):
        return None
    return node.text


def _kinds(option: Schema) -> Iterable[str]:
    kind = option.get("type", ())
    if "const" in option and isinstance(option["const"], int):
        return ("integer",)
    return (kind,) if isinstance(kind, str) else kind


def _expanded(schemas: Iterable[Schema]) -> Iterator[Schema]:
    for option in schemas:
        if "$ref" in option:
            yield from _expanded([schema()["$defs"][option["$ref"].rsplit("/", 1)[-1]]])
        yield from _expanded(option.get("anyOf", ()))
        yield option


def _below(options: list[Schema], key: str) -> list[Schema]:
    found: list[Schema] = []
    for option in options:
        properties = option.get("properties", {})
        if key in properties:
            found.append(properties[key])
        elif isinstance(option.get("additionalProperties"), dict):
            found.append(option["additionalProperties"])
    return found
