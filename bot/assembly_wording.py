"""What a language model proposes in reviews and plans, wired. Without a model nothing of it is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from slack_bolt import App

from bot.cards import Card
from bot.slack.doors import Doors
from bot.slack.listeners.wording import WordingListeners
from bot.slack.payloads import Actor
from bot.slack.registering_wording import register
from bot.slack.transcripts import SlackTranscripts
from bot.usecases.summarising import Summarising
from bot.usecases.wording import PlanWording

if TYPE_CHECKING:
    from bot.assembly import SlackBot


@dataclass(frozen=True)
class WordingParts:
    """Everything of it that a running bot needs."""

    running: SlackBot

    @cached_property
    def plans(self) -> PlanWording:
        """A plan's words."""
        return PlanWording(self.running.reminders.improving, self.running.asking.pens)

    def register(self, doors: Doors, teller: Callable[[Actor], Callable[[Card], object]]) -> Callable[[App], None]:
        """Registers its listeners with the app; `teller` says how a person is told something about an improvement."""
        running, reviews = self.running, self.running.reviews
        summarising = Summarising(
            reviews.reviewing, reviews.shown, SlackTranscripts(running.clients), doors.names, running.asking.pens
        )
        listeners = WordingListeners(summarising, self.plans, running.posts, doors, teller)
        return lambda app: register(app, listeners)
