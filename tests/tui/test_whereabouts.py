"""Trainees are told truly where their words go, at the first start and in plain lines."""

from __future__ import annotations

import pytest

from screens.side_rooms import welcome_words
from screens.whereabouts import HERE, IN_A_DATABASE
from simulator.store_place import STORE


@pytest.mark.parametrize(
    ("store", "said"), [("", HERE), (" ", HERE), ("postgresql://finch@db.example.org/attune", IN_A_DATABASE)]
)
def test_the_welcome_says_where_words_go(monkeypatch: pytest.MonkeyPatch, store: str, said: str) -> None:
    monkeypatch.setenv(STORE, store)

    sentences = [sentence for sentence in (HERE, IN_A_DATABASE) if sentence in welcome_words()]

    assert sentences == [said]
