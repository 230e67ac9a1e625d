"""In which channels something may be for a person to hear: kept with the reviews and schedules that say so, in SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.places import Place, Tenant
from bot.review.model import Review, Status
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.tables.reminding import concerns as table


@dataclass(frozen=True)
class SqlConcerns:
    """The port Concerns."""

    database: Database

    def of(self, tenant: Tenant, person: str) -> tuple[Place, ...]:
        """The channels."""
        mine = select(table.c.channel).filter_by(enterprise=tenant.enterprise, team=tenant.team, person=person)
        with self.database.reading() as connection:
            channels = connection.scalars(mine.distinct().order_by(table.c.channel)).all()
        return tuple(Place(tenant, channel) for channel in channels)


def asked(review: Review) -> frozenset[str]:
    """Whom a review asks something."""
    waiting = review.assignments if review.status is not Status.FINISHED else ()
    return frozenset(each.to for each in waiting)


def concern(connection: Connection, key: dict[str, str], why: str, people: frozenset[str]) -> None:
    """Note whom a channel concerns for this reason, and nobody else."""
    mine = key | {"why": why}
    kept = set(connection.scalars(select(table.c.person).filter_by(**mine)))
    for person in sorted(people - kept):
        once(connection, table, mine | {"person": person})
    if gone := kept - people:
        connection.execute(delete(table).filter_by(**mine).where(table.c.person.in_(gone)))
