"""Where sessions are kept: in a file on this computer, or in a PostgreSQL database that ATTUNE_STORE names.

The address of a database may hold a password. Nothing here, and nothing that it returns, shows one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from scenarios.home import data_folder
from simulator.store_errors import StoreError

__all__ = [
    "FILE_NAME",
    "STORE",
    "TRAINEE",
    "Server",
    "chosen_server",
    "data_folder",
    "place_in_words",
    "server_at",
    "trial_file",
]

FILE_NAME = "sessions.sqlite"
STORE = "ATTUNE_STORE"
"""Environment variable with the address of a database; unset or empty: the file."""
TRAINEE = "ATTUNE_TRAINEE"
"""Environment variable with the pseudonym of the one person whose sessions a database is to give; set by
`attune serve` for each visitor."""
PERSON = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What such a pseudonym must be, whole."""
_SCHEME = re.compile(r"postgres(ql)?(\+psycopg)?", re.IGNORECASE)
_FORM = "It is written postgresql://user@host/database."


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database."""

    address: str = field(repr=False)
    """`user:password@host:port/database?options`, what stands behind `postgresql://`; never to be shown."""
    name: str
    """How messages call it: without password and options."""
    person: str = ""
    """Whose sessions alone it is asked for; empty: whatever the role may see."""

    def __str__(self) -> str:
        return self.name


def server_at(url: str, person: str = "") -> Server:
    """The database at this address. Raises `StoreError`, which does not repeat the address."""
    scheme, mark, address = url.strip().partition("://")
    if not mark or not _SCHEME.fullmatch(scheme):
        raise StoreError(f"This is no address of a PostgreSQL database. {_FORM}")
    try:
        parts = urlsplit(f"//{address}")
        name = _name(parts)
    except ValueError:
        raise StoreError(f"The address of the database cannot be understood. {_FORM}") from None
    if "@" in parts.path + parts.query + parts.fragment or parts.fragment:
        # Else a part of the password would pass for the name of the database, and be shown.
        raise StoreError(
            "The address of the database cannot be understood. In a password / is written %2F, ? %3F, # %23 and @ %40."
        )
    if person and not PERSON.fullmatch(person):
        raise StoreError(f"{TRAINEE}: a pseudonym has small letters, digits, `-` and `_`, 64 at most.")
    return Server(address, name, person)


def chosen_server() -> Server | None:
    """The database that the environment names; `None`: sessions are kept in the file. Raises `StoreError`."""
    url = os.environ.get(STORE, "").strip()
    return server_at(url, os.environ.get(TRAINEE, "")) if url else None


def place_in_words() -> str:
    """Where this person's sessions are kept, to be shown without secrets. Raises `StoreError`."""
    server = chosen_server()
    return str(data_folder() / FILE_NAME) if server is None else server.name


def _name(parts: SplitResult) -> str:
    """Raises `ValueError` for a port that is none."""
    user = f"{unquote(parts.username)}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    host = parts.hostname or (parse_qs(parts.query).get("host") or [""])[0]
    return f"postgresql://{user}{host}{port}{parts.path}"


def trial_file(folder: Path) -> Path:
    """Where results of a re-scoring wait to be kept; they quote sessions, so erasing takes this file along."""
    return folder / "rescoring.part"
