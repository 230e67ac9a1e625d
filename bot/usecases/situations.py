"""Everything that decides what a firing says, gathered from what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.places import Place, Tenant
from bot.review import calendars, freshness, selecting
from bot.review.items import Item, Status
from bot.review.model import Review
from bot.review.model import Status as ReviewStatus
from bot.review.nudges import Assigned, OpenReview, Situation, Stale
from bot.review.schedules import Kind, Schedule
from bot.usecases.ports import Clock
from bot.usecases.prefilling_ports import Channels
from bot.usecases.reminding_ports import Concerns, Items, Planned, Schedules, Tellings, personal
from bot.usecases.reviewing_ports import ReviewLog, Reviews
from bot.usecases.scheduling import zone_of
from lens_corpus.model import Lens


@dataclass(frozen=True)
class Scene:
    """A situation, and in which channel each of its items and reviews is at home, by id."""

    situation: Situation
    homes: Mapping[str, Place]


@dataclass(frozen=True)
class Situations:
    """Reads what a firing has to know."""

    items: Items
    reviews: Reviews
    log: ReviewLog
    schedules: Schedules
    tellings: Tellings
    concerns: Concerns
    clock: Clock
    lenses: Callable[[], Mapping[str, Lens]]
    channels: Channels

    def of(self, planned: Planned, today: date) -> Scene:
        """The situation of a channel's or a person's firing on their date."""
        return self._persons(planned, today) if personal(planned.place) else self._channels(planned, today)

    def _channels(self, planned: Planned, today: date) -> Scene:
        place, zone, now = planned.place, zone_of(planned), self.clock.now()
        reviews = [(place, review) for review in _latest(self.reviews.of(place))]
        items, assigned = self.items.of(place), tuple(self._all_assigned(reviews, zone))
        situation = replace(
            self._begun(planned, today, items, assigned),
            stale=tuple(each for _, review in reviews for each in self._stale(review, zone, now)),
            reviews=tuple(each for _, review in reviews for each in self._open(place, review, zone)),
            away=self._away(planned, items, assigned),
            busy=self._busy(place, items),
        )
        return Scene(situation, _homes([(place, item) for item in items], reviews))

    def _persons(self, planned: Planned, today: date) -> Scene:
        """What somebody has taken on, and what they are asked or named for in the channels that they are in."""
        tenant, person = planned.place.tenant, planned.place.channel
        owned = self.items.owned_by(tenant, person)
        places = self._concerned(tenant, person)
        kept = self.schedules.find(tenant, frozenset(place.channel for place in places))
        # Where we can't write any more, nobody can answer either.
        heard = [each for each in places if each.channel not in kept or not kept[each.channel].off]
        reviews = [(place, review) for place in heard for review in _latest(self.reviews.of(place))]
        assigned = self._all_assigned(reviews, zone_of(planned))
        naming = [place for place in heard if place.channel in kept and _names(kept[place.channel].schedule, person)]
        late = [(place, item) for place in naming for item in self.items.of(place)]
        situation = replace(
            self._begun(planned, today, tuple(item for _, item in owned), ()),
            person=person,
            assigned=tuple(each for each in assigned if person in each.to),
            named_for=tuple(item for _, item in late),
        )
        return Scene(situation, _homes([*owned, *late], reviews))

    def _concerned(self, tenant: Tenant, person: str) -> tuple[Place, ...]:
        """Where something may be for a person to hear: who has left a channel is told nothing of it any more."""
        places = self.concerns.of(tenant, person)
        inside = self._rooms(tenant, person) if places else frozenset()
        return tuple(place for place in places if place.channel in inside)

    def _rooms(self, tenant: Tenant, person: str) -> frozenset[str]:
        return frozenset(room.id for room in self.channels.of(tenant, person))

    def _begun(
        self, planned: Planned, today: date, items: tuple[Item, ...], assigned: tuple[Assigned, ...]
    ) -> Situation:
        last = self.tellings.last(planned.place)
        return Situation(
            today=today,
            schedule=planned.schedule,
            items=items,
            assigned=assigned,
            told=self.tellings.told(planned.place),
            items_in_a_row=last.items_in_a_row if last else 0,
        )

    def _all_assigned(self, reviews: Iterable[tuple[Place, Review]], zone: ZoneInfo) -> Iterator[Assigned]:
        return (each for _, review in reviews for each in self._assigned(review, zone))

    def _away(self, planned: Planned, items: tuple[Item, ...], asked: tuple[Assigned, ...]) -> frozenset[str]:
        """Whoever has a schedule of their own hears from us then and there, or is not to be bothered at all.

        So does the person to whom high risks are escalated. Who is not in the channel hears nothing of what is asked
        there; it is said in the channel, so that somebody does.
        """
        place, owners = planned.place, {item.owner for item in items if item.owner}
        others = {each for one in asked for each in one.to} | {planned.schedule.escalate_to or ""}
        found = self.schedules.find(place.tenant, frozenset(owners | others - {""}))
        on = [user for user, theirs in found.items() if not theirs.off]
        return frozenset(each for each in on if each in owners or place.channel in self._rooms(place.tenant, each))

    def _busy(self, place: Place, items: tuple[Item, ...]) -> frozenset[str]:
        owners = {item.owner for item in items if item.owner}
        return frozenset(owner for owner in owners if self._busy_elsewhere(place, owner))

    def _busy_elsewhere(self, place: Place, owner: str) -> bool:
        theirs = self.items.owned_by(place.tenant, owner)
        return any(home != place and item.status is Status.DOING for home, item in theirs)

    def _assigned(self, review: Review, zone: ZoneInfo) -> Iterator[Assigned]:
        lens = self.lenses().get(review.lens)
        if lens is None or review.status is ReviewStatus.FINISHED:
            return
        for each in review.assignments:
            if freshness.knows(lens, each.question) and selecting.is_open(review, lens, each.question):
                answered = frozenset(mark.by for mark in review.answer(each.question).marks)
                since = calendars.local_day(each.at, zone)
                yield Assigned(review.id, each.question, (each.to,), since, answered)

    def _stale(self, review: Review, zone: ZoneInfo, now: datetime) -> Iterator[Stale]:
        lens = self.lenses().get(review.lens)
        for each in freshness.stale(review, lens, now) if lens else ():
            yield Stale(review.id, each.question, calendars.local_day(each.said_at, zone))

    def _open(self, place: Place, review: Review, zone: ZoneInfo) -> Iterator[OpenReview]:
        lens = self.lenses().get(review.lens)
        if lens is None or review.status is not ReviewStatus.OPEN:
            return
        moves = self.log.moves(place, review.id)
        last = moves[-1].move.at if moves else review.started_at
        yield OpenReview(review.id, calendars.local_day(last, zone), selecting.open_questions(review, lens))


def _names(schedule: Schedule, person: str) -> bool:
    return schedule.escalate_to == person and schedule.wants(Kind.ESCALATION)


def _homes(items: Iterable[tuple[Place, Item]], reviews: Iterable[tuple[Place, Review]]) -> dict[str, Place]:
    return {item.id: place for place, item in items} | {review.id: place for place, review in reviews}


def _latest(reviews: tuple[Review, ...]) -> tuple[Review, ...]:
    """The last changed review of each workload: an earlier one's answers need nobody's second look."""
    found: dict[str, Review] = {}
    for review in reviews:
        found.setdefault(review.workload.name.casefold(), review)
    return tuple(found.values())
