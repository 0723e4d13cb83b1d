"""The source line and its carets: under the exact token, in any width, with tabs and wide letters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.lint.excerpt import end_of, excerpt
from scenarios.faults import Fault, Mark


def fault(column: int, code: str = "unknown-beat", end: int | None = None) -> Fault:
    return Fault("f.yaml", Mark(1, column), code, "Wrong.", end=None if end is None else Mark(1, end))


TOKENS = [
    # line, column, code, the token
    ("start: arives", 8, "unknown-beat", "arives"),
    ("start: arives # a comment", 8, "unknown-beat", "arives"),
    ("    go:   some where  ", 11, "unknown-beat", "some where"),
    ('says: ["Same", {Well: I}]', 17, "colon-in-speech", "Well"),
    ("{needs: lisen, asks: fact}", 9, "not-allowed", "lisen"),
    ("{needs: lisen}", 9, "not-allowed", "lisen"),
    ('title: "a \\"b\\" c" # d', 8, "too-long", '"a \\"b\\" c"'),
    ("title: 'it''s' # d", 8, "too-long", "'it''s'"),
    ('title: "open', 8, "open-quote", '"open'),
    ("      reflexion and trust: {go: x}", 7, "bad-condition", "reflexion"),
    ("      trust >> 3: {go: x}", 13, "bad-condition", ">>"),
    ("      a and beliefs.lone: {}", 13, "bad-condition", "beliefs.lone"),
    ("      reflection and trust > 3: {}", 7, "shadowed", "reflection and trust > 3"),
    ("sayz: x", 1, "unknown-key", "sayz"),
    ("- [looks away]", 3, "bracket-in-speech", "["),
]


@pytest.mark.parametrize(("line", "column", "code", "token"), TOKENS, ids=[row[3] for row in TOKENS])
def test_the_carets_stand_under_the_exact_token(line: str, column: int, code: str, token: str) -> None:
    shown = excerpt(fault(column, code), (line,), 100)

    assert shown.source == line.rstrip()
    assert shown.carets == " " * (column - 1) + "^" * len(token)
    assert line[column - 1 :].startswith(token)


def test_an_end_that_is_told_counts() -> None:
    assert excerpt(fault(3, end=6), ("abcdefgh",), 80).carets == "  ^^^"


def test_a_tab_is_shown_as_blanks_and_moves_the_carets_along() -> None:
    shown = excerpt(fault(2), ("\tgo: x",), 80)

    assert shown == ("    go: x", "    ^^")


def test_wide_letters_take_two_cells_and_combining_ones_none() -> None:
    shown = excerpt(fault(8), ("日本: e\u0301 word",), 80)

    assert shown.carets == " " * 8 + "^^^^"
    assert excerpt(fault(5), ("say: 日本 x",), 80).carets == "    ^"
    assert excerpt(fault(6), ("say: 日本 x",), 80).carets == "     ^^^^^^"


def test_a_long_line_is_cut_around_the_token() -> None:
    line = "x" * 500 + " token " + "y" * 500

    shown = excerpt(fault(502, "bad-condition"), (line,), 60)

    assert len(shown.source) <= 60
    assert shown.source.startswith("…")
    assert shown.source.endswith("…")
    at = shown.carets.index("^")
    assert shown.source[at : at + 5] == "token"
    assert shown.carets.count("^") == 5


def test_what_could_upset_a_terminal_is_not_passed_on() -> None:
    shown = excerpt(fault(1), ("a\x1b[31m\u202eb",), 80)

    assert "\x1b" not in shown.source
    assert "\u202e" not in shown.source


def test_a_place_past_the_end_of_the_file_still_gets_a_caret() -> None:
    assert excerpt(Fault("f", Mark(9, 3), "x", "y"), ("a",), 80) == ("", "^")


@given(st.text(max_size=120), st.integers(1, 130), st.integers(20, 90), st.sampled_from(["bad-condition", "x"]))
def test_no_line_and_place_whatever_break_the_width(line: str, column: int, width: int, code: str) -> None:
    shown = excerpt(fault(column, code), (line,), width)

    cells = sum(2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1 for char in shown.source)
    marks = sum(
        unicodedata.combining(char) > 0 or unicodedata.category(char) in {"Mn", "Me", "Cf"} for char in shown.source
    )
    assert cells - 2 * marks <= width
    assert "^" in shown.carets
    assert len(shown.carets) <= width + 1
    assert end_of(fault(column, code), (line,)).column > column
