"""Improvements, schedules, what fired, and how often something was said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_reminding"
down_revision = "0002_reviewing"


def upgrade() -> None:
    """Make the tables of reminding."""
    _items()
    _schedules()
    _firings()
    _told()


def downgrade() -> None:
    """Drop them, and what is in them."""
    for table in ("told", "firings", "schedules", "items"):
        op.drop_table(table)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _items() -> None:
    op.create_table(
        "items",
        *_text("enterprise", "team", "channel", "id"),
        sa.Column("owner", sa.Text()),
        _number("moves"),
        *_text("state"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "id", name="pk_items"),
    )
    op.create_index("ix_items_enterprise_team_owner", "items", ["enterprise", "team", "owner"])


def _schedules() -> None:
    op.create_table(
        "schedules",
        *_text("enterprise", "team", "channel", "schedule", "zone"),
        _moment("checked"),
        _moment("next_at", nullable=True),
        sa.Column("fired", sa.Text()),
        *_text("put_by", "off"),
        _number("revision"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", name="pk_schedules"),
    )
    op.create_index("ix_schedules_next_at", "schedules", ["next_at"])
    op.create_index("ix_schedules_checked", "schedules", ["checked"])


def _firings() -> None:
    op.create_table(
        "firings",
        *_text("enterprise", "team", "key", "channel", "holder"),
        _moment("at"),
        sa.Column("ts", sa.Text()),
        sa.Column("posted_channel", sa.Text()),
        *_text("subject"),
        _number("items_in_a_row"),
        sa.PrimaryKeyConstraint("enterprise", "team", "key", name="pk_firings"),
    )
    op.create_index("ix_firings_enterprise_team_channel_at", "firings", ["enterprise", "team", "channel", "at"])
    op.create_index("ix_firings_enterprise_team_holder", "firings", ["enterprise", "team", "holder"])


def _told() -> None:
    op.create_table(
        "told",
        *_text("enterprise", "team", "channel", "subject"),
        _number("times"),
        *_text("last"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "subject", name="pk_told"),
    )
