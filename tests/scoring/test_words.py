"""How a fit, a score, an ending is said, in screens and reports alike."""

from __future__ import annotations

import pytest

from scoring.words import ending_words, fit_mark, fit_words, joined, plural, points, shortened, signed
from tests.scripted import play, scenario_of

FITS = [(3, "▲ +3"), (1, "▲ +1"), (0, "◆ 0"), (-2, "▼ −2"), (None, "? not judged")]


@pytest.mark.parametrize(("fit", "mark"), FITS)
def test_a_fit_is_told_by_symbol_and_number(fit: int | None, mark: str) -> None:
    assert fit_mark(fit) == mark


@pytest.mark.parametrize(
    ("tenths", "words"), [(625, "62.5 of 100"), (0, "0.0 of 100"), (1000, "100.0 of 100"), (None, "not observed")]
)
def test_not_observed_is_never_a_number(tenths: int | None, words: str) -> None:
    assert points(tenths) == words


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [("as it is", 8, "as it is"), ("one two three", 9, "one two…"), ("unbreakable", 6, "unbre…"), ("a\n b", 10, "a b")],
)
def test_a_long_quote_is_cut_at_a_word(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short
    assert len(shortened(text, limit)) <= limit


def test_small_words() -> None:
    assert [signed(-2), signed(0), signed(4)] == ["−2", "0", "+4"]
    assert [plural(1, "turn"), plural(0, "turn"), plural(2, "turn")] == ["1 turn", "0 turns", "2 turns"]
    assert [joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_every_fit_has_words_of_its_own() -> None:
    fits = (None, *range(-3, 4))

    assert len({fit_words(fit) for fit in fits}) == len(fits)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("good", "It ended well for Sky. The session took 1 turn."),
        ("mixed", "It ended with some things eased for Sky and some left open. The session took 1 turn."),
        ("poor", "It ended badly for Sky. The session took 1 turn."),
        ("left", "Sky left before the work was done. The session took 1 turn."),
    ],
)
def test_an_ending_is_told_in_plain_words(kind: str, words: str) -> None:
    scenario = scenario_of(
        f"""
start: one
beats:
  one: {{says: ["I told nobody."], moment: {{needs: listen}}, limit: {{turns: 1, go: end}}}}
  end: {{ending: {kind}, says: ["Bye."]}}
debrief: {{notes: "n"}}
"""
    )

    assert ending_words(play(scenario, ["encourager"])) == words
