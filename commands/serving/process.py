"""One visitor's app: a process of its own that paints into a browser through textual-serve's protocol."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from commands.serving.forked import Nursery
from simulator.store_place import TRAINEE

STOP_SECONDS = 10.0
"""How long an app may take to keep what is typed and go."""
OWN = ("ATTUNE_HOME", TRAINEE, "COLUMNS", "ROWS")
"""What differs between visitors in the environment."""
ROOT = Path(__file__).parents[2]


class VisitorsApp(AppService):
    """Attune as one visitor, on a folder of their own.

    What it writes to standard error is dropped: no words of a session in logs.
    """

    def __init__(
        self,
        home: Path,
        pseudonym: str,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        downloads: DownloadManager,
        nursery: Nursery,
    ) -> None:
        """`home`: the visitor's folder; `pseudonym`: as whom a database keeps the visitor's sessions."""
        super().__init__(
            "attune", write_bytes=write_bytes, write_str=write_str, close=close, download_manager=downloads
        )
        self.home = home
        self.pseudonym = pseudonym
        self._nursery = nursery

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
        return {
            **super()._build_environment(width, height),
            "ATTUNE_HOME": str(self.home),
            TRAINEE: self.pseudonym,
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONSAFEPATH": "1",
            "TEXTUAL_FPS": "30",
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(width, height)
        own = {name: environment[name] for name in OWN}
        # What is loaded for all is nobody's: it knows no visitor, not even the one for whom it is begun.
        of_all = {name: value for name, value in environment.items() if name not in OWN}
        of_all |= {name: os.environ[name] for name in OWN if name in os.environ}
        try:
            process = cast("Process", await self._nursery.app(of_all, own))
        except OSError:
            process = await _started(environment)
        self._process = process
        process.stderr = asyncio.StreamReader()  # the protocol reads it to its end, which is here
        process.stderr.feed_eof()
        self._stdin = process.stdin
        return process

    async def ended(self) -> None:
        """Wait until the process has gone by itself."""
        if self._process is not None:
            await self._process.wait()

    async def stop(self) -> None:
        """Let the app keep what is typed and go; one that does not is killed.

        What it still paints is read to its end meanwhile: a process whose output nobody reads cannot go.
        """
        painting, self._task = self._task, None
        process = self._process
        if painting is None or process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        quitting = asyncio.create_task(self.send_meta({"type": "quit"}))
        await asyncio.wait({painting}, timeout=STOP_SECONDS)
        if not painting.done():
            with suppress(ProcessLookupError):
                process.kill()
            await asyncio.wait({painting}, timeout=STOP_SECONDS)
        for task in (quitting, painting):
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()


async def _started(environment: dict[str, str]) -> Process:
    """An app that loads everything for itself."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "commands.serving.app", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )
