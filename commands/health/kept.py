"""The store: which one, whether it can be read, and its schema against the one that this program knows."""

from __future__ import annotations

import os
from pathlib import Path

from commands.health.finding import Finding, note, wrong

STORE = "ATTUNE_STORE"
"""Names another store than the file: a URL, whose password is never shown."""


def store(folder: Path, address: str | None = None) -> Finding:
    """How the kept sessions are. `address`: the URL of a store that is no file; `None`: as the environment says."""
    from simulator.store_place import FILE_NAME  # noqa: PLC0415  keeps --help quick

    url = os.environ.get(STORE, "") if address is None else address
    if "://" in url and not url.startswith("sqlite"):
        return _elsewhere(url)
    path = folder / FILE_NAME
    data = {"path": str(path), "schema": None}
    try:
        is_there = path.exists()
    except OSError as error:
        mend = "Set ATTUNE_HOME to a folder that you may write to."
        return wrong("Store", f"{path} cannot be looked at: {error.strerror}", mend, data)
    return _file(path) if is_there else Finding("Store", "no session has been kept yet", data=data)


def _file(path: Path) -> Finding:
    from simulator.store_errors import StoreError  # noqa: PLC0415  SQLAlchemy takes 0.2 s
    from simulator.store_health import look  # noqa: PLC0415  as above

    try:
        health = look(path)
    except StoreError as error:
        return wrong("Store", "the kept sessions cannot be read", str(error), {"path": str(path)})
    if not health.schema:
        mend = "Nothing to do, unless sessions were kept in it: then put a backup in its place."
        return note("Store", f"{path} is there, and nothing is in it", mend, {"path": str(path), "schema": None})
    data = {"path": str(path), "sessions": health.sessions, "megabytes": round(health.megabytes, 1)}
    return _by_schema(
        f"SQLite, {health.sessions} kept, {health.megabytes:.1f} MB, its pages sound", health.schema, data
    )


def _by_schema(state: str, schema: int, data: dict[str, object]) -> Finding:
    from simulator.store_schema import SCHEMA  # noqa: PLC0415  as above

    data |= {"schema": schema, "schema known": SCHEMA}
    if schema > SCHEMA:
        mend = f"A newer Attune has used it; this one knows schemas up to {SCHEMA}. Upgrade Attune."
        return wrong("Store", f"{state}, schema {schema}", mend, data)
    if schema < SCHEMA:
        mend = f"Nothing to do: the next session brings it to schema {SCHEMA}, with a copy made first."
        return note("Store", f"{state}, schema {schema}", mend, data)
    return Finding("Store", f"{state}, schema {schema}", data=data)


def masked(url: str) -> str:
    """A URL of which only kind, computer and name of the database are left: passwords stand in more than one place."""
    kind, _, rest = url.partition("://")
    place = rest.rpartition("@")[2].partition("?")[0]
    return f"{kind}://…@{place}" if "@" in rest else f"{kind}://{place}"


def _elsewhere(url: str) -> Finding:
    from sqlalchemy import create_engine, text  # noqa: PLC0415  takes 0.2 s
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError  # noqa: PLC0415  as above

    named, data = masked(url), {"url": masked(url)}
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            url = f"postgresql+psycopg://{url.removeprefix(short)}"
    try:
        engine = create_engine(url, hide_parameters=True)
    except ArgumentError:
        return wrong("Store", f"{named} is no address of a database", f"Mend {STORE}, or unset it.", data)
    except ModuleNotFoundError:
        return wrong("Store", f"{named}; its driver is not installed", "pip install 'attune[postgres]'", data)
    try:
        with engine.connect() as connection:
            schema = int(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or 0)
    except (SQLAlchemyError, ValueError):
        mend = "Is the server running, may you come in, and has Attune opened this database before?"
        return wrong("Store", f"{named} did not answer with a schema", mend, data)
    finally:
        engine.dispose()
    return _by_schema(named, schema, dict(data))
