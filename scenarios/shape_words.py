"""What the validator of the schema finds, in an author's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scenarios.faults import Fault, Mark, suggest
from scenarios.paths import Path, key_mark, node_at
from scenarios.source import Items, Node, Scalar, Table

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def faults_of(error: ValidationError, root: Node, file: str) -> Iterator[Fault]:
    """The faults that one finding of the validator means, where their author can mend them."""
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
                yield from faults_of(longest, root, file)
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
            yield from faults_of(item, root, file)
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
