"""A year of ticks in any zone: who gets what when, whatever is restarted, moved or paused meanwhile."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import calendars, firings, schedules
from bot.review.calendars import LATE, Span
from bot.review.schedules import Schedule
from tests.unit.reminding.zones import EDGES, SAMPLE, changes_in

COUNTRIES = (None, "ES", "US", "MA", "AU-NSW", "JP")
TICK = timedelta(minutes=15)


@dataclass
class Fired:
    """One message that was sent: for which local day, at which moment, and the zone then."""

    day: date
    at: datetime
    now: datetime
    zone: ZoneInfo


@dataclass
class Year:
    """A machine that ticks through a year, asleep in some spans of it, with changes at some moments."""

    schedule: Schedule
    zone: ZoneInfo
    start: datetime
    asleep: list[tuple[datetime, datetime]]
    changes: list[tuple[datetime, ZoneInfo]] = field(default_factory=list)
    sent: list[Fired] = field(default_factory=list)

    def tick_at_or_after(self, moment):
        """The first tick that the machine is awake for."""
        moment = self.start + TICK * -((self.start - moment) // TICK)
        for first, last in sorted(self.asleep):
            if first <= moment < last:
                moment = self.start + TICK * -((self.start - last) // TICK)
        return moment

    def run(self):
        timing, end = firings.begun(self.schedule, self.zone, self.start), self.start + timedelta(days=365)
        changes = sorted(self.changes, key=lambda change: change[0])
        while True:
            now = self.tick_at_or_after(timing.next_at) if timing.next_at else end
            if changes and changes[0][0] < now:
                moment, self.zone = changes.pop(0)
                timing = firings.changed(timing, self.schedule, self.zone, moment)
            elif now >= end:
                return self
            else:
                timing = self.tick(timing, now)

    def tick(self, timing, now):
        found = firings.due(self.schedule, self.zone, timing, now)
        if found.firing:
            self.sent.append(Fired(found.firing.day, found.firing.at, now, self.zone))
        assert found == firings.due(self.schedule, self.zone, timing, now)
        assert found.after.next_at is None or found.after.next_at > now
        return found.after


@st.composite
def spells(draw, year, most, longest):
    starts = st.datetimes(datetime(year, 1, 1), datetime(year, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
    firsts = draw(st.lists(starts, max_size=most))
    return [(first, first + timedelta(minutes=draw(st.integers(5, longest)))) for first in firsts]


@st.composite
def wishes(draw, year):
    some_day = st.dates(date(year, 1, 1), date(year, 12, 31))
    return Schedule(
        days=draw(st.frozensets(st.integers(0, 6), min_size=1)),
        at=draw(st.times()).replace(second=0, microsecond=0),
        country=draw(st.sampled_from(COUNTRIES)),
        extra_holidays=draw(st.frozensets(some_day, max_size=5)),
        pause_until=draw(st.none() | some_day),
        vacations=tuple(
            Span(day, day + timedelta(draw(st.integers(0, 20)))) for day in draw(st.lists(some_day, max_size=2))
        ),
    )


@st.composite
def years(draw, zones, years_=(2011, 2024, 2025, 2026, 2027)):
    year = draw(st.sampled_from(years_))
    asleep = draw(spells(year, most=12, longest=5 * 24 * 60))
    start = datetime(year, 1, 1, tzinfo=UTC)
    return Year(draw(wishes(year)), ZoneInfo(draw(st.sampled_from(zones))), start, asleep)


def zone_around(year, day, first):
    """The zone that held for days before and after this day; None where it moved."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    near = [moment for moment, _ in year.changes if abs(moment - noon) < timedelta(days=4)]
    before = sorted((moment, zone.key) for moment, zone in year.changes if moment < noon)
    return None if near else ZoneInfo(before[-1][1]) if before else first


def owed(year, first):
    """The local days on which something had to come, by looking at each day by itself; `first` is the zone at the start."""
    end, must = year.start + timedelta(days=365), set()
    for step in range(-1, 367):
        day = calendars.local_day(year.start, first) + timedelta(step)
        zone = zone_around(year, day, first)
        at = calendars.firing(day, year.schedule.at, zone) if zone else None
        if at and year.start < at and not schedules.why_quiet(year.schedule, day):
            tick = year.tick_at_or_after(at)
            must |= {day} if tick < end and tick - at <= LATE else set()
    return must


