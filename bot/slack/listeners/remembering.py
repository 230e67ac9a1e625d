"""What a channel tells us of its stack: taken before Slack is told yes, because it is to be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.places import Thread
from bot.slack import payloads
from bot.usecases import hearing, remembering
from bot.usecases.remembering import Remembering


@dataclass(frozen=True)
class RememberingListener:
    """Hears `remember: …`, `forget our stack` and `our stack`, said to us. `me` is our user id."""

    remembering: Remembering
    me: Callable[[], str]

    def told(self, body: dict[str, Any]) -> bool:
        """Whether a message is such a word to us; then it will be done, and shown where it was said.

        Slack waits for this, so nobody is looked up here, and what is delivered again is done once.
        """
        event, me = body["event"], self.me()
        text = _typed(event.get("text") or "")
        actor = payloads.speaker_of(body)
        if not (f"<@{me}" in text or actor.place.direct):
            return False
        said = hearing.without_mention(text, me)
        if remembering.wished(said) is None:
            return False
        # A mention in a channel comes twice, as a message and as a mention; the second is the one that is answered.
        if event["type"] == "app_mention" or actor.place.direct:
            thread = Thread(actor.place, actor.thread)
            self.remembering.accept(thread, actor.user, said, event["ts"], stranger=actor.stranger)
        return True


def _typed(text: str) -> str:
    """As it was typed: Slack escapes three characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
