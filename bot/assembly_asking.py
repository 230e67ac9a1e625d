"""Asking, wired: the use cases, answering as durable work, the language model where there is one, and the listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.cards.asking import Failure
from bot.places import Place, Tenant
from bot.slack.doors import Doors
from bot.slack.listeners.asking import AskingListeners
from bot.slack.listeners.remembering import RememberingListener
from bot.slack.payloads import Actor
from bot.slack.speaking import STATUSES_A_STREAM, Pace, SlackSpeaking
from bot.storage.feedback import SqlFeedback
from bot.storage.purses import SqlPurses
from bot.storage.questions import SqlQuestions
from bot.storage.rules import SqlRules
from bot.storage.threads import SqlThreads
from bot.usecases import asking, remembering
from bot.usecases.asking import Asking
from bot.usecases.pens import Pens
from bot.usecases.ports import Clock
from bot.usecases.prose import Prose
from bot.usecases.remembering import Remembering
from bot.usecases.replying import Replying
from knowledge import stack
from knowledge.ports import Purse
from knowledge.stack import Names

if TYPE_CHECKING:
    from bot.assembly import SlackBot

Body = dict[str, Any]


@dataclass(frozen=True)
class AskingParts:
    """Everything of asking that a running bot needs."""

    running: SlackBot
    clock: Clock

    @cached_property
    def questions(self) -> SqlQuestions:
        """Questions, and where their answers stand."""
        return SqlQuestions(self.running.database)

    @cached_property
    def threads(self) -> SqlThreads:
        """The threads that we listen to."""
        return SqlThreads(self.running.database)

    @cached_property
    def rules(self) -> SqlRules:
        """What channels have set."""
        return SqlRules(self.running.database)

    @cached_property
    def asking(self) -> Asking:
        """What people do with questions."""
        return Asking(
            answering=self.running.warming.answering,
            questions=self.questions,
            placing=self.questions,
            threads=self.threads,
            feedback=SqlFeedback(self.running.database),
            rules=self.rules,
            work=self.running.durable,
            posts=self.running.posts,
        )

    @cached_property
    def replying(self) -> Replying:
        """What answers them."""
        pace, posts = self.running.streams_a_minute, self.running.posts
        return Replying(
            answering=self.running.warming.answering,
            questions=self.questions,
            placing=self.questions,
            threads=self.threads,
            rules=self.rules,
            posts=posts,
            speaking=SlackSpeaking(self.running.clients, posts, Pace(pace), Pace(pace * STATUSES_A_STREAM)),
            in_review=self.running.reviews.look,
            prose=self.prose,
        )

    @cached_property
    def prose(self) -> Prose | None:
        """The language model; None where the settings name none."""
        writing = self.running.bot.writing
        return Prose(writing, self._purse) if writing else None

    @cached_property
    def pens(self) -> Pens:
        """The same model, for what people confirm."""
        return Pens(self.running.bot.writing, self._purse, self.rules)

    @cached_property
    def names(self) -> Names:
        """The products that are recognised in what a channel says of its stack; answering need not be ready."""
        return stack.names(self.running.bot.lenses.values())

    @property
    def handlers(self) -> Mapping[str, Callable[[Mapping[str, Any]], None]]:
        """Durable work by kind."""
        return {
            asking.ANSWER: lambda payload: self.replying.answer(payload),
            remembering.NOTE: lambda payload: self.remembering.answer(payload),
        }

    @cached_property
    def remembering(self) -> Remembering:
        """What channels tell of their stacks."""

        def check(place: Place, user: str, stranger: bool) -> None:  # noqa: FBT001 - called by position only
            self.running.gate.settings(Actor(place, user, stranger=stranger))

        running = self.running
        return Remembering(self.rules, lambda: self.names, running.posts, running.durable, check)

    def listeners(self, doors: Doors, elsewhere: Callable[[Body], bool]) -> AskingListeners:
        """What hears people; `elsewhere` takes what another flow is told."""
        notes = RememberingListener(self.remembering, lambda: self.running.clients.me)
        return AskingListeners(
            asking=self.asking,
            questions=self.questions,
            threads=self.threads,
            rules=self.rules,
            posts=self.running.posts,
            doors=doors,
            clock=self.clock,
            lenses=lambda: self.running.bot.lenses,
            me=lambda: self.running.clients.me,
            elsewhere=lambda body: notes.told(body) or elsewhere(body),
        )

    def failed(self, kind: str, payload: Mapping[str, Any], reference: str) -> None:
        """Work was given up: whoever asked for it is told."""
        if kind == remembering.NOTE:
            self.remembering.give_up(payload, reference)
        if kind == asking.ANSWER:
            tenant = Tenant(payload["enterprise"], payload["team"])
            self.asking.give_up(tenant, payload["question"], Failure(reference))

    def _purse(self, place: Place) -> Purse:
        settings = self.running.settings
        return SqlPurses(self.running.database, settings.model_limits, settings.price, lambda: self.clock.now()).of(
            place
        )
