"""What is promised of when messages come, held against what the stand-in heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.load.figures import Verdicts
from tests.soak.wall_time import DAY, LATE
from tests.support.hearing import Said


@dataclass(frozen=True)
class Due:
    """When a message was due, and by which clock on the wall."""

    at: datetime
    day: date
    wall: time
    zone: ZoneInfo


def check(heard: Sequence[Said], owed: Mapping[str, Due], zones: Mapping[str, ZoneInfo], verdicts: Verdicts) -> None:
    """Everything, by the marks of what was owed; `zones` are people's own, by their ids."""
    said = [each for each in heard if each.mark.startswith("remind:")]
    times = Counter(each.mark for each in said)
    twice = [mark for mark, count in times.items() if count > 1]
    verdicts.expect("each firing was heard once", holds=not twice, found=twice[:5])
    lost, strange = owed.keys() - times.keys(), times.keys() - owed.keys()
    verdicts.expect("every firing that was due was heard", holds=not lost, found=sorted(lost)[:5])
    verdicts.expect("nothing else was heard: no holiday, vacation, pause", holds=not strange, found=sorted(strange)[:5])
    due = [(each, owed[each.mark]) for each in said if each.mark in owed]
    off = [(each.mark, each.at) for each, meant in due if not timedelta(0) <= each.at - meant.at <= LATE]
    verdicts.expect("never early, never over two hours late", holds=not off, found=off[:5])
    wrong = [each.mark for each, meant in due if not _at_wall_time(meant)]
    verdicts.expect("at the time on the wall, whatever the season", holds=not wrong, found=wrong[:5])
    daily = Counter((each.to, each.at.astimezone(zones[each.to]).date()) for each in said if each.to)
    often = [key for key, count in daily.items() if count > 1]
    verdicts.expect(
        "nobody was spoken to twice in a day", holds=bool(daily) and not often, found=often[:5] or len(daily)
    )


def _at_wall_time(due: Due) -> bool:
    """On its local day the clock shows the promised time, or the day is one on which clocks are changed."""
    noon, shown = datetime.combine(due.day, time(12), tzinfo=due.zone), due.at.astimezone(due.zone)
    if noon.utcoffset() != (noon - DAY).utcoffset():
        return shown.date() == due.day
    return shown.replace(tzinfo=None) == datetime.combine(due.day, due.wall)
