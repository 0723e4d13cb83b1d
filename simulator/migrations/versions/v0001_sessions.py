"""Sessions, their events and drafts, and the scenarios they were played with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = (
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


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "scenario",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("trainee", sa.Text, nullable=False),
        sa.Column("scenario_id", sa.Text, nullable=False),
        sa.Column("scenario_version", sa.Text, nullable=False),
        sa.Column("scenario_title", sa.Text, nullable=False),
        sa.Column("scenario_sha256", sa.Text, sa.ForeignKey("scenario.sha256"), nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("ending", sa.Text),
    )
    op.create_table(
        "event",
        sa.Column("session", sa.Text, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("session", sa.Text, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_table("erasing", sa.Column("session", sa.Text, primary_key=True))
    for trigger in APPEND_ONLY:
        op.execute(trigger)
