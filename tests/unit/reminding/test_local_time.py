"""Wall clocks: hours that are skipped or come twice, days that are left out, and what people type for them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import calendars
from bot.review.errors import Refusal
from tests.unit.reminding.zones import EDGES, SAMPLE, changes_in

MADRID = ZoneInfo("Europe/Madrid")


def by_scanning(day, at, zone):
    """The first minute at which the wall clock has reached this time, found by looking at every one."""
    moment = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=15)
    wall = datetime.combine(day, at)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += timedelta(minutes=1)
    return moment


def test_a_skipped_hour_fires_right_after_the_gap():
    assert calendars.firing(date(2026, 3, 29), time(2, 30), MADRID) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_doubled_hour_fires_the_first_time():
    assert calendars.firing(date(2026, 10, 25), time(2, 30), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_half_an_hour_is_a_gap_as_well():
    found = calendars.firing(date(2026, 10, 4), time(2, 10), ZoneInfo("Australia/Lord_Howe"))

    assert found == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_a_day_that_samoa_left_out_has_no_firing_and_its_neighbours_do():
    apia = ZoneInfo("Pacific/Apia")

    assert calendars.firing(date(2011, 12, 30), time(9, 30), apia) is None
    assert calendars.firing(date(2011, 12, 29), time(9, 30), apia) == datetime(2011, 12, 29, 19, 30, tzinfo=UTC)
    assert calendars.firing(date(2011, 12, 31), time(9, 30), apia) == datetime(2011, 12, 30, 19, 30, tzinfo=UTC)


def test_an_hour_skipped_at_midnight_still_belongs_to_its_own_day():
    nuuk = ZoneInfo("America/Nuuk")

    found = calendars.firing(date(2026, 3, 28), time(23, 30), nuuk)

    assert found.astimezone(nuuk).replace(tzinfo=None) == datetime(2026, 3, 29, 0, 0)  # noqa: DTZ001


@pytest.mark.parametrize("key", [key for key in EDGES if changes_in(key, 2026)])
def test_on_every_day_of_a_clock_change_each_half_hour_agrees_with_looking_at_every_minute(key):
    zone = ZoneInfo(key)
    for day in changes_in(key, 2026):
        for half in range(12):
            at = time(half // 2, 30 * (half % 2))
            assert calendars.firing(day, at, zone) == by_scanning(day, at, zone), (day, at)


@pytest.mark.parametrize("day", [date(2005, 3, 27), date(2005, 10, 30)])
def test_a_time_that_carries_a_fold_fires_like_one_that_does_not(day):
    madrid = ZoneInfo("Europe/Madrid")

    assert calendars.firing(day, time(2, 0, fold=1), madrid) == calendars.firing(day, time(2, 0), madrid)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SAMPLE), st.integers(2005, 2030), st.times(), st.data())
def test_a_clock_change_anywhere_agrees_with_looking_at_every_minute(key, year, at, data):
    zone, at = ZoneInfo(key), at.replace(second=0, microsecond=0)
    day = data.draw(st.sampled_from(changes_in(key, year) or [date(year, 6, 1)]))
    found = calendars.firing(day, at, zone)

    if found:
        assert found == by_scanning(day, at, zone)
    else:
        assert by_scanning(day, at, zone).astimezone(zone).date() > day


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLE), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.times())
def test_wall_time_holds_outside_gaps(key, day, at):
    zone, at = ZoneInfo(key), at.replace(microsecond=0)
    wall = calendars.firing(day, at, zone).astimezone(zone).replace(tzinfo=None)

    assert wall == datetime.combine(day, at) or day in changes_in(key, day.year)


def test_late_begins_after_two_hours():
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    assert not calendars.too_late(at, at + timedelta(hours=2))
    assert calendars.too_late(at, at + timedelta(hours=2, seconds=1))


@pytest.mark.parametrize("typed", ["Europe/Madrid", "europe/madrid", " Europe/Madrid ", "EUROPE/MADRID"])
def test_a_zone_is_read_in_any_case(typed):
    assert calendars.zone(typed).key == "Europe/Madrid"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Madrid", "Did you mean Europe/Madrid?"),
        ("new york", "Did you mean America/New_York?"),
        ("Europe/Madird", "Did you mean Europe/Madrid?"),
        ("Madird", "Did you mean Europe/Madrid"),
        ("America/Madrid", "Did you mean Europe/Madrid?"),
        ("Asia/Tokio", "Did you mean Asia/Tokyo?"),
        ("Louisville", "Did you mean America/Kentucky/Louisville, America/Louisville?"),
        ("Europe/", "Type a name such as"),
        ("localtime", "Type a name such as"),
        ("../etc/passwd", "I don't know the time zone"),
        ("", "Type a name such as"),
        ("\0", "Type a name such as"),
        ("Europe", "I don't know the time zone"),
    ],
)
def test_an_unknown_zone_is_refused_with_what_to_type(typed, told):
    with pytest.raises(Refusal) as refused:
        calendars.zone(typed)

    assert told in refused.value.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("9 am", time(9)),
        ("12:15 am", time(0, 15)),
        ("12:15pm", time(12, 15)),
        ("9:30 PM", time(21, 30)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, meant):
    assert calendars.clock_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["25:00", "24:00", "9:60", "13:00 pm", "0:30 am", "noon", "", "9", "-1:00", "9:3", "930"]
)
def test_a_time_that_no_clock_shows_is_refused_with_what_to_type(typed):
    with pytest.raises(Refusal, match="Type it from 00:00 to 23:59, such as 09:30"):
        calendars.clock_time(typed)


@given(st.times())
def test_every_minute_of_the_day_can_be_typed(at):
    assert calendars.clock_time(f"{at:%H:%M}") == at.replace(second=0, microsecond=0)


def test_dates_must_be_dates_and_lie_ahead():
    today = date(2026, 3, 2)

    with pytest.raises(Refusal, match="Type year, month and day, such as 2027-03-15"):
        calendars.day("15/03/2027")
    with pytest.raises(
        Refusal, match=r"Monday, 2 March 2026 is not in the future\. Choose Tuesday, 3 March 2026 or later"
    ):
        calendars.coming_day(today, today)
    with pytest.raises(Refusal, match=r"too far off\. Choose Thursday, 12 March 2026 or earlier"):
        calendars.coming_day(date(2026, 4, 1), today, days=10)


def test_holidays_are_named_and_a_region_has_its_own():
    assert calendars.holiday(date(2026, 1, 6), "ES") == "Epiphany"
    assert calendars.holiday(date(2026, 5, 2), "ES") is None
    assert calendars.holiday(date(2026, 5, 2), "ES-MD")
    assert calendars.holiday(date(2026, 1, 6), None) is None


@pytest.mark.parametrize("country", calendars.countries())
def test_every_country_that_is_offered_can_be_asked(country):
    assert calendars.country_code(country.lower()) == country
    assert calendars.holidays_of(country, 2026) is not None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Spain", "two letters"),
        ("XX", "two letters"),
        ("ESP", "two letters"),
        ("", "two letters"),
        ("ES-XX", "ES-AN"),
        ("AW-X", "Type AW without a region"),
    ],
)
def test_an_unknown_country_is_refused_with_what_to_type(typed, told):
    with pytest.raises(Refusal) as refused:
        calendars.country_code(typed)

    assert told in refused.value.text


def test_a_zone_that_a_program_gives_may_be_unknown():
    assert calendars.zone_named("Mars/Olympus") is None
    assert calendars.zone_named("europe/madrid") is None
    assert calendars.zone_named(None) is None
    assert calendars.zone_named("Europe/Madrid") == MADRID
