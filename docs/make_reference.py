"""Writes docs/scenario-reference.md from the schema, so that the reference can never say something else.

Run `python docs/make_reference.py` after changing the schema; a test compares the page with the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scenarios.shape import schema

PAGE = Path(__file__).with_name("scenario-reference.md")
TITLES = {
    "beat": "A beat",
    "reaction": "A reaction",
    "moment": "`moment`",
    "test": "`test`",
    "coaching": "`coaching`",
    "sharing": "`confidentiality`",
    "limit": "`limit`",
    "fact": "A fact",
    "example": "An example",
}


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Scenario reference, format 1"
    yield ""
    yield "Made from `scenarios/data/scenario-1.schema.json` by `docs/make_reference.py`."
    yield "Change the schema, not this page."
    yield "How the parts work together is told in [scenario-language.md](scenario-language.md)."
    yield ""
    yield "## The file"
    yield from _table(schema())
    for name, title in TITLES.items():
        yield f"## {title}"
        yield str(schema()["$defs"][name]["description"])
        yield from _table(schema()["$defs"][name])


def _table(part: dict[str, Any] | Any) -> Iterator[str]:  # noqa: ANN401  schemas are plain JSON
    required = set(part.get("required", ()))
    yield ""
    yield "| field | value | meaning |"
    yield "|---|---|---|"
    for name, field in part["properties"].items():
        star = " (needed)" if name in required else ""
        yield f"| `{name}`{star} | {_kind(field)} | {_meaning(field)} |"
        for inner, value in field.get("properties", {}).items():
            needed = " (needed)" if inner in field.get("required", ()) else ""
            yield f"| `{name}` / `{inner}`{needed} | {_kind(value)} | {_meaning(value)} |"
    yield ""


def _resolve(field: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in field:
        target = schema()["$defs"][field["$ref"].rsplit("/", 1)[-1]]
        return {**_resolve(target), **field}
    return field


def _meaning(field: dict[str, Any]) -> str:
    return str(_resolve(field).get("description", "")).replace("|", "or")


def _kind(field: dict[str, Any]) -> str:
    full = _resolve(field)
    if str(field.get("$ref", "")).endswith("/go"):
        return "name of a beat"
    if "enum" in full:
        return ", ".join(f"`{value}`" for value in full["enum"])
    if "const" in full:
        return f"`{full['const']}`"
    if "anyOf" in full:
        return "text, or a list"
    kind = full.get("type", "")
    if kind == "integer":
        return f"whole number {full.get('minimum', '')} to {full.get('maximum', '')}".strip()
    return {"string": "text", "boolean": "true or false", "array": "a list", "object": "a table"}.get(
        str(kind), str(kind)
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
