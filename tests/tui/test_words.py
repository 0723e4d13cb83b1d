"""Words, keys and the composer's state, thought without a terminal."""

from __future__ import annotations

import pytest
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode

from scenarios.clean import REPLY_LIMIT
from screens.composing import NEAR, Composing, remainder
from screens.keys import deeds, key_words
from screens.words import fit_mark, joined, plural, points, shortened, signed

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


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("ctrl+t", "Ctrl+T"),
        ("f4", "F4"),
        ("escape", "Esc"),
        ("alt+enter", "Alt+Enter"),
        ("pageup", "Page Up"),
        ("question_mark", "?"),
        ("b", "b"),
        ("space", "Space"),
    ],
)
def test_keys_are_told_as_they_stand_on_a_keyboard(key: str, words: str) -> None:
    assert key_words(key) == words


def test_what_can_be_done_is_listed_once_with_all_its_keys() -> None:
    node = DOMNode()
    bound = [
        Binding("pageup", "page", "Earlier", id="up", show=False),
        Binding("ctrl+t", "wait", "Wait", id="wait", tooltip="Stay silent."),
        Binding("f2", "wait", "Wait", id="wait", tooltip="Stay silent."),
        Binding("x", "inner", "Of no interest"),
    ]

    listed = deeds({one.key: ActiveBinding(node, one, enabled=True, tooltip="") for one in bound})

    assert [(deed.keys, deed.title) for deed in listed] == [("Ctrl+T or F2", "Wait"), ("Page Up", "Earlier")]
    assert listed[0].about == "Stay silent."


def test_the_limit_is_told_only_near_it() -> None:
    composing = Composing("Robin")

    assert composing.typed("x" * (REPLY_LIMIT - NEAR - 1)).status == ""
    assert composing.typed("x" * (REPLY_LIMIT - NEAR)).status == "500 of 4,000 characters left"
    assert composing.typed("x" * (REPLY_LIMIT + 12)).status == "! 12 characters too many; the limit is 4,000"


def test_nothing_can_be_sent_while_the_patient_thinks() -> None:
    composing = Composing("Robin")

    assert composing.can_send
    for phase in ("keeping", "answering", "stuck", "ended"):
        assert not composing.now(phase).can_send
    assert composing.now("answering").status == "… Robin is thinking"


@pytest.mark.parametrize(
    ("typed", "sent", "left"),
    [("hello", "hello", ""), ("hello there", "hello", "there"), ("changed", "hello", "changed"), ("", "hello", "")],
)
def test_words_typed_since_sending_are_not_lost(typed: str, sent: str, left: str) -> None:
    assert remainder(typed, sent) == left
