"""A schedule as people fill it in: what is read, everything that is wrong at once, who may change it, and its plain form."""

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.review import schedule_codec, schedules
from bot.review.calendars import Span
from bot.review.schedules import EVERY_DAY, WEEKDAYS, Changers, Kind, Schedule, ScheduleProblems, read
from tests.unit.reminding.things import TODAY


def problems_of(**form):
    with pytest.raises(ScheduleProblems) as refused:
        read(form, TODAY)
    return refused.value.problems


def test_the_defaults_do_not_annoy():
    assert read({}, TODAY) == Schedule()
    assert (Schedule().days, Schedule().at, Schedule().muted) == (WEEKDAYS, time(9, 30), False)


def test_a_filled_in_form_is_read_whole():
    form = {
        "days": "mon, wed-fri",
        "at": "8:15",
        "zone": "europe/madrid",
        "country": "es-md",
        "extra_holidays": "2026-06-24",
        "pause_until": "2026-03-09",
        "vacations": "2026-08-01 to 2026-08-15, 2026-12-24..2026-12-31",
        "muted": "no",
        "kinds": "improvements, weekly digest",
        "escalate_to": "UBOSS",
        "changers": "admins",
        "named": "UANA, UBEN",
    }

    assert read(form, TODAY) == Schedule(
        days=frozenset({0, 2, 3, 4}),
        at=time(8, 15),
        zone="Europe/Madrid",
        country="ES-MD",
        extra_holidays=frozenset({date(2026, 6, 24)}),
        pause_until=date(2026, 3, 9),
        vacations=(Span(date(2026, 8, 1), date(2026, 8, 15)), Span(date(2026, 12, 24), date(2026, 12, 31))),
        kinds=frozenset({Kind.IMPROVEMENTS, Kind.WEEKLY_DIGEST}),
        escalate_to="UBOSS",
        changers=Changers.ADMINS,
        named=frozenset({"UANA", "UBEN"}),
    )


def test_what_is_left_out_stays_and_what_is_emptied_is_cleared():
    before = Schedule(at=time(7), country="ES", zone="Europe/Madrid")

    after = read({"country": "", "at": ""}, TODAY, before)

    assert after == Schedule(zone="Europe/Madrid")


def test_every_problem_is_told_at_once_under_its_field():
    found = problems_of(days="mon, funday", at="25:00", zone="Mars", country="Spain", pause_until="2026-03-01")

    assert list(found) == ["days", "at", "zone", "country", "pause_until"]
    assert found["at"] == "“25:00” is not a time of day. Type it from 00:00 to 23:59, such as 09:30."
    assert "is not in the future" in found["pause_until"]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("days", "mon-wed-fri", "Type them like mon-fri"),
        ("days", "m", "I don't know the day “m”"),
        ("vacations", "2026-08-15 to 2026-08-01", "ends before it begins"),
        ("vacations", "2026-02-01 to 2026-02-03", "is over"),
        ("vacations", "2026-08-01 to 2099-08-01", "too far off"),
        ("vacations", "next week", "is not a date"),
        ("vacations", "2026-08-01 to 2026-08-02 to 2026-08-03", "Type its first and last day"),
        ("extra_holidays", ",".join(["2026-08-01"] * 21), "Keep at most 20"),
        ("pause_until", "2030-01-01", "too far off"),
        ("muted", "perhaps", "neither yes nor no"),
        ("kinds", "improvements, spam", "I send no “spam”. Choose among improvements,"),
        ("escalate_to", "Ben", "Pick the person from the list"),
        ("changers", "nobody", "Choose everybody or admins"),
        ("colour", "red", "The settings are days, at, zone"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(field, text, told):
    assert told in problems_of(**{field: text})[field]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weekdays", WEEKDAYS),
        ("Daily", EVERY_DAY),
        ("sat-mon", frozenset({5, 6, 0})),
        ("Monday,THU", frozenset({0, 3})),
        ("fri", frozenset({4})),
        ("", WEEKDAYS),
    ],
)
def test_days_are_read_as_people_type_them(typed, meant):
    assert read({"days": typed}, TODAY).days == meant


def test_a_vacation_that_has_begun_is_still_one():
    assert read({"vacations": "2026-02-20 to 2026-03-02"}, TODAY).vacations[0].last == TODAY


