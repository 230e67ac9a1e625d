"""Reviewing, wired: the use cases, their handlers of durable work, and their listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from slack_bolt import App

from bot.assembly_continuing import ContinuingParts
from bot.assembly_prefilling import PrefillingParts
from bot.cards.asking import Mine
from bot.places import Place, Tenant
from bot.review.model import Review
from bot.slack import registering_upgrades
from bot.slack.doors import Doors
from bot.slack.listeners.channels import Command
from bot.slack.listeners.review_course import CourseListeners
from bot.slack.listeners.review_upgrade import UpgradeListeners
from bot.slack.listeners.reviewing import ReviewListeners
from bot.slack.registering_reviewing import register
from bot.storage.milestones import SqlMilestones
from bot.storage.review_posts import SqlReviewPosts
from bot.storage.reviews import SqlReviews
from bot.usecases import looking, review_results, reviewing
from bot.usecases.asking import InReview
from bot.usecases.ports import Clock
from bot.usecases.rereading import Rereading
from bot.usecases.review_results import Results
from bot.usecases.review_showing import Showing, result
from bot.usecases.reviewing import Reviewing
from bot.usecases.upgrading import Upgrading
from knowledge.model import Answer
from knowledge.proposing import Proposed
from lens_corpus.model import Lens

if TYPE_CHECKING:
    from bot.assembly import SlackBot

#: Unfinished reviews of a workspace that are looked through for somebody's own.
MOST_MINE = 200
Handler = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class ReviewingParts:
    """Everything of reviewing that a running bot needs."""

    running: SlackBot
    clock: Clock

    @cached_property
    def reviewing(self) -> Reviewing:
        """The moves."""
        stored = SqlReviews(self.running.database)
        return Reviewing(stored, stored, self.running.durable, self.clock, lambda: self.running.bot.lenses)

    @cached_property
    def shown(self) -> SqlReviewPosts:
        """Which message shows what."""
        return SqlReviewPosts(self.running.database)

    @cached_property
    def showing(self) -> Showing:
        """What draws it."""
        posts, pens = self.running.posts, self.running.asking.pens
        reads = self.continuing.continuing.reads
        return Showing(self.reviewing, self.shown, posts, posts.pin, pens.offered, reads)

    @cached_property
    def milestones(self) -> SqlMilestones:
        """States that were given a name."""
        return SqlMilestones(self.running.database)

    @cached_property
    def results(self) -> Results:
        """What comes out of it."""
        return Results(
            self.reviewing,
            self.milestones,
            self.running.posts,
            self.running.durable,
            Rereading(self._propose, lambda: self.running.bot.lenses, self.running.asking.pens),
            self._report,
            SqlReviews(self.running.database),
        )

    @cached_property
    def prefilling(self) -> PrefillingParts:
        """What it can begin with."""
        return PrefillingParts(self.running, self)

    @cached_property
    def continuing(self) -> ContinuingParts:
        """Where it can be gone on with."""
        return ContinuingParts(self.running, self)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Durable work by kind."""
        return {
            **self.prefilling.handlers,
            **self.continuing.handlers,
            reviewing.CARD: lambda payload: self.showing.card(payload),
            reviewing.REDRAW: lambda payload: self.showing.redraw(payload),
            reviewing.READ: lambda payload: self.results.read(payload),
            review_results.REPORT: lambda payload: self.results.report(payload),
            review_results.DELETE: lambda payload: self.results.delete(payload),
        }

    def listeners(self, doors: Doors) -> tuple[ReviewListeners, CourseListeners]:
        """What hears people."""
        posts = self.running.posts
        gate = self.running.gate
        cards = ReviewListeners(self.reviewing, self.results, self.shown, posts, doors, gate, self.continuing.seats)
        reminders = self.running.reminders
        began, ended = reminders.scheduling.ensure, reminders.improving.adopt
        lending = self.prefilling.listeners(doors, gate)
        upgrades = UpgradeListeners(Upgrading(self.reviewing), posts)
        flows = (self.reviewing, self.results, self.shown)
        return cards, CourseListeners(
            *flows, posts, doors, gate, self.prefilling.prefilling, lending, upgrades, began=began, ended=ended
        )

    def commands(self, listeners: tuple[ReviewListeners, CourseListeners]) -> Mapping[str, Command]:
        """The words after /lensbot; what people ask for most does without the word "review"."""
        command = listeners[1].command
        short = {word: lambda body, _text, word=word: command(body, word) for word in ("status", "result", "report")}
        return {"review": command, **short}

    def register(self, listeners: tuple[ReviewListeners, CourseListeners]) -> Callable[[App], None]:
        """Registers them with the app."""

        def both(app: App) -> None:
            register(app, *listeners)
            self.prefilling.register(listeners[1].lending)(app)
            self.continuing.register(app)
            registering_upgrades.register(app, listeners[1].upgrades)

        return both

    def mine(self, tenant: Tenant, user: str) -> tuple[Mine, ...]:
        """The reviews that a person takes part in, for their Home tab."""
        found = SqlReviews(self.running.database).current(tenant, MOST_MINE)
        return looking.mine(found, self.running.bot.lenses.get, user)

    def look(self, place: Place, answer: Answer) -> InReview | None:
        """What the channel's open review says of what an answer is about."""
        return looking.look(self.reviewing, place, answer)

    def _propose(self, lens: str, question: str, text: str) -> tuple[Proposed, ...]:
        self.running.warming.answering()
        return self.running.bot.proposing.propose(lens, question, text)

    def _report(self, place: Place, review: Review, lens: Lens) -> None:
        from bot.reports import bundle, gathering

        milestones = self.milestones.of(place, review.id)
        names = self.running.doors.names(gathering.people_of(review, milestones), left=True)
        report = gathering.gather(review, lens, now=self.clock.now(), names=names, milestones=milestones)
        self.running.posts.post(place, result(review, lens))
        for file in bundle.files(report):
            self.running.posts.upload(place, file.name, file.data, file.title)
