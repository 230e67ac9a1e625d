"""Reminders while replicas die: `python -m tests.chaos.reminding [CHANNELS] [SECONDS] [SEED]`.

Three replicas on one PostgreSQL remind all channels at the same minute, one working day after another, in a stand-in
that limits calls as Slack does. Every twenty seconds one of them is killed (`kill -9`) and started again. What the
stand-in took is counted: no channel may hear a firing twice, none may miss one, nobody may hear from us twice a day.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from sqlalchemy import text

from bot.places import Tenant
from bot.playground.embedded import StandIn
from bot.review.firings import key
from bot.storage.engine import open_database
from bot.storage.migrating import upgrade
from tests.load.figures import Verdicts, conditions, quantile, say
from tests.support.databases import new_postgres_database, running_postgres
from tests.support.hearing import Ear
from tests.support.planting import plant
from tests.support.processes import READY, Running, crowd, start
from tests.support.reminding_bot import move

PROGRAM = "tests.support.reminding_bot"
REPLICAS, PEOPLE = 3, 10
#: Seconds between two kills; and without any message, after which what has not been said is lost.
KILL_EVERY, PATIENCE = 20.0, 150.0
AT = clock_time(9, 30)
#: The clock is set to this long before a firing.
BEFORE = timedelta(seconds=5)


@dataclass
class Killer:
    """Kills a replica every so often, and starts it again."""

    slack: StandIn
    folder: Path
    database: str
    chance: random.Random
    kills: int = 0
    _replicas: list[Running] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._kill, daemon=True)

    def begin(self) -> None:
        """Start the replicas, and the killing."""
        for number in range(REPLICAS):
            (self.folder / str(number)).mkdir()
            self._replicas.append(self._start(number))
        until = time.monotonic() + 60
        while not all(READY in each.said for each in self._replicas):
            assert time.monotonic() < until, self._replicas[0].said
            time.sleep(0.1)
        self._thread.start()

    def end(self) -> None:
        """Kill them all."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        for each in self._replicas:
            each.kill()

    def logs(self) -> str:
        """Everything that all of them wrote."""
        return "".join(each.said for each in self._replicas)

    def _start(self, number: int) -> Running:
        program = (PROGRAM, str(self.folder / "clock"))
        return start(self.slack, self.folder / str(number), self.database, program)

    def _kill(self) -> None:
        while not self._over.wait(KILL_EVERY):
            number = self.chance.randrange(REPLICAS)
            self._replicas[number].kill()
            self._replicas[number] = self._start(number)
            self.kills += 1


def main(channels: int = 1000, seconds: int = 900, seed: int = 1) -> None:
    """Run it and tell what was said twice, or never."""
    verdicts = Verdicts()
    with (
        tempfile.TemporaryDirectory(prefix="lensbot-chaos-") as name,
        running_postgres(Path(name) / "server") as server,
    ):
        say(f"reminders: {channels} channels, {REPLICAS} replicas, one killed every {KILL_EVERY:.0f} s; {conditions()}")
        url = new_postgres_database(server)
        with crowd(PEOPLE, channels, rates=True) as slack:
            first, rooms = _planted(slack, url, Path(name))
            ear = Ear(slack)
            killer = Killer(slack, Path(name), url, random.Random(seed))
            try:
                killer.begin()
                days = _firings(ear, Path(name), first, channels, time.monotonic() + seconds)
            finally:
                killer.end()
            ear.listen()
            team = slack.team_id
            _tell(ear, killer, {key(team, room, day) for day in days for room in rooms}, verdicts)
    verdicts.close()


def _planted(slack: StandIn, url: str, folder: Path) -> tuple[date, list[str]]:
    """Put plans and schedules into the database; the first day that fires, and the channels."""
    database = open_database(url)
    upgrade(database)
    today = datetime.now(UTC).date()
    monday = today + timedelta(days=7 - today.weekday())
    _go_to(slack, folder, datetime.combine(monday - timedelta(days=1), AT, tzinfo=UTC))
    seen = slack.control.view("p1")
    rooms = [each["id"] for each in seen["channels"] if each["name"].startswith("c")]
    people = sorted(user["id"] for user in seen["users"].values() if user["name"].startswith("p"))
    plant(database, Tenant("", slack.team_id), rooms, people, datetime.combine(monday, AT, tzinfo=UTC))
    database.close()
    return monday, rooms


