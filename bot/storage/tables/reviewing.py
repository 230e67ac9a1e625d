"""The tables of reviewing. Risk and progress are not in them: they follow from the state."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, UniqueConstraint

from bot.storage.tables.kinds import Json, Moment, Words, metadata, tenancy


def _review() -> ForeignKeyConstraint:
    theirs = ["reviews.enterprise", "reviews.team", "reviews.channel", "reviews.id"]
    return ForeignKeyConstraint(["enterprise", "team", "channel", "review"], theirs, ondelete="CASCADE")


#: A review. `state` is all of it; the other columns are what it is looked up by. `open_as` is the workload's name
#: in plain letters until the review is finished, so that there is one unfinished review of a workload in a channel.
reviews = Table(
    "reviews",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("workload", Words, nullable=False),
    Column("open_as", Words),
    Column("lens", Words, nullable=False),
    Column("lens_edition", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("state", Json, nullable=False),
    UniqueConstraint("enterprise", "team", "channel", "open_as"),
)

#: What was done in a review, in order. Rows are added and never changed.
review_moves = Table(
    "review_moves",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("review", Words, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("moved_by", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("entry", Json, nullable=False),
    _review(),
)

#: Named states of a review.
milestones = Table(
    "milestones",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("review", Words, primary_key=True),
    Column("name", Words, primary_key=True),
    Column("named_by", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("snapshot", Json, nullable=False),
    _review(),
)

#: States of reviews that a workspace begins others with. `plain` is the name as names are compared.
templates = Table(
    "templates",
    metadata,
    *tenancy(),
    Column("id", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("review", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("plain", Words, nullable=False),
    Column("named_by", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("snapshot", Json, nullable=False),
    UniqueConstraint("enterprise", "team", "plain"),
    _review(),
)

#: Which message shows a review. `channel` and `ts` are the message's, `home` is the review's channel.
review_posts = Table(
    "review_posts",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("ts", Words, primary_key=True),
    Column("home", Words, nullable=False),
    Column("review", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("question", Words, nullable=False),
    Index(None, "enterprise", "team", "home", "review"),
)
