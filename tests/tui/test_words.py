"""Keys and the composer's state, thought without a terminal."""

from __future__ import annotations

import pytest
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode

from scenarios.clean import REPLY_LIMIT
from screens.composing import NEAR, Composing, remainder
from screens.keys import deeds, key_words


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
        Binding("f10", "app.quit", "Quit", id="home.quit", show=False, tooltip="Leave."),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", show=False, tooltip="Leave Attune at once."),
    ]

    listed = deeds({one.key: ActiveBinding(node, one, enabled=True, tooltip="") for one in bound})

    assert [(deed.keys, deed.title) for deed in listed] == [
        ("Ctrl+T or F2", "Wait"),
        ("Page Up", "Earlier"),
        ("F10 or Ctrl+Q", "Quit"),
    ]
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
