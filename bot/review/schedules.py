"""When a channel or a person wants to hear from us, and about what.

The defaults are meant not to annoy: weekdays at half past nine, nothing on holidays once a country is set. Everybody
can see a schedule; who may change it is part of it. What people type is read by `read`, which collects every problem
before it refuses, so that nobody has to find them one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.review import calendars
from bot.review.calendars import Span
from bot.review.errors import Refusal

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
_GROUPS: Mapping[str, frozenset[int]] = {
    "weekdays": WEEKDAYS,
    "weekend": frozenset({5, 6}),
    "daily": EVERY_DAY,
    "every day": EVERY_DAY,
}
#: How many vacations or extra holidays one schedule holds; a modal with more can't be read.
MOST_SPANS = 20
UTC_ZONE = ZoneInfo("UTC")


class Kind(StrEnum):
    """What can be reminded of; each can be switched off by itself."""

    IMPROVEMENTS = "improvements"
    OPEN_QUESTIONS = "open_questions"
    ASSIGNED = "assigned"
    STALE_ANSWERS = "stale_answers"
    SLEEPING_REVIEW = "sleeping_review"
    WEEKLY_DIGEST = "weekly_digest"
    ESCALATION = "escalation"


class Changers(StrEnum):
    """Who may change a schedule, besides the people it names. Guests never may."""

    EVERYBODY = "everybody"
    ADMINS = "admins"


@dataclass(frozen=True)
class Schedule:
    """The wishes of one channel or one person. `days` counts from Monday, 0, to Sunday, 6.

    `zone` None follows the person, else the channel. `pause_until` is the first day on which messages come again.
    `country` (ES, or ES-MD with a region) brings its public holidays, `extra_holidays` are the team's own.
    """

    days: frozenset[int] = WEEKDAYS
    at: time = time(9, 30)
    zone: str | None = None
    country: str | None = None
    extra_holidays: frozenset[date] = frozenset()
    pause_until: date | None = None
    vacations: tuple[Span, ...] = ()
    muted: bool = False
    kinds: frozenset[Kind] = frozenset(Kind)
    escalate_to: str | None = None
    changers: Changers = Changers.EVERYBODY
    named: frozenset[str] = frozenset()

    def wants(self, kind: Kind) -> bool:
        """Whether this kind of message is switched on."""
        return kind in self.kinds

    def may_change(self, user: str, *, admin: bool = False, guest: bool = False) -> bool:
        """Whether this person may change it. Seeing it is open to everybody."""
        return not guest and (admin or user in self.named or self.changers is Changers.EVERYBODY)


class ScheduleProblems(Refusal):
    """Everything that is wrong with a filled-in schedule: a sentence for each field, in the form's order."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)


def read(form: Mapping[str, str], today: date, current: Schedule | None = None) -> Schedule:
    """The schedule after a form, or the words after a command, have been filled in. Fields left out stay as they are.

    An empty text clears a field, or puts its default back. `today` is the date where the person is. Raises
    ScheduleProblems with all of them.
    """
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field, text in form.items():
        try:
            values[field] = _field(field, text.strip(), today)
        except Refusal as refusal:
            problems[field] = refusal.text
    if problems:
        raise ScheduleProblems(problems)
    return replace(current or Schedule(), **values)


def zone_of(schedule: Schedule, person: str | None = None, channel: str | None = None) -> ZoneInfo:
    """The zone in which a schedule's time is meant: its own, else the person's from Slack, the channel's, or UTC.

    A name that the zone data has not is passed over, since a reminder an hour off is better than none.
    """
    known = (calendars.zone_named(key) for key in (schedule.zone, person, channel))
    return next((zone for zone in known if zone), UTC_ZONE)


def why_quiet(schedule: Schedule, day: date) -> str:
    """Why nothing comes on this local day; empty when something may."""
    if schedule.muted:
        return "Reminders are muted."
    if schedule.pause_until and day < schedule.pause_until:
        return f"Reminders are paused until {calendars.spoken(schedule.pause_until)}."
    if day.weekday() not in schedule.days:
        return f"{day:%A} is not one of its days."
    return _day_off(schedule, day)


def described(schedule: Schedule, zone: ZoneInfo) -> str:
    """A schedule in one line, for anybody who asks when messages come."""
    when = f"{days_text(schedule.days)} at {schedule.at:%H:%M} ({zone.key})"
    return f"Muted. Otherwise: {when}" if schedule.muted else when


def days_text(days: frozenset[int]) -> str:
    """Days of the week as people say them."""
    if days in (WEEKDAYS, EVERY_DAY):
        return "Weekdays" if days == WEEKDAYS else "Every day"
    return ", ".join(NAMES[each].capitalize() for each in sorted(days))


def _day_off(schedule: Schedule, day: date) -> str:
    if any(day in vacation for vacation in schedule.vacations):
        return "It is a vacation."
    if day in schedule.extra_holidays:
        return "It is a day off here."
    name = calendars.holiday(day, schedule.country)
    return f"It is a holiday: {name}." if name else ""


