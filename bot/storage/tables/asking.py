"""The tables of asking."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, Table, false

from bot.channel_rules import ChannelRules
from bot.storage.tables.kinds import Moment, Whole, Words, metadata, tenancy
from knowledge.model import Answer


def _question() -> ForeignKeyConstraint:
    theirs = ["questions.enterprise", "questions.team", "questions.id"]
    return ForeignKeyConstraint(["enterprise", "team", "question"], theirs, ondelete="CASCADE")


#: A question, its answer once there is one, and the message that the answer stands in.
questions = Table(
    "questions",
    metadata,
    *tenancy(),
    Column("id", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("asked_by", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("way", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ts", Words, nullable=False),
    Column("thread", Words),
    Column("private", Boolean, nullable=False),
    Column("reply_url", Words, nullable=False),
    Column("answer", Whole(Answer)),
    Column("posted_channel", Words),
    Column("posted_ts", Words),
    Column("posted_ephemeral", Boolean),
    Column("stopped", Boolean, nullable=False, server_default=false()),
    Column("refined", Integer, nullable=False, server_default="0"),
    Index(None, "enterprise", "team", "channel", "thread", "ts"),
    Index(None, "enterprise", "team", "asked_by", "at"),
)

#: A thread that we were in, and whether we were asked to be quiet there.
threads = Table(
    "threads",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("ts", Words, primary_key=True),
    Column("quiet", Boolean, nullable=False),
)

#: Who has asked us in which thread.
thread_askers = Table(
    "thread_askers",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("ts", Words, primary_key=True),
    Column("user", Words, primary_key=True),
)

#: What a channel has set; a channel that set nothing has no row.
channel_rules = Table(
    "channel_rules",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("rules", Whole(ChannelRules), nullable=False),
    Column("put_by", Words, nullable=False),
)

#: One person's view of one answer.
feedback = Table(
    "feedback",
    metadata,
    *tenancy(),
    Column("question", Words, primary_key=True),
    Column("given_by", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("note", Words, nullable=False),
    _question(),
)

#: What a person chose when we asked back about a practice.
picks = Table(
    "picks",
    metadata,
    *tenancy(),
    Column("question", Words, primary_key=True),
    Column("picked_by", Words, primary_key=True),
    Column("practice", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("statement", Words, nullable=False),
    _question(),
)
