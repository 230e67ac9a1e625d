"""Answers that go from one review to another: a channel's consent, and templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.cards.lending import TemplateSheet
from bot.places import Place, Posted
from bot.review.rights import Right
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.gate import Gate
from bot.slack.payloads import Actor
from bot.usecases.lending import Ask, Lending
from bot.usecases.ports import Posts
from bot.usecases.refusals import Refusal
from bot.usecases.templating import OUTSIDE, Templating

Ack = Callable[..., Any]
Body = dict[str, Any]
NOT_YOURS = "Whoever may finish this review may also make a template of it. "


@dataclass(frozen=True)
class LendingListeners:
    """Listens for what becomes of requests, and for templates."""

    lending: Lending
    templating: Templating
    posts: Posts
    doors: Doors
    gate: Gate

    def shared(self, ack: Ack, body: Body) -> None:
        """A channel shares its answers."""
        self._settled(ack, body, agreed=True)

    def declined(self, ack: Ack, body: Body) -> None:
        """A channel keeps its answers to itself."""
        self._settled(ack, body, agreed=False)

    def template(self, ack: Ack, body: Body) -> None:
        """A review is to become a template: ask for its name."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            (review,) = actions.decode(str(body["actions"][0].get("value", "")), str)
            self._may_make(actor, review)
            states = self.templating.states(actor.place, review)
            self.doors.open(actor.trigger, TemplateSheet(actor.place, review, states))

    def template_named(self, ack: Ack, body: Body) -> None:
        """A template was given its name."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._teller(actor), ack):
            review, channel = actions.decode(view["private_metadata"], str, str)
            place, state = Place(actor.place.tenant, channel), view["state"]
            with boundary(lambda card: self.posts.whisper(place, actor.user, card), ack):
                self._may_make(Actor(place, actor.user, stranger=actor.stranger), review)
                name, chosen = actions.stated(state, "name", "text"), actions.stated(state, "state", "pick")
                card = self.templating.make(place, review, name or "", chosen or "", actor.user)
                ack()
                self.posts.post(place, card)

    def template_removed(self, ack: Ack, body: Body) -> None:
        """A template is forgotten."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            (template,) = actions.decode(str(body["actions"][0].get("value", "")), str)
            card = self.templating.remove(actor.place.tenant, template, self.gate.person(actor))
            ack()
            self.posts.replace(Posted(actor.place, "", ephemeral=True), card, reply_url=actor.reply_url)

    def listed(self, actor: Actor) -> None:
        """`/lensbot review templates`."""
        card = self.templating.listed(actor.place.tenant, self.gate.person(actor))
        self.posts.whisper(actor.place, actor.user, card, reply_url=actor.reply_url)

    def _settled(self, ack: Ack, body: Body, *, agreed: bool) -> None:
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            ask = Ask(*actions.decode(str(body["actions"][0].get("value", "")), str, str, str))
            posted = Posted(actor.place, body["message"]["ts"])
            self.lending.settle(actor.place, ask, self.gate.person(actor), posted, agreed=agreed)
            ack()

    def _may_make(self, actor: Actor, review_id: str) -> None:
        review, _lens = self.templating.reviewing.get(actor.place, review_id)
        if self.gate.person(actor).outside:
            raise Refusal(OUTSIDE)
        try:
            self.gate.check(actor, Right.FINISH, review)
        except Refusal as refusal:
            raise Refusal(NOT_YOURS + refusal.text) from None

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        def tell(card: Card) -> object:
            return self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)

        return tell
