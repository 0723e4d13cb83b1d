"""Sessions, their events and drafts, and the scenarios they were played with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from simulator.store_schema import Key, Long

revision = "0001"
down_revision = None

ON_SQLITE = (
    """
    CREATE TRIGGER event_follows BEFORE INSERT ON event
    WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event WHERE session = NEW.session)
    BEGIN SELECT RAISE(ABORT, 'an event must follow the last one'); END
    """,
    """
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """,
    """
    CREATE TRIGGER event_is_only_erased BEFORE DELETE ON event
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE session = OLD.session)
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """,
)

ON_POSTGRESQL = (
    # What breaks a rule is an integrity_constraint_violation, as it is for SQLite.
    """
    CREATE FUNCTION event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event WHERE session = NEW.session) THEN
            RAISE EXCEPTION 'an event must follow the last one' USING ERRCODE = '23000';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER event_follows BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_follows()",
    """
    CREATE FUNCTION is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME USING ERRCODE = '23000'; END $$
    """,
    """
    CREATE FUNCTION is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM erasing WHERE session = OLD.session) THEN
            RAISE EXCEPTION '% are append-only', TG_TABLE_NAME USING ERRCODE = '23000';
        END IF;
        RETURN OLD;
    END $$
    """,
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION is_never_changed()",
    "CREATE TRIGGER event_is_only_erased BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION is_only_erased()",
    "CREATE TRIGGER event_is_never_emptied BEFORE TRUNCATE ON event EXECUTE FUNCTION is_never_changed()",
    # One who may add a patient must not be able to put another in its place.
    "ALTER TABLE scenario ADD CONSTRAINT scenario_is_what_its_hash_says CHECK (sha256 = encode(sha256(bytes), 'hex'))",
    # The planner's statistics are samples: they would keep ids, pseudonyms and words beyond the erasing of a session.
    "ALTER TABLE session ALTER id SET STATISTICS 0, ALTER trainee SET STATISTICS 0",
    "ALTER TABLE event ALTER session SET STATISTICS 0, ALTER body SET STATISTICS 0",
    "ALTER TABLE draft ALTER session SET STATISTICS 0, ALTER text SET STATISTICS 0",
    "ALTER TABLE erasing ALTER session SET STATISTICS 0",
)


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "scenario",
        sa.Column("sha256", Key, primary_key=True),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("id", Key, primary_key=True),
        sa.Column("trainee", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("scenario_version", sa.Text, nullable=False),
        sa.Column("scenario_title", sa.Text, nullable=False),
        sa.Column("scenario_sha256", Key, sa.ForeignKey("scenario.sha256"), nullable=False),
        sa.Column("seed", Long, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("started_at", Key, nullable=False),
        sa.Column("ending", sa.Text),
    )
    op.create_table(
        "event",
        sa.Column("session", Key, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Key, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("session", Key, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", Key, nullable=False),
    )
    op.create_table("erasing", sa.Column("session", Key, primary_key=True))
    for statement in ON_POSTGRESQL if op.get_context().dialect.name == "postgresql" else ON_SQLITE:
        op.execute(statement)
