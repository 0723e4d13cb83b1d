"""The tables of kept sessions, as the queries see them. How a file comes to have them: `simulator/migrations`.

`event` and `rating` only ever grow: triggers refuse to change or remove a row, save for a session named in `erasing`,
and refuse an event that does not follow the last.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

SCHEMA = 2
"""Version of the schema that this program reads and writes; the number of its last migration."""

metadata = MetaData()

Long = BigInteger().with_variant(Integer, "sqlite")
"""A whole number of 64 bits, as every one is in SQLite."""
Key = Text().with_variant(Text(collation="C"), "postgresql")
"""Ids, hashes and times: sorted by their letters' numbers, whatever language a server sorts by."""

scenario = Table(
    "scenario",
    metadata,
    Column("sha256", Key, primary_key=True),
    Column("bytes", LargeBinary, nullable=False, comment="the file as it was when the session was played"),
)

session = Table(
    "session",
    metadata,
    Column("id", Key, primary_key=True, comment="UUIDv7"),
    Column("trainee", Text, nullable=False, comment="a pseudonym, or empty"),
    Column("scenario_id", Text, nullable=False),
    Column("scenario_version", Text, nullable=False),
    Column("scenario_title", Text, nullable=False),
    Column("scenario_sha256", Key, ForeignKey("scenario.sha256"), nullable=False),
    Column("seed", Long, nullable=False),
    Column("mode", Text, nullable=False, comment="how it is played, e.g. coach or quiet"),
    Column("started_at", Key, nullable=False, comment="UTC, ISO 8601"),
    Column("ending", Text, comment="the ending beat, or `left`; null while it goes on"),
    Column("again_of", Key, comment="for a second try: the session it branched off from"),
    Column("again_turn", Integer, comment="for a second try: the last turn that was taken over"),
)

event = Table(
    "event",
    metadata,
    Column("session", Key, ForeignKey("session.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False, comment="from 1, without gaps"),
    Column("at", Key, nullable=False, comment="UTC, ISO 8601; nothing is computed from it"),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON"),
)

draft = Table(
    "draft",
    metadata,
    Column("session", Key, ForeignKey("session.id"), primary_key=True),
    Column("text", Text, nullable=False, comment="words in the composer, not yet sent"),
    Column("at", Key, nullable=False, comment="UTC, ISO 8601"),
)

erasing = Table(
    "erasing",
    metadata,
    Column("session", Key, primary_key=True, comment="removed; the file is still to be rewritten without it"),
)

rating = Table(
    "rating",
    metadata,
    Column("id", Key, primary_key=True, comment="UUIDv7"),
    Column("session", Key, ForeignKey("session.id"), nullable=False),
    Column("turn", Integer, comment="null where the whole session is rated"),
    Column("target", Text, nullable=False, comment="`fit`, a dimension, `code:ID` or `cap:RULE`"),
    Column("value", Integer, comment="fit −3…3, dimension in tenths 0…1000, code and cap 0 or 1; null takes back"),
    Column("rater", Text, nullable=False, comment="a pseudonym"),
    Column("blind", Integer, nullable=False, comment="1 where the machine's rating was hidden"),
    Column("sample", Text, nullable=False, comment="`random` where the turn was drawn by chance, else `chosen`"),
    Column("comment", Text, nullable=False),
    Column("at", Key, nullable=False, comment="UTC, ISO 8601"),
    Index("rating_session", "session"),
)

rescoring = Table(
    "rescoring",
    metadata,
    Column("id", Key, primary_key=True, comment="UUIDv7"),
    Column("rubric", Text, nullable=False),
    Column("coder", Text, nullable=False, comment="version; empty where the kept readings were scored"),
    Column("at", Key, nullable=False, comment="UTC, ISO 8601"),
    Column("undone_at", Key, comment="UTC, ISO 8601; null while it counts"),
)

result = Table(
    "result",
    metadata,
    Column("rescoring", Key, ForeignKey("rescoring.id"), primary_key=True),
    Column("session", Key, ForeignKey("session.id"), primary_key=True),
    Column("body", Text, nullable=False, comment="canonical JSON, as `attune play --json` prints it"),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("session", Key, primary_key=True, comment="erased; it is not to be taken in again"),
    Column("at", Key, nullable=False, comment="UTC, ISO 8601"),
)
