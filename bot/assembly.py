"""The running bot: storage, durable work, use cases and listeners wired together, and connected to Slack.

The second half of the composition root; `compose` is the first, which needs neither a database nor Slack.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from slack_bolt import App

from bot.assembly_asking import AskingParts
from bot.assembly_reminding import TICK, RemindingParts
from bot.assembly_reviewing import ReviewingParts
from bot.assembly_wording import WordingParts
from bot.compose import Bot
from bot.durable import Durable
from bot.settings import Settings
from bot.slack.app import make_app
from bot.slack.boundary import refer
from bot.slack.clients import Clients
from bot.slack.doors import Doors
from bot.slack.gate import Gate
from bot.slack.listeners.asking import AskingListeners
from bot.slack.listeners.channels import ChannelListeners
from bot.slack.payloads import tenant_of
from bot.slack.posts import SlackPosts
from bot.slack.serving import HttpServing, Serving, SocketServing
from bot.slack.speaking import MOST_STREAMS
from bot.storage.engine import Database, StorageProblem, open_database
from bot.storage.migrating import upgrade
from bot.usecases.ports import Clock
from bot.usecases.reminding import MANY
from knowledge.answering import Answering
from knowledge.ports import Progress

__all__ = ["SlackBot", "StorageProblem", "SystemClock", "Warming"]

_LOG = logging.getLogger("lensbot")


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment it is."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Warming:
    """Answering, made ready in the background: Slack is listened to meanwhile, and answers wait for it."""

    bot: Bot
    _ready: threading.Event = field(default_factory=threading.Event, repr=False)
    _trouble: list[BaseException] = field(default_factory=list, repr=False)

    def start(self, progress: Progress) -> threading.Thread:
        """Build or open the index, and load the model, in a thread of its own."""
        thread = threading.Thread(target=self._warm, args=(progress,), name="warming", daemon=True)
        thread.start()
        return thread

    def answering(self) -> Answering:
        """Answering, as soon as it is ready; what kept it from becoming ready is raised."""
        self._ready.wait()
        if self._trouble:
            raise self._trouble[0]
        return self.bot.answering

    def _warm(self, progress: Progress) -> None:
        try:
            self.bot.build(progress)
            self.bot.answering.ask("Are we ready to answer questions about our training pipeline?")
        except Exception as trouble:  # noqa: BLE001 - kept, and raised to whoever asks
            _LOG.exception("The bot could not be made ready to answer")
            self._trouble.append(trouble)
        finally:
            self._ready.set()


@dataclass(frozen=True)
class SlackBot:
    """Everything that runs. `start` connects; `stop` lets go in the opposite order."""

    settings: Settings
    replica: str = "lensbot"
    streams_a_minute: int = MOST_STREAMS
    clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def bot(self) -> Bot:
        """The part that knows lenses and answers."""
        return Bot(self.settings)

    @cached_property
    def warming(self) -> Warming:
        """Answering, once it is ready."""
        return Warming(self.bot)

    @cached_property
    def database(self) -> Database:
        """The database, brought up to date."""
        opened = open_database(self.settings.database)
        upgrade(opened)
        return opened

    @cached_property
    def clients(self) -> Clients:
        """Slack's Web API."""
        return Clients(self.settings.slack_bot_token, self.settings.slack_api_url)

    @cached_property
    def posts(self) -> SlackPosts:
        """What says things."""
        return SlackPosts(self.clients)

    @cached_property
    def doors(self) -> Doors:
        """What opens on top of a conversation."""
        return Doors(self.clients, self.reminders.people)

    @cached_property
    def gate(self) -> Gate:
        """Who may."""
        return Gate(self.asking.rules, self.doors)

    @cached_property
    def durable(self) -> Durable:
        """Work that survives us."""
        handlers = {**self.asking.handlers, **self.reviews.handlers}
        handlers |= self.reminders.handlers
        return Durable(self.settings.database, handlers, self.replica, on_failure=self._failed, bulk=(MANY,))

    @cached_property
    def reviews(self) -> ReviewingParts:
        """Everything of reviewing."""
        return ReviewingParts(self, self.clock)

    @cached_property
    def reminders(self) -> RemindingParts:
        """Everything of reminding."""
        return RemindingParts(self, self.clock)

    @cached_property
    def wording(self) -> WordingParts:
        """What a language model proposes in reviews and plans."""
        return WordingParts(self)

    @cached_property
    def asking(self) -> AskingParts:
        """Everything of asking."""
        return AskingParts(self, self.clock)

    def start(self, progress: Progress) -> Serving:
        """Listen to Slack, with answering warming up meanwhile."""
        self.database  # noqa: B018 - opened first: a database that can't be used is said in our words, not DBOS's
        self.durable.every(TICK, "reminders", lambda: self.reminders.tick())
        self.durable.launch()
        self.reminders.improving.take_up()
        self.warming.start(progress)
        listeners, channels, more = self._listeners()
        http = self.settings.slack_mode == "http"
        app = make_app(self.clients, listeners, channels, self.settings.slack_signing_secret if http else "", more)
        return HttpServing(app, self.settings.port) if http else SocketServing(app, self.settings.slack_app_token)

    def stop(self, serving: Serving) -> None:
        """Take nothing new, finish what is begun, close the database."""
        serving.stop()
        self.durable.close()
        self.database.close()

    def _listeners(self) -> tuple[AskingListeners, ChannelListeners, Sequence[Callable[[App], None]]]:
        doors = self.doors
        reviewing = self.reviews.listeners(doors)
        reminding = self.reminders.listeners(doors, lambda body: channels.home(tenant_of(body), body["user"]["id"]))
        asked = self.asking.listeners(doors, self.reviews.continuing.told)
        channels = ChannelListeners(
            posts=self.posts,
            rules=self.asking.rules,
            placing=self.asking.questions,
            doors=doors,
            gate=self.gate,
            lenses=lambda: self.bot.lenses,
            commands={
                "ask": asked.command,
                **self.reviews.commands(reviewing),
                **self.reminders.commands(reminding),
            },
            mine=self.reminders.mine,
            reviews=self.reviews.mine,
            model=bool(self.settings.model),
        )
        more = (self.reviews.register(reviewing), self.reminders.register(reminding))
        return asked, channels, (*more, self.wording.register(doors, reminding[0].teller))

    def _failed(self, kind: str, payload: Mapping[str, Any], error: BaseException) -> None:
        """Work that was tried in vain: the person learns of it, with a reference that is in the log."""
        try:
            raise error
        except BaseException:  # noqa: BLE001 - only to have it in the log
            reference = refer(f"Work of kind {kind} was given up")
        self.asking.failed(kind, payload, reference)
