"""Going on with reviews, wired: in our conversation with somebody, and in people's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from slack_bolt import App

from bot.slack.listeners.direct import DirectListeners
from bot.slack.listeners.review_replies import ReplyListeners
from bot.slack.registering_continuing import register
from bot.slack.rooms import SlackChannels
from bot.slack.seats import Seats
from bot.storage.reviews import SqlReviews
from bot.usecases import continuing, reviewing
from bot.usecases.continuing import Continuing

if TYPE_CHECKING:
    from bot.assembly import SlackBot
    from bot.assembly_reviewing import ReviewingParts

#: Open reviews of somebody's channels that are looked through for the one that they name or take part in.
MOST = 500
Handler = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class ContinuingParts:
    """Everything of it that a running bot needs."""

    running: SlackBot
    reviews: ReviewingParts

    @cached_property
    def continuing(self) -> Continuing:
        """What finds the review that is meant."""
        stored, running = SqlReviews(self.running.database), self.running
        return Continuing(
            self.reviews.reviewing,
            self.reviews.shown,
            SlackChannels(running.clients),
            running.posts,
            running.durable,
            lambda tenant, channels: stored.current(tenant, MOST, channels),
        )

    @cached_property
    def seats(self) -> Seats:
        """Where a press belongs."""
        return Seats(self.reviews.shown, self.continuing)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Durable work by kind."""
        return {
            continuing.GO_ON: lambda payload: self.continuing.answer(payload),
            reviewing.SEAT: lambda payload: self.continuing.card(payload),
        }

    @cached_property
    def direct(self) -> DirectListeners:
        """What hears people who want to go on."""
        return DirectListeners(self.continuing, self.running.posts)

    @cached_property
    def replies(self) -> ReplyListeners:
        """What hears people's own words."""
        reviews = self.reviews
        return ReplyListeners(reviews.reviewing, reviews.results, reviews.shown, self.running.posts, self.seats)

    def told(self, body: dict[str, Any]) -> bool:
        """Whether a message is about a review, and was kept for it."""
        return self.direct.told(body) or self.replies.told(body)

    def register(self, app: App) -> None:
        """Register the listeners with the app."""
        register(app, self.direct, self.replies)
