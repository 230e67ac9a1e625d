"""What a channel tells us of its stack: heard before Slack is told yes, because it is to be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.channel_rules import ChannelRules
from bot.slack import payloads
from bot.slack.boundary import boundary
from bot.slack.payloads import Actor
from bot.usecases import hearing, remembering
from bot.usecases.ports import Posts, Rules
from bot.usecases.refusals import Refusal
from bot.usecases.remembering import Remembering, Wish


@dataclass(frozen=True)
class RememberingListener:
    """Hears `remember: …`, `forget our stack` and `our stack`, said to us.

    `locked` says why somebody may not change the channel's settings, and is empty for who may. `me` is our user id.
    """

    remembering: Remembering
    rules: Rules
    posts: Posts
    locked: Callable[[Actor, ChannelRules], str]
    me: Callable[[], str]

    def told(self, body: dict[str, Any]) -> bool:
        """Whether a message is such a word to us; then it is done, and shown where it was said."""
        event, me = body["event"], self.me()
        text = _typed(event.get("text") or "")
        actor = payloads.speaker_of(body)
        mentioned = f"<@{me}" in text
        if not (mentioned or actor.place.direct):
            return False
        wish = remembering.wished(hearing.without_mention(text, me))
        if wish is None:
            return False
        # A mention in a channel comes twice, as a message and as a mention; the second is the one that is answered.
        if event["type"] == "app_mention" or actor.place.direct:
            with boundary(self._teller(actor)):
                if wish.wish is not Wish.SHOW and not actor.place.direct:
                    self._may(actor)
                card = self.remembering.carry_out(actor.place, wish, actor.user)
                self.posts.post(actor.place, card, thread=actor.thread)
        return True

    def _may(self, actor: Actor) -> None:
        if locked := self.locked(actor, self.rules.of(actor.place)):
            raise Refusal(locked)

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        return lambda card: self.posts.whisper(actor.place, actor.user, card, thread=actor.thread)


def _typed(text: str) -> str:
    """As it was typed: Slack escapes three characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
