"""Does the tree have the shape of format 1? Answers with plain values, or with every fault.

The shape is declared once, in `data/scenario-1.schema.json` (JSON Schema, Draft 2020-12); this module only turns
the validator's findings into an author's words. Scalars become numbers or truth values here, and only where the
schema wants them: a line of speech may be `no` or `42`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from scenarios.faults import Fault, Mark, suggest
from scenarios.fits import Fitting
from scenarios.source import Items, Node, Scalar, Table

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Schema = Mapping[str, Any]
Plain = Any
"""Values as `json` knows them."""
Path = tuple[str | int, ...]

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

    errors = Draft202012Validator(schema()).iter_errors(plain)
    faults = [fault for error in errors for fault in _faults(error, root, file)]
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


def node_at(root: Node, path: Iterable[str | int]) -> Node:
    """The node at a path; the nearest one above it where the path breaks off."""
    node = root
    for step in path:
        if isinstance(node, Table) and step in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


def key_mark(root: Node, path: Path) -> Mark:
    """Where the name at the end of a path is written; for list items, where the item begins."""
    above = node_at(root, path[:-1])
    if path and isinstance(above, Table) and path[-1] in above.keys:
        return above.keys[str(path[-1])]
    return node_at(root, path).mark


def _faults(error: ValidationError, root: Node, file: str) -> Iterator[Fault]:
    path: Path = tuple(error.absolute_path)
    node = node_at(root, path)
    where = _where(path)
    mark = (
        node.mark
        if isinstance(node, Scalar) and (node.text or node.quoted)
        else key_mark(root, path)
        if path
        else node.mark
    )
    owner: Any = error.schema
    if "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        here = key_mark(root, (*path, name))
        yield Fault(file, here, "bad-name", f"`{name[:40]}` cannot be a name in {where}.", _as_name(name, error))
        return
    if error.validator == "anyOf":
        yield from _any_of(error, node, root, file, mark, where)
        return
    if error.validator == "additionalProperties":
        allowed = owner.get("properties", {})
        for name in node.entries if isinstance(node, Table) else ():
            if name not in allowed:
                yield Fault(
                    file,
                    key_mark(root, (*path, name)),
                    "unknown-key",
                    f"{_owner(path)} has no `{name}`.",
                    suggest(name, allowed),
                )
        return
    if error.validator == "required":
        wanted: Any = error.validator_value
        missing = next(name for name in wanted if f"'{name}'" in error.message)
        text = str(owner["properties"].get(missing, {}).get("description", ""))
        yield Fault(
            file,
            key_mark(root, path) if path else node.mark,
            "missing-key",
            f"{_owner(path)} needs `{missing}`.",
            text,
        )
        return
    message, help_text = _say(error, node, where)
    yield Fault(file, mark, _code(str(error.validator)), message, help_text)


def _as_name(written: str, error: ValidationError) -> str:
    """What a name may be, and this one as it could be written."""
    owner: Any = error.schema
    said = str(owner.get("description", "")) if isinstance(owner, dict) else ""
    said = said or "A name has small letters, digits and _, and begins with a letter."
    plain = re.sub(r"[^a-z0-9]+", "_", written.lower()).strip("_")
    is_name = isinstance(error.validator_value, str) and re.search(error.validator_value, plain) is not None
    return f"{said} For example `{plain}`.".lstrip() if is_name and plain != written else said


def _where(path: Path) -> str:
    if not path:
        return "the file"
    last = path[-1]
    return f"item {last + 1}" if isinstance(last, int) else f"`{last}`"


def _owner(path: Path) -> str:
    if not path:
        return "The scenario"
    if isinstance(path[-1], int):
        names = [step for step in path if isinstance(step, str)]
        return f"Item {path[-1] + 1} of `{names[-1]}`" if names else f"Item {path[-1] + 1}"
    return ".".join(str(step) for step in path[-2:] if isinstance(step, str)) or "This item"


def _any_of(error: ValidationError, node: Node, root: Node, file: str, mark: Mark, where: str) -> Iterator[Fault]:
    """Of several shapes, explain the one that the author seems to have meant."""
    if isinstance(node, Scalar):
        if node.text or node.quoted:
            longest = next(
                (inner for inner in error.context or () if inner.validator in {"maxLength", "minLength"}),
                None,
            )
            if longest is not None:
                yield from _faults(longest, root, file)
                return
        yield Fault(
            file,
            mark,
            "nothing-here",
            f"{where} is empty.",
            "Text that begins with `#` needs quotes, or it is a comment.",
        )
        return
    kind = "array" if isinstance(node, Items) else "object"
    inner = [
        item
        for item in error.context or ()
        if not (item.validator == "type" and item.absolute_path == error.absolute_path)
    ]
    spilt = isinstance(node, Table) and node.entries and not {"say", "when"} & set(node.entries)
    if inner and not spilt:
        for item in inner:
            yield from _faults(item, root, file)
        return
    if kind == "object":
        yield Fault(
            file, mark, "colon-in-speech", f"{where} became a table, because of a colon or a curly bracket in it.",
            'Put the whole text in double quotes: "Well: I…"',
        )  # fmt: skip
        return
    yield Fault(
        file, mark, "bracket-in-speech", f"{where} became a list, because it is written in square brackets.",
        "Put speech in double quotes; stage directions go under `shows:` or `sounds:`.",
    )  # fmt: skip


_CODES = {
    "type": "wrong-kind",
    "enum": "not-allowed",
    "const": "not-allowed",
    "pattern": "bad-name",
    "minimum": "out-of-range",
    "maximum": "out-of-range",
    "minLength": "nothing-here",
    "maxLength": "too-long",
    "minItems": "too-few",
    "maxItems": "too-many",
    "minProperties": "too-few",
    "maxProperties": "too-many",
}


def _code(validator: str) -> str:
    return _CODES.get(validator, "wrong-shape")


_KIND_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}


def _found(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"`{node.text[:40]}`" if node.text or node.quoted else "nothing"
    return "a list" if isinstance(node, Items) else "a table"


def _say(error: ValidationError, node: Node, where: str) -> tuple[str, str]:  # noqa: PLR0911  one answer a rule
    value: Any = error.validator_value
    description = str(error.schema.get("description", "")) if isinstance(error.schema, dict) else ""
    match error.validator:
        case "type":
            kinds = [value] if isinstance(value, str) else value
            wanted = " or ".join(_KIND_WORDS.get(kind, kind) for kind in kinds)
            if isinstance(node, Table) and "string" in kinds:
                return (
                    f"{where} became a table, because of a colon in it.",
                    'Put the text in double quotes: "Well: I…"',
                )
            if isinstance(node, Items) and "string" in kinds:
                return (
                    f"{where} became a list, because of its square brackets.",
                    "Put the text in double quotes.",
                )
            return f"{where} must be {wanted}; here stands {_found(node)}.", description
        case "enum":
            return f"{where} cannot be {_found(node)}.", suggest(str(error.instance), map(str, value))
        case "const":
            return (
                f"{where} must be {value}; here stands {_found(node)}.",
                "This version of Attune reads format 1.",
            )
        case "pattern":
            return f"{_found(node)} cannot be used for {where}.", _as_name(str(error.instance), error)
        case "minimum" | "maximum":
            schema_part: Any = error.schema
            low, high = schema_part.get("minimum"), schema_part.get("maximum")
            return f"{where} is {error.instance}, outside {low} to {high}.", description
        case "minLength":
            return f"{where} is empty.", description
        case "maxLength":
            return f"{where} is longer than {value} characters.", "Shorten it, or split it into several."
        case "minItems" | "minProperties":
            return f"{where} needs at least {value}.", description
        case "maxItems" | "maxProperties":
            return f"{where} has more than {value}.", description
        case _:
            return f"{where}: {error.message[:120]}", description