def _firings(ear: Ear, folder: Path, first: date, channels: int, end: float) -> list[date]:
    """One firing after another until the time is over; each has to be heard by all, or nothing more may come."""
    days, day = [], first
    while time.monotonic() < end:
        _go_to(ear.slack, folder, datetime.combine(day, AT, tzinfo=UTC) - BEFORE)
        begun, heard, last = time.monotonic(), -1, time.monotonic()
        while heard < channels and time.monotonic() - last < PATIENCE:
            time.sleep(1)
            ear.listen()
            now_heard = len(_marks(ear, day))
            last = time.monotonic() if now_heard != heard else last
            heard = now_heard
        late = _lateness(ear, day)
        say(f"  {day}: {heard} of {channels} channels in {time.monotonic() - begun:.0f} s; {_spread(late)}")
        days.append(day)
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return days


def _go_to(slack: StandIn, folder: Path, moment: datetime) -> None:
    """Set the stand-in's clock, and the replicas' by it."""
    slack.control.advance(max(0.0, moment.timestamp() - slack.control.get("clock")["now"]))
    move(folder / "clock", slack.control.get("clock")["now"] - time.time())


def _marks(ear: Ear, day: date) -> Counter[str]:
    team = ear.slack.team_id
    return Counter(each.channel for each in ear.said if each.mark == key(team, each.channel, day))


def _lateness(ear: Ear, day: date) -> list[float]:
    due, team = datetime.combine(day, AT, tzinfo=UTC), ear.slack.team_id
    return [(each.at - due).total_seconds() for each in ear.said if each.mark == key(team, each.channel, day)]


def _day(mark: str) -> date:
    return date.fromisoformat(mark.rpartition(":")[2])


def _spread(late: list[float]) -> str:
    if not late:
        return "nothing was said"
    return f"late: p50 {quantile(late, 0.5):.1f} s, p99 {quantile(late, 0.99):.1f} s, most {max(late):.1f} s"


def _tell(ear: Ear, killer: Killer, owed: set[str], verdicts: Verdicts) -> None:
    marks = Counter((each.channel, each.mark) for each in ear.said)
    twice = [mark for (_, mark), times in marks.items() if times > 1]
    lost = sorted(owed - {mark for _, mark in marks})
    daily: defaultdict[tuple[str, date], int] = defaultdict(int)
    for each in ear.said:
        daily[each.to, each.at.date()] += bool(each.to)
    late = [seconds for day in {_day(mark) for mark in owed} for seconds in _lateness(ear, day)]
    say(f"  {killer.kills} kills, {len(ear.said)} messages, {ear.limited} times told to wait")
    say(f"  {_spread(late)}")
    log = killer.logs()
    verdicts.expect("nothing was said twice", holds=not twice, found=f"{len(marks)} marks, {twice[:3]}")
    verdicts.expect("every firing was heard", holds=not lost, found=f"{len(lost)} lost, {lost[:3]}")
    verdicts.expect("somebody was spoken to by name", holds=any(daily.values()), found=sum(daily.values()))
    often = [person for person, times in daily.items() if times > 1]
    verdicts.expect("nobody was spoken to twice in a day", holds=not often, found=often[:3])
    work = _work(killer.database)
    failed = {each for each in work if each not in ("SUCCESS", "PENDING", "ENQUEUED", "DELAYED")}
    verdicts.expect("no work was given up", holds=not failed and "given up" not in log, found=dict(work))
    verdicts.expect("the logs have no traceback", holds="Traceback" not in log, found=_first(log, "Traceback"))


def _work(url: str) -> Counter[str]:
    """How much durable work there is, by what became of it."""
    database = open_database(url)
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT status, count(*) FROM lensbot_work.workflow_status GROUP BY status")
        ).all()
    database.close()
    return Counter(dict(rows))


def _first(log: str, word: str) -> str:
    at = log.find(word)
    return log[max(0, at - 300) : at + 1500] if at >= 0 else ""


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
