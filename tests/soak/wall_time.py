"""When a channel ought to hear from us, worked out by looking at every minute, and not as the bot does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.review.schedules import EVERY_DAY, WEEKDAYS

LATE = timedelta(hours=2)
NEVER = datetime.min.replace(tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Room:
    """A channel, or a person's conversation with us, and the wishes of who is there.

    `off` are the first and last days of vacations; `pause` is the day on which messages come again. `checked` is the
    last moment that a running bot has looked at it, `fired` the last local day that was due then.
    """

    name: str
    zone: str
    at: time
    days: frozenset[int]
    country: str = ""
    off: list[tuple[date, date]] = field(default_factory=list)
    pause: date = date.min
    checked: datetime = NEVER
    fired: date = date.min

    def moment(self, day: date) -> datetime | None:
        """The first minute of this local day at which the clock on the wall shows the time, or a later one."""
        wall, zone = datetime.combine(day, self.at), ZoneInfo(self.zone)
        # Four hours before it by any offset that holds about then: no clock is changed by more.
        minute = (wall - (wall.replace(tzinfo=zone).utcoffset() or timedelta(0)) - 4 * 60 * MINUTE).replace(tzinfo=UTC)
        for _ in range(8 * 60):
            local = minute.astimezone(zone)
            if local.date() == day and local.time() >= self.at:
                return minute
            minute += MINUTE
        return None

    def quiet(self, day: date) -> bool:
        """Whether nothing may come on this day."""
        free = day < self.pause or any(first <= day <= last for first, last in self.off)
        return free or day.weekday() not in self.days or self.holiday(day)

    def holiday(self, day: date) -> bool:
        """Whether it is a public holiday where they are."""
        return bool(self.country) and day in _holidays(self.country, day.year)

    def coming(self) -> datetime:
        """When it is due next."""
        return next(at for day, at in self._days(self.checked) if at > self.checked and day > self.fired)

    def look(self, now: datetime) -> tuple[date, datetime] | None:
        """What a bot that looks now has to say here: the latest firing that has come, unless it is too late."""
        passed = [(day, at) for day, at in self._until(now) if at > self.checked and day > self.fired]
        self.checked = max(self.checked, now)
        if not passed or now - passed[-1][1] > LATE:
            return None
        self.fired = passed[-1][0]
        return passed[-1]

    def _until(self, now: datetime):
        for day, at in self._days(max(self.checked, now - 4 * DAY)):
            if at > now:
                return
            yield day, at

    def _days(self, start: datetime):
        day = start.astimezone(ZoneInfo(self.zone)).date() - DAY
        while True:
            if not self.quiet(day) and (at := self.moment(day)):
                yield day, at
            day += DAY


@lru_cache
def _holidays(country: str, year: int) -> frozenset[date]:
    code, _, region = country.partition("-")
    return frozenset(holidays.country_holidays(code, subdiv=region or None, years=year))


def rooms() -> list[Room]:
    """Five countries. Half past two is skipped and doubled in most of them, a quarter past two on Lord Howe Island."""
    mon_sat = EVERY_DAY - {6}
    return [
        Room("berlin-office", "Europe/Berlin", time(9, 30), WEEKDAYS, "DE"),
        Room("berlin-night", "Europe/Berlin", time(2, 30), EVERY_DAY),
        Room("york-office", "America/New_York", time(9, 0), WEEKDAYS, "US"),
        Room("york-night", "America/New_York", time(2, 30), EVERY_DAY),
        Room("howe-night", "Australia/Lord_Howe", time(2, 15), EVERY_DAY, "AU-NSW"),
        Room("kolkata", "Asia/Kolkata", time(10, 0), mon_sat, "IN"),
        Room("casa-night", "Africa/Casablanca", time(2, 30), EVERY_DAY, "MA"),
        Room("chen", "", time(8, 45), WEEKDAYS, "US"),
    ]
