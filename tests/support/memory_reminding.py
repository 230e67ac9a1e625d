"""The ports of reminding in plain dictionaries, held to the same contract as the databases."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.places import Place, Tenant
from bot.review.firings import Timing
from bot.review.items import Item
from bot.review.nudges import Told
from bot.usecases.reminding_ports import Begun, Owed, Planned


class MemoryItems:
    """The ports Items and Owing."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, str], Item] = {}
        self._owed: dict[tuple[Place, str, str], Owed] = {}
        self._turn = threading.Lock()

    def of(self, place: Place) -> tuple[Item, ...]:
        mine = [item for (home, _), item in self._kept.items() if home == place]
        return tuple(sorted(mine, key=lambda item: (item.created_at, item.id)))

    def find(self, place: Place, item: str) -> Item | None:
        return self._kept.get((place, item))

    def owned_by(self, tenant: Tenant, user: str) -> tuple[tuple[Place, Item], ...]:
        mine = [(home, i) for (home, _), i in self._kept.items() if home.tenant == tenant and i.owner == user]
        return tuple(sorted(mine, key=lambda each: (each[1].created_at, each[1].id)))

    def put(self, place: Place, *new: Item, over: Item | None = None, owes: Owed | None = None) -> bool:
        with self._turn:
            put = self._put(place, new, over)
            if put and owes:
                self._owed.setdefault((owes.place, owes.kind, owes.key), owes)
            return put

    def owed(self, most: int) -> tuple[Owed, ...]:
        return tuple(owed for _, owed in sorted(self._owed.items()))[:most]

    def started(self, owed: Owed) -> None:
        self._owed.pop((owed.place, owed.kind, owed.key), None)

    def _put(self, place: Place, new: tuple[Item, ...], over: Item | None) -> bool:
        kept = dict(self._kept)
        for item in new:
            if over is None or item.id != over.id:
                kept.setdefault((place, item.id), item)
                continue
            before = kept.get((place, item.id))
            if before is None or len(before.history) != len(over.history):
                return False
            kept[place, item.id] = item
        self._kept = kept
        return True


class MemorySchedules:
    """The port Schedules."""

    def __init__(self) -> None:
        self._kept: dict[Place, Planned] = {}

    def find(self, tenant: Tenant, whom: Collection[str]) -> Mapping[str, Planned]:
        found = (self._kept.get(Place(tenant, each)) for each in whom)
        return {each.place.channel: each for each in found if each}

    def put(self, planned: Planned) -> bool:
        before = self._kept.get(planned.place)
        if (before.revision if before else 0) != planned.revision:
            return False
        self._kept[planned.place] = replace(planned, revision=planned.revision + 1)
        return True

    def due(self, now: datetime, most: int) -> tuple[Planned, ...]:
        on = [each for each in self._kept.values() if not each.off]
        come = [each for each in on if each.timing.next_at and each.timing.next_at <= now]
        ahead = [each for each in on if each.timing.checked > now and each not in come]
        ordered = sorted(come, key=lambda each: each.timing.next_at) + sorted(
            ahead, key=lambda each: each.timing.checked
        )
        return tuple(ordered[:most])

    def keep(self, timings: Sequence[tuple[Planned, Timing]]) -> None:
        for planned, after in timings:
            before = self._kept.get(planned.place)
            if before and before.revision == planned.revision:
                self._kept[planned.place] = replace(before, timing=after)


class MemoryTellings:
    """The ports Claims and Tellings."""

    def __init__(self) -> None:
        self._begun: dict[tuple[Tenant, str], tuple[Place, str, Begun]] = {}
        self._told: dict[tuple[Place, str], Told] = {}

    def claim(self, place: Place, key: str, holder: str, at: datetime) -> bool:
        kept = self._begun.setdefault((place.tenant, key), (place, holder, Begun(key, at)))
        return kept[1] == holder

    def release(self, tenant: Tenant, holder: str) -> None:
        def held(at: tuple[Tenant, str]) -> bool:
            return at[0] == tenant and self._begun[at][1] == holder and self._begun[at][2].posted is None

        for at in [at for at in self._begun if held(at)]:
            del self._begun[at]

    def begun(self, tenant: Tenant, key: str) -> Begun | None:
        kept = self._begun.get((tenant, key))
        return kept[2] if kept else None

    def note(self, place: Place, begun: Begun, told: Told | None = None) -> None:
        _, holder, _ = self._begun.get((place.tenant, begun.key), (place, begun.key, begun))
        self._begun[place.tenant, begun.key] = (place, holder, begun)
        if told:
            self._told[place, begun.subject] = told

    def told(self, place: Place) -> Mapping[str, Told]:
        return {subject: told for (home, subject), told in self._told.items() if home == place}

    def last(self, place: Place) -> Begun | None:
        said = [begun for home, _, begun in self._begun.values() if home == place and begun.posted]
        return max(said, key=lambda begun: begun.at, default=None)
