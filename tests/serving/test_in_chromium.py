"""A trainee at a real browser: plays a session, reloads, resumes, loses the line and comes back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from commands.serving.server import ELSEWHERE
from tests.programs import go_without
from tests.serving.chromium import browser, find
from tests.serving.conftest import Serving
from tests.serving.painted import Painted
from tests.serving.windows import has_room, visitor, window
from tests.serving.wire import wire


async def test_a_session_is_played_reloaded_and_resumed_to_its_debrief(serving: Serving, tmp_path: Path) -> None:
    """With the keyboard alone, nothing fetched from elsewhere, nothing that the page's own policy forbids."""
    program = find() or go_without("no Chromium here")
    async with serving() as url, browser(program, tmp_path / "profile") as page:
        await page.open(url)
        await page.begin()
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


async def test_a_line_that_is_cut_comes_back_by_itself_and_a_second_window_takes_over(
    serving: Serving, tmp_path: Path
) -> None:
    """Nobody has to reload, nothing typed is lost, and the window that was left can be taken back."""
    program = find() or go_without("no Chromium here")
    async with serving() as server, wire(server) as line, browser(program, tmp_path / "profile") as page:
        await page.open(line.url)
        await page.begin()
        await page.type("half a thought")
        await page.shows("half a thought")

        line.cut()
        await page.says("The connection was lost. Everything you sent is kept.")
        await page.until(lambda: line.refused > 0)
        page.painted = Painted()
        line.mend()
        await page.shows("half a thought")

        found = await page.call("Network.getCookies", urls=[line.url])
        (cookie,) = found["cookies"]
        async with (
            aiohttp.ClientSession(cookies={cookie["name"]: cookie["value"]}) as same,
            window(same, line.url) as second,
        ):
            await second.shows("half a thought")
            await page.says("Attune was opened in another window, and goes on there.")
            page.painted = Painted()
            await page.run("document.getElementById('again').click()")
            await page.shows("half a thought")
            assert await second.closed() == ELSEWHERE


async def test_keys_that_a_browser_knows_are_the_apps_where_it_needs_them(serving: Serving, tmp_path: Path) -> None:
    """F5 writes a report and reloads no page; F2 waits in the place of Ctrl+T, which no page is ever given."""
    program = find() or go_without("no Chromium here")
    async with serving() as url, browser(program, tmp_path / "profile") as page:
        await page.open(url)
        await page.begin()
        await page.shows("F2 Wait")
        await page.press("F2")
        await page.shows("(you wait in silence)")
        await page.press("Escape")
        await page.shows("Leave the session?")
        await page.press("ArrowDown")
        await page.press("Enter")
        await page.shows("Enter goes on where you stopped")
        await page.press("F2")
        await page.shows("History · 1 session")
        loads = page.urls.count(url)
        await page.press("F5")
        await page.shows("Write the report to a file")

        assert page.urls.count(url) == loads
