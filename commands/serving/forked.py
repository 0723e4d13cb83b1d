"""Apps that are split off from one process in which everything is loaded: they share its memory and begin at once.

This is the server's side; `warm.py` is that process. Where it cannot be had, `OSError` is raised, and the caller
starts an app of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from contextlib import ExitStack, suppress

IS_POSSIBLE = sys.platform == "linux"
"""Elsewhere a process that has loaded so much cannot be split safely."""
BEGIN_SECONDS = 60.0
"""How long to wait for it: it loads the coder and every patient first."""
AGAIN_SECONDS = 300.0
"""After how long it is tried again where it failed: until then nobody waits for it."""


class ForkedApp:
    """A process, as far as a visitor's app needs one of `asyncio.subprocess`."""

    def __init__(self, pid: int, stdin: asyncio.StreamWriter, stdout: asyncio.StreamReader) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.stderr: asyncio.StreamReader | None = None
        self.gone = asyncio.Event()
        """Set once it has closed its output, which it does by going."""

    async def wait(self) -> int:
        """Wait until it is gone."""
        await self.gone.wait()
        self.stdin.close()
        return 0

    def kill(self) -> None:
        """End it at once; as long as its output is open, this id is its own."""
        if not self.gone.is_set():
            os.kill(self.pid, signal.SIGKILL)


class _Output(asyncio.StreamReaderProtocol):
    """Notices the end."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        super().__init__(reader)
        self.app: ForkedApp | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.app is not None:
            self.app.gone.set()


class Nursery:
    """The loaded process, begun when the first visitor comes, and anew where it has gone."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._control: socket.socket | None = None
        self._process: Process | None = None
        self._not_before = 0.0

    async def app(self, environment: Mapping[str, str], own: Mapping[str, str]) -> ForkedApp:
        """Split an app off. `environment`: what all have; `own`: what is this visitor's alone. Raises `OSError`."""
        async with self._lock:
            if not IS_POSSIBLE or asyncio.get_running_loop().time() < self._not_before:
                raise OSError("cannot be had")
            try:
                return await self._app(environment, own)
            except BaseException:  # also where the visitor went meanwhile: the next answer would be theirs
                self._not_before = asyncio.get_running_loop().time() + AGAIN_SECONDS
                await self._end()
                raise

    async def _app(self, environment: Mapping[str, str], own: Mapping[str, str]) -> ForkedApp:
        control = await self._begun(environment)
        loop = asyncio.get_running_loop()
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        with ExitStack() as unless_connected:
            to_app = unless_connected.enter_context(os.fdopen(ours_in, "wb", 0))
            from_app = unless_connected.enter_context(os.fdopen(ours_out, "rb", 0))
            try:
                socket.send_fds(control, [json.dumps(dict(own)).encode()], [theirs_in, theirs_out])
            finally:
                os.close(theirs_in)
                os.close(theirs_out)
            answer = await asyncio.wait_for(loop.sock_recv(control, 64), BEGIN_SECONDS)
            if not answer:
                raise ConnectionError("the process with everything loaded has gone")
            reader = asyncio.StreamReader()
            output = _Output(reader)
            await loop.connect_read_pipe(lambda: output, from_app)
            sent = asyncio.StreamReaderProtocol(asyncio.StreamReader())
            pipe, _ = await loop.connect_write_pipe(lambda: sent, to_app)
            unless_connected.pop_all()
        output.app = app = ForkedApp(int(answer), asyncio.StreamWriter(pipe, sent, None, loop), reader)
        return app

    async def _begun(self, environment: Mapping[str, str]) -> socket.socket:
        if self._control is not None and self._process is not None and self._process.returncode is None:
            return self._control
        await self._end()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "commands.serving.warm",
                str(theirs.fileno()),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                pass_fds=[theirs.fileno()],
                env=dict(environment),
            )
        self._control = ours
        return ours

    async def end(self) -> None:
        """Let the loaded process go; its apps stay."""
        async with self._lock:
            await self._end()

    async def _end(self) -> None:
        control, self._control = self._control, None
        process, self._process = self._process, None
        if control is not None:
            control.close()
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
