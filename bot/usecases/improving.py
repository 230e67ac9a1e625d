"""Improvement items: taken from a review's plan, changed by people, and what that changes in the review.

What somebody pressed is kept before anything follows from it. What follows, a new answer in the review and word of the
changed risk, is durable work of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.cards.reminding import Facts, Origin
from bot.places import Place, Tenant
from bot.review import calendars, item_moves, planning, schedules
from bot.review.following import followed
from bot.review.freshness import knows
from bot.review.item_moves import Press, StalePress
from bot.review.items import Act, Item, Status, awake
from bot.review.model import Review
from bot.review.model import Status as ReviewStatus
from bot.review.planning import Gap
from bot.review.scoring import Standing, score
from bot.usecases.ports import Clock
from bot.usecases.refusals import Refusal
from bot.usecases.reminding_ports import Items, Lanes, Owed, Owing, People, Schedules
from bot.usecases.reviewing_ports import Reviews
from lens_corpus.model import Effort, Lens, Step
from lens_corpus.risk import Risk

#: The kind of work in which a done item, or one that is open again, changes its review.
SETTLE = "item-done"
#: Pieces of work that are taken up at once.
MOST_OWED = 100
#: How often a press is made again on what somebody else has just changed.
TRIES = 8
GONE = "That improvement is no longer here. `/lensbot plan` shows what there is."
BUSY = "Several people are changing this at once. Press it once more."
NO_REVIEW = "That review is no longer here. `/lensbot review` starts a new one."
NO_LENS = "The lens of that review is not installed any more."
#: Standings that an improvement lowers.
_RISKS = {Standing.HIGH: Risk.HIGH, Standing.MEDIUM: Risk.MEDIUM}
Change = Callable[[Item, Press], Item]
#: What follows from a change, by the item before and after it.
Owes = Callable[[Item, Item], Owed | None]


@dataclass(frozen=True)
class Improving:
    """Everything that people do about improvements; each method is one thing.

    `scheduled` sees to it that a channel with a plan has a schedule, set by a person. `decides` is whether a person may
    settle what others see differently in a review of a channel.
    """

    items: Items
    reviews: Reviews
    schedules: Schedules
    people: People
    clock: Clock
    work: Lanes
    lenses: Callable[[], Mapping[str, Lens]]
    scheduled: Callable[[Place, str], None]
    owing: Owing
    decides: Callable[[Place, str, Review], bool] = lambda _place, _by, _review: True

    def adopt(self, place: Place, review_id: str, gaps: Sequence[Gap] | None = None) -> tuple[Item, ...]:
        """Take a review's gaps into the plan, by default all of high or medium risk. Safe to repeat.

        Items whose gap the review has closed are closed, those that it has found again are open again.
        """
        review, lens = self.review(place, review_id)
        chosen = planning.plan(review, lens) if gaps is None else gaps
        now = self.clock.now()
        new = [_item(review, gap, now) for gap in chosen if gap.standing in _RISKS]
        known = {item.id: item for item in self.items.of(place)}
        if new:
            self.scheduled(place, review.started_by)
        self.items.put(place, *(item for item in new if item.id not in known))
        for item in known.values():
            if item.review == review_id and (after := followed(item, review, lens, tuple(known.values()), now)) != item:
                self.items.put(place, after, over=item)
        return self.items.of(place)

    def follow(self, place: Place) -> tuple[Item, ...]:
        """Bring the plan in line with the channel's finished reviews; the channel's items."""
        for review in self.reviews.of(place):
            if review.status is ReviewStatus.FINISHED and review.lens in self.lenses():
                self.adopt(place, review.id)
        return self.items.of(place)

    def act(
        self, place: Place, item_id: str, by: str, seen: int | None, change: Change, owes: Owes | None = None
    ) -> Item:
        """Change an item as `change` does, on what others have made of it by then. A Refusal changed nothing."""
        for _ in range(TRIES):
            item = self.find(place, item_id)
            press = self.press(place, by, seen)
            try:
                after = change(item, press)
            except StalePress as stale:
                raise stale.named(self.people.look(place.tenant, stale.happened.by).name) from None
            owed = owes(item, after) if owes else None
            if after == item or self.items.put(place, after, over=item, owes=owed):
                self._start(owed)
                return after
        raise Refusal(BUSY)

    def done(self, place: Place, item_id: str, by: str, seen: int | None, evidence: str, origin: Origin) -> Item:
        """Finish an item. The review's answer follows, and word of it is given where the item was shown.

        Sent twice by the same person it counts once, and what should follow does follow.
        """
        owes = self._settling(place, item_id, by, origin)
        return self.act(place, item_id, by, seen, lambda item, press: _finish(item, press, evidence), owes)

    def reopen(self, place: Place, item_id: str, by: str, seen: int | None) -> Item:
        """Put an item back among what is to be done. Where it was done, the review's answer follows."""
        owes = self._settling(place, item_id, by, Origin())

        def after_done(item: Item, after: Item) -> Owed | None:
            return owes(item, after) if item.status is Status.DONE else None

        return self.act(place, item_id, by, seen, item_moves.reopen, after_done)

    def prove(self, place: Place, item_id: str, by: str, seen: int | None, evidence: str) -> Item:
        """Add evidence to an item. Where it is done, the review's answer has it, too."""
        owes = self._settling(place, item_id, by, Origin())

        def once_done(item: Item, after: Item) -> Owed | None:
            return owes(item, after) if item.status is Status.DONE else None

        return self.act(
            place, item_id, by, seen, lambda item, press: item_moves.prove(item, press, evidence), once_done
        )

    def take_up(self) -> None:
        """Start what was kept and not started, since a crash came between. Safe to do twice at once."""
        while found := self.owing.owed(MOST_OWED):
            for owed in found:
                self._start(owed)

    def _settling(self, place: Place, item_id: str, by: str, origin: Origin) -> Owes:
        item = self.find(place, item_id)
        where = {"enterprise": place.tenant.enterprise, "team": place.tenant.team, "channel": place.channel}
        pressed = {"item": item_id, "by": by, "decides": self._overrules(place, item, by)}
        payload = where | pressed | {"before": self.standing(place, item), "shown": [origin.channel, origin.ts]}

        def owes(_item: Item, after: Item) -> Owed:
            key = f"{place.tenant.team}:{item_id}:{len(after.history)}"
            return Owed(place, SETTLE, key, payload | {"reopened": after.status is not Status.DONE})

        return owes

    def _overrules(self, place: Place, item: Item, by: str) -> bool:
        """Whether others have spoken of an item's practice, and this person may settle what they see differently."""
        review = self.reviews.peek(place, item.review)
        if review is None or item.practice is None or item.question not in review.questions:
            return False
        others = any(view.by != by for view in review.answer(item.question).views(item.practice))
        return others and self.decides(place, by, review)

    def _start(self, owed: Owed | None) -> None:
        if owed:
            self.work.start(owed.kind, owed.key, owed.payload, lane=owed.place.channel)
            self.owing.started(owed)

    def split(self, place: Place, item_id: str, by: str, seen: int | None, titles: Sequence[str]) -> tuple[Item, ...]:
        """Make several items of one."""
        item = self.find(place, item_id)
        press = self.press(place, by, seen)
        ids = (f"{item.id}-{item.version}-{number}" for number in range(1, item_moves.MOST_PARTS))
        parts = item_moves.split(item, press, titles, lambda: next(ids))
        if not self.items.put(place, *parts, over=item):
            raise Refusal(BUSY)
        return parts

    def add(self, place: Place, by: str, title: str, risk: Risk, effort: Effort, key: str) -> Item:
        """Add an item of the team's own; `key` tells one sending of the form from another."""
        press = self.press(place, by, None)
        reviews = self.reviews.of(place)
        review, lens = (reviews[0].id, reviews[0].lens) if reviews else ("", "")
        id_ = _id(review, "own", key)
        like = Item(id_, review, lens, None, None, title, risk, effort, "", press.at)
        item = item_moves.own(press, like, title, risk=risk, effort=effort)
        self.items.put(place, item)
        return item

    def find(self, place: Place, item_id: str) -> Item:
        """An item of a channel; Refusal where it is gone."""
        item = self.items.find(place, item_id)
        if item is None:
            raise Refusal(GONE)
        return item

    def today(self, place: Place, item_id: str, by: str) -> Item:
        """An item as it stands on this day: a snooze or an accepted risk that has run out has ended."""
        return awake(self.find(place, item_id), self.press(place, by, None).today)

    def press(self, place: Place, by: str, seen: int | None) -> Press:
        """A press by a person now, on the date where they are."""
        now = self.clock.now()
        return Press(by, now, calendars.local_day(now, self.zone(place, by)), seen)

    def zone(self, place: Place, user: str) -> ZoneInfo:
        """The zone a person lives in, else the channel's."""
        zone = calendars.zone_named(self.people.look(place.tenant, user).zone)
        if zone:
            return zone
        kept = self.schedules.find(place.tenant, (place.channel,)).get(place.channel)
        return (calendars.zone_named(kept.zone) if kept else None) or schedules.UTC_ZONE

    def review(self, place: Place, review_id: str) -> tuple[Review, Lens]:
        """A review and its lens; Refusal where one of them is gone."""
        review = self.reviews.peek(place, review_id)
        if review is None:
            raise Refusal(NO_REVIEW)
        lens = self.lenses().get(review.lens)
        if lens is None:
            raise Refusal(NO_LENS)
        return review, lens

    def standing(self, place: Place, item: Item) -> list[object]:
        """The item's question's standing, and how many questions of its review are of high and of medium risk."""
        review, lens = self.reviews.peek(place, item.review), self.lenses().get(item.lens)
        if not (review and lens and item.question and item.question in review.questions and knows(lens, item.question)):
            return []
        return standing_of(review, lens, item.question)

    def facts(self, place: Place, item: Item) -> Facts:
        """What the lens and the review say of an item today."""
        review, lens = self.reviews.peek(place, item.review), self.lenses().get(item.lens)
        if not (lens and item.practice and lens.has(item.practice)):
            return Facts()
        practice = lens.practice(item.practice)
        question = lens.question(item.question).title if item.question and knows(lens, item.question) else ""
        gaps = planning.plan(review, lens) if review else ()
        gap = next((each for each in gaps if (each.practice, each.question) == (item.practice, item.question)), None)
        steps = practice.steps or practice.aws_steps
        step = (gap.first_step if gap else None) or (steps[0] if steps else None)
        return Facts(question, _lowers(gap), _sentences(step) if step else "", practice.id, practice.url)

    def mine(self, tenant: Tenant, user: str) -> tuple[tuple[Place, Item], ...]:
        """What a person has to do, in all channels, the soonest due and the riskiest first."""
        today = calendars.local_day(
            self.clock.now(), calendars.zone_named(self.people.look(tenant, user).zone) or schedules.UTC_ZONE
        )
        found = [(place, awake(item, today)) for place, item in self.items.owned_by(tenant, user)]
        to_do = [each for each in found if each[1].status in (Status.OPEN, Status.DOING)]
        return tuple(sorted(to_do, key=lambda each: in_order(each[1])))


