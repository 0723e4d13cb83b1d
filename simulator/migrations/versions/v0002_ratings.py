"""Second tries, ratings by people, re-scored results, and the ids of sessions that were erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from simulator.store_schema import Key

revision = "0002"
down_revision = "0001"

ON_SQLITE = (
    """
    CREATE TRIGGER rating_is_never_changed BEFORE UPDATE ON rating
    BEGIN SELECT RAISE(ABORT, 'ratings are append-only'); END
    """,
    """
    CREATE TRIGGER rating_is_only_erased BEFORE DELETE ON rating
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE session = OLD.session)
    BEGIN SELECT RAISE(ABORT, 'ratings are append-only'); END
    """,
)

ON_POSTGRESQL = (
    "CREATE TRIGGER rating_is_never_changed BEFORE UPDATE ON rating FOR EACH ROW EXECUTE FUNCTION is_never_changed()",
    "CREATE TRIGGER rating_is_only_erased BEFORE DELETE ON rating FOR EACH ROW EXECUTE FUNCTION is_only_erased()",
    "CREATE TRIGGER rating_is_never_emptied BEFORE TRUNCATE ON rating EXECUTE FUNCTION is_never_changed()",
    # As in the step before: nothing of a session for the planner's statistics.
    "ALTER TABLE session ALTER again_of SET STATISTICS 0",
    "ALTER TABLE rating ALTER session SET STATISTICS 0, ALTER rater SET STATISTICS 0, ALTER comment SET STATISTICS 0",
    "ALTER TABLE result ALTER session SET STATISTICS 0, ALTER body SET STATISTICS 0",
)


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("session", sa.Column("again_of", Key))
    op.add_column("session", sa.Column("again_turn", sa.Integer))
    op.create_table(
        "rating",
        sa.Column("id", Key, primary_key=True),
        sa.Column("session", Key, sa.ForeignKey("session.id"), nullable=False),
        sa.Column("turn", sa.Integer),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("value", sa.Integer),
        sa.Column("rater", sa.Text, nullable=False),
        sa.Column("blind", sa.Integer, nullable=False),
        sa.Column("sample", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", Key, nullable=False),
    )
    op.create_index("rating_session", "rating", ["session"])
    op.create_table(
        "rescoring",
        sa.Column("id", Key, primary_key=True),
        sa.Column("rubric", sa.Text, nullable=False),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("at", Key, nullable=False),
        sa.Column("undone_at", Key),
    )
    op.create_table(
        "result",
        sa.Column("rescoring", Key, sa.ForeignKey("rescoring.id"), primary_key=True),
        sa.Column("session", Key, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "tombstone",
        sa.Column("session", Key, primary_key=True),
        sa.Column("at", Key, nullable=False),
    )
    for statement in ON_POSTGRESQL if op.get_context().dialect.name == "postgresql" else ON_SQLITE:
        op.execute(statement)
