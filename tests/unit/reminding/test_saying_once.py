"""From a schedule to a message, on ports in memory: once, in time, to somebody who is there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.places import Place, Posted, Tenant
from bot.review import item_moves
from bot.review.firings import begun
from bot.review.schedules import UTC_ZONE, Schedule
from bot.usecases.improving import Improving
from bot.usecases.ports import ChannelGone
from bot.usecases.prefilling_ports import Room
from bot.usecases.reminding import DIGEST, FEW, MANY, REMIND, Reminding
from bot.usecases.reminding_ports import Person, Planned
from bot.usecases.scheduling import Scheduling
from bot.usecases.situations import Situations
from tests.support.memory import MemoryWork
from tests.support.memory_reminding import MemoryItems, MemorySchedules, MemoryTellings
from tests.support.memory_reviews import MemoryReviews
from tests.unit.reminding.things import item, press

TENANT = Tenant("", "T1")
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HALF_PAST_NINE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Messages:
    """The port Messages; `trouble` is raised by the next posts, one each."""

    def __init__(self):
        self.posts, self.told, self.trouble = [], [], []

    def post(self, place, card, *, key="", **_thread):
        if self.trouble:
            raise self.trouble.pop()
        self.posts.append((place, card, key))
        return Posted(place, f"{len(self.posts)}.0")

    def find(self, place, key, **_thread):
        found = (n for n, (where, _, mark) in enumerate(self.posts, 1) if (where, mark) == (place, key))
        return next((Posted(place, f"{n}.0") for n in found), None)

    def tell(self, place, user, card, **_key):
        self.told.append((user, card))
        return Posted(Place(place.tenant, user), "1.0")


class Running:
    """Reminding on ports in memory, with so many channels that each have one item."""

    def __init__(self, channels=1):
        self.now, self.gone, self.messages, self.concerned = HALF_PAST_NINE, set(), Messages(), []
        self.items, self.schedules, self.tellings = MemoryItems(), MemorySchedules(), MemoryTellings()
        self.work = MemoryWork(dict.fromkeys((REMIND, MANY, DIGEST)))
        clock = SimpleNamespace(now=lambda: self.now)
        people = SimpleNamespace(look=lambda _tenant, user: Person(user, user, "UTC", gone=user in self.gone))
        reviews, scheduling = MemoryReviews(), Scheduling(self.schedules, people, clock)
        use = Improving(
            self.items, reviews, self.schedules, people, clock, self.work, dict, scheduling.ensure, self.items
        )
        concerns = SimpleNamespace(of=lambda _tenant, _person: tuple(self.concerned))
        rooms = SimpleNamespace(of=lambda _tenant, _person: tuple(Room(p.channel, "") for p in self.concerned))
        seen = Situations(self.items, reviews, reviews, self.schedules, self.tellings, concerns, clock, dict, rooms)
        saying = (self.tellings, self.tellings, self.messages)
        self.reminding = Reminding(use, scheduling, seen, *saying, self.work, clock)
        self.places = [Place(TENANT, f"C{number}") for number in range(channels)]
        for place in self.places:
            self.items.put(place, item(f"i-{place.channel}"))
            timing = begun(Schedule(), UTC_ZONE, EIGHT)
            self.schedules.put(Planned(place, Schedule(), "UTC", timing, "UANA"))

    def own(self, owner):
        for place in self.places:
            before = self.items.find(place, f"i-{place.channel}")
            self.items.put(place, item_moves.take_on(before, press(owner)), over=before)

    def do(self):
        """Do everything that waits; what fails is raised, as durable work's retries would find it."""
        while self.work.waiting:
            kind, payload = self.work.waiting.pop(0)
            {REMIND: self.reminding.remind, MANY: self.reminding.many, DIGEST: self.reminding.digest}[kind](payload)


