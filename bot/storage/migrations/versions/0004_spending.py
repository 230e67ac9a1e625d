"""What language models have used, by day and channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_spending"
down_revision = "0003_reminding"


def upgrade() -> None:
    """Make the table of spending."""
    keys = [sa.Column(name, sa.Text(), nullable=False) for name in ("enterprise", "team", "channel", "day")]
    op.create_table(
        "model_spending",
        *keys,
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "day", name="pk_model_spending"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("model_spending")
