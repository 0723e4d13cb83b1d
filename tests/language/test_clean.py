"""The one door that all outside text passes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.clean import clean, clean_line


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\u202eb", "a\ufffdb"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("cafe\u0301", "café"),
        ("tab\tstays", "tab\tstays"),
        ("\ud800", "\ufffd"),
        ("emoji 👩‍👧 stays", "emoji 👩‍👧 stays"),
    ],
)
def test_unsafe_characters_are_shown_and_the_rest_is_kept(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_one_line_stays_one_line() -> None:
    assert clean_line("  a\n\tb ") == "a b"
