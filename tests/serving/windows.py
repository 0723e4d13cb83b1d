"""A browser's side of the socket, without the browser: what it sends, and what is painted."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp

from tests.serving.painted import Painted

PATIENCE_SECONDS = 240.0


class Window:
    """One open window."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.painted = Painted()
        self.socket = socket
        self.touched = asyncio.Event()
        """Set whenever something is painted."""
        self._listening = asyncio.create_task(self._listen())

    async def type(self, text: str) -> None:
        """Type; Enter is `\\r`."""
        await self.socket.send_str(json.dumps(["stdin", text]))

    async def shows(self, words: str) -> None:
        """Wait until the terminal shows these words."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.painted.words:
            assert time.monotonic() < deadline, self.painted.text
            await asyncio.sleep(0.02)

    async def hides(self, words: str) -> None:
        """Wait until the terminal shows these words no more."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words in self.painted.words:
            assert time.monotonic() < deadline, self.painted.text
            await asyncio.sleep(0.02)

    async def closed(self) -> int | None:
        """Wait until the server has closed it; gives the code."""
        await asyncio.wait_for(self._listening, PATIENCE_SECONDS)
        return self.socket.close_code

    async def begin(self) -> None:
        """From the first welcome into a conversation with Maya."""
        await self.shows("I have read this")
        await self.type("\r")
        await self.hides("I have read this")  # home may stand complete behind it already, and keys be lost between
        await self.shows("Maya, 34")
        await self.type("Maya")
        await self.shows("Level 1 · 12 minutes · by video")
        await self.type("\r")
        await self.shows("Begin")
        await self.type("\r")
        await self.shows("Type your reply")

    async def _listen(self) -> None:
        async for message in self.socket:
            if message.type == aiohttp.WSMsgType.BINARY:
                self.painted.feed(message.data)
                self.touched.set()


async def has_room(url: str) -> None:
    """Wait until the server lets somebody new in: an app that was left first keeps what is typed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    async with aiohttp.ClientSession() as http:
        while time.monotonic() < deadline:
            async with http.get(url) as page:
                if page.status == HTTPStatus.OK:
                    return
            await asyncio.sleep(0.1)
    raise AssertionError("no place was given up")


@asynccontextmanager
async def visitor(url: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who has opened the page and has its cookie. `headers`: what a proxy adds to everything they ask for."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers) as http:
        async with http.get(url) as page:
            assert page.status == 200
        yield http


@asynccontextmanager
async def window(http: aiohttp.ClientSession, url: str) -> AsyncIterator[Window]:
    """A window of this visitor's."""
    headers = {"Origin": url.rstrip("/")}
    async with http.ws_connect(f"{url}ws?width=100&height=40", headers=headers, max_msg_size=0) as socket:
        yield Window(socket)
