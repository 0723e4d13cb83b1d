"""Fixtures of the tests of the app in browsers."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest

from tests.programs import go_without


@pytest.fixture(autouse=True)
def _extra() -> None:
    if importlib.util.find_spec("textual_serve") is None:
        go_without("the extra `serve` is not installed")


class Serving(Protocol):
    """Serves a folder of visitors; gives where."""

    def __call__(self, *, limit: int = 3, idle_seconds: float = 600) -> AbstractAsyncContextManager[str]: ...


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serving:
    """A server in this process, whose apps are processes as ever."""

    @asynccontextmanager
    async def served(*, limit: int = 3, idle_seconds: float = 600) -> AsyncIterator[str]:
        from aiohttp.test_utils import TestServer  # noqa: PLC0415  an extra

        from commands.serving.door import Door  # noqa: PLC0415  an extra
        from commands.serving.server import Server  # noqa: PLC0415  an extra

        # An app that is slow to go because the machine is busy is no app that hangs.
        monkeypatch.setattr("commands.serving.process.STOP_SECONDS", 120.0)
        server = Server(tmp_path / "served", Door(), limit=limit, idle_seconds=idle_seconds)
        async with TestServer(server.application()) as running:
            yield str(running.make_url("/"))

    return served
