"""A long transcript: only its latest part is mounted, and all of it can be read."""

from __future__ import annotations

from pathlib import Path

from screens.dialogue import Block
from screens.transcript import LEAST_WINDOW, SLACK, BlockView, Transcript
from tests.tui.fakes import fake_app
from tests.tui.player import Player


def said(n: int) -> tuple[Block, ...]:
    return tuple(Block("speech", i, "Robin", f"line {i}") for i in range(1, n + 1))


def lines(transcript: Transcript) -> list[str]:
    return [str(view.render()) for view in transcript.query(BlockView)]


async def test_only_the_latest_part_is_mounted_and_scrolling_up_brings_the_rest(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        transcript = player.talk.query_one(Transcript)
        for n in range(1, 200):
            transcript.paint(said(n))
        await player.until(lambda: lines(transcript)[-1:] == ["Robin: line 199"])
        assert len(lines(transcript)) <= LEAST_WINDOW + SLACK

        for _ in range(40):
            transcript.scroll_home(animate=False)
            await pilot.pause()

        assert lines(transcript) == [f"Robin: line {n}" for n in range(1, 200)]


async def test_bringing_what_came_before_keeps_the_place(home: Path) -> None:
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        transcript = player.talk.query_one(Transcript)
        transcript.paint(said(200))
        await player.until(lambda: transcript.max_scroll_y > 0)
        top = lines(transcript)[0]

        transcript.scroll_home(animate=False)
        await player.until(lambda: lines(transcript)[0] != top)
        await player.until(lambda: transcript.scroll_offset.y > 0)

        first = transcript.query(BlockView)[lines(transcript).index(top)]
        assert first.region.y == transcript.content_region.y


async def test_words_that_are_underlined_meanwhile_stay_in_their_place(home: Path) -> None:
    """Nothing is taken down and put up again for it."""
    async with fake_app(home).run_test(size=(80, 24)) as pilot:
        player = Player(pilot)
        await player.begin()
        transcript = player.talk.query_one(Transcript)
        waiting = Block("you", 1, "You", "So it is.")
        transcript.paint((*said(2), waiting))
        await player.until(lambda: len(lines(transcript)) == 3)
        view = transcript.query(BlockView).last()

        transcript.paint((*said(2), Block("you", 1, "You", "So it is.", underlined=((0, 2),)), Block("feedback", 1)))
        await player.until(lambda: len(lines(transcript)) == 4)

        assert view in transcript.query(BlockView)
        assert "underline" in repr(view.visual)
