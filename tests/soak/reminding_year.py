"""A year of reminders in minutes: `python -m tests.soak.reminding_year [DAYS] [SEED]`.

The bot runs in the stand-in, whose clock and whose bot's are moved from one firing to the next. Channels in five
countries have wishes that are awkward on purpose: times that clock changes skip or double, every day or working days
only, holidays, vacations, pauses. The bot is restarted, machines sleep for hours or days, people snooze and finish
things. What then came is read from the stand-in's journal and compared with `wall_time`, minute by minute.
"""

from __future__ import annotations

import logging
import random
import re
import sys
import tempfile
import time as machine
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.places import Place, Tenant
from bot.playground.embedded import StandIn, playground
from bot.review import firings
from bot.review.items import Item
from bot.review.schedules import Kind, Schedule
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.storage.items import SqlItems
from bot.storage.schedules import SqlSchedules
from bot.usecases.reminding_ports import Planned
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.load.figures import Verdicts, conditions, say
from tests.soak.promises import Due, check
from tests.soak.wall_time import DAY, Room, rooms
from tests.support.dialog import Dialog, words
from tests.support.hearing import Ear, Said
from tests.support.improving import MovedClock
from tests.support.reviewing_bot import ReviewingBot

#: A Friday. The year that begins here has Ramadan's two clock changes in February and March.
FIRST = datetime(2027, 1, 1, tzinfo=UTC)
#: Shares of the looks before which the machine sleeps, or its clock slips back; within which the bot is restarted; after
#: which a setting is changed; and of messages that somebody snoozes or finishes.
SLEEPS, SLIPS, RESTARTS, CHANGES, SNOOZES, DONES = 0.02, 0.03, 0.01, 0.02, 0.25, 0.03
#: Improvements of each channel, all of them nobody's, and how many ana and ben have each in every channel.
FREE, TAKEN = 40, 4
#: Seconds of real time after which what has not come is missing.
PATIENCE = 45.0
_SNOOZED = re.compile(r"Snoozed until \w+, (\d+ \w+ \d{4})")


