"""The server over real sockets, with real apps behind it."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from commands.serving.server import ELSEWHERE, ENDED, IDLE, PAGES
from simulator.store import Store
from tests.serving.conftest import Serving
from tests.serving.windows import visitor, window

SAID = "It sounds like a heavy week."
NONSENSE = (
    "",
    "{",
    "[]",
    "[1, 2]",
    '["stdin"]',
    '["stdin", 3]',
    '["resize", {"width": 1}]',
    '["resize", {"width": "x", "height": 99999999}]',
)


async def test_the_page_brings_a_cookie_a_strict_policy_and_nothing_from_elsewhere(serving: Serving) -> None:
    async with serving() as url, aiohttp.ClientSession() as http, http.get(url) as page:
        text = await page.text()

        assert page.status == HTTPStatus.OK
        assert "HttpOnly" in page.headers["Set-Cookie"]
        assert "SameSite=Strict" in page.headers["Set-Cookie"]
        assert "default-src 'none'; script-src 'self';" in page.headers["Content-Security-Policy"]
        links = re.findall(r'(?:src|href)="([^"]+)"', text)
        assert [link for link in links if "//" in link] == []
        for link in links:
            if not link.startswith("data:"):
                async with http.get(url + link) as part:
                    assert part.status == HTTPStatus.OK, link


def test_no_page_or_style_names_another_place() -> None:
    for path in PAGES.iterdir():
        assert "//" not in re.sub(r"(?m)^\s*//.*$|// not there yet$", "", path.read_text("utf-8")), path


REFUSED: list[tuple[str, dict[str, str]]] = [
    ("", {"Host": "evil.example"}),
    ("ws", {}),
    ("ws", {"Origin": "https://evil.example", "Cookie": f"attune_visitor={'0' * 32}"}),
    ("download/x", {"Host": "evil.example"}),
    ("static/", {}),
]


@pytest.mark.parametrize(("path", "headers"), REFUSED)
async def test_what_is_not_from_here_is_refused(serving: Serving, path: str, headers: dict[str, str]) -> None:
    async with serving() as url, aiohttp.ClientSession() as http, http.get(url + path, headers=headers) as page:
        assert page.status == HTTPStatus.FORBIDDEN
        assert page.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_lost_connection_comes_back_to_the_same_words(serving: Serving, tmp_path: Path) -> None:
    """Session, turn and draft; and all of it lies in the visitor's own folder."""
    async with serving() as url, visitor(url) as http:
        async with window(http, url) as first:
            await first.begin()
            await first.type(SAID + "\r")
            await first.shows("Effect: trust")
            await first.type("half a thought")
            await first.shows("half a thought")
        async with window(http, url) as second:
            await second.shows("half a thought")
            await second.shows(SAID)

    folder = next((tmp_path / "served" / "visitors").iterdir())
    with Store.open(folder) as store:
        assert [record.turns for record in store.records()] == [1]


async def test_nothing_that_is_said_stands_in_the_log(
    serving: Serving, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level("DEBUG"):
        async with serving() as url, visitor(url) as http, window(http, url) as talk:
            await talk.begin()
            await talk.type(SAID + "\r")
            await talk.shows("Effect: trust")

    said = caplog.text + "".join(capfd.readouterr())
    assert "came; 1 of 3 places taken" in said
    assert "heavy week" not in said
    assert "Hiya" not in said


async def test_who_is_too_many_is_told_so_and_who_is_in_may_come_again(serving: Serving) -> None:
    async with serving(limit=1) as url, visitor(url) as ada, window(ada, url) as talk:
        await talk.shows("I have read this")

        async with aiohttp.ClientSession() as bob, bob.get(url) as page:
            assert page.status == HTTPStatus.SERVICE_UNAVAILABLE
            assert "All 1 places are taken" in await page.text()
        async with ada.get(url) as page:
            assert page.status == HTTPStatus.OK


async def test_a_second_window_takes_over_from_the_first(serving: Serving) -> None:
    """One process a visitor: two would write over each other's drafts."""
    async with serving() as url, visitor(url) as http, window(http, url) as first:
        await first.begin()
        async with window(http, url) as second:
            assert await first.closed() == ELSEWHERE
            await second.shows("Type your reply")


async def test_who_quits_is_told_that_it_is_closed_and_begins_at_home_next_time(serving: Serving) -> None:
    async with serving() as url, visitor(url) as http:
        async with window(http, url) as first:
            await first.begin()
            await first.type("\x11")
            assert await first.closed() == ENDED
        async with window(http, url) as second:
            await second.shows("Go on with")


async def test_a_place_that_nobody_uses_is_given_up(serving: Serving) -> None:
    async with serving(idle_seconds=0.5) as url, visitor(url) as http, window(http, url) as talk:
        assert await talk.closed() == IDLE


async def test_messages_that_make_no_sense_are_passed_over(serving: Serving) -> None:
    async with serving() as url, visitor(url) as http, window(http, url) as talk:
        for nonsense in NONSENSE:
            await talk.socket.send_str(nonsense)
        await talk.socket.send_str('["resize", {"width": 100, "height": 40}]')
        await talk.shows("I have read this")


async def test_when_the_server_stops_every_app_keeps_what_is_typed(serving: Serving, tmp_path: Path) -> None:
    async with serving() as url, visitor(url) as http, window(http, url) as talk:
        await talk.begin()
        await talk.type("unsent")
        await talk.shows("unsent")
        await asyncio.sleep(0)

    folder = next((tmp_path / "served" / "visitors").iterdir())
    with Store.open(folder) as store:
        assert store.draft(store.records()[0].id) == "unsent"
