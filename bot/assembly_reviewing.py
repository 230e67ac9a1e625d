"""Reviewing, wired: the use cases, their handlers of durable work, and their listeners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from slack_bolt import App

from bot.cards.asking import Mine
from bot.places import Place, Tenant
from bot.review.model import Review, Said
from bot.slack.doors import Doors
from bot.slack.listeners.review_course import CourseListeners
from bot.slack.listeners.reviewing import ReviewListeners
from bot.slack.registering_reviewing import register
from bot.storage.milestones import SqlMilestones
from bot.storage.review_posts import SqlReviewPosts
from bot.storage.reviews import SqlReviews
from bot.usecases import looking, review_results, reviewing
from bot.usecases.asking import InReview
from bot.usecases.ports import Clock
from bot.usecases.review_results import Results
from bot.usecases.review_showing import Showing, result
from bot.usecases.reviewing import Reviewing
from knowledge.model import Answer
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
        return Showing(self.reviewing, self.shown, self.running.posts, self.running.posts.pin)

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
            self._read,
            self._report,
            SqlReviews(self.running.database),
        )

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Durable work by kind."""
        return {
            reviewing.CARD: lambda payload: self.showing.card(payload),
            reviewing.REDRAW: lambda payload: self.showing.redraw(payload),
            reviewing.READ: lambda payload: self.results.read(payload),
            review_results.REPORT: lambda payload: self.results.report(payload),
            review_results.DELETE: lambda payload: self.results.delete(payload),
        }

    def listeners(self, doors: Doors) -> tuple[ReviewListeners, CourseListeners]:
        """What hears people."""
        posts = self.running.posts
        cards = ReviewListeners(self.reviewing, self.results, self.shown, posts, doors)
        reminders = self.running.reminders
        began, ended = reminders.scheduling.ensure, reminders.improving.adopt
        return cards, CourseListeners(self.reviewing, self.results, self.shown, posts, doors, began, ended)

    def register(self, listeners: tuple[ReviewListeners, CourseListeners]) -> Callable[[App], None]:
        """Registers them with the app."""
        return lambda app: register(app, *listeners)

    def mine(self, tenant: Tenant, user: str) -> tuple[Mine, ...]:
        """The reviews that a person takes part in, for their Home tab."""
        found = SqlReviews(self.running.database).current(tenant, MOST_MINE)
        return looking.mine(found, self.running.bot.lenses.get, user)

    def look(self, place: Place, answer: Answer) -> InReview | None:
        """What the channel's open review says of what an answer is about."""
        return looking.look(self.reviewing, place, answer)

    def _read(self, lens: str, question: str, text: str) -> tuple[tuple[str, Said, str], ...]:
        self.running.warming.answering()
        found = self.running.bot.proposing.propose(lens, question, text)
        return tuple((each.practice, Said(_SAID[each.state]), each.quote) for each in found)

    def _report(self, place: Place, review: Review, lens: Lens) -> None:
        from bot.reports import bundle, gathering

        milestones = self.milestones.of(place, review.id)
        names = self.running.posts.names(gathering.people_of(review, milestones))
        report = gathering.gather(review, lens, now=self.clock.now(), names=names, milestones=milestones)
        self.running.posts.post(place, result(review, lens))
        for file in bundle.files(report):
            self.running.posts.upload(place, file.name, file.data, file.title)


_SAID = {"in_place": "in_place", "not_in_place": "missing", "partly": "partly"}
