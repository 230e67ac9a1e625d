"""Whether a schedule fires now, has missed its time, or has yet to come.

A firing belongs to one local day and has one key, which is the id of the durable work it starts: two replicas, a
restart or a clock that jumps may find the same firing again, but not do it again. Storage keeps a `Timing` for each
schedule and asks for those whose `next_at` has come, so that a tick costs what is due and not what exists.

At every tick, for every schedule whose `next_at` is not in the future, or whose `checked` is (the clock was wrong
then): call `due`, start the work under its key if there is any, and keep `after`. When a schedule or its zone
changes, call `changed` and keep what it returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.review import calendars, schedules
from bot.review.schedules import Schedule

#: How many local days ahead a next firing is looked for; a schedule with none in two years is as good as off.
_LOOK_AHEAD = 732
#: Local dates around the earth differ from each other by at most so much; a fired day beyond it is a wrong clock's.
_ZONES_APART = timedelta(days=2)


@dataclass(frozen=True)
class Timing:
    """How far a schedule has been looked at.

    `checked` is the moment up to which its firings are dealt with, `fired` the last local day that fired, `next_at`
    when to look again, in UTC; None where nothing is to come (muted, or no day left).
    """

    checked: datetime
    next_at: datetime | None
    fired: date | None = None


@dataclass(frozen=True)
class Firing:
    """One local day's message and the moment, in UTC, at which it comes."""

    day: date
    at: datetime


@dataclass(frozen=True)
class Due:
    """What a tick found: the firing to do now, if any, the days that were missed, and what to keep."""

    firing: Firing | None
    missed: tuple[date, ...]
    after: Timing


def key(team: str, who: str, day: date) -> str:
    """The id of a firing for a channel or a person, on the date where that channel or person is.

    A message to a person claims the person's key as well as its channel's; that is how somebody in many channels gets
    one a day. Whoever finds the person's key taken chooses again without that person.
    """
    return f"remind:{team}:{who}:{day.isoformat()}"


def digest_key(team: str, channel: str, day: date) -> str:
    """The id of a channel's digest of the week in which this day lies."""
    year, week, _ = day.isocalendar()
    return f"digest:{team}:{channel}:{year}-W{week:02}"


def begun(schedule: Schedule, zone: ZoneInfo, now: datetime) -> Timing:
    """The timing of a schedule that nobody has looked at yet: what lies before now is nobody's loss."""
    return Timing(now, _next_at(schedule, zone, now, None))


def changed(timing: Timing, schedule: Schedule, zone: ZoneInfo, now: datetime) -> Timing:
    """The timing once a schedule or its zone has changed, which takes effect at once.

    A firing that was due when it changed, and that no tick has reached, is still owed. One that the new settings put
    into the past is not: who sets 09:30 at ten means tomorrow.
    """
    owed = timing.next_at is not None and timing.next_at <= now
    checked = timing.checked if owed else now
    return Timing(checked, _next_at(schedule, zone, checked, timing.fired), timing.fired)


def due(schedule: Schedule, zone: ZoneInfo, timing: Timing, now: datetime) -> Due:
    """What fires in the time since it was last looked at, up to and including now.

    At most one firing, the latest; those more than two hours late are missed. Whatever the zone was in between, a local
    day that has fired does not fire again. A clock that was set back fires nothing twice.
    """
    fired = _believable(timing.fired, now, zone)
    passed = [each for each in _window(schedule, zone, timing.checked, now) if fired is None or each.day > fired]
    chosen = passed[-1] if passed and not calendars.too_late(passed[-1].at, now) else None
    last = chosen.day if chosen else fired
    missed = tuple(each.day for each in passed if each is not chosen)
    return Due(chosen, missed, Timing(now, _next_at(schedule, zone, now, last), last))


def coming(schedule: Schedule, zone: ZoneInfo, after: datetime, fired: date | None = None) -> Iterator[Firing]:
    """The firings after a moment, in order, leaving out local days up to the last that fired."""
    found = _days(schedule, zone, after)
    return (firing for firing in found if firing.at > after and (fired is None or firing.day > fired))


def next_five(schedule: Schedule, zone: ZoneInfo, now: datetime, fired: date | None = None) -> tuple[Firing, ...]:
    """The preview of a schedule: its next five firings, fewer where no more are to come."""
    return tuple(islice(coming(schedule, zone, now, _believable(fired, now, zone)), 5))


def closes_week(schedule: Schedule, zone: ZoneInfo, day: date) -> bool:
    """Whether no firing follows this day's in its week, Monday to Sunday. The channel's digest goes beside that one."""
    rest = (day + timedelta(step) for step in range(1, 7 - day.weekday()))
    return not any(_at(schedule, zone, each) for each in rest)


def _window(schedule: Schedule, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[Firing]:
    # A machine that slept for a year owes nobody the list of all it missed.
    start = max(after, until - timedelta(days=14))
    for firing in _days(schedule, zone, start):
        if firing.at > until:
            return
        if firing.at > after:
            yield firing


def _next_at(schedule: Schedule, zone: ZoneInfo, after: datetime, fired: date | None) -> datetime | None:
    first = next(coming(schedule, zone, after, _believable(fired, after, zone)), None)
    return first.at if first else None


def _days(schedule: Schedule, zone: ZoneInfo, start: datetime) -> Iterator[Firing]:
    if schedule.muted or not schedule.days:
        return
    day = calendars.local_day(start, zone)
    day = max(day, schedule.pause_until or day)
    end = day + timedelta(_LOOK_AHEAD)
    while day <= end:
        if at := _at(schedule, zone, day):
            yield Firing(day, at)
        day += timedelta(1)


def _at(schedule: Schedule, zone: ZoneInfo, day: date) -> datetime | None:
    if schedules.why_quiet(schedule, day):
        return None
    return calendars.firing(day, schedule.at, zone)


def _believable(fired: date | None, now: datetime, zone: ZoneInfo) -> date | None:
    if fired and fired > calendars.local_day(now, zone) + _ZONES_APART:
        return None
    return fired
