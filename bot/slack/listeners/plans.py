"""The plan and the schedule: commands, windows, and what is pressed in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.cards.asking import Note
from bot.cards.reminding import OwnSheet, PlanSheet, ScheduleSheet
from bot.places import Place
from bot.review.model import Status
from bot.review.schedules import FIELDS, Kind, ScheduleProblems
from bot.slack import actions, payloads, render
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.listeners.reminding import value
from bot.slack.payloads import Actor
from bot.usecases.improving import Improving
from bot.usecases.refusals import Refusal
from bot.usecases.reminding_ports import Planned
from bot.usecases.scheduling import Scheduling, zone_of
from lens_corpus.model import Effort
from lens_corpus.risk import Risk

Ack = Callable[..., Any]
Body = dict[str, Any]
NOT_HERE = "A plan belongs to a channel: use `/lensbot plan` there. What you have taken on is in my Home tab."
WORDS = "`/lensbot reminders` sets this channel's, `/lensbot reminders me` those that come to you alone."
SAVED = "Saved. It holds from now on."
STOPPED = "Stopped: no more messages of that kind here. `/lensbot reminders` switches them on again."


@dataclass(frozen=True)
class PlanListeners:
    """Listens for the plan and the schedule. `teller` says how a person is told; `forget` what is known of somebody."""

    improving: Improving
    scheduling: Scheduling
    doors: Doors
    teller: Callable[[Actor], Callable[[Card], object]]
    forget: Callable[[Any, str], None]

    def plan(self, body: Body, _text: str) -> None:
        """`/lensbot plan`."""
        actor = payloads.actor_of(body)
        if actor.place.direct:
            raise Refusal(NOT_HERE)
        self.doors.open(actor.trigger, self._plan(actor.place, actor.user))

    def shown(self, ack: Ack, body: Body) -> None:
        """The button that shows the plan."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            (channel,) = actions.decode(value(body), str)
            self.doors.open(actor.trigger, self._plan(Place(actor.place.tenant, channel), actor.user))

    def adding(self, ack: Ack, body: Body) -> None:
        """Something of the team's own is to be added."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            (channel,) = actions.decode(value(body), str)
            self.doors.push(actor.trigger, OwnSheet(Place(actor.place.tenant, channel)))

    def added(self, ack: Ack, body: Body) -> None:
        """It was filled in."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self.teller(actor), ack):
            (channel,) = actions.decode(view["private_metadata"], str)
            home, state = Place(actor.place.tenant, channel), view["state"]
            title = actions.stated(state, "title", "text") or ""
            risk, effort = actions.stated(state, "risk", "pick"), actions.stated(state, "effort", "pick")
            try:
                self.improving.add(home, actor.user, title, Risk(risk), Effort(effort), view["id"])
            except Refusal as refusal:
                ack(response_action="errors", errors={"title": refusal.text})
                return
            self.scheduling.ensure(home, actor.user)
            ack()
            if view.get("previous_view_id"):
                self.doors.update(view["previous_view_id"], self._plan(home, actor.user))

    def adopted(self, ack: Ack, body: Body) -> None:
        """An open review's gaps go into the plan."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            channel, review = actions.decode(value(body), str, str)
            home = Place(actor.place.tenant, channel)
            self.improving.adopt(home, review)
            self.doors.update(body["view"]["id"], self._plan(home, actor.user))

    def reminders(self, body: Body, text: str) -> None:
        """`/lensbot reminders`, for the channel or for oneself."""
        actor = payloads.actor_of(body)
        if text.strip().lower() not in ("", "me"):
            raise Refusal(WORDS)
        mine = text.strip() or actor.place.direct
        place = Place(actor.place.tenant, actor.user) if mine else actor.place
        self.doors.open(actor.trigger, self._schedule(self.scheduling.planned(place, actor.user), actor.user))

    def tried(self, ack: Ack, body: Body) -> None:
        """How the settings on the screen would come out, before they are saved."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            (channel,) = actions.decode(value(body), str)
            planned = self.scheduling.planned(Place(actor.place.tenant, channel), actor.user)
            try:
                planned = self.scheduling.tried(planned, _form(body["view"]["state"]), actor.user)
                said = "Not saved yet: this is how it would be."
            except ScheduleProblems as problems:
                said = problems.text
            self.doors.update(body["view"]["id"], self._schedule(planned, actor.user, said))

    def saved(self, ack: Ack, body: Body) -> None:
        """The schedule was saved; every problem is said beside its field."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self.teller(actor), ack):
            (channel,) = actions.decode(view["private_metadata"], str)
            place = Place(actor.place.tenant, channel)
            try:
                planned = self.scheduling.set(place, actor.user, _form(view["state"]))
            except ScheduleProblems as problems:
                ack(response_action="errors", errors=problems.problems)
            except Refusal as refusal:
                ack(response_action="errors", errors={"at": refusal.text})
            else:
                ack(response_action="update", view=render.view(self._schedule(planned, actor.user, SAVED)))

    def stopped(self, ack: Ack, body: Body) -> None:
        """One kind of message is not wanted any more."""
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor), ack):
            channel, kind = actions.decode(value(body), str, str)
            if kind not in frozenset(Kind):
                raise actions.OldButton
            self.scheduling.stop(Place(actor.place.tenant, channel), actor.user, Kind(kind))
            ack()
            self.teller(actor)(Note(STOPPED))

    def changed(self, body: Body) -> None:
        """Somebody's own settings in Slack have changed, perhaps their zone."""
        user = body["event"]["user"]
        tenant = payloads.tenant_of(body)
        self.forget(tenant, user["id"])
        self.scheduling.moved(tenant, user["id"], user.get("tz"))

    def _plan(self, home: Place, user: str) -> PlanSheet:
        items = self.improving.follow(home)
        known = {item.review for item in items}
        reviews = self.improving.reviews.of(home)
        open_ones = [each for each in reviews if each.status is not Status.FINISHED and each.id not in known]
        today = self.improving.press(home, user, None).today
        return PlanSheet(home, items, today, tuple((each.id, each.workload.name) for each in open_ones))

    def _schedule(self, planned: Planned, user: str, said: str = "") -> ScheduleSheet:
        coming, may = self.scheduling.preview(planned), self.scheduling.may(planned, user)
        return ScheduleSheet(planned.place, planned.schedule, zone_of(planned), coming, may, planned.off, said)


def _form(state: Mapping[str, Any]) -> dict[str, str]:
    """A schedule's fields as the texts that are read; fields that the window had not are left out."""
    form = {}
    for field in FIELDS:
        block = state.get("values", {}).get(field)
        if block:
            given = actions.stated(state, field, next(iter(block)))
            form[field] = ", ".join(given) if isinstance(given, list) else given or ""
    return form
