"""The store alone, for commands that need neither Slack nor durable work."""

from __future__ import annotations

from bot.settings import Settings
from bot.storage.engine import open_database
from bot.storage.items import SqlItems
from bot.storage.migrating import upgrade
from bot.storage.milestones import SqlMilestones
from bot.storage.reviews import SqlReviews
from bot.storage.schedules import SqlSchedules
from bot.storage.templates import SqlTemplates


def stored(settings: Settings) -> tuple[SqlReviews, SqlMilestones]:
    """Reviews and milestones, with the database brought up to date."""
    database = open_database(settings.database)
    upgrade(database)
    return SqlReviews(database), SqlMilestones(database)


def prefilled(settings: Settings) -> tuple[SqlReviews, SqlMilestones, SqlTemplates]:
    """The same, and templates."""
    database = open_database(settings.database)
    upgrade(database)
    return SqlReviews(database), SqlMilestones(database), SqlTemplates(database)


def planned(settings: Settings) -> tuple[SqlItems, SqlReviews, SqlSchedules]:
    """Improvements, the reviews that they come from, and schedules."""
    database = open_database(settings.database)
    upgrade(database)
    return SqlItems(database), SqlReviews(database), SqlSchedules(database)