@dataclass
class Year:
    """One run. `owed` is what was due by its mark, `sleeping` until when each improvement is to be left in peace."""

    slack: StandIn
    make: Callable[[MovedClock], ReviewingBot]
    chance: random.Random
    rooms: list[Room]
    clock: MovedClock = field(default_factory=MovedClock)
    owed: dict[str, Due] = field(default_factory=dict)
    missed: int = 0
    restarts: int = 0
    problems: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    sleeping: dict[str, date] = field(default_factory=dict)

    def begin(self, now: datetime) -> None:
        """Start the bot, and give everybody plans and wishes."""
        self.slack.control.advance(now.timestamp() - self.slack.control.get("clock")["now"])
        self.go_to(now)
        self.ear = Ear(self.slack)
        self._start()
        users = self.slack.control.view("ana")["users"].values()
        self.people = {user["name"]: (user["id"], user["tz"]) for user in users}
        for room in self.rooms:
            self._settle(room, now)
        self.ear.listen()

    def go_to(self, moment: datetime) -> None:
        """Set all clocks, the stand-in's first."""
        behind = moment.timestamp() - self.slack.control.get("clock")["now"]
        self.slack.control.advance(max(0.0, behind))
        self.clock.at = datetime.fromtimestamp(self.slack.control.get("clock")["now"], UTC)

    def live(self, until: datetime) -> None:
        """Look at every firing as it comes, or later, as chance has it."""
        while (coming := min(room.coming() for room in self.rooms)) < until:
            asleep = self.chance.random() < SLEEPS
            wait = timedelta(hours=self.chance.uniform(0.5, 40)) if asleep else timedelta(seconds=10)
            if not asleep and self.chance.random() < 0.1:
                self.look(coming - timedelta(seconds=20))
            self.look(coming + wait)

    def look(self, moment: datetime) -> None:
        """Let the bot look at what is due, and see that what ought to come comes."""
        self.go_to(max(moment, self.clock.now()))
        now = self.clock.now()
        for room in self.rooms:
            before, last = room.checked, room.coming()
            if found := room.look(now):
                day, at = found
                self.owed[self.mark(room, day)] = Due(at, day, room.at, ZoneInfo(room.zone))
            self.missed += not found and last <= now and before < now
        if self.chance.random() < SLIPS:
            self._slip()
        self.running.reminders.reminding.tick()
        if self.chance.random() < RESTARTS:
            self.restart()
        self._wait()
        for said in self.heard:
            if said.mark in self.owed:
                self._people_do(said)
        if self.chance.random() < CHANGES:
            self._change(self.chance.choice(self.rooms))

    def mark(self, room: Room, day: date) -> str:
        """What a firing's message is marked with."""
        return firings.key(self.slack.team_id, self.places[room.name].channel, day)

    def _slip(self) -> None:
        """The bot's clock is set back for one look, and right again."""
        ahead = self.clock.now()
        self.clock.at = ahead - timedelta(hours=self.chance.uniform(0.1, 30))
        self.running.reminders.reminding.tick()
        self.go_to(ahead)

    def restart(self) -> None:
        """End the bot, in the middle of whatever it does, and start another."""
        self.running.stop(self.serving)
        self.restarts += 1
        self._start()

    def end(self) -> None:
        """End the bot."""
        self.slack.control.idle()
        self.running.stop(self.serving)

    def _start(self) -> None:
        self.running = self.make(self.clock)
        self.serving = self.running.start(lambda _done, _of: None)

    def _settle(self, room: Room, now: datetime) -> None:
        """A channel with ana, ben and the bot, with items and a schedule; or a person with theirs."""
        channel = Dialog(self.slack.control).channel
        ids = {each["name"]: each["id"] for each in self.slack.control.view("ana")["channels"]}
        home = self.places[room.name] = Place(Tenant("", self.slack.team_id), ids[channel])
        owners: list[str | None] = [None] * FREE
        owners += [self.people[name][0] for name in ("ana", "ben") for _ in range(TAKEN)]
        if person := self.people.get(room.name):
            self.places[room.name], owners, room.zone = replace(home, channel=person[0]), [person[0]] * FREE, person[1]
        for number, owner in enumerate(owners):
            title, risk = f"{room.name}, step {number:02}", Risk.HIGH if owner else Risk.MEDIUM
            item = Item(f"i{number:02}", "", "", None, None, title, risk, Effort.S, "", now, owner=owner)
            SqlItems(self.running.database).put(home, item)
        kinds = frozenset(Kind) - {Kind.WEEKLY_DIGEST}
        schedule = Schedule(days=room.days, at=room.at, country=room.country or None, kinds=kinds)
        timing = firings.begun(schedule, ZoneInfo(room.zone), now)
        planned = Planned(self.places[room.name], schedule, room.zone, timing, self.people["ana"][0])
        SqlSchedules(self.running.database).put(planned)
        room.checked = now

    def _wait(self) -> None:
        """Until all that is owed has come. It is not waited for again once it is missing."""
        self.heard, until = self.ear.listen(), machine.monotonic() + PATIENCE
        marks = {said.mark for said in self.ear.said}
        while missing := self.owed.keys() - marks - set(self.problems):
            if machine.monotonic() > until:
                self.problems += sorted(missing)
            machine.sleep(0.02)
            new = self.ear.listen()
            self.heard += new
            marks |= {said.mark for said in new}

    def _people_do(self, said: Said) -> None:
        """Note what is said too early, and snooze or finish some of it."""
        title = next(line for line in words(said.message).splitlines() if ", step " in line).strip("*")
        day = self.owed[said.mark].day
        if day < self.sleeping.get(title, date.min):
            self.problems.append(f"{title} was snoozed until {self.sleeping[title]} and said on {day}")
        drawn = self.chance.random()
        if drawn < SNOOZES:
            self._snooze(said, title)
        elif drawn < SNOOZES + DONES:
            self._finish(said, title)

    def _snooze(self, said: Said, title: str) -> None:
        block, menu = next(
            (block["block_id"], element)
            for block in said.message["blocks"]
            for element in block.get("elements") or []
            if element.get("type") == "static_select"
        )
        value = self.chance.choice(menu["options"][:2])["value"]
        where = {"channel": said.channel, "ts": said.message["ts"], "block_id": block}
        self.slack.control.select(self._who(said), menu["action_id"], value, **where)
        shown = self._shows(said, _SNOOZED)
        self.sleeping[title] = datetime.strptime(shown[1], "%d %B %Y").replace(tzinfo=UTC).date()

    def _finish(self, said: Said, title: str) -> None:
        dialog = Dialog.__new__(Dialog)
        dialog.control, dialog.channel = self.slack.control, said.channel
        dialog.press(self._who(said), said.message, "Done")
        dialog.modal(self._who(said))
        self.slack.control.submit(self._who(said), {"evidence": {"text": "It runs"}})
        self._shows(said, re.compile(r"Done\."))
        self.sleeping[title] = date.max

    def _shows(self, said: Said, wanted: re.Pattern[str]) -> re.Match[str]:
        until = machine.monotonic() + PATIENCE
        while True:
            seen = self.slack.control.messages(self._who(said), said.channel)
            found = wanted.search(words(next(each for each in seen if each["ts"] == said.message["ts"])))
            if found:
                return found
            assert machine.monotonic() < until, words(said.message)
            machine.sleep(0.02)

    def _who(self, said: Said) -> str:
        return next((name for name, (id_, _) in self.people.items() if f":{id_}:" in said.mark), "ben")

    def _change(self, room: Room) -> None:
        """Go on vacation from tomorrow on, pause until some day, or move to another zone."""
        now = self.clock.now()
        today = now.astimezone(ZoneInfo(room.zone)).date()
        first, last = today + DAY, today + self.chance.randint(1, 6) * DAY
        if room.coming() > now:
            room.checked = now
        kind = self.chance.choice(("vacations", "pause_until", "zone"))
        if kind == "vacations":
            form, room.off = {kind: f"{first} to {last}"}, [(first, last)]
        elif kind == "pause_until":
            form, room.pause = {kind: f"{last}"}, last
        else:
            room.zone = self.chance.choice([each.zone for each in self.rooms])
            form = {kind: room.zone}
        by = self.people.get(room.name, self.people["ana"])[0]
        self.running.reminders.scheduling.set(self.places[room.name], by, form)


