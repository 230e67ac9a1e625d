"""What may still be spent on a language model today, counted in SQL, so that replicas share one limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.places import Place
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.tables.spending import model_spending as table
from knowledge import budgets
from knowledge.budgets import Limits, Price, Spent
from knowledge.ports import Usage

Key = dict[str, str]


@dataclass(frozen=True)
class SqlPurses:
    """A purse a channel and day. `limits` and `price` are the installation's."""

    database: Database
    limits: Limits
    price: Price
    now: Callable[[], datetime]

    def of(self, place: Place) -> SqlPurse:
        """Today's purse of a channel."""
        return SqlPurse(self, place, budgets.day(self.now()))


@dataclass(frozen=True)
class SqlPurse:
    """The port Purse for one channel on one day."""

    shared: SqlPurses
    place: Place
    day: str

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside, in one step with the look at the limits."""
        with self.shared.database.writing() as connection:
            everywhere, channel = self._spent(connection)
            limits, price = self.shared.limits, self.shared.price
            if budgets.decide(limits, everywhere, channel, tokens, price):
                return False
            self._keep(connection, everywhere.setting_aside(tokens, price), channel.setting_aside(tokens, price))
        return True

    def settle(self, reserved: int, usage: Usage) -> None:
        """Put what was used in the place of what was set aside."""
        with self.shared.database.writing() as connection:
            everywhere, channel = self._spent(connection)
            after = [each.settling(reserved, usage, self.shared.price) for each in (everywhere, channel)]
            self._keep(connection, *after)

    def _keys(self) -> tuple[Key, Key]:
        tenant = self.place.tenant
        whole = {"enterprise": "", "team": "", "channel": "", "day": self.day}
        return whole, whole | {"enterprise": tenant.enterprise, "team": tenant.team, "channel": self.place.channel}

    def _spent(self, connection: Connection) -> tuple[Spent, Spent]:
        whole, channel = (_locked(connection, key) for key in self._keys())
        return whole, channel

    def _keep(self, connection: Connection, everywhere: Spent, channel: Spent) -> None:
        for key, spent in zip(self._keys(), (everywhere, channel), strict=True):
            connection.execute(update(table).filter_by(**key).values(tokens=spent.tokens, cost=spent.cost))


def _locked(connection: Connection, key: Key) -> Spent:
    once(connection, table, {**key, "tokens": 0, "cost": 0.0})
    row = connection.execute(select(table.c.tokens, table.c.cost).filter_by(**key).with_for_update()).one()
    return Spent(row.tokens, row.cost)
