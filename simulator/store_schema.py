"""The tables of kept sessions, as the queries see them. How a file comes to have them: `simulator/migrations`.

`event` only ever grows: triggers refuse to change or remove an event, save for a session named in `erasing`,
and refuse one that does not follow the last.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

SCHEMA = 1
"""Version of the schema that this program reads and writes; the number of its last migration."""

metadata = MetaData()

scenario = Table(
    "scenario",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False, comment="the file as it was when the session was played"),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True, comment="UUIDv7"),
    Column("trainee", Text, nullable=False, comment="a pseudonym, or empty"),
    Column("scenario_id", Text, nullable=False),
    Column("scenario_version", Text, nullable=False),
    Column("scenario_title", Text, nullable=False),
    Column("scenario_sha256", Text, ForeignKey("scenario.sha256"), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("mode", Text, nullable=False, comment="how it is played, e.g. coach or quiet"),
    Column("started_at", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("ending", Text, comment="the ending beat, or `left`; null while it goes on"),
)

event = Table(
    "event",
    metadata,
    Column("session", Text, ForeignKey("session.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="from 1, without gaps"),
    Column("at", Text, nullable=False, comment="UTC, ISO 8601; nothing is computed from it"),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON"),
)

draft = Table(
    "draft",
    metadata,
    Column("session", Text, ForeignKey("session.id"), primary_key=True),
    Column("text", Text, nullable=False, comment="words in the composer, not yet sent"),
    Column("at", Text, nullable=False, comment="UTC, ISO 8601"),
)

erasing = Table(
    "erasing",
    metadata,
    Column("session", Text, primary_key=True, comment="removed; the file is still to be rewritten without it"),
)
