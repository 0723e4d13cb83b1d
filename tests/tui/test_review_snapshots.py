"""How a review looks at 80×24 and 120×40: before one's own rating, after it with a dispute, the codes, the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from commands.review_app import ReviewApp
from scoring.supervision.form import Sheet
from screens.review import ReviewScreen
from screens.review_dialogs import CodesDialog
from screens.reviewing import Review
from simulator.marks import Disputed
from simulator.ratings import Rating, Word
from simulator.session import apply
from tests.supervision.players import session
from tests.tui.fakes import NOON, fake_desk
from tests.tui.player import Player

Compare = Callable[..., bool]
DISPUTE = Disputed(3, "complex_reflection", "not_shown", "I only said [b]what she said[/].")


class Keeps:
    """Keeps everything, in memory."""

    def add(self, words: Sequence[Word], rater: str) -> Sequence[Rating]:
        """As rows, all at noon."""
        return [
            Rating(f"r{n}", word.session, word.judgement, rater, word.is_blind, word.sample, NOON)
            for n, word in enumerate(words)
        ]


def review_app(home: Path) -> ReviewApp:
    """The review of a session of three turns, the last disputed."""
    played = Sheet("one", apply(session(), DISPUTE), (1, 2, 3), whole=True)
    review = Review.of([played], "heron", sighted=False, sample="chosen", ratings={})
    return ReviewApp(review, Keeps(), desk=fake_desk(home))


KEYS = {
    "blind": ["n", "n", "minus"],
    "kept": ["n", "n", "1", "k"],
    "codes": ["n", "n", "down", "enter", "enter", "down", "enter", "enter"],
    "whole": ["n", "n", "n", "right", "down", "down", "down", "right"],
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", KEYS)
def test_review(name: str, size: tuple[int, int], home: Path, snap_compare: Compare) -> None:
    app = review_app(home)

    async def walk(pilot: Pilot[Any]) -> None:
        player = Player(pilot)
        await player.on(ReviewScreen)
        await player.press(*KEYS[name])
        if name == "codes":
            await player.on(CodesDialog)
        app.clear_notifications()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=walk)
