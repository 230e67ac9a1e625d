"""A review whose lens has a new edition: what moving it changes, and the press that moves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.payloads import Actor
from bot.usecases.ports import Posts
from bot.usecases.upgrading import Upgrading

Ack = Callable[..., Any]
Body = dict[str, Any]


@dataclass(frozen=True)
class UpgradeListeners:
    """Listens for what moves a review to another edition."""

    upgrading: Upgrading
    posts: Posts

    def command(self, actor: Actor) -> None:
        """`/lensbot review upgrade`."""
        self._tell(actor, self.upgrading.preview(actor.place))

    def pressed(self, ack: Ack, body: Body) -> None:
        """The review shall move."""
        actor = payloads.actor_of(body)
        with boundary(lambda card: self._tell(actor, card), ack):
            review, edition = actions.decode(str(body["actions"][0].get("value", "")), str, str)
            card = self.upgrading.upgrade(actor.place, review, edition, actor.user)
            ack()
            self.posts.post(actor.place, card)

    def _tell(self, actor: Actor, card: Card) -> None:
        self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)
