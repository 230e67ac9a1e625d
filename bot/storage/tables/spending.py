"""What language models have used, by day and channel; a row with an empty channel counts a whole installation."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, Table, Text

from bot.storage.tables.kinds import metadata

model_spending = Table(
    "model_spending",
    metadata,
    Column("enterprise", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
)