def test_the_zone_is_the_schedules_own_then_the_persons_then_the_channels():
    own = Schedule(zone="Asia/Tokyo")

    assert schedules.zone_of(own, "Europe/Madrid", "America/Lima").key == "Asia/Tokyo"
    assert schedules.zone_of(Schedule(), "Europe/Madrid", "America/Lima").key == "Europe/Madrid"
    assert schedules.zone_of(Schedule(), None, "America/Lima").key == "America/Lima"
    assert schedules.zone_of(Schedule(), "Mars/Olympus", "America/Lima").key == "America/Lima"
    assert schedules.zone_of(Schedule()).key == "UTC"


def test_who_may_change_it_is_a_setting_and_guests_never_may():
    admins = Schedule(changers=Changers.ADMINS, named=frozenset({"UANA"}))

    assert Schedule().may_change("UBEN")
    assert not Schedule().may_change("UBEN", guest=True)
    assert not admins.may_change("UBEN")
    assert admins.may_change("UBEN", admin=True)
    assert admins.may_change("UANA")


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        (Schedule(muted=True), "Reminders are muted."),
        (Schedule(pause_until=date(2026, 3, 3)), "Reminders are paused until Tuesday, 3 March 2026."),
        (Schedule(pause_until=TODAY), ""),
        (Schedule(days=frozenset({1})), "Monday is not one of its days."),
        (Schedule(vacations=(Span(TODAY, TODAY),)), "It is a vacation."),
        (Schedule(extra_holidays=frozenset({TODAY})), "It is a day off here."),
        (Schedule(), ""),
    ],
)
def test_a_quiet_day_says_why(schedule, why):
    assert schedules.why_quiet(schedule, TODAY) == why


def test_a_holiday_is_named():
    assert schedules.why_quiet(Schedule(country="ES"), date(2026, 1, 6)) == "It is a holiday: Epiphany."


def test_a_schedule_is_described_in_a_line():
    madrid = schedules.zone_of(Schedule(zone="Europe/Madrid"))

    assert schedules.described(Schedule(), madrid) == "Weekdays at 09:30 (Europe/Madrid)"
    assert schedules.described(Schedule(days=frozenset({0, 3}), muted=True), madrid).startswith(
        "Muted. Otherwise: Mon, Thu at"
    )


SPANS = st.tuples(st.dates(), st.dates()).map(lambda ends: Span(min(ends), max(ends)))
PEOPLE = st.from_regex(r"\A[UW][A-Z0-9]{3,8}\Z")
SCHEDULES = st.builds(
    Schedule,
    days=st.frozensets(st.integers(0, 6)),
    at=st.times(),
    zone=st.none() | st.sampled_from(["Europe/Madrid", "UTC"]),
    country=st.none() | st.sampled_from(["ES", "ES-MD"]),
    extra_holidays=st.frozensets(st.dates(), max_size=4),
    pause_until=st.none() | st.dates(),
    vacations=st.lists(SPANS, max_size=3).map(tuple),
    muted=st.booleans(),
    kinds=st.frozensets(st.sampled_from(Kind)),
    escalate_to=st.none() | PEOPLE,
    changers=st.sampled_from(Changers),
    named=st.frozensets(PEOPLE, max_size=3),
)


@given(SCHEDULES)
def test_a_schedule_survives_being_stored(schedule):
    stored = json.loads(json.dumps(schedule_codec.encode(schedule)))

    assert schedule_codec.decode(stored) == schedule


def test_what_an_older_version_stored_takes_the_defaults_of_what_it_lacks():
    assert schedule_codec.decode({"at": "08:00:00", "kinds": ["improvements", "gone_since"]}) == Schedule(
        at=time(8), kinds=frozenset({Kind.IMPROVEMENTS})
    )


@pytest.mark.parametrize(
    "data",
    [{"at": "noon"}, {"days": [9]}, {"muted": "no"}, {"zone": 3}, {"vacations": [["2026-01-01"]]}, {"days": None}],
)
def test_data_that_never_was_a_schedule_is_refused_by_field(data):
    with pytest.raises(ValueError, match=f"the schedule's {next(iter(data))} can't be read"):
        schedule_codec.decode(data)


@given(st.dictionaries(st.sampled_from([*schedules.FIELDS, "colour"]), st.text(max_size=30)))
def test_whatever_is_typed_gives_a_schedule_or_words_for_the_person(form):
    try:
        found = read(form, TODAY)
    except ScheduleProblems as refused:
        assert set(refused.problems) <= set(form)
        assert all(refused.problems.values())
    else:
        assert schedule_codec.decode(schedule_codec.encode(found)) == found
