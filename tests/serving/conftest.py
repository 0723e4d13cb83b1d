"""Fixtures of the tests of the app in browsers."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest

from tests.postgres import cluster
from tests.programs import go_without

__all__ = ["cluster"]


@pytest.fixture(autouse=True)
def _extra() -> None:
    if importlib.util.find_spec("textual_serve") is None:
        go_without("the extra `serve` is not installed")


class Serving(Protocol):
    """Serves a folder of visitors; gives where."""

    def __call__(
        self, *, limit: int = 3, idle_seconds: float = 600, user_header: str = ""
    ) -> AbstractAsyncContextManager[str]: ...


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serving:
    """A server in this process, whose apps are processes as ever."""

    @asynccontextmanager
    async def served(*, limit: int = 3, idle_seconds: float = 600, user_header: str = "") -> AsyncIterator[str]:
        from aiohttp.test_utils import TestServer  # noqa: PLC0415  an extra

        from commands.serving.door import Door  # noqa: PLC0415  an extra
        from commands.serving.server import Server  # noqa: PLC0415  an extra

        # An app that is slow to go because the machine is busy is no app that hangs.
        monkeypatch.setattr("commands.serving.process.STOP_SECONDS", 120.0)
        door = Door(user_header, is_behind_proxy=bool(user_header))
        server = Server(tmp_path / "served", door, limit=limit, idle_seconds=idle_seconds)
        async with TestServer(server.application()) as running:
            yield str(running.make_url("/"))

    return served
