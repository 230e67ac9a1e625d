"""Prefilling, wired: a channel's consent to share its answers, templates, and beginning a review with either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from slack_bolt import App

from bot.slack.doors import Doors
from bot.slack.gate import Gate
from bot.slack.listeners.lending import LendingListeners
from bot.slack.people import SlackMessages
from bot.slack.registering_prefilling import register
from bot.slack.rooms import SlackChannels
from bot.storage.templates import SqlTemplates
from bot.usecases import lending
from bot.usecases.lending import Lending
from bot.usecases.prefilling import Prefilling
from bot.usecases.templating import Templating

if TYPE_CHECKING:
    from bot.assembly import SlackBot
    from bot.assembly_reviewing import ReviewingParts

Handler = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class PrefillingParts:
    """Everything of prefilling that a running bot needs."""

    running: SlackBot
    reviews: ReviewingParts

    @cached_property
    def channels(self) -> SlackChannels:
        """Which channels there are."""
        return SlackChannels(self.running.clients)

    @cached_property
    def lending(self) -> Lending:
        """Requests, and what becomes of them."""
        return Lending(self.reviews.reviewing, self.channels, SlackMessages(self.running.posts), self.running.durable)

    @cached_property
    def templating(self) -> Templating:
        """Templates."""
        return Templating(self.reviews.reviewing, self.reviews.milestones, SqlTemplates(self.running.database))

    @cached_property
    def prefilling(self) -> Prefilling:
        """What begins a review."""
        return Prefilling(self.reviews.reviewing, self.lending, self.templating)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Durable work by kind."""
        return {
            lending.REQUEST: lambda payload: self.lending.ask(payload),
            lending.SETTLED: lambda payload: self.lending.tell(payload),
        }

    def listeners(self, doors: Doors, gate: Gate) -> LendingListeners:
        """What hears people."""
        return LendingListeners(self.lending, self.templating, self.running.posts, doors, gate)

    def register(self, listeners: LendingListeners) -> Callable[[App], None]:
        """Registers them with the app."""
        return lambda app: register(app, listeners)
