"""Plans and schedules for many channels, put into a database at once."""

from datetime import timedelta

from bot.places import Place
from bot.review import firings, item_codec
from bot.review.items import Item
from bot.review.schedules import UTC_ZONE, Schedule
from bot.storage.schedules import _columns
from bot.storage.tables.reminding import items as items_table
from bot.storage.tables.reminding import schedules as schedules_table
from bot.usecases.reminding_ports import Planned
from lens_corpus.model import Effort
from lens_corpus.risk import Risk

#: Items of the channel's own, so that every day has one that has rested.
ITEMS = 9


def plant(database, tenant, channels, people, first):
    """Each channel gets weekdays at the time of `first`, in UTC, items of its own, and one that a person has taken."""
    before = first - timedelta(days=1)
    schedule = Schedule(at=first.time())
    timing = firings.begun(schedule, UTC_ZONE, before)
    shared = _columns(Planned(Place(tenant, "C"), schedule, "UTC", timing, people[0]))
    where = [{"enterprise": tenant.enterprise, "team": tenant.team, "channel": channel} for channel in channels]
    with database.writing() as connection:
        connection.execute(schedules_table.insert(), [each | shared for each in where])
        for number, each in enumerate(where):
            connection.execute(
                items_table.insert(), [each | row for row in _rows(people[number % len(people)], before)]
            )


def _rows(owner, before):
    taken = Item("i0", "", "", None, None, "Rehearse it", Risk.HIGH, Effort.S, "", before, owner=owner)
    free = (
        Item(f"i{n}", "", "", None, None, f"Write it, part {n}", Risk.MEDIUM, Effort.S, "", before)
        for n in range(1, ITEMS + 1)
    )
    for item in (taken, *free):
        yield {"id": item.id, "owner": item.owner, "moves": 0, "state": item_codec.encode(item)}
