"""When a schedule fires: previews, lateness, zones that move, clocks that jump, settings that change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.review import firings
from bot.review.calendars import Span
from bot.review.firings import begun, changed, closes_week, due, next_five
from bot.review.schedules import EVERY_DAY, Schedule

MADRID, AUCKLAND, HONOLULU = ZoneInfo("Europe/Madrid"), ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
WEEKDAYS = Schedule()


def utc(day, hour, minute=0, second=0):
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


def days_of(firings_):
    return [firing.day.day for firing in firings_]


def test_the_next_five_skip_the_weekend():
    assert days_of(next_five(WEEKDAYS, MADRID, utc(5, 12))) == [6, 9, 10, 11, 12]


def test_the_next_five_skip_holidays_days_off_vacations_and_pauses():
    spain = Schedule(country="ES-MD", days=EVERY_DAY, at=time(8))
    april = datetime(2026, 4, 1, 12, tzinfo=UTC)

    assert days_of(next_five(spain, MADRID, april)) == [4, 5, 6, 7, 8]
    assert days_of(next_five(Schedule(extra_holidays=frozenset({date(2026, 3, 3)})), MADRID, utc(2, 12)))[0] == 4
    away = Schedule(vacations=(Span(date(2026, 3, 3), date(2026, 3, 9)),))
    assert days_of(next_five(away, MADRID, utc(2, 12)))[0] == 10
    assert days_of(next_five(Schedule(pause_until=date(2026, 3, 20)), MADRID, utc(2, 12)))[0] == 20


def test_a_muted_schedule_and_one_without_days_never_fire():
    for schedule in (Schedule(muted=True), Schedule(days=frozenset())):
        assert next_five(schedule, MADRID, utc(2, 12)) == ()
        assert begun(schedule, MADRID, utc(2, 12)).next_at is None


def test_a_firing_is_due_at_its_minute_once():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))
    found = due(WEEKDAYS, MADRID, timing, utc(2, 8, 30))

    assert timing.next_at == utc(2, 8, 30)
    assert found.firing == firings.Firing(date(2026, 3, 2), utc(2, 8, 30))
    assert found.after.next_at == utc(3, 8, 30)
    assert due(WEEKDAYS, MADRID, found.after, utc(2, 8, 31)).firing is None


def test_before_its_minute_nothing_is_due():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))

    assert due(WEEKDAYS, MADRID, timing, utc(2, 8, 29, 59)).firing is None


def test_two_hours_late_is_sent_and_later_is_missed():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))
    late = due(WEEKDAYS, MADRID, timing, utc(2, 10, 30, 1))

    assert due(WEEKDAYS, MADRID, timing, utc(2, 10, 30)).firing
    assert late.firing is None
    assert late.missed == (date(2026, 3, 2),)
    assert late.after.next_at == utc(3, 8, 30)


def test_after_days_without_a_tick_only_the_last_is_sent():
    found = due(WEEKDAYS, MADRID, begun(WEEKDAYS, MADRID, utc(2, 7)), utc(5, 9))

    assert found.firing.day == date(2026, 3, 5)
    assert found.missed == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))


def test_two_replicas_find_the_same_key():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))
    found = {firings.key("T1", "C1", due(WEEKDAYS, MADRID, timing, utc(2, 8, 30 + late)).firing.day) for late in (0, 3)}

    assert found == {"remind:T1:C1:2026-03-02"}


def test_a_zone_takes_effect_at_once_and_its_local_day_does_not_fire_again():
    fired = due(WEEKDAYS, MADRID, begun(WEEKDAYS, MADRID, utc(2, 7)), utc(2, 8, 30)).after
    moved = changed(fired, WEEKDAYS, HONOLULU, utc(2, 9))

    assert moved.next_at == utc(3, 19, 30)


def test_a_move_across_the_date_line_repeats_no_local_day():
    fired = due(WEEKDAYS, AUCKLAND, begun(WEEKDAYS, AUCKLAND, utc(2, 12)), utc(2, 20, 30)).after
    moved = changed(fired, WEEKDAYS, HONOLULU, utc(2, 21))

    assert fired.fired == date(2026, 3, 3)
    assert moved.next_at == utc(4, 19, 30)


def test_a_time_moved_into_the_past_waits_for_tomorrow():
    timing = begun(Schedule(at=time(15)), MADRID, utc(2, 7))
    early = changed(timing, WEEKDAYS, MADRID, utc(2, 9))

    assert early.next_at == utc(3, 8, 30)


def test_a_firing_that_no_tick_has_reached_survives_a_change_of_settings():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))
    after = changed(timing, Schedule(country="ES"), MADRID, utc(2, 8, 31))

    assert due(Schedule(country="ES"), MADRID, after, utc(2, 8, 32)).firing.day == date(2026, 3, 2)


def test_muting_stops_what_was_due_a_moment_ago():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))
    muted = Schedule(muted=True)

    assert changed(timing, muted, MADRID, utc(2, 8, 31)).next_at is None
    assert due(muted, MADRID, timing, utc(2, 8, 31)).firing is None


def test_a_clock_set_back_fires_nothing_twice():
    fired = due(WEEKDAYS, MADRID, begun(WEEKDAYS, MADRID, utc(2, 7)), utc(2, 8, 30)).after
    back = due(WEEKDAYS, MADRID, fired, utc(2, 8)).after

    assert due(WEEKDAYS, MADRID, back, utc(2, 8, 30)).firing is None
    assert back.next_at == utc(3, 8, 30)


def test_a_clock_that_was_a_month_ahead_does_not_silence_the_month():
    timing = begun(WEEKDAYS, MADRID, utc(2, 7))
    ahead = due(WEEKDAYS, MADRID, timing, utc(2, 8, 30) + timedelta(days=29)).after
    back = due(WEEKDAYS, MADRID, ahead, utc(2, 8)).after

    assert ahead.checked > utc(2, 8)
    assert back.next_at == utc(2, 8, 30)
    assert due(WEEKDAYS, MADRID, back, utc(2, 8, 30)).firing.day == date(2026, 3, 2)


def test_a_year_without_a_tick_is_no_long_list():
    found = due(WEEKDAYS, MADRID, begun(WEEKDAYS, MADRID, utc(2, 7)), utc(2, 8, 30) + timedelta(days=364))

    assert len(found.missed) <= 14


def test_the_last_firing_of_a_week_closes_it_also_before_a_holiday():
    spain = Schedule(country="ES")

    assert closes_week(WEEKDAYS, MADRID, date(2026, 3, 6))
    assert not closes_week(WEEKDAYS, MADRID, date(2026, 3, 5))
    assert closes_week(spain, MADRID, date(2026, 4, 2))  # Good Friday follows
    assert not closes_week(WEEKDAYS, MADRID, date(2026, 4, 2))


def test_digests_of_one_week_share_a_key():
    week = [firings.digest_key("T1", "C1", date(2026, 12, 28) + timedelta(days=step)) for step in range(8)]

    assert len(set(week[:7])) == 1
    assert week[7] != week[6]
    assert week[0] == "digest:T1:C1:2026-W53"


def test_an_hour_skipped_at_midnight_is_due_on_the_stroke_of_it():
    nuuk, late = ZoneInfo("America/Nuuk"), Schedule(days=EVERY_DAY, at=time(23, 30))
    timing = begun(late, nuuk, utc(29, 0, 59, 59))

    assert timing.next_at == utc(29, 1)
    assert due(late, nuuk, timing, utc(29, 1)).firing.day == date(2026, 3, 28)


def test_a_skipped_hour_and_a_doubled_one_are_one_firing_each():
    schedule = Schedule(days=EVERY_DAY, at=time(2, 30))
    for start in (datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)):
        found = next_five(schedule, MADRID, start)
        assert all(later.day - earlier.day == timedelta(1) for earlier, later in pairwise(found))
