"""Reviews, what was done in them, their milestones, and the messages that show them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_reviewing"
down_revision = "0001_asking"


def upgrade() -> None:
    """Make the tables of reviewing."""
    _reviews()
    _moves()
    _milestones()
    _posts()


def downgrade() -> None:
    """Drop them, and what is in them."""
    for table in ("review_posts", "milestones", "review_moves", "reviews"):
        op.drop_table(table)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _review(table: str) -> sa.ForeignKeyConstraint:
    ours = ["enterprise", "team", "channel", "review"]
    theirs = ["reviews.enterprise", "reviews.team", "reviews.channel", "reviews.id"]
    return sa.ForeignKeyConstraint(ours, theirs, name=f"fk_{table}_reviews", ondelete="CASCADE")


def _reviews() -> None:
    op.create_table(
        "reviews",
        *_text("enterprise", "team", "channel", "id", "workload"),
        sa.Column("open_as", sa.Text()),
        *_text("lens", "lens_edition", "status"),
        sa.Column("turns", sa.Integer(), nullable=False),
        _moment("updated_at"),
        *_text("state"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "id", name="pk_reviews"),
        sa.UniqueConstraint(
            "enterprise", "team", "channel", "open_as", name="uq_reviews_enterprise_team_channel_open_as"
        ),
    )


def _moves() -> None:
    op.create_table(
        "review_moves",
        *_text("enterprise", "team", "channel", "review"),
        sa.Column("seq", sa.Integer(), nullable=False),
        *_text("moved_by"),
        _moment("at"),
        *_text("entry"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "review", "seq", name="pk_review_moves"),
        _review("review_moves"),
    )


def _milestones() -> None:
    op.create_table(
        "milestones",
        *_text("enterprise", "team", "channel", "review", "name", "named_by"),
        _moment("at"),
        *_text("snapshot"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "review", "name", name="pk_milestones"),
        _review("milestones"),
    )


def _posts() -> None:
    op.create_table(
        "review_posts",
        *_text("enterprise", "team", "channel", "ts", "home", "review", "kind", "question"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "ts", name="pk_review_posts"),
    )
    op.create_index(
        "ix_review_posts_enterprise_team_home_review", "review_posts", ["enterprise", "team", "home", "review"]
    )
