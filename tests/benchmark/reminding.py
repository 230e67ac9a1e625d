"""`python -m tests.benchmark.reminding [URL]`: what a tick costs, by what exists and by what is due. Prints only."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from bot.cards import Card
from bot.durable import Durable
from bot.places import Place, Posted, Tenant
from bot.review import firings, item_codec
from bot.review.items import Item
from bot.review.schedules import UTC_ZONE, Schedule
from bot.storage.concerns import SqlConcerns
from bot.storage.engine import Database, open_database
from bot.storage.items import SqlItems
from bot.storage.migrating import upgrade
from bot.storage.reviews import SqlReviews
from bot.storage.schedules import SqlSchedules, _columns
from bot.storage.tables.reminding import items as items_table
from bot.storage.tables.reminding import schedules as table
from bot.storage.tellings import SqlTellings
from bot.usecases import reminding
from bot.usecases.improving import Improving
from bot.usecases.reminding import Reminding
from bot.usecases.reminding_ports import Person, Planned
from bot.usecases.scheduling import Scheduling
from bot.usecases.situations import Situations
from lens_corpus.model import Effort
from lens_corpus.risk import Risk

BEFORE = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)
#: A Monday, a minute after half past nine.
DUE = datetime(2027, 3, 8, 9, 31, tzinfo=UTC)


def main(url: str) -> None:
    """Measure on a new database."""
    database = open_database(url)
    upgrade(database)
    _nothing_due(database)
    _many_due(database, url)
    database.close()


def _nothing_due(database: Database) -> None:
    for count in (1_000, 100_000):
        _fill(database, count)
        ticking = _ticking(database, BEFORE, lambda *_args, **_more: None)
        ticking.tick()
        took = min(_seconds(ticking.tick) for _ in range(20))
        _say(f"tick, nothing due, {count:,} schedules: {1000 * took:.2f} ms, best of 20 (bar 50 ms)")


def _many_due(database: Database, url: str) -> None:
    """Every channel has something to do; Slack takes each message after 50 ms, and nobody's rate is used up."""
    for count in (500, 10_000):
        _fill(database, count)
        posted = _Posted(count)
        made: list[Reminding] = []
        kinds = {
            reminding.REMIND: lambda payload, made=made: made[0].remind(payload),
            reminding.MANY: lambda payload, made=made: made[0].many(payload),
            reminding.DIGEST: lambda _payload: None,
        }
        durable = Durable(url, kinds, f"bench-{count}", bulk=(reminding.MANY,))
        durable.launch()
        made.append(_whole(database, durable, posted))
        start = time.perf_counter()
        made[0].tick()
        _say(f"tick, {count:,} due and handed over: {time.perf_counter() - start:.2f} s (bar 10 s for 10,000)")
        posted.all.wait(1800)
        late = sorted(at - start for at in posted.times.values())
        shown = [late[int(len(late) * share) - 1] for share in (0.5, 0.99, 1)]
        _say("  said after (s): median {:.1f}, 99 % {:.1f}, the last {:.1f}".format(*shown))
        _say(f"  {len(posted.times):,} of {count:,} channels, {posted.twice} messages twice")
        durable.close()


class _Posted:
    """The port Messages, as fast as Slack is."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.times, self.twice = wanted, dict[str, float](), 0
        self.all = threading.Event()

    def find(self, _place: Place, _key: str, **_thread: str) -> None:
        return None

    def post(self, place: Place, _card: Card, **_key: str) -> Posted:
        time.sleep(0.05)
        self.twice += place.channel in self.times
        self.times[place.channel] = time.perf_counter()
        if len(self.times) == self.wanted:
            self.all.set()
        return Posted(place, "1.0")


def _whole(database: Database, durable: Durable, posted: _Posted) -> Reminding:
    clock = SimpleNamespace(now=lambda: DUE)
    people = SimpleNamespace(look=lambda _tenant, user: Person(user, user, "UTC"))
    items, reviews, kept, tellings = (
        SqlItems(database),
        SqlReviews(database),
        SqlSchedules(database),
        SqlTellings(database),
    )
    scheduling = Scheduling(kept, people, clock)
    use = Improving(items, reviews, kept, people, clock, durable, dict, scheduling.ensure, items)
    rooms = SimpleNamespace(of=lambda _tenant, _user: ())
    seen = Situations(items, reviews, reviews, kept, tellings, SqlConcerns(database), clock, dict, rooms)
    return Reminding(use, scheduling, seen, tellings, tellings, posted, durable, clock)  # type: ignore[arg-type]


def _ticking(database: Database, now: datetime, start: Callable[..., None]) -> Reminding:
    clock, scheduling = SimpleNamespace(now=lambda: now), SimpleNamespace(schedules=SqlSchedules(database))
    none, work = SimpleNamespace(), SimpleNamespace(start=start)
    return Reminding(none, scheduling, none, none, none, none, work, clock)  # type: ignore[arg-type]


def _fill(database: Database, count: int) -> None:
    """So many channels, each with its own day's firing at half past nine."""
    timing = firings.begun(Schedule(), UTC_ZONE, BEFORE - timedelta(hours=1))
    first = Planned(Place(Tenant("", f"T{count}"), "C"), Schedule(), "UTC", timing, "U1")
    rows = [
        {"enterprise": "", "team": f"T{count}", "channel": f"C{number:07}"} | _columns(replace(first))
        for number in range(count)
    ]
    item = Item("i1", "r1", "ml", None, None, "Write it", Risk.HIGH, Effort.S, "", BEFORE)
    shown = {"id": "i1", "owner": None, "moves": 0, "state": item_codec.encode(item)}
    work = [{"enterprise": "", "team": f"T{count}", "channel": f"C{number:07}"} | shown for number in range(count)]
    with database.writing() as connection:
        connection.execute(table.delete())
        connection.execute(items_table.delete())
        for start in range(0, count, 5000):
            connection.execute(table.insert(), rows[start : start + 5000])
            connection.execute(items_table.insert(), work[start : start + 5000])


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(f"sqlite:///{folder}/lensbot.sqlite")