@pytest.mark.parametrize("channels", [1, FEW, FEW + 1, 250])
def test_every_channel_hears_once_however_many_are_due(channels):
    running = Running(channels)

    for _ in range(2):
        running.reminding.tick()
        running.do()

    assert sorted(place for place, _, _ in running.messages.posts) == sorted(running.places)


def test_a_tick_that_died_before_it_noted_anything_and_another_with_other_company_say_it_once():
    running = Running(FEW + 1)
    running.reminding.tick()
    late = Place(TENANT, "C99")
    running.items.put(late, item("i-C99"))
    running.places.append(late)
    for place in running.places:
        known = running.schedules.find(TENANT, (place.channel,)).get(place.channel)
        fresh = Planned(place, Schedule(), "UTC", begun(Schedule(), UTC_ZONE, EIGHT), "UANA")
        running.schedules.put(replace(fresh, revision=known.revision if known else 0))

    running.reminding.tick()
    running.do()

    assert len({key for _, _, key in running.messages.posts}) == len(running.messages.posts) == FEW + 2


def test_one_that_fails_among_many_is_tried_again_by_itself():
    running = Running(FEW + 1)
    running.messages.trouble = [OSError("away")]

    running.reminding.tick()
    running.do()

    assert len(running.messages.posts) == FEW + 1


def test_more_than_two_hours_late_is_not_said():
    running = Running()
    running.reminding.tick()
    running.now += timedelta(hours=2, minutes=1)
    running.do()

    assert running.messages.posts == []


def test_switched_off_between_the_tick_and_the_saying_is_not_said():
    running = Running()
    running.reminding.tick()
    running.reminding.scheduling.set(running.places[0], "UANA", {"muted": "yes"})
    running.do()

    assert running.messages.posts == []


def test_somebody_in_many_channels_hears_once_that_day_and_again_on_the_next():
    running = Running(4)
    running.own("UBEN")
    running.reminding.tick()
    running.do()
    assert len(running.messages.posts) == 1

    running.now += timedelta(days=1)
    running.reminding.tick()
    running.do()

    assert len(running.messages.posts) == 2


def test_what_somebody_had_who_has_left_becomes_the_channels():
    running = Running()
    running.own("UBEN")
    running.gone.add("UBEN")
    running.reminding.tick()
    running.do()

    assert [card.to for _, card, _ in running.messages.posts] == [None]
    assert running.items.of(running.places[0])[0].owner is None


def test_a_channel_that_is_gone_is_silent_from_then_on_and_gives_back_the_day_of_who_was_meant():
    running = Running(2)
    running.own("UBEN")
    running.messages.trouble = [ChannelGone("is_archived")]
    running.reminding.tick()
    running.do()

    assert len(running.messages.posts) == 1
    assert [user for user, _ in running.messages.told] == ["UANA"]
    off = [each.off for each in running.schedules.find(TENANT, ("C0", "C1")).values()]
    assert sorted(off) == ["", "is_archived"]


def test_nothing_worth_saying_is_no_message():
    running = Running()
    before = running.items.of(running.places[0])[0]
    running.items.put(running.places[0], item_moves.dismiss(before, press(), "Not ours."), over=before)
    running.reminding.tick()
    running.do()

    assert running.messages.posts == []


def test_a_person_who_moved_hears_at_their_new_time_and_not_at_the_old():
    running = Running()
    mine = Place(TENANT, "UBEN")
    running.own("UBEN")
    madrid = replace(Planned(mine, Schedule(), "Europe/Madrid", begun(Schedule(), UTC_ZONE, EIGHT), "UBEN"))
    running.schedules.put(replace(madrid, timing=replace(madrid.timing, next_at=EIGHT + timedelta(minutes=30))))
    running.now = EIGHT + timedelta(minutes=31)

    running.reminding.tick()
    running.do()

    assert running.messages.posts == []
    assert running.schedules.find(TENANT, ("UBEN",))["UBEN"].zone == "UTC"
