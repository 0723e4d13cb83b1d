"""`attune serve`: the app in browsers, one process a visitor."""

from __future__ import annotations

import errno
import logging
import re
import sys
from dataclasses import replace
from pathlib import Path

import click

from commands.errors import InputError
from commands.serving.door import Door, is_loopback
from commands.store_option import store_option
from scenarios.home import data_folder
from scoring.words import plural

SERVED = "served"
"""The folder of all visitors, within the folder for data."""
NOBODY = "nobody"
"""A pseudonym to try a database with; nothing is kept under it."""
MISSING = "`attune serve` needs the extra `serve`, which is not installed here: pip install 'attune[serve]'"


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="0: any that is free.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=25, show_default=True, help="Most visitors at once.")
@click.option(
    "--idle-minutes",
    type=click.IntRange(1, 24 * 60),
    default=60,
    show_default=True,
    help="A visitor who types nothing for so long gives the place up; everything is kept.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="A proxy stands in front that encrypts and decides who may come; needed for an address others can reach.",
)
@click.option(
    "--open-to-network",
    is_flag=True,
    help="Instead of a proxy: whoever reaches this address may come in, and nothing on the way is encrypted.",
)
@click.option("--user-header", metavar="NAME", default="", help="Header in which the proxy names the visitor.")
@click.option(
    "--trusted-proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    default=("127.0.0.1", "::1"),
    show_default=True,
    help="The proxy's address; only from there is the header believed. May be given several times.",
)
@store_option
def command(  # noqa: PLR0913  one for each option
    host: str,
    port: int,
    limit: int,
    idle_minutes: int,
    *,
    behind_proxy: bool,
    open_to_network: bool,
    user_header: str,
    proxies: tuple[str, ...],
) -> None:
    """Serve the app to browsers. Only this computer can reach it unless you say otherwise.

    Every visitor practises in a process and a folder of their own, and finds the session again after a reload.
    With a PostgreSQL database each sees their own sessions alone: its role must be a member of attune_served
    (docs/postgresql.md).

    \b
    Examples:
      attune serve
      ATTUNE_STORE=postgresql://served@db.example.org/attune attune serve
      attune serve --host 0.0.0.0 --behind-proxy --trusted-proxy 10.0.0.2 --user-header X-Remote-User
    """
    if behind_proxy and open_to_network:
        raise click.UsageError("--behind-proxy and --open-to-network say opposite things: choose one")
    if user_header and not behind_proxy:
        raise click.UsageError("--user-header needs --behind-proxy: anyone else could write the header")
    if not is_loopback(host) and not (behind_proxy or open_to_network):
        raise click.UsageError(
            f"others can reach {host}: add --behind-proxy where a proxy encrypts and decides who may come, or "
            "--open-to-network where whoever reaches it may"
        )
    try:
        from aiohttp import web  # noqa: PLC0415  an extra, and slow

        from commands.serving.server import Server  # noqa: PLC0415  as above
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"aiohttp", "textual_serve"}:
            raise InputError(MISSING) from None
        raise
    folder = _folder()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("attune.serve").setLevel(logging.INFO)
    kept_in = _kept_in(folder)
    door = Door(user_header, frozenset(proxies), is_behind_proxy=behind_proxy, is_open=open_to_network)
    server = Server(folder, door, limit=limit, idle_seconds=idle_minutes * 60)
    try:
        web.run_app(
            server.application(),
            host=host,
            port=port,
            print=lambda banner: _say_where(banner, limit, kept_in),
            access_log=None,
        )
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
            raise
        raise InputError(f"{host}:{port} cannot be listened on: {error.strerror}. --port names another.") from error


def _say_where(banner: str, limit: int, kept_in: str) -> None:
    """What to open, out of the server's own banner: only it knows which port was free."""
    for address in re.findall(r"http://\S+", banner):
        click.echo(f"Attune is served at {address} to {plural(limit, 'visitor')} at most. Ctrl-C stops it.")
    click.echo(f"Sessions are kept in {kept_in}")
    sys.stdout.flush()


def _kept_in(folder: Path) -> str:
    """Where sessions are kept, in words. A database is opened first as a visitor's app opens it.

    So a role that must not serve is refused now, and not to every visitor. A server that does not answer yet may
    later; until then visitors are told.
    """
    from simulator.store_errors import StoreError, UnreachableError  # noqa: PLC0415  keeps --help quick
    from simulator.store_place import chosen_server  # noqa: PLC0415  as above

    try:
        server = chosen_server()
        if server is None:
            return str(folder)
        from simulator.store import Store  # noqa: PLC0415  SQLAlchemy takes 0.2 s

        try:
            Store.open(folder, server=replace(server, person=NOBODY)).close()
        except UnreachableError as error:
            logging.getLogger("attune.serve").warning("%s", error)
    except StoreError as error:
        raise InputError(str(error)) from None
    return f"{server}; settings and reports of visitors in {folder}"


def _folder() -> Path:
    folder = data_folder() / SERVED
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: sessions cannot be kept there: {error.strerror}.") from error
    return folder
