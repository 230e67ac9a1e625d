"""What fired, what it said and how often, in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.places import Place, Posted, Tenant
from bot.review.nudges import Told
from bot.storage.engine import Database
from bot.storage.inserting import once, over
from bot.storage.reviews import where
from bot.storage.tables.reminding import firings, told
from bot.usecases.reminding_ports import Begun


@dataclass(frozen=True)
class SqlTellings:
    """The ports Claims and Tellings."""

    database: Database

    def claim(self, place: Place, key: str, holder: str, at: datetime) -> bool:
        """Take a key unless somebody else has it."""
        row = where(place) | {"key": key, "holder": holder, "at": at, "subject": "", "items_in_a_row": 0}
        with self.database.writing() as connection:
            if once(connection, firings, row):
                return True
            wanted = select(firings.c.holder).filter_by(**_key(place.tenant, key))
            return connection.scalar(wanted) == holder

    def release(self, tenant: Tenant, holder: str) -> None:
        """Give back what nothing was said with."""
        mine = delete(firings).filter_by(enterprise=tenant.enterprise, team=tenant.team, holder=holder, ts=None)
        with self.database.writing() as connection:
            connection.execute(mine)

    def begun(self, tenant: Tenant, key: str) -> Begun | None:
        """A firing that was begun."""
        with self.database.reading() as connection:
            row = connection.execute(select(firings).filter_by(**_key(tenant, key))).first()
        return None if row is None else _begun(row)

    def note(self, place: Place, begun: Begun, told: Told | None = None) -> None:
        """A firing has a subject, or has become a message."""
        row = where(place) | {"key": begun.key, "holder": begun.key, "at": begun.at}
        row |= {
            "subject": begun.subject,
            "items_in_a_row": begun.items_in_a_row,
            "ts": begun.posted and begun.posted.ts,
        }
        row |= {"posted_channel": begun.posted and begun.posted.place.channel}
        with self.database.writing() as connection:
            over(connection, firings, row, keep=("holder",))
            if told:
                _count(connection, place, begun.subject, told)

    def told(self, place: Place) -> Mapping[str, Told]:
        """What was told in a place."""
        with self.database.reading() as connection:
            rows = connection.execute(select(told).filter_by(**where(place))).all()
        return {row.subject: Told(row.times, date.fromisoformat(row.last)) for row in rows}

    def last(self, place: Place) -> Begun | None:
        """The last that became a message."""
        said = select(firings).filter_by(**where(place)).where(firings.c.ts.is_not(None))
        with self.database.reading() as connection:
            row = connection.execute(said.order_by(firings.c.at.desc()).limit(1)).first()
        return None if row is None else _begun(row)


def _count(connection: Any, place: Place, subject: str, counted: Told) -> None:
    row = where(place) | {"subject": subject, "times": counted.times, "last": counted.last.isoformat()}
    over(connection, told, row)


def _key(tenant: Tenant, key: str) -> dict[str, str]:
    return {"enterprise": tenant.enterprise, "team": tenant.team, "key": key}


def _begun(row: Row[Any]) -> Begun:
    posted = None
    if row.ts is not None:
        posted = Posted(Place(Tenant(row.enterprise, row.team), row.posted_channel), row.ts)
    return Begun(row.key, row.at, row.subject, posted, row.items_in_a_row)
