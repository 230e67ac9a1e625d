"""Going on with a channel's review in our conversation with somebody: heard before Slack is told yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.places import Place, Thread
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.usecases.continuing import Continuing
from bot.usecases.ports import Posts

Ack = Callable[..., Any]
Body = dict[str, Any]


@dataclass(frozen=True)
class DirectListeners:
    """Listens for "continue the review of #fraud-ml" and "where were we?"."""

    continuing: Continuing
    posts: Posts

    def told(self, body: Body) -> bool:
        """Whether a message to us is about going on with a review; then it will be answered."""
        event, actor = body["event"], payloads.speaker_of(body)
        text = event.get("text") or ""
        if event["type"] != "message" or not actor.place.direct or not self.continuing.hears(text):
            return False
        self.continuing.accept(Thread(actor.place, actor.thread), actor.user, text, event["ts"])
        return True

    def went_on(self, ack: Ack, body: Body) -> None:
        """One of the reviews that were listed was chosen."""
        actor = payloads.actor_of(body)
        message = body["message"]["ts"]
        with boundary(lambda card: self.posts.whisper(actor.place, actor.user, card, reply_url=actor.reply_url), ack):
            channel, review = actions.decode(str(body["actions"][0].get("value", "")), str, str)
            seat, home = Thread(actor.place, actor.thread or message), Place(actor.place.tenant, channel)
            self.continuing.sit(seat, home, review, actor.user, again=str(body["actions"][0].get("action_ts", "")))
            ack()
