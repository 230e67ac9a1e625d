"""The zones that tests go through: those with odd clock changes, and a spread of all others."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

#: Half-hour changes, changes at midnight, two a year around Ramadan, a zone that left out a day, none at all.
EDGES = (
    "Europe/Madrid",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Pacific/Apia",
    "America/Nuuk",
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
    "UTC",
)
ALL = tuple(sorted(available_timezones() - {"localtime", "Factory"}))
SAMPLE = (*EDGES, *(key for key in ALL if key not in EDGES))


@cache
def changes_in(key, year):
    """The local dates between whose noons, in UTC, the zone's offset changes in a year."""
    zone, found = ZoneInfo(key), set()
    noon = datetime(year, 1, 1, 12, tzinfo=UTC)
    for _ in range(365):
        later = noon + timedelta(days=1)
        if noon.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            first = noon.astimezone(zone).date()
            found |= {first + timedelta(days=step) for step in range(2)}
        noon = later
    return sorted(found)