def holds(year):
    """What is true whatever happens: once a local day, never on a quiet one, never late, never early, at wall time."""
    days = [fired.day for fired in year.sent]
    assert len(days) == len(set(days))
    for fired in year.sent:
        assert not schedules.why_quiet(year.schedule, fired.day)
        assert timedelta(0) <= fired.now - fired.at <= LATE
        wall = fired.at.astimezone(fired.zone).replace(tzinfo=None)
        at_wall_time = wall == datetime.combine(fired.day, year.schedule.at)
        assert at_wall_time or fired.day in changes_in(fired.zone.key, fired.day.year)


@settings(max_examples=25, deadline=None)
@given(years(EDGES))
def test_every_working_day_fires_exactly_once_unless_it_was_too_late_in_zones_with_odd_changes(year):
    year.run()

    holds(year)
    assert {fired.day for fired in year.sent} == owed(year, year.zone)


@settings(max_examples=40, deadline=None)
@given(years(SAMPLE))
def test_every_working_day_fires_exactly_once_unless_it_was_too_late_in_any_zone(year):
    year.run()

    holds(year)
    assert {fired.day for fired in year.sent} == owed(year, year.zone)


@settings(max_examples=25, deadline=None)
@given(years(EDGES), st.data())
def test_moving_between_zones_never_fires_twice_on_one_local_date_and_loses_no_other_day(year, data):
    moments = st.timedeltas(timedelta(0), timedelta(days=364)).map(lambda offset: year.start + offset)
    moves = data.draw(
        st.lists(st.tuples(moments, st.sampled_from(EDGES).map(ZoneInfo)), max_size=20, unique_by=lambda move: move[0])
    )
    year, first = replace(year, changes=moves, sent=[]), year.zone

    holds(year.run())
    assert owed(year, first) <= {fired.day for fired in year.sent}


@settings(max_examples=25, deadline=None)
@given(years(EDGES), st.data())
def test_a_clock_that_jumps_never_fires_a_local_day_twice(year, data):
    timing, now = firings.begun(year.schedule, year.zone, year.start), year.start
    seen = []
    for minutes in data.draw(st.lists(st.integers(-36 * 60, 72 * 60), max_size=60)):
        now += timedelta(minutes=minutes)
        found = firings.due(year.schedule, year.zone, timing, now)
        timing = found.after
        seen += [found.firing.day] if found.firing else []

    # Days more than two ahead of the clock come from a clock that was wrong, and the key of the work keeps those to one.
    assert all(seen.count(day) == 1 or max(seen) - day > timedelta(2) for day in seen)


@settings(max_examples=50, deadline=None)
@given(wishes(2026), st.sampled_from(SAMPLE).map(ZoneInfo), st.integers(0, 365 * 24))
def test_the_preview_is_what_then_happens(schedule, zone, hours):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    timing, happened = firings.begun(schedule, zone, now), []
    while timing.next_at and len(happened) < 5:
        found = firings.due(schedule, zone, timing, timing.next_at)
        timing = found.after
        happened.append(found.firing)

    assert tuple(happened) == firings.next_five(schedule, zone, now)


@settings(max_examples=50, deadline=None)
@given(wishes(2026), st.sampled_from(SAMPLE).map(ZoneInfo), st.integers(0, 365 * 24), st.floats(0, 1))
def test_nothing_is_due_before_the_moment_that_storage_asks_for(schedule, zone, hours, share):
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    timing = firings.begun(schedule, zone, start)
    until = timing.next_at or start + timedelta(days=30)
    early = min(start + (until - start) * share, until - timedelta(seconds=1))

    assert firings.due(schedule, zone, timing, early).firing is None


def test_half_past_nine_is_half_past_nine_on_both_sides_of_a_change():
    madrid = ZoneInfo("Europe/Madrid")
    year = Year(Schedule(at=time(9, 30)), madrid, datetime(2026, 1, 1, tzinfo=UTC), []).run()

    assert {fired.at.astimezone(madrid).time() for fired in year.sent} == {time(9, 30)}
    assert {fired.at.time() for fired in year.sent} == {time(7, 30), time(8, 30)}
    assert len(year.sent) == 261
