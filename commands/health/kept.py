"""The store: which one, whether it can be read, and its schema against the one that this program knows."""

from __future__ import annotations

import os
from pathlib import Path

from commands.health.finding import Finding, note, wrong

STORE = "ATTUNE_STORE"
"""Names another store than the file: a URL, whose password is never shown."""


def store(folder: Path) -> list[Finding]:
    """How the kept sessions are, in the file or wherever the environment says."""
    from simulator.store_place import FILE_NAME  # noqa: PLC0415  keeps --help quick

    url = os.environ.get(STORE, "").strip()
    if url:
        from commands.health.server import database  # noqa: PLC0415  SQLAlchemy takes 0.2 s

        return database(url)
    path = folder / FILE_NAME
    data = {"path": str(path), "schema": None}
    try:
        is_there = path.exists()
    except OSError as error:
        mend = "Set ATTUNE_HOME to a folder that you may write to."
        return [wrong("Store", f"{path} cannot be looked at: {error.strerror}", mend, data)]
    return [_file(path) if is_there else Finding("Store", "no session has been kept yet", data=data)]


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
