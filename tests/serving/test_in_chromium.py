"""A trainee at a real browser: plays a session, reloads, resumes, loses the server and comes back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.programs import go_without
from tests.serving.chromium import browser, find
from tests.serving.conftest import Serving
from tests.serving.windows import has_room, visitor, window


async def test_a_session_is_played_reloaded_and_resumed_to_its_debrief(serving: Serving, tmp_path: Path) -> None:
    """With the keyboard alone, nothing fetched from elsewhere, nothing that the page's own policy forbids."""
    program = find() or go_without("no Chromium here")
    async with serving() as url, browser(program, tmp_path / "profile") as page:
        await page.open(url)
        await page.shows("I have read this")
        await page.press("Enter")
        await page.shows("Maya, 34")
        await page.type("Maya")
        await page.shows("Level 1 · 12 minutes · by video")
        await page.press("Enter")
        await page.shows("Begin")
        await page.press("Enter")
        await page.shows("Type your reply")
        await page.type("It sounds like a heavy week.")
        await page.press("Enter")
        await page.shows("Effect: trust")
        await page.type("half a thought")
        await page.shows("half a thought")

        await page.reload()
        await page.shows("half a thought")
        await page.shows("It sounds like a heavy week.")
        await page.press("Enter")
        await page.shows("turn 3 ·")

        await page.press("Escape")
        await page.shows("Leave the session?")
        await page.press("ArrowDown")
        await page.press("ArrowDown")
        await page.press("Enter")
        await page.shows("You ended the session after 2 turns.")

        assert page.complaints == []
        assert {urlsplit(asked).netloc for asked in page.urls} == {urlsplit(url).netloc}


async def test_the_page_says_what_happened_and_offers_a_way_back(serving: Serving, tmp_path: Path) -> None:
    program = find() or go_without("no Chromium here")
    async with serving(limit=1) as url, browser(program, tmp_path / "profile") as page:
        async with visitor(url) as other, window(other, url) as taken:
            await taken.shows("I have read this")
            await page.open(url)
            await page.says("All 1 places are taken")
        await has_room(url)
        await page.open(url)
        await page.shows("I have read this")
        await page.press("Enter")
        await page.shows("Maya, 34")
        await page.press("F10")
        await page.says("Attune is closed. Everything you sent is kept.")
        await page.run("document.getElementById('again').click()")
        await page.until(lambda: page.urls.count(url) == 3)
        await page.shows("Maya, 34")
