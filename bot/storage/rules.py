"""What each channel has set, in SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from bot.channel_rules import ChannelRules
from bot.places import Place
from bot.storage.engine import Database
from bot.storage.inserting import once, over
from bot.storage.tables.asking import channel_rules as table


@dataclass(frozen=True)
class SqlRules:
    """The port Rules."""

    database: Database

    def of(self, place: Place) -> ChannelRules:
        """The channel's rules, the defaults where nothing was set."""
        key = (table.c[name] == value for name, value in _key(place).items())
        with self.database.reading() as connection:
            return connection.scalar(select(table.c.rules).where(*key)) or ChannelRules()

    def put(self, place: Place, rules: ChannelRules, by: str) -> None:
        """Keep a channel's rules."""
        with self.database.writing() as connection:
            over(connection, table, _key(place) | {"rules": rules, "put_by": by})

    def change(self, place: Place, change: Callable[[ChannelRules], ChannelRules], by: str) -> ChannelRules:
        """Keep what `change` makes of them, with the row locked from before they are read."""
        key = (table.c[name] == value for name, value in _key(place).items())
        with self.database.writing() as connection:
            # What is not there can't be locked: two who change a channel's first rules would both begin with none.
            once(connection, table, _key(place) | {"rules": ChannelRules(), "put_by": by})
            changed = change(connection.execute(select(table.c.rules).where(*key).with_for_update()).scalar_one())
            over(connection, table, _key(place) | {"rules": changed, "put_by": by})
            return changed


def _key(place: Place) -> dict[str, str]:
    return {"enterprise": place.tenant.enterprise, "team": place.tenant.team, "channel": place.channel}
