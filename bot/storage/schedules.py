"""When channels and people hear from us, in SQL."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from bot.places import Place, Tenant
from bot.review import schedule_codec
from bot.review.firings import Timing
from bot.storage.concerns import concern
from bot.storage.engine import Database
from bot.storage.inserting import once
from bot.storage.reviews import where
from bot.storage.tables.reminding import schedules as table
from bot.usecases.reminding_ports import Planned

_c = table.c
_LOG = logging.getLogger("lensbot")


@dataclass(frozen=True)
class SqlSchedules:
    """The port Schedules."""

    database: Database

    def find(self, tenant: Tenant, whom: Collection[str]) -> Mapping[str, Planned]:
        """The schedules of these channels and people."""
        wanted = select(table).filter_by(enterprise=tenant.enterprise, team=tenant.team).where(_c.channel.in_(whom))
        with self.database.reading() as connection:
            return {row.channel: _planned(row) for row in connection.execute(wanted)}

    def put(self, planned: Planned) -> bool:
        """Keep a schedule of the revision that is kept."""
        row = where(planned.place) | _columns(planned)
        with self.database.writing() as connection:
            if planned.revision == 0:
                put = once(connection, table, row)
            else:
                same = update(table).filter_by(**where(planned.place), revision=planned.revision)
                put = connection.execute(same.values(**row)).rowcount == 1
            if put:
                concern(connection, where(planned.place), "", frozenset({planned.schedule.escalate_to or ""} - {""}))
            return put

    def due(self, now: datetime, most: int) -> tuple[Planned, ...]:
        """Schedules whose time has come, or that were looked at by a clock that is ahead of ours."""
        come = select(table).where(_c.next_at <= now, _c.off == "").order_by(_c.next_at).limit(most)
        ahead = select(table).where(_c.checked > now, _c.off == "").order_by(_c.checked).limit(most)
        with self.database.reading() as connection:
            rows = [row for wanted in (come, ahead) for row in connection.execute(wanted)]
        return tuple({each.place: each for each in _readable(rows)}.values())[:most]

    def keep(self, timings: Sequence[tuple[Planned, Timing]]) -> None:
        """Note how far they were looked at."""
        key = ("enterprise", "team", "channel", "revision")
        same = update(table).where(*(_c[name] == bindparam(f"its_{name}") for name in key))
        rows = [
            {f"its_{name}": value for name, value in (where(each.place) | {"revision": each.revision}).items()}
            | _timed(after)
            for each, after in timings
        ]
        if rows:
            with self.database.writing() as connection:
                connection.execute(same, rows)


def _columns(planned: Planned) -> dict[str, Any]:
    return _timed(planned.timing) | {
        "schedule": schedule_codec.encode(planned.schedule),
        "zone": planned.zone,
        "put_by": planned.by,
        "off": planned.off,
        "revision": planned.revision + 1,
    }


def _timed(timing: Timing) -> dict[str, Any]:
    fired = timing.fired and timing.fired.isoformat()
    return {"checked": timing.checked, "next_at": timing.next_at, "fired": fired}


def _readable(rows: Iterable[Row[Any]]) -> Iterator[Planned]:
    """One that can't be read must not keep all others from firing."""
    for row in rows:
        try:
            yield _planned(row)
        except ValueError:
            _LOG.exception("The schedule of %s can't be read", row.channel)


def _planned(row: Row[Any]) -> Planned:
    place = Place(Tenant(row.enterprise, row.team), row.channel)
    timing = Timing(row.checked, row.next_at, date.fromisoformat(row.fired) if row.fired else None)
    schedule = schedule_codec.decode(row.schedule)
    return Planned(place, schedule, row.zone, timing, row.put_by, row.off, row.revision)
