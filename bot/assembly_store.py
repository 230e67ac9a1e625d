"""The store alone, for commands that need neither Slack nor durable work."""

from __future__ import annotations

from bot.settings import Settings
from bot.storage.engine import open_database
from bot.storage.migrating import upgrade
from bot.storage.milestones import SqlMilestones
from bot.storage.reviews import SqlReviews


def stored(settings: Settings) -> tuple[SqlReviews, SqlMilestones]:
    """Reviews and milestones, with the database brought up to date."""
    database = open_database(settings.database)
    upgrade(database)
    return SqlReviews(database), SqlMilestones(database)
