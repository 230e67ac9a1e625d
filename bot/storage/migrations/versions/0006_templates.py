"""States of reviews that a workspace begins others with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_templates"
down_revision = "0005_owing"


def upgrade() -> None:
    """Make the table of templates."""
    names = ("enterprise", "team", "id", "channel", "review", "name", "plain", "named_by")
    ours = ["enterprise", "team", "channel", "review"]
    theirs = ["reviews.enterprise", "reviews.team", "reviews.channel", "reviews.id"]
    op.create_table(
        "templates",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise", "team", "id", name="pk_templates"),
        sa.UniqueConstraint("enterprise", "team", "plain", name="uq_templates_enterprise_team_plain"),
        sa.ForeignKeyConstraint(ours, theirs, name="fk_templates_reviews", ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("templates")
