"""The tables of all flows, on one `metadata`, which the migrations must arrive at."""

from bot.storage.tables import asking, reminding, reviewing, spending
from bot.storage.tables.kinds import metadata

__all__ = ["asking", "metadata", "reminding", "reviewing", "spending"]
