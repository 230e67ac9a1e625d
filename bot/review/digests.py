"""The week in a channel, in a few figures: what was done, what came up, how the risk moves, who may need a hand.

Everything is derived from the items and their histories. The digest praises before it counts, and it names who is
stuck to offer help, so it speaks of a fortnight of work and not of a slow day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.review.calendars import Span
from bot.review.items import Act, Item, Status, awake, closed_by, doing_since
from lens_corpus.risk import Risk

#: Days of work on one item after which somebody counts as stuck.
STUCK_AFTER = 14
#: How many weeks the trend shows.
TREND_WEEKS = 8


@dataclass(frozen=True)
class Point:
    """How many items of each risk were not closed at the end of a day."""

    day: date
    high: int
    medium: int


@dataclass(frozen=True)
class Stuck:
    """Work that has been going on for long: whose, on what, since when."""

    item: Item
    owner: str | None
    since: date


@dataclass(frozen=True)
class Digest:
    """One week. `unproven` are those among `done` that nobody has shown evidence for."""

    week: Span
    done: tuple[Item, ...]
    opened: tuple[Item, ...]
    reopened: tuple[Item, ...]
    stuck: tuple[Stuck, ...]
    trend: tuple[Point, ...]

    @property
    def unproven(self) -> tuple[Item, ...]:
        """What was done without evidence."""
        return tuple(item for item in self.done if item.unproven)

    @property
    def quiet(self) -> bool:
        """Whether nothing happened that is worth a message."""
        return not (self.done or self.opened or self.reopened or self.stuck)


def week_of(day: date) -> Span:
    """Monday to Sunday around a day."""
    monday = day - timedelta(day.weekday())
    return Span(monday, monday + timedelta(6))


def digest(items: Sequence[Item], today: date, zone: ZoneInfo) -> Digest:
    """The week in which `today` lies, up to the end of today, for the items of one channel, in the order given."""
    week = Span(week_of(today).first, today)
    found = [awake(item, today) for item in items]
    return Digest(
        week=week,
        done=tuple(item for item in found if item.status is Status.DONE and _did(item, Act.DONE, week, zone)),
        opened=tuple(item for item in found if _local(item.created_at, zone) in week),
        reopened=tuple(item for item in found if _reopened(item, week, zone)),
        stuck=tuple(each for item in found if (each := _stuck(item, today, zone))),
        trend=trend(items, _ends_of_weeks(today), zone),
    )


def trend(items: Sequence[Item], days: Sequence[date], zone: ZoneInfo) -> tuple[Point, ...]:
    """The open risk at the end of each of these days, from the histories; days before the first item are left out."""
    first = min((_local(item.created_at, zone) for item in items), default=date.max)
    return tuple(_point(items, day, zone) for day in days if day >= first)


def _point(items: Sequence[Item], day: date, zone: ZoneInfo) -> Point:
    there = [item for item in items if _local(item.created_at, zone) <= day and not closed_by(item, day, zone)]
    high = sum(item.risk is Risk.HIGH for item in there)
    return Point(day, high, len(there) - high)


def _ends_of_weeks(today: date) -> list[date]:
    sunday = week_of(today).first - timedelta(1)
    return [*(sunday - timedelta(weeks=back) for back in range(TREND_WEEKS - 2, -1, -1)), today]


def _did(item: Item, act: Act, week: Span, zone: ZoneInfo) -> bool:
    return any(line.what is act and _local(line.at, zone) in week for line in item.history)


def _reopened(item: Item, week: Span, zone: ZoneInfo) -> bool:
    if item.status not in (Status.OPEN, Status.DOING, Status.SNOOZED):
        return False
    ran_out = item.accepted is not None and item.accepted.expires in week
    return ran_out or _did(item, Act.REOPENED, week, zone)


def _stuck(item: Item, today: date, zone: ZoneInfo) -> Stuck | None:
    since = doing_since(item) if item.status is Status.DOING else None
    day = _local(since, zone) if since else today
    return Stuck(item, item.owner, day) if (today - day).days > STUCK_AFTER else None


def _local(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
