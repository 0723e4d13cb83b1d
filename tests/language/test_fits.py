"""The quick answer whether a value fits the schema is the same as the library's, whatever the value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from benchmarks.mutations import mutant
from scenarios.faults import ScenarioError
from scenarios.fits import Fitting
from scenarios.library import shipped
from scenarios.shape import schema, to_plain
from scenarios.source import parse_source, read_source

FITTING, LIBRARY = Fitting(schema()), Draft202012Validator(schema())
SEED, FILES = 8, 250

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.text(max_size=6) | st.sampled_from(["good", "listen", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["go", "fit", "say", "", "x"]), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_patient_fits(name: str) -> None:
    _, root = read_source(shipped()[name])

    assert FITTING.whole(to_plain(root, [schema()]))


def test_files_made_wrong_fit_exactly_where_the_library_says_so() -> None:
    compared = 0
    for number in range(FILES):
        try:
            plain = to_plain(parse_source(mutant(SEED, number), "f.yaml"), [schema()])
        except ScenarioError:
            continue
        compared += 1
        assert FITTING.whole(plain) == LIBRARY.is_valid(plain), number
    assert compared > FILES / 4


@pytest.mark.parametrize("part", schema()["$defs"])
@settings(max_examples=40, deadline=None)
@given(value=VALUES)
def test_any_value_fits_a_part_exactly_where_the_library_says_so(part: str, value: Any) -> None:  # noqa: ANN401
    whole = {"$defs": schema()["$defs"], "$ref": f"#/$defs/{part}"}

    assert Fitting(whole).whole(value) == Draft202012Validator(whole).is_valid(value), json.dumps(value)


@pytest.mark.parametrize(
    ("part", "value", "fits"),
    [
        ({"type": "integer"}, True, False),
        ({"const": 1}, True, False),
        ({"enum": [True]}, 1, False),
        ({"minimum": 0, "maximum": 5}, 5, True),
        ({"minimum": 0, "maximum": 5}, 6, False),
        ({"minLength": 1}, "", False),
        ({"maxItems": 1}, [1, 2], False),
        ({"maxItems": 1}, "ab", True),
        ({"pattern": "^a"}, "ba", False),
        ({"propertyNames": {"pattern": "^a"}}, {"ab": 1}, True),
        ({"properties": {"a": {"type": "string"}}, "additionalProperties": False}, {"b": 1}, False),
        ({"additionalProperties": {"type": "string"}}, {"b": 1}, False),
        ({"required": ["a"]}, {"b": 1}, False),
        ({"required": ["a"]}, "no table", True),
    ],
)
def test_both_sides_of_every_bound(part: dict[str, Any], value: object, *, fits: bool) -> None:
    assert Fitting(part).whole(value) is fits
    assert Draft202012Validator(part).is_valid(value) is fits


def test_a_keyword_that_is_not_known_is_refused_when_the_schema_is_read() -> None:
    with pytest.raises(KeyError):
        Fitting({"oneOf": {}})