def _field(field: str, text: str, today: date) -> object:
    if field not in _READERS:
        raise Refusal(f"There is no setting “{field[:30]}”. The settings are {', '.join(_READERS)}.")
    return _READERS[field](text, today)


def _days(text: str, _today: date) -> frozenset[int]:
    if not text:
        return WEEKDAYS
    parts = [part for part in re.split(r"\s*,\s*", text.lower()) if part]
    return frozenset().union(*(_GROUPS.get(part) or _day_range(part) for part in parts))


def _day_range(text: str) -> frozenset[int]:
    ends = [_day_number(each.strip()) for each in text.split("-")]
    if len(ends) > 2:
        raise Refusal(f"I can't read the days “{text[:30]}”. Type them like mon-fri, or mon, wed, fri.")
    first, last = ends[0], ends[-1]
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day_number(text: str) -> int:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    found = [number for number, name in enumerate(full) if len(text) >= 3 and name.startswith(text)]
    if not found:
        raise Refusal(f"I don't know the day “{text[:20]}”. Type mon, tue, wed, thu, fri, sat or sun.")
    return found[0]


def _time(text: str, _today: date) -> time:
    return calendars.clock_time(text) if text else Schedule.at


def _zone(text: str, _today: date) -> str | None:
    return calendars.zone(text).key if text else None


def _country(text: str, _today: date) -> str | None:
    return calendars.country_code(text) if text else None


def _pause(text: str, today: date) -> date | None:
    return calendars.coming_day(calendars.day(text), today) if text else None


def _extra(text: str, _today: date) -> frozenset[date]:
    return frozenset(calendars.day(each) for each in _listed(text, "days off"))


def _vacations(text: str, today: date) -> tuple[Span, ...]:
    return tuple(sorted(_vacation(each, today) for each in _listed(text, "vacations")))


def _vacation(text: str, today: date) -> Span:
    ends = [calendars.day(each) for each in re.split(r"\s*\.\.\s*|\s+to\s+", text)]
    if len(ends) > 2:
        raise Refusal(
            f"I can't read the vacation “{text[:40]}”. Type its first and last day: 2027-08-01 to 2027-08-15."
        )
    if ends[-1] < ends[0]:
        raise Refusal(f"The vacation “{text[:40]}” ends before it begins. Type the earlier day first.")
    if ends[-1] < today:
        raise Refusal(f"The vacation “{text[:40]}” is over. Leave it out, or type days to come.")
    calendars.coming_day(max(ends[-1], today + timedelta(1)), today, days=2 * calendars.HORIZON)
    return Span(ends[0], ends[-1])


def _listed(text: str, what: str) -> list[str]:
    parts = [part for part in re.split(r"\s*[,;\n]\s*", text) if part]
    if len(parts) > MOST_SPANS:
        raise Refusal(f"That are {len(parts)} {what}. Keep at most {MOST_SPANS}.")
    return parts


def _yes(text: str, _today: date) -> bool:
    if text.lower() not in ("", "yes", "no", "on", "off", "true", "false"):
        raise Refusal(f"“{text[:20]}” is neither yes nor no. Type yes to mute, no to hear from me.")
    return text.lower() in ("yes", "on", "true")


def _kinds(text: str, _today: date) -> frozenset[Kind]:
    parts = [part.lower().replace(" ", "_") for part in re.split(r"\s*[,;\n]\s*", text) if part]
    unknown = [part for part in parts if part not in frozenset(Kind)]
    if unknown:
        raise Refusal(f"I send no “{unknown[0][:30]}”. Choose among {', '.join(Kind)}.")
    return frozenset(Kind(part) for part in parts)


def _person(text: str, _today: date) -> str | None:
    if text and not re.fullmatch(r"[UW][A-Z0-9]+", text):
        raise Refusal(f"I can't find “{text[:30]}”. Pick the person from the list.")
    return text or None


def _people(text: str, today: date) -> frozenset[str]:
    return frozenset(person for each in _listed(text, "people") if (person := _person(each, today)))


def _changers(text: str, _today: date) -> Changers:
    if text and text not in frozenset(Changers):
        raise Refusal(f"I don't know “{text[:30]}”. Choose everybody or admins.")
    return Changers(text or Changers.EVERYBODY)


_READERS: Mapping[str, Callable[[str, date], object]] = {
    "days": _days,
    "at": _time,
    "zone": _zone,
    "country": _country,
    "extra_holidays": _extra,
    "pause_until": _pause,
    "vacations": _vacations,
    "muted": _yes,
    "kinds": _kinds,
    "escalate_to": _person,
    "changers": _changers,
    "named": _people,
}
#: The settings that a form or a command may name, in the order in which they are shown.
FIELDS = tuple(_READERS)
