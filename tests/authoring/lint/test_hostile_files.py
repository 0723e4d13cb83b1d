"""Files made to keep the checks busy are answered soon."""

from __future__ import annotations

import time

import pytest

from authoring.lint.check import check_bytes
from authoring.lint.formats.text import as_text
from tests.authoring.lint.patients import patient

HEARS = (
    "beats:\n  arrives:\n    says: Hm.\n    moment: {needs: listen}\n    limit: {turns: 4, go: closes}\n    hears:\n"
)
MANY = HEARS + "".join(
    f"      trust + {i} > openness - {i} or distress != {i}: {{go: opens_up}}\n" for i in range(1_500)
)
TANGLED = HEARS + "".join(
    "      " + " and ".join(f"(trust != {i + k} or openness != {k})" for k in range(15)) + ": {go: opens_up}\n"
    for i in range(100)
)
ONE_LINE = "facts: [" + ", ".join(f"{{ask: a{i}, say: [b c {i}], needs: trst > {i}}}" for i in range(300)) + "]\n"
WIDE = 'brief: "Ada, 40. ' + "x" * 900_000 + '"\n'


@pytest.mark.parametrize("fragment", [MANY, TANGLED, ONE_LINE, WIDE], ids=["many", "tangled", "one line", "wide"])
def test_a_puzzling_file_is_answered_within_seconds(fragment: str) -> None:
    began = time.process_time()

    found = check_bytes(patient(fragment).encode(), "ada.yaml")
    as_text([found], 80)

    assert time.process_time() - began < 5
