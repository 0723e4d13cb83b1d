"""A real Chromium without a window, led over the DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.serving.painted import Painted

PATIENCE_SECONDS = 240.0
KEYS = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Tab": (9, ""),
    "ArrowDown": (40, ""),
    "F2": (113, ""),
    "F5": (116, ""),
    "F10": (121, ""),
}
"""Keys that are no letters: the code that a browser gives them, and the text they type."""


def find() -> str | None:
    """The program; `None` where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Page:
    """One tab."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self.painted = Painted()
        self.urls: list[str] = []
        """Everything that was asked for."""
        self.complaints: list[str] = []
        """What the browser's console says is wrong, such as what the page's policy forbids."""
        self._connection = connection
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listening = asyncio.create_task(self._listen())

    async def call(self, method: str, **arguments: object) -> dict[str, Any]:
        """Do one thing of the protocol."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        await self._connection.send_json({"id": number, "method": method, "params": arguments})
        return await asyncio.wait_for(answer, PATIENCE_SECONDS)

    async def open(self, url: str) -> None:
        """Go to a page."""
        self.painted = Painted()
        await self.call("Page.navigate", url=url)

    async def reload(self) -> None:
        """As with the browser's button."""
        self.painted = Painted()
        await self.call("Page.reload")

    async def type(self, text: str) -> None:
        """Type text, letter by letter as a paste does not."""
        for letter in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def press(self, key: str) -> None:
        """Press a key that is no letter."""
        code, text = KEYS[key]
        same: dict[str, object] = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **same, **({"text": text} if text else {}))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **same)

    async def run(self, script: str) -> Any:  # noqa: ANN401  whatever the script gives
        """The value of a script in the page."""
        found = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def begin(self) -> None:
        """From the first welcome into a conversation with Maya."""
        await self.shows("I have read this")
        await self.press("Enter")
        await self.shows("Maya, 34")
        await self.type("Maya")
        await self.shows("Level 1 · 12 minutes · by video")
        await self.press("Enter")
        await self.shows("Begin")
        await self.press("Enter")
        await self.shows("Type your reply")

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, self.painted.text
            await asyncio.sleep(0.05)

    async def shows(self, words: str) -> None:
        """Wait until the terminal shows these words."""
        await self.until(lambda: words in self.painted.words)

    async def says(self, words: str) -> None:
        """Wait until the page itself, not its terminal, says these words."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in (said := str(await self.run("document.body && document.body.innerText"))):
            assert time.monotonic() < deadline, said
            await asyncio.sleep(0.1)

    async def picture(self, path: Path) -> None:
        """Keep a picture of the page."""
        found = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(found["data"]))

    async def _listen(self) -> None:
        async for message in self._connection:
            said = json.loads(message.data)
            if "id" in said:
                answer = self._waiting.pop(said["id"])
                if not answer.done():
                    if "error" in said:
                        answer.set_exception(AssertionError(said["error"]["message"]))
                    else:
                        answer.set_result(said["result"])
            else:
                self._note(said["method"], said["params"])

    def _note(self, method: str, about: dict[str, Any]) -> None:
        match method:
            case "Network.webSocketFrameReceived" if about["response"]["opcode"] == 2:
                self.painted.feed(base64.b64decode(about["response"]["payloadData"]))
            case "Network.requestWillBeSent":
                self.urls.append(about["request"]["url"])
            case "Log.entryAdded" if about["entry"]["level"] == "error":
                self.complaints.append(about["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(about["exceptionDetails"]))


@asynccontextmanager
async def browser(program: str, profile: Path) -> AsyncIterator[Page]:
    """One tab of a browser of its own."""
    process = await asyncio.create_subprocess_exec(
        program,
        "--headless=new",
        "--no-sandbox",
        "--remote-debugging-port=0",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--window-size=1000,700",
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        address = await _address(profile)
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://{address}/json/list") as answer:
                tab = next(one for one in await answer.json() if one["type"] == "page")
            async with http.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as connection:
                page = Page(connection)
                for domain in ("Page", "Network", "Runtime", "Log"):
                    await page.call(f"{domain}.enable")
                yield page
    finally:
        process.terminate()
        await process.wait()


async def _address(profile: Path) -> str:
    """Where the browser listens, as it says in its own file."""
    told = profile / "DevToolsActivePort"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (told.exists() and "\n" in told.read_text()):
        assert time.monotonic() < deadline, "the browser does not start"
        await asyncio.sleep(0.05)
    return f"127.0.0.1:{told.read_text().splitlines()[0]}"
