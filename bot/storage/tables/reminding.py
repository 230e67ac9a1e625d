"""The tables of reminding. A `channel` of schedules and firings may be a person's id: our conversation with them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from bot.storage.tables.kinds import Json, Moment, Words, metadata, tenancy

#: An improvement. `state` is all of it; `moves` counts its history, by which two changes at once are told apart.
items = Table(
    "items",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("owner", Words),
    Column("moves", Integer, nullable=False),
    Column("state", Json, nullable=False),
    Index(None, "enterprise", "team", "owner"),
)

#: Durable work that follows from a change to an item, from the change's commit until the work is started.
owed = Table(
    "owed",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("payload", Json, nullable=False),
)

#: When a channel or a person hears from us. `off` says why it was switched off; empty while it is on.
schedules = Table(
    "schedules",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("schedule", Json, nullable=False),
    Column("zone", Words, nullable=False),
    Column("checked", Moment, nullable=False),
    Column("next_at", Moment),
    Column("fired", Words),
    Column("put_by", Words, nullable=False),
    Column("off", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Index(None, "next_at"),
    Index(None, "checked"),
)

#: A firing that somebody began, and the message it became. Also a person's day, which the firing in `holder` took.
firings = Table(
    "firings",
    metadata,
    *tenancy(),
    Column("key", Words, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("holder", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ts", Words),
    Column("posted_channel", Words),
    Column("subject", Words, nullable=False),
    Column("items_in_a_row", Integer, nullable=False),
    Index(None, "enterprise", "team", "channel", "at"),
    Index(None, "enterprise", "team", "holder"),
)

#: How often something was said in a place, and on which day last.
told = Table(
    "told",
    metadata,
    *tenancy(),
    Column("channel", Words, primary_key=True),
    Column("subject", Words, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last", Words, nullable=False),
)

#: A channel in which something may be for a person to hear: `why` is the review in which they were asked, or empty
#: where the channel's schedule names them for high risks past their date.
concerns = Table(
    "concerns",
    metadata,
    *tenancy(),
    Column("person", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("why", Words, primary_key=True),
    Index(None, "enterprise", "team", "channel", "why"),
)