def tell(year: Year, verdicts: Verdicts) -> None:
    """Whether every promise was kept."""
    zones = {id_: ZoneInfo(zone) for id_, zone in year.people.values()}
    check(year.ear.said, year.owed, zones, verdicts)
    strange = [each for each in year.problems if each not in year.owed]
    verdicts.expect("nothing was said while it was snoozed", holds=not strange, found=strange[:5])


@contextmanager
def living(chosen: list[Room], seed: int, start: datetime):
    """A year that has begun, with its bot in a stand-in of its own."""
    with tempfile.TemporaryDirectory(prefix="lensbot-soak-") as name, playground(manifest(), rates=True) as slack:
        settings = Settings(
            Path(name),
            lenses=("shaped",),
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
        )
        year = Year(slack, lambda clock: ReviewingBot(settings, clock=clock), random.Random(seed), chosen)
        year.begin(start)
        yield year
        year.end()
        year.ear.listen()


def main(days: int = 365, seed: int = 1) -> None:
    """Live through it and tell what came."""
    # What is on its way when a bot ends is delivered again; the library that could not answer says so at length.
    logging.getLogger("lensbot.slack.bolt").setLevel(logging.CRITICAL)
    verdicts, begun = Verdicts(), machine.monotonic()
    say(f"a year of reminders: {days} days, seed {seed}; {conditions()}")
    with living(rooms(), seed, FIRST) as year:
        for month in range(12):
            year.live(min(FIRST + (month + 1) * timedelta(days=30.5), FIRST + days * DAY))
            took = machine.monotonic() - begun
            say(f"  {year.clock.now():%d %B}: {len(year.ear.said)} said, {year.missed} missed, {took:.0f} s")
            if year.clock.now() >= FIRST + (days - 1) * DAY:
                break
    say(
        f"  {len(year.ear.said)} messages, {year.missed} missed, {year.restarts} restarts, {year.ear.limited} held back"
    )
    tell(year, verdicts)
    verdicts.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
