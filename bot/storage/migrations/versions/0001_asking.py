"""Questions, threads, channels' rules, and what people thought of answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_asking"
down_revision = None


def upgrade() -> None:
    """Make the tables of asking."""
    _questions()
    _threads()
    _channel_rules()
    _feedback()
    _picks()


def downgrade() -> None:
    """Drop them, and what is in them."""
    for table in ("picks", "feedback", "channel_rules", "thread_askers", "threads", "questions"):
        op.drop_table(table)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _questions() -> None:
    op.create_table(
        "questions",
        *_text("enterprise", "team", "id", "channel", "asked_by", "text", "way"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_text("ts"),
        sa.Column("thread", sa.Text()),
        sa.Column("private", sa.Boolean(), nullable=False),
        *_text("reply_url"),
        sa.Column("answer", sa.Text()),
        sa.Column("posted_channel", sa.Text()),
        sa.Column("posted_ts", sa.Text()),
        sa.Column("posted_ephemeral", sa.Boolean()),
        sa.Column("stopped", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("refined", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("enterprise", "team", "id", name="pk_questions"),
    )
    thread = ["enterprise", "team", "channel", "thread", "ts"]
    op.create_index("ix_questions_enterprise_team_channel_thread_ts", "questions", thread)
    person = ["enterprise", "team", "asked_by", "at"]
    op.create_index("ix_questions_enterprise_team_asked_by_at", "questions", person)


def _threads() -> None:
    op.create_table(
        "threads",
        *_text("enterprise", "team", "channel", "ts"),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "ts", name="pk_threads"),
    )
    op.create_table(
        "thread_askers",
        *_text("enterprise", "team", "channel", "ts", "user"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", "ts", "user", name="pk_thread_askers"),
    )


def _channel_rules() -> None:
    op.create_table(
        "channel_rules",
        *_text("enterprise", "team", "channel", "rules", "put_by"),
        sa.PrimaryKeyConstraint("enterprise", "team", "channel", name="pk_channel_rules"),
    )


def _question(table: str) -> sa.ForeignKeyConstraint:
    ours, theirs = ["enterprise", "team", "question"], ["questions.enterprise", "questions.team", "questions.id"]
    return sa.ForeignKeyConstraint(ours, theirs, name=f"fk_{table}_questions", ondelete="CASCADE")


def _feedback() -> None:
    op.create_table(
        "feedback",
        *_text("enterprise", "team", "question", "given_by", "channel"),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        *_text("note"),
        sa.PrimaryKeyConstraint("enterprise", "team", "question", "given_by", name="pk_feedback"),
        _question("feedback"),
    )


def _picks() -> None:
    op.create_table(
        "picks",
        *_text("enterprise", "team", "question", "picked_by", "practice", "channel", "statement"),
        sa.PrimaryKeyConstraint("enterprise", "team", "question", "picked_by", "practice", name="pk_picks"),
        _question("picks"),
    )
