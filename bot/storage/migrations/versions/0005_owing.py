"""Work that is owed until it is started, and where something may be for a person to hear."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0005_owing"
down_revision = "0004_spending"
_CONCERN = ("enterprise", "team", "person", "channel", "why")


def upgrade() -> None:
    """Make the tables, and find whom the reviews and schedules of today concern."""
    op.create_table(
        "owed",
        *_text("enterprise", "team", "channel", "kind", "key", "payload"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "kind", "key", name="pk_owed"),
    )
    concerns = op.create_table(
        "concerns",
        *_text(*_CONCERN),
        sa.PrimaryKeyConstraint(*_CONCERN, name="pk_concerns"),
    )
    op.create_index("ix_concerns_enterprise_team_channel_why", "concerns", ["enterprise", "team", "channel", "why"])
    rows = sorted({*_asked(), *_named()})
    op.bulk_insert(concerns, [dict(zip(_CONCERN, row, strict=True)) for row in rows])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("concerns")
    op.drop_table("owed")


def _asked() -> list[tuple[str, ...]]:
    wanted = sa.text("SELECT enterprise, team, channel, id, state FROM reviews WHERE status <> 'finished'")
    return [
        (row.enterprise, row.team, each["to"], row.channel, row.id)
        for row in op.get_bind().execute(wanted)
        for each in json.loads(row.state).get("assignments", ())
    ]


def _named() -> list[tuple[str, ...]]:
    wanted = sa.text("SELECT enterprise, team, channel, schedule FROM schedules")
    return [
        (row.enterprise, row.team, to, row.channel, "")
        for row in op.get_bind().execute(wanted)
        if (to := json.loads(row.schedule).get("escalate_to"))
    ]


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]
