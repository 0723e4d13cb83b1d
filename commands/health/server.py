"""A PostgreSQL database of kept sessions: does it answer, what may this role do, and is what is kept there safe?"""

from __future__ import annotations

import re
from dataclasses import replace

from commands.health.finding import Finding, note, wrong
from commands.health.kept import masked
from simulator.store_errors import StoreError, UnreachableError
from simulator.store_place import Server, server_at
from simulator.store_schema import SCHEMA
from simulator.store_server_health import Rights, ServerHealth, look

PAGE = "docs/postgresql.md"
OLDEST_TRIED = 15
"""Of PostgreSQL: in older ones whoever may connect may also make tables in `public`."""
RIGHTS = {
    Rights.ALL: "this role sees and may do everything",
    Rights.ASKED: "this role sees the sessions of the one visitor it asks for",
    Rights.OWN: "this role adds to and sees its own sessions alone",
    Rights.NONE: "this role may do nothing with the sessions",
}


def database(url: str) -> list[Finding]:
    """The database at this address; neither user nor password of it is told."""
    named = masked(url)
    data: dict[str, object] = {"url": named}
    try:
        server = server_at(url)
    except StoreError as error:
        return [wrong("Store", f"{named} is no address of a database", f"{error} Mend ATTUNE_STORE, or unset it.")]
    try:
        health = look(replace(server, name=named))
    except StoreError as error:
        state = f"{named} does not answer" if isinstance(error, UnreachableError) else f"{named} cannot be used"
        return [wrong("Store", state, _without_user(str(error), server), data)]
    data |= {"server": health.version, "schema": health.schema, "schema known": SCHEMA}
    data |= {"rights": health.rights.value, "sessions seen": health.sessions}
    state = f"{named}, PostgreSQL {health.version}, schema {health.schema}; {RIGHTS[health.rights]}"
    return [_store(state, health, data), *_around(health)]


def _store(state: str, health: ServerHealth, data: dict[str, object]) -> Finding:
    if health.rights is Rights.NONE:
        mend = f"Whoever looks after the database lets it: {PAGE} says which role may do what."
        return wrong("Store", state, mend, data)
    if health.schema > SCHEMA:
        mend = f"A newer Attune has used it; this one knows schemas up to {SCHEMA}. Upgrade Attune."
        return wrong("Store", state, mend, data)
    if health.schema < SCHEMA and not health.may_make_tables:
        mend = f"The owner of the tables opens it first with this Attune, which brings it to schema {SCHEMA}."
        return wrong("Store", state, mend, data)
    if health.schema < SCHEMA:
        mend = f"Nothing to do: the next session brings it to schema {SCHEMA}, with a copy made first."
        return note("Store", state, mend, data)
    return Finding("Store", f"{state} ({health.sessions} seen)", data=data)


def _around(health: ServerHealth) -> list[Finding]:
    """What around the sessions could be better."""
    found: list[Finding] = []
    if not health.is_private:
        mend = (
            "Add sslmode=require to the address, or sslmode=verify-full where the server's certificate can be checked."
        )
        found.append(wrong("Way to the store", "not encrypted, and it leaves this computer", mend))
    if not health.is_safe:
        mend = "In the server's settings: fsync = on, full_page_writes = on."
        found.append(wrong("Store's disk", "the server does not wait for its disk: a power cut loses turns", mend))
    if health.is_superuser:
        mend = f"Let a role that only owns the tables open it; {PAGE} makes one."
        found.append(note("Store's role", "may do everything on the whole server", mend))
    if health.rights is Rights.ALL and health.schema and not health.has_roles:
        mend = f"Only where trainees connect too, or attune serve: attune course roles | psql URL ({PAGE})."
        found.append(note("Store's roles", "nobody but the owner can practise here", mend))
    major = re.match(r"\d+", health.version)
    if major and int(major[0]) < OLDEST_TRIED:
        mend = f"PostgreSQL {OLDEST_TRIED} or newer is what {PAGE} was tried with."
        found.append(note("Store's version", f"PostgreSQL {health.version}", mend))
    return found


def _without_user(words: str, server: Server) -> str:
    """A server names the role that it refuses."""
    user = server.name.partition("://")[2].rpartition("@")[0]
    return words.replace(f'"{user}"', '"…"') if user else words
