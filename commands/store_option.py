"""`--store`, for every command that opens the kept sessions: a PostgreSQL database instead of the file."""

from __future__ import annotations

import os

import click

from commands.errors import InputError

STORE = "ATTUNE_STORE"


def _use(ctx: click.Context, param: click.Parameter, url: str | None) -> None:
    """Let this command, and the programs that it starts, use another store; afterwards all is as before."""
    del param
    if url is None:
        return
    from simulator.store_errors import StoreError  # noqa: PLC0415  the app starts without
    from simulator.store_place import server_at  # noqa: PLC0415  as above

    try:
        server_at(url)
    except StoreError as error:
        raise InputError(f"--store: {error}") from None
    before = os.environ.get(STORE)
    os.environ[STORE] = url
    ctx.call_on_close(lambda: os.environ.pop(STORE, None) if before is None else os.environ.update({STORE: before}))


store_option = click.option(
    "--store",
    metavar="URL",
    expose_value=False,
    callback=_use,
    help=f"Sessions are kept in this PostgreSQL database. {STORE} in the environment says the same, and shows no "
    "password to those who list programs.",
)
