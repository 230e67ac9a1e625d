"""Local time as people live it: zones, clock changes, working days, holidays.

A reminder is promised at a wall-clock time on a local day. Between that promise and a moment in UTC stand the zone's
clock changes: an hour that is skipped, an hour that comes twice, now and then a whole day that a country leaves out.
Everything that is typed by hand is read here too, and what can't be read is refused with what to type instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

from bot.review.errors import Refusal

#: A reminder that is later than this is not worth having any more, and nobody wants the morning's at midnight.
LATE = timedelta(hours=2)
#: How far ahead a date may lie, in days. Further off is a slip of the keyboard, not a plan.
HORIZON = 366
#: Names that zone data holds and that are nobody's place: the machine's own zone, and the one for "not set".
_NOWHERE = frozenset({"localtime", "Factory", "posixrules"})
#: How much of a misspelt city must agree with a zone's to be offered, from 0 to 1.
_ALIKE = 0.75
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def firing(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment, in UTC, at which a wall clock in this zone shows this time on this day.

    A time that the clock skips comes right after the gap; one that it shows twice comes the first time. None for a day
    that the zone left out altogether, as Samoa did when it changed sides of the date line.
    """
    # A time's own fold would choose the second of a doubled hour, and a moment before a gap.
    wall = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    change = _change(wall.replace(fold=1).astimezone(UTC), moment, zone)
    before, after = (change - timedelta(seconds=1)).astimezone(zone), change.astimezone(zone)
    return change if day in (before.date(), after.date()) else None


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first whole second between two moments at which the zone's later offset holds."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return before + timedelta(seconds=high)


def too_late(at: datetime, now: datetime) -> bool:
    """Whether a firing has missed its time by so much that it is left out. Ask again right before posting."""
    return now - at > LATE


def local_day(now: datetime, zone: ZoneInfo) -> date:
    """The date on the wall calendar in this zone."""
    return now.astimezone(zone).date()


@lru_cache(maxsize=4096)
def holidays_of(country: str, year: int) -> Mapping[date, str]:
    """A country's public holidays with their names, in English where the library has it.

    `country` is as `country_code` returns it, with or without a region. Empty for years the library knows nothing of.
    """
    code, _, region = country.partition("-")
    entity = holidays.country_holidays(code, subdiv=region or None)
    spoken = entity.supported_languages
    language = next((each for each in spoken if each.startswith("en")), entity.default_language)
    found = holidays.country_holidays(code, subdiv=region or None, years=year, expand=False, language=language)
    return dict(found.items())


def holiday(day: date, country: str | None) -> str | None:
    """The name of the public holiday on this day, if it is one. Without a country there are none."""
    return holidays_of(country, day.year).get(day) if country else None


def zone_named(key: str | None) -> ZoneInfo | None:
    """The zone of a name that a program gave us; None for one that this machine's zone data has not."""
    return ZoneInfo(key) if key and _zones().get(key.lower()) == key else None


def zone(written: str) -> ZoneInfo:
    """The zone that a person typed, in any case of letters. Refused, with the nearest names, when there is none."""
    name = written.strip().replace(" ", "_")
    known = _zones()
    if name.lower() in known:
        return ZoneInfo(known[name.lower()])
    near = _near(name.lower())
    meant = ", ".join(near) or "Europe/Madrid, America/New_York, UTC"
    hint = "Did you mean" if near else "Type a name such as"
    raise Refusal(f"I don't know the time zone “{written.strip()[:60]}”. {hint} {meant}{'?' if near else '.'}")


def _near(name: str) -> list[str]:
    """The zones whose city is spelt like this, those of the same region first; the nearest three."""
    region, _, city = name.rpartition("/")
    spelt = get_close_matches(city, _cities(), n=3, cutoff=_ALIKE) if city else []
    found = [key for each in ([city] if city in _cities() else spelt) for key in _cities()[each]]
    return [key for key in found if key.lower().startswith(f"{region}/")] or found[:3]


def clock_time(written: str) -> time:
    """A time of day as a person typed it: 09:30, 9.30, 9:30 pm. Refused when no clock shows it."""
    found = _CLOCK.fullmatch(written.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    half = (found[3] or "").lower() if found else ""
    in_range = 1 <= hour <= 12 if half else hour <= 23
    if not found or not in_range or minute > 59 or not (found[2] or half):
        raise Refusal(f"“{written.strip()[:20]}” is not a time of day. Type it from 00:00 to 23:59, such as 09:30.")
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)


def day(written: str) -> date:
    """A date as a person or a date picker wrote it. Refused unless it is year, month, day."""
    text = written.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"“{text[:20]}” is not a date. Type year, month and day, such as 2027-03-15.") from None


def coming_day(chosen: date, today: date, *, days: int = HORIZON) -> date:
    """A date that must lie after today and not further off than so many days; refused otherwise."""
    if chosen <= today:
        raise Refusal(f"{spoken(chosen)} is not in the future. Choose {spoken(today + timedelta(1))} or later.")
    if (chosen - today).days > days:
        raise Refusal(f"{spoken(chosen)} is too far off. Choose {spoken(today + timedelta(days))} or earlier.")
    return chosen


def country_code(written: str) -> str:
    """A country's two letters, or those and a region (ES, ES-MD). Refused when we have no holidays for it."""
    code, _, region = written.strip().upper().partition("-")
    regions = _countries().get(code)
    if regions is None or len(code) != 2:
        raise Refusal(
            f"I have no holidays for “{written.strip()[:40]}”. Type a country's two letters, such as ES or US."
        )
    if region and region not in regions:
        known = ", ".join(f"{code}-{each}" for each in regions[:6])
        more = f"Type {code}, or one of its regions: {known}." if known else f"Type {code} without a region."
        raise Refusal(f"I don't know the region “{region[:20]}” of {code}. {more}")
    return f"{code}-{region}" if region else code


def countries() -> tuple[str, ...]:
    """The two letters of every country whose holidays we have, in order."""
    return tuple(sorted(code for code in _countries() if len(code) == 2))


def spoken(day: date) -> str:
    """A date as people say it, with the year, because some of ours lie in the next one."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {key.lower(): key for key in available_timezones() - _NOWHERE}


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, list[str]]:
    """The zones by the last part of their names, without Etc/GMT+2, which lies two hours behind and nobody means."""
    found: dict[str, list[str]] = {}
    for key in sorted(_zones().values()):
        if "/" in key and not key.startswith("Etc/"):
            found.setdefault(key.rpartition("/")[2].lower(), []).append(key)
    return found


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(regions) for code, regions in holidays.list_supported_countries().items()}
