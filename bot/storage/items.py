"""Improvements, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.places import Place, Tenant
from bot.review import item_codec
from bot.review.items import Item
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.reviews import where
from bot.storage.tables.reminding import items as table
from bot.storage.tables.reminding import owed as owed_table
from bot.usecases.reminding_ports import Owed


class _Changed(Exception):
    """Undoes a transaction."""


@dataclass(frozen=True)
class SqlItems:
    """The ports Items and Owing."""

    database: Database

    def of(self, place: Place) -> tuple[Item, ...]:
        """A channel's items."""
        with self.database.reading() as connection:
            states = connection.scalars(select(table.c.state).filter_by(**where(place))).all()
        return tuple(sorted(map(item_codec.decode, states), key=lambda item: (item.created_at, item.id)))

    def find(self, place: Place, item: str) -> Item | None:
        """One of them."""
        with self.database.reading() as connection:
            state = connection.scalar(select(table.c.state).filter_by(**where(place), id=item))
        return None if state is None else item_codec.decode(state)

    def owned_by(self, tenant: Tenant, user: str) -> tuple[tuple[Place, Item], ...]:
        """What a person has taken on."""
        wanted = select(table.c.channel, table.c.state)
        mine = wanted.filter_by(enterprise=tenant.enterprise, team=tenant.team, owner=user)
        with self.database.reading() as connection:
            rows = connection.execute(mine).all()
        found = [(Place(tenant, row.channel), item_codec.decode(row.state)) for row in rows]
        return tuple(sorted(found, key=lambda each: (each[1].created_at, each[1].id)))

    def put(self, place: Place, *new: Item, over: Item | None = None, owes: Owed | None = None) -> bool:
        """Keep items and what they owe, all or none."""
        try:
            with self.database.writing() as connection:
                for item in new:
                    _put(connection, place, item, over)
                if owes:
                    once(connection, owed_table, _key(owes) | {"payload": dict(owes.payload)})
        except _Changed:
            return False
        return True

    def owed(self, most: int) -> tuple[Owed, ...]:
        """What was kept and is not known to have been started."""
        wanted = select(owed_table).order_by(*owed_table.primary_key).limit(most)
        with self.database.reading() as connection:
            rows = connection.execute(wanted).all()
        found = ((Place(Tenant(row.enterprise, row.team), row.channel), row) for row in rows)
        return tuple(Owed(place, row.kind, row.key, row.payload) for place, row in found)

    def started(self, owed: Owed) -> None:
        """Forget it."""
        with self.database.writing() as connection:
            connection.execute(delete(owed_table).filter_by(**_key(owed)))


def _put(connection: Connection, place: Place, item: Item, over: Item | None) -> None:
    key = where(place) | {"id": item.id}
    if over is None or item.id != over.id:
        once(connection, table, key | _columns(item))
        return
    same = update(table).filter_by(**key, moves=len(over.history))
    if connection.execute(same.values(**_columns(item))).rowcount != 1:
        raise _Changed


def _key(owed: Owed) -> dict[str, str]:
    return where(owed.place) | {"kind": owed.kind, "key": owed.key}


def _columns(item: Item) -> dict[str, Any]:
    return {"owner": item.owner, "moves": len(item.history), "state": item_codec.encode(item)}
