"""Where a press belongs: a card in our conversation with somebody may show the review of a channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.places import Thread
from bot.review.model import Review
from bot.slack.payloads import Actor
from bot.usecases.continuing import Continuing
from bot.usecases.reviewing_ports import ReviewPost, ReviewPosts


@dataclass(frozen=True)
class Seats:
    """Finds the channel of a review that is gone on with elsewhere, for people who are in that channel."""

    shown: ReviewPosts
    continuing: Continuing

    def home(self, actor: Actor, body: dict[str, Any]) -> Actor:
        """The person in the review's own channel, with where they sit; Refusal when they are no longer in it."""
        message = body.get("message") or {}
        roots = (message.get("ts"), message.get("thread_ts"))
        post = self.post(actor, *(each for each in roots if each)) if actor.place.direct else None
        if post is None or post.home == actor.place:
            return actor
        self.continuing.check(post.home, actor.user)
        return replace(actor, place=post.home, seat=Thread(actor.place, actor.thread or str(message["ts"])))

    def post(self, actor: Actor, *messages: str) -> ReviewPost | None:
        """What one of these messages shows, the first that shows something."""
        found = (self.shown.find(actor.place, ts) for ts in messages)
        return next((each for each in found if each), None)

    def follow(self, actor: Actor, review: Review) -> None:
        """Who goes on with a review in our conversation gets the next question there, or hears why there is none."""
        if actor.seat:
            self.continuing.reviewing.follow(actor.place, review, actor.seat)
