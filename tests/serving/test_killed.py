"""The server is killed: nobody could say goodbye, and everybody comes back to where they were."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.serving.windows import visitor, window

ROOT = Path(__file__).parents[2]
GOING_SECONDS = 60


@asynccontextmanager
async def _server(home: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """`attune serve` in a process of its own, and its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "import cli; cli.main()", "serve", "--port", "0"),
        cwd=ROOT,
        env={**os.environ, "ATTUNE_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    while "http://" not in (line := (await process.stdout.readline()).decode()):
        assert line, "the server did not start"
    try:
        yield next(word for word in line.split() if word.startswith("http://")).rstrip("/") + "/", process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _children(process: int) -> list[int]:
    return [int(name) for name in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def _runs(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


async def _gone(process: int) -> None:
    async with asyncio.timeout(GOING_SECONDS):
        while _runs(process):  # noqa: ASYNC110  no child of ours
            await asyncio.sleep(0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="who began whom is read from /proc")
async def test_whoever_was_in_comes_back_to_the_same_words(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        async with _server(tmp_path) as (url, server):
            http = await stack.enter_async_context(visitor(url))
            async with window(http, url) as talk:
                await talk.begin()
                await talk.type("half a thought")
                await talk.shows("half a thought")
                apps = [app for loaded in _children(server.pid) for app in _children(loaded)]
                await asyncio.sleep(1)
                server.send_signal(signal.SIGKILL)
                for app in apps:
                    await _gone(app)
        async with _server(tmp_path) as (url, _), window(http, url) as talk:
            await talk.shows("half a thought")

    assert len(apps) == 1
