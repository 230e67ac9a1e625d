"""Everything that decides what a firing says, gathered from what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.places import Place
from bot.review import calendars, freshness, selecting
from bot.review.items import Item, Status
from bot.review.model import Review
from bot.review.model import Status as ReviewStatus
from bot.review.nudges import Assigned, OpenReview, Situation, Stale
from bot.review.schedules import why_quiet
from bot.usecases.ports import Clock
from bot.usecases.reminding_ports import Items, Planned, Schedules, Tellings, personal
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
    clock: Clock
    lenses: Callable[[], Mapping[str, Lens]]

    def of(self, planned: Planned, today: date) -> Scene:
        """The situation of a channel's or a person's firing on their date."""
        person = planned.place.channel if personal(planned.place) else None
        owned = self._items(planned.place)
        channels = tuple(dict.fromkeys(place for place, _ in owned)) if person else (planned.place,)
        reviews = [(place, review) for place in channels for review in _latest(self.reviews.of(place))]
        zone, now = zone_of(planned), self.clock.now()
        assigned = tuple(each for _, review in reviews for each in self._assigned(review, zone))
        mine = tuple(each for each in assigned if person in (None, *each.to))
        items = tuple(item for _, item in owned)
        last = self.tellings.last(planned.place)
        situation = Situation(
            today=today,
            schedule=planned.schedule,
            person=person,
            items=items,
            assigned=mine,
            stale=() if person else tuple(each for _, review in reviews for each in self._stale(review, zone, now)),
            reviews=()
            if person
            else tuple(each for place, review in reviews for each in self._open(place, review, zone)),
            told=self.tellings.told(planned.place),
            away=frozenset() if person else self._away(planned, items, assigned, now),
            busy=frozenset() if person else self._busy(planned.place, items),
            items_in_a_row=last.items_in_a_row if last else 0,
        )
        homes = {item.id: place for place, item in owned} | {review.id: place for place, review in reviews}
        return Scene(situation, homes)

    def _items(self, place: Place) -> tuple[tuple[Place, Item], ...]:
        if personal(place):
            return self.items.owned_by(place.tenant, place.channel)
        return tuple((place, item) for item in self.items.of(place))

    def _away(
        self, planned: Planned, items: tuple[Item, ...], asked: tuple[Assigned, ...], now: datetime
    ) -> frozenset[str]:
        """Whoever has a schedule of their own hears from us then and there, or is not to be bothered at all.

        The person to whom high risks are escalated hears of them here, unless today is a quiet day of theirs.
        """
        to = planned.schedule.escalate_to
        whom = (
            {item.owner for item in items if item.owner} | {each for one in asked for each in one.to} | ({to} - {None})
        )
        found = self.schedules.find(planned.place.tenant, frozenset(each for each in whom if each))
        own = {user: theirs for user, theirs in found.items() if not theirs.off}
        if to in own and not why_quiet(own[to].schedule, calendars.local_day(now, zone_of(own[to]))):
            del own[to]
        return frozenset(own)

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


def _latest(reviews: tuple[Review, ...]) -> tuple[Review, ...]:
    """The last changed review of each workload: an earlier one's answers need nobody's second look."""
    found: dict[str, Review] = {}
    for review in reviews:
        found.setdefault(review.workload.name.casefold(), review)
    return tuple(found.values())
