"""A year in every zone there is, not in a sample: on each of its days once, at the time on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.review.calendars import local_day
from bot.review.schedules import EVERY_DAY, Schedule
from tests.unit.reminding.test_local_time import by_scanning
from tests.unit.reminding.test_simulated_year import Year, holds
from tests.unit.reminding.zones import ALL, changes_in

DAY = timedelta(days=1)


@cache
def kinds(year):
    """A zone for each way in which clocks go through this year; all others go like one of them."""
    first, found = datetime(year, 1, 1, tzinfo=UTC), {}
    for key in ALL:
        zone = ZoneInfo(key)
        daily = [(first + step * DAY).astimezone(zone).utcoffset() for step in range(366)]
        changes = [step for step in range(365) if daily[step] != daily[step + 1]]
        hourly = [
            (first + step * DAY + timedelta(hours=hour)).astimezone(zone).utcoffset()
            for step in changes
            for hour in range(24)
        ]
        found.setdefault((*daily, *hourly), key)
    return tuple(found.values())


def awkward(zone, year):
    """A time in the middle of each hour, or half of one, that this zone's clocks skip or show twice in the year."""
    moment, times = datetime(year, 1, 1, tzinfo=UTC), set()
    for day in changes_in(zone.key, year):
        moment = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=14)
        for _ in range(4 * 48):
            before, after = moment.astimezone(zone), (moment + timedelta(minutes=15)).astimezone(zone)
            if before.utcoffset() != after.utcoffset():
                skips = after.utcoffset() > before.utcoffset()
                times.add((after - timedelta(minutes=15) if skips else after + timedelta(minutes=15)).time())
            moment += timedelta(minutes=15)
    return sorted(times) or [time(9, 30)]


@pytest.mark.parametrize("year", [2027])
def test_every_day_of_a_year_fires_once_in_every_zone_at_its_most_awkward_times(year):
    for key in kinds(year):
        zone = ZoneInfo(key)
        for at in awkward(zone, year):
            lived = Year(Schedule(days=EVERY_DAY, at=at), zone, datetime(year, 1, 1, tzinfo=UTC), []).run()

            holds(lived)
            first, last = lived.sent[0].day, lived.sent[-1].day
            assert [fired.day for fired in lived.sent] == [first + n * DAY for n in range((last - first).days + 1)]
            assert first - local_day(lived.start, zone) <= DAY
            assert last >= date(year, 12, 30)
            changed = [fired for fired in lived.sent if fired.day in changes_in(key, year)]
            assert [fired.at for fired in changed] == [by_scanning(fired.day, at, zone) for fired in changed], (key, at)


def test_there_are_as_many_ways_through_a_year_as_the_earth_has():
    assert len(kinds(2027)) > 40
    assert len([key for key in kinds(2027) if changes_in(key, 2027)]) > 20
