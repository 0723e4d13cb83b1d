"""The line between a browser and the server, which can be cut and mended: what goes through is passed on unread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Wire:
    """Listens in the server's place. While it is cut, whoever calls is hung up on."""

    def __init__(self, server: str) -> None:
        self.url = ""
        self.refused = 0
        """Calls that came while it was cut."""
        place = urlsplit(server)
        self._host, self._port = place.hostname, place.port
        self._ends: set[asyncio.StreamWriter] = set()
        self._is_cut = False

    def cut(self) -> None:
        """Nothing goes through any more, and both sides notice."""
        self._is_cut = True
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        """Calls go through again."""
        self._is_cut = False

    async def call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call from the browser, until either side hangs up."""
        if self._is_cut:
            self.refused += 1
            writer.transport.abort()
            return
        from_server, to_server = await asyncio.open_connection(self._host, self._port)
        mine = {writer, to_server}
        self._ends |= mine
        try:
            await asyncio.gather(_pass_on(reader, to_server), _pass_on(from_server, writer))
        finally:
            self._ends -= mine


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def wire(server: str) -> AsyncIterator[Wire]:
    """A line to this server."""
    line = Wire(server)
    listening = await asyncio.start_server(line.call, "127.0.0.1")
    line.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    try:
        yield line
    finally:
        line.cut()
        listening.close()
        await listening.wait_closed()
