"""Does a value fit a schema, yes or no? The quick answer, before anything is said about what does not.

Reading JSON Schema with the library takes a tenth of a second and its import half of that, for a file in which nothing
is wrong. The keywords that our own schema uses are few, and a predicate made of them once answers in milliseconds. What
does not fit goes to the library, which says where and why; a test holds both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Fits = Callable[[Any], bool]

_KINDS: Mapping[str, Fits] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
_SILENT = frozenset({"$schema", "$id", "$defs", "title", "description"})
"""Keywords that ask for nothing."""
_TOGETHER = frozenset({"properties", "additionalProperties"})
"""Keywords that are read as one."""


class Fitting:
    """The predicates of one schema; each part is made once, however often it is referred to."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._parts: Mapping[str, Any] = schema.get("$defs", {})
        self._made: dict[str, Fits] = {}
        self.whole = self.of(schema)

    def of(self, schema: Mapping[str, Any]) -> Fits:
        """Whether a value fits this part. Raises `KeyError` for a keyword that is not known here."""
        tests = [_ASKS[name](wanted) for name, wanted in schema.items() if name in _ASKS]
        tests += [self._made_of(name, wanted) for name, wanted in schema.items() if name not in _ASKS]
        if not _TOGETHER.isdisjoint(schema):
            tests.append(self._members(schema.get("properties", {}), schema.get("additionalProperties", True)))
        tests = [test for test in tests if test is not _anything]
        return tests[0] if len(tests) == 1 else lambda value: all(test(value) for test in tests)

    def _made_of(self, name: str, wanted: Any) -> Fits:  # noqa: ANN401  whatever the keyword holds
        if name in _SILENT | _TOGETHER:
            return _anything
        if name == "$ref":
            return self._referred(wanted.rsplit("/", 1)[-1])
        if name == "anyOf":
            ways = [self.of(way) for way in wanted]
            return lambda value: any(way(value) for way in ways)
        inner = self.of(wanted)
        if name == "items":
            return lambda value: not isinstance(value, list) or all(map(inner, value))
        if name == "propertyNames":
            return lambda value: not isinstance(value, dict) or all(map(inner, value))
        raise KeyError(name)

    def _referred(self, part: str) -> Fits:
        def later(value: object) -> bool:  # a part may refer to itself
            return self._made[part](value)

        if part not in self._made:
            self._made[part] = later
            self._made[part] = self.of(self._parts[part])
            return self._made[part]
        return later

    def _members(self, properties: Mapping[str, Any], others: bool | Mapping[str, Any]) -> Fits:
        known = {name: self.of(part) for name, part in properties.items()}
        if isinstance(others, bool):
            rest: Fits = _anything if others else _nothing
        else:
            rest = self.of(others)
        return lambda value: (
            not isinstance(value, dict) or all(known.get(name, rest)(inner) for name, inner in value.items())
        )


def _anything(_value: object) -> bool:
    return True


def _nothing(_value: object) -> bool:
    return False


def _type(wanted: str | list[str]) -> Fits:
    kinds = [_KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
    return kinds[0] if len(kinds) == 1 else lambda value: any(kind(value) for kind in kinds)


def _enum(wanted: list[Any]) -> Fits:
    # `true` and 1 are not the same here, though Python has them equal.
    allowed = {(type(one), one) for one in wanted}
    return lambda value: not isinstance(value, dict | list) and (type(value), value) in allowed


def _number(holds: Callable[[int], bool]) -> Fits:
    return lambda value: isinstance(value, bool) or not isinstance(value, int) or holds(value)


def _size(kind: type[str | list[Any] | dict[str, Any]], holds: Callable[[int], bool]) -> Fits:
    def fits(value: Any) -> bool:  # noqa: ANN401  whatever stands there
        return not isinstance(value, kind) or holds(len(value))

    return fits


def _pattern(wanted: str) -> Fits:
    pattern = re.compile(wanted)
    return lambda value: not isinstance(value, str) or pattern.search(value) is not None


_ASKS: Mapping[str, Callable[[Any], Fits]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda wanted: _enum([wanted]),
    "pattern": _pattern,
    "minimum": lambda wanted: _number(lambda number: number >= wanted),
    "maximum": lambda wanted: _number(lambda number: number <= wanted),
    "minLength": lambda wanted: _size(str, lambda size: size >= wanted),
    "maxLength": lambda wanted: _size(str, lambda size: size <= wanted),
    "minItems": lambda wanted: _size(list, lambda size: size >= wanted),
    "maxItems": lambda wanted: _size(list, lambda size: size <= wanted),
    "minProperties": lambda wanted: _size(dict, lambda size: size >= wanted),
    "maxProperties": lambda wanted: _size(dict, lambda size: size <= wanted),
    "required": lambda wanted: lambda value: not isinstance(value, dict) or all(name in value for name in wanted),
}
"""Keywords that look at the value alone."""
