"""Reminding, wired: the use cases, their handlers of durable work, the tick, and their listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from slack_bolt import App

from bot.places import Place, Tenant
from bot.review import rights
from bot.review.items import Item
from bot.review.model import Review
from bot.review.move import Reconfirm
from bot.review.rights import Right
from bot.slack.doors import Doors
from bot.slack.listeners.plans import PlanListeners
from bot.slack.listeners.reminding import ItemListeners
from bot.slack.people import SlackMessages, SlackPeople
from bot.slack.registering_reminding import register
from bot.slack.rooms import SlackChannels
from bot.storage.concerns import SqlConcerns
from bot.storage.items import SqlItems
from bot.storage.reviews import SqlReviews
from bot.storage.schedules import SqlSchedules
from bot.storage.tellings import SqlTellings
from bot.usecases import improving, reminding
from bot.usecases.improving import Improving
from bot.usecases.ports import Clock
from bot.usecases.reminding import Reminding
from bot.usecases.scheduling import Scheduling
from bot.usecases.settling import Settling
from bot.usecases.situations import Situations

if TYPE_CHECKING:
    from bot.assembly import SlackBot

Handler = Callable[[Mapping[str, Any]], None]
Command = Callable[[dict[str, Any], str], None]
#: Seconds between two looks for what is due.
TICK = 15.0


@dataclass(frozen=True)
class RemindingParts:
    """Everything of reminding that a running bot needs."""

    running: SlackBot
    clock: Clock

    @cached_property
    def people(self) -> SlackPeople:
        """Who is who."""
        return SlackPeople(self.running.clients)

    @cached_property
    def messages(self) -> SlackMessages:
        """What says things."""
        return SlackMessages(self.running.posts)

    @cached_property
    def scheduling(self) -> Scheduling:
        """When things are said."""
        return Scheduling(SqlSchedules(self.running.database), self.people, self.clock)

    @cached_property
    def improving(self) -> Improving:
        """What people do about improvements."""
        return Improving(
            items=SqlItems(self.running.database),
            reviews=SqlReviews(self.running.database),
            schedules=self.scheduling.schedules,
            people=self.people,
            clock=self.clock,
            work=self.running.durable,
            lenses=lambda: self.running.bot.lenses,
            scheduled=self.scheduling.ensure,
            owing=SqlItems(self.running.database),
            decides=self._decides,
        )

    @cached_property
    def settling(self) -> Settling:
        """What follows from a done item."""
        return Settling(self.improving, self.messages, self.running.reviews.reviewing.show)

    @cached_property
    def reminding(self) -> Reminding:
        """From a schedule to a message."""
        use, tellings = self.improving, SqlTellings(self.running.database)
        log = SqlReviews(self.running.database)
        concerns = SqlConcerns(self.running.database)
        stored = (use.items, use.reviews, log, use.schedules, tellings, concerns)
        seen = Situations(*stored, self.clock, use.lenses, SlackChannels(self.running.clients))
        return Reminding(
            improving=use,
            scheduling=self.scheduling,
            situations=seen,
            claims=tellings,
            tellings=tellings,
            messages=self.messages,
            work=self.running.durable,
            clock=self.clock,
        )

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Durable work by kind."""
        return {
            reminding.REMIND: lambda payload: self.reminding.remind(payload),
            reminding.MANY: lambda payload: self.reminding.many(payload),
            reminding.DIGEST: lambda payload: self.reminding.digest(payload),
            improving.SETTLE: lambda payload: self.settling.settle(payload),
        }

    def tick(self) -> None:
        """Start what is owed and what is due, each whatever becomes of the other."""
        try:
            self.improving.take_up()
        finally:
            self.reminding.tick()

    def mine(self, tenant: Tenant, user: str) -> tuple[tuple[Place, Item], ...]:
        """What a person has taken on, for their Home tab."""
        return self.improving.mine(tenant, user)

    def listeners(self, doors: Doors, home: Callable[[dict[str, Any]], object]) -> tuple[ItemListeners, PlanListeners]:
        """What hears people; `home` shows a person their Home tab anew."""
        worded = self.running.wording.plans.offered
        items = ItemListeners(self.improving, self.running.posts, self.messages, doors, self._still, home, worded)
        plans = PlanListeners(self.improving, self.scheduling, doors, items.teller, self.people.forget)
        return items, plans

    def commands(self, listeners: tuple[ItemListeners, PlanListeners]) -> Mapping[str, Command]:
        """The words after /lensbot."""
        return {"plan": listeners[1].plan, "reminders": listeners[1].reminders}

    def register(self, listeners: tuple[ItemListeners, PlanListeners]) -> Callable[[App], None]:
        """Registers them with the app."""
        return lambda app: register(app, *listeners)

    def _decides(self, place: Place, by: str, review: Review) -> bool:
        held, person = self.running.asking.rules.of(place).rights, self.running.doors.person(place.tenant, by)
        return rights.may(held, Right.DECIDE, person, review)

    def _still(self, place: Place, review: str, question: str, by: str) -> object:
        move = Reconfirm(by=by, at=self.clock.now(), question=question)
        return self.running.reviews.reviewing.do(place, review, move)