def in_order(item: Item) -> tuple[object, ...]:
    """Where an item stands in a list: what is due first, then what is riskiest, then the oldest."""
    return (item.due or date.max, item.risk is not Risk.HIGH, item.created_at, item.id)


def standing_of(review: Review, lens: Lens, question: str) -> list[object]:
    """A question's standing, and how many questions are of high and of medium risk; plain, to be kept with work."""
    scores = score(review, lens)
    counts = [scores.total.count(Standing.HIGH), scores.total.count(Standing.MEDIUM)]
    return [scores.of(question).standing.value, *counts]


def _finish(item: Item, press: Press, evidence: str) -> Item:
    last = item.history[-1] if item.history else None
    if item.status is Status.DONE and last and (last.what, last.by) == (Act.DONE, press.by):
        return item
    return item_moves.done(item, press, evidence)


def _sentences(step: Step) -> str:
    lead = step.lead.rstrip()
    stop = "" if lead.endswith((".", "!", "?", ":")) or not lead else "."
    return f"{lead}{stop} {step.text}".strip()


def _lowers(gap: Gap | None) -> str:
    if gap is None:
        return ""
    if gap.lowers:
        return f"By itself it lowers that from {gap.before.value.lower()} to {gap.after.value.lower()} risk."
    return "It takes more than this one to lower that, and this is part of it."


def _id(*parts: str) -> str:
    return "i" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _item(review: Review, gap: Gap, now: datetime) -> Item:
    id_ = _id(review.id, gap.question, gap.practice)
    risk = _RISKS[gap.standing]
    return Item(id_, review.id, review.lens, gap.question, gap.practice, gap.title, risk, gap.effort, gap.pillar, now)
