"""Attune in browsers: pages, sockets, and one process a visitor. Nothing of a session is ever written to the log."""

from __future__ import annotations

import asyncio
import html
import json
import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from commands.serving.door import COOKIE, Door, Refusal, Visitor
from commands.serving.forked import Nursery
from commands.serving.places import Full, Places
from commands.serving.process import VisitorsApp

PAGES = Path(__file__).with_name("page")
STATIC = Path(str(textual_serve.__file__)).with_name("static")
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Styles may stand inline because the terminal measures its letters and sets them so; scripts may not."""
COOKIE_SECONDS = 180 * 24 * 3600
MESSAGE_BYTES = 12_000_000
"""Most bytes of one message from a browser: room for a paste of ten million, which the composer then refuses."""
LARGEST = 1_000
"""Most columns or rows of a browser's terminal."""
ENDED, ELSEWHERE, IDLE, FULL, FAILED = 4000, 4001, 4002, 4003, 4004
"""Why a socket is closed; `page/attune.js` says it in words."""

log = logging.getLogger("attune.serve")


@dataclass
class Seat:
    """One open window."""

    socket: web.WebSocketResponse
    app: VisitorsApp | None = None
    last_key: float = 0.0
    """When something was typed last, by the loop's clock."""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once its app has kept what was typed and is gone."""


class Server:
    """Serves one folder of visitors. `idle_seconds`: after how long without a key a place is given up."""

    def __init__(self, folder: Path, door: Door, *, limit: int, idle_seconds: float) -> None:
        self.folder = folder
        self.door = door
        self.places: Places[Seat] = Places(limit)
        self.idle_seconds = idle_seconds
        self._downloads = DownloadManager()
        self._nursery = Nursery()
        self._going: set[asyncio.Task[None]] = set()

    def application(self) -> web.Application:
        """The web application."""
        application = web.Application(middlewares=[self._guard], handler_args={"access_log": None})
        application.add_routes(
            [
                web.get("/", self._index),
                web.get("/here", self._here),
                web.get("/ws", self._socket),
                web.get("/download/{key}", self._download),
                web.static("/page", PAGES),
                web.static("/static", STATIC),
            ]
        )
        application.on_shutdown.append(self._close_all)
        return application

    # At the door

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:  # noqa: ANN401  aiohttp's own
        if self.door.refuses_host(request.headers.get("Host", "")):
            response: web.StreamResponse = _message(403, "Not here", "Attune is not served under this name.")
        else:
            try:
                response = await handler(request)
            except web.HTTPException as found:
                found.headers.update(SECURITY)
                raise
        if not response.prepared:
            response.headers.update(SECURITY)
        return response

    def _visitor(self, request: web.Request) -> Visitor | Refusal:
        cookie = request.cookies.get(COOKIE, "")
        return self.door.visitor(request.headers, cookie, request.remote or "", lambda: secrets.token_hex(16))

    async def _index(self, request: web.Request) -> web.StreamResponse:
        visitor = self._visitor(request)
        if isinstance(visitor, Refusal):
            return _message(403, "You cannot come in here", visitor.reason)
        if not self.places.has_room_for(visitor.folder):
            words = (
                f"All {self.places.limit} places are taken just now. Nothing of yours is lost; "
                "try again in a few minutes."
            )
            return _message(503, "Attune is full", words)
        response = web.Response(text=_page("index.html"), content_type="text/html")
        response.headers["Cache-Control"] = "no-store"
        if visitor.is_new:
            response.set_cookie(
                COOKIE,
                visitor.name,
                max_age=COOKIE_SECONDS,
                httponly=True,
                samesite="Strict",
                secure=self.door.is_secure(request.headers, request.remote or ""),
            )
        return response

    async def _here(self, request: web.Request) -> web.StreamResponse:
        """For a window that lost its connection: is anybody there again?"""
        del request
        return web.Response(text="here", headers={"Cache-Control": "no-store"})

    # At the table

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        visitor = self._visitor(request)
        if isinstance(visitor, Refusal) or visitor.is_new:
            return _message(403, "You cannot come in here", "Open the page first.")
        if self.door.refuses_origin(request.headers.get("Origin", ""), request.headers, request.remote or ""):
            return _message(403, "You cannot come in here", "Another site asked for this.")
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MESSAGE_BYTES)
        await socket.prepare(request)
        seat = Seat(socket, last_key=asyncio.get_running_loop().time())
        try:
            before = self.places.take(visitor.folder, seat)
        except Full:
            await socket.close(code=FULL)
            return socket
        log.info("%s came; %d of %d places taken", visitor.label, len(self.places), self.places.limit)
        try:
            if before is not None:
                await _leave(before)
            if self.places.holds(visitor.folder, seat):
                await self._sit(visitor, seat, request)
        finally:
            going = asyncio.create_task(self._clear(visitor, seat))
            self._going.add(going)
            going.add_done_callback(self._going.discard)
            await asyncio.shield(going)  # a window that is cut off must not cut off the keeping of its words
        return socket

    async def _clear(self, visitor: Visitor, seat: Seat) -> None:
        """Let the app go, then give its place up."""
        try:
            if seat.app is not None:
                await seat.app.stop()
        finally:
            self.places.give_up(visitor.folder, seat)
            seat.gone.set()
            log.info("%s went; %d of %d places taken", visitor.label, len(self.places), self.places.limit)

    async def _sit(self, visitor: Visitor, seat: Seat, request: web.Request) -> None:
        home = self.folder / visitor.folder
        socket = seat.socket
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            seat.app = VisitorsApp(
                home,
                visitor.pseudonym,
                write_bytes=_quietly(socket.send_bytes),
                write_str=_quietly(socket.send_str),
                close=lambda: _close(socket, ENDED),
                downloads=self._downloads,
                nursery=self._nursery,
            )
            await seat.app.start(_cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
        except OSError as error:
            log.error("%s: the app could not be started: %s", visitor.label, error.strerror or "unknown")  # noqa: TRY400
            await _close(socket, FAILED)
            return
        watching = [asyncio.create_task(self._watch_process(seat)), asyncio.create_task(self._watch_idle(seat))]
        try:
            await self._listen(seat)
        finally:
            for task in watching:
                task.cancel()

    async def _listen(self, seat: Seat) -> None:
        """Pass on what the browser says until it is gone; what makes no sense is passed over."""
        app = seat.app
        assert app is not None  # noqa: S101  it was started
        async for message in seat.socket:
            if message.type != WSMsgType.TEXT:
                continue
            try:
                match json.loads(message.data):
                    case ["stdin", str(data)]:
                        seat.last_key = asyncio.get_running_loop().time()
                        await app.send_bytes(data.encode("utf-8", "replace"))
                    case ["resize", {"width": width, "height": height}]:
                        await app.set_terminal_size(_cells(width, 80), _cells(height, 24))
                    case ["ping", data]:
                        await seat.socket.send_json(["pong", data])
                    case ["focus", *_]:
                        await app.focus()
                    case ["blur", *_]:
                        await app.blur()
            except (ValueError, RecursionError):
                continue
            except ConnectionError:
                return

    async def _watch_process(self, seat: Seat) -> None:
        """An app that is gone leaves no window that nobody answers."""
        if seat.app is not None:
            await seat.app.ended()
            await asyncio.sleep(1)  # what it painted last is on its way
            await _close(seat.socket, ENDED)

    async def _watch_idle(self, seat: Seat) -> None:
        loop = asyncio.get_running_loop()
        while (left := seat.last_key + self.idle_seconds - loop.time()) > 0:  # noqa: ASYNC110  a time that keys move
            await asyncio.sleep(left)
        await _close(seat.socket, IDLE)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file that the visitor's own app hands over."""
        visitor = self._visitor(request)
        try:
            download = await self._downloads.get_download_metadata(request.match_info["key"])
        except KeyError:
            return _message(404, "Not here", "There is no such file any more.")
        seat = None if isinstance(visitor, Refusal) else self.places.seat(visitor.folder)
        if seat is None or download.app_service is not seat.app:
            return _message(404, "Not here", "There is no such file any more.")
        response = web.StreamResponse(headers=SECURITY)
        response.content_type = download.mime_type or "application/octet-stream"
        name = "".join(letter for letter in download.file_name if letter.isalnum() or letter in "._-") or "attune"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        await response.prepare(request)
        async for chunk in self._downloads.download(request.match_info["key"]):
            await response.write(chunk if isinstance(chunk, bytes) else str(chunk).encode())
        await response.write_eof()
        return response

    async def _close_all(self, application: web.Application) -> None:
        """Let every app keep what is typed; the pages come back by themselves once the server does."""
        del application
        seats = self.places.seats()
        await asyncio.gather(*(_close(seat.socket, WSCloseCode.SERVICE_RESTART) for seat in seats))
        await asyncio.gather(*(seat.gone.wait() for seat in seats))
        await self._nursery.end()


async def _leave(seat: Seat) -> None:
    """Give way to another window of the same visitor, and let the app keep what is typed first."""
    await _close(seat.socket, ELSEWHERE)
    await seat.gone.wait()


async def _close(socket: web.WebSocketResponse, code: int) -> None:
    with suppress(ConnectionError, RuntimeError):
        await socket.close(code=code)


def _quietly(send: Any) -> Any:  # noqa: ANN401  two methods of aiohttp's socket
    """What an app still paints after its window has gone is nobody's."""

    async def sent(data: Any) -> None:  # noqa: ANN401  bytes or text
        with suppress(ConnectionError, RuntimeError):
            await send(data)

    return sent


def _cells(given: object, usual: int) -> int:
    try:
        return min(LARGEST, max(1, int(str(given))))
    except ValueError:
        return usual


def _page(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


def _message(status: int, title: str, words: str) -> web.Response:
    text = _page("message.html").replace("{title}", html.escape(title)).replace("{words}", html.escape(words))
    headers = {"Cache-Control": "no-store", **({"Retry-After": "60"} if status == 503 else {})}
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)
