"""A channel's plan, written into a store before the bot that serves it starts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from bot.assembly_store import planned
from bot.review.model import Scope, ScopeKind, State, Workload
from bot.review.move import AnswerQuestion, Finish, Tick
from bot.usecases.improving import Improving
from bot.usecases.reminding_ports import Person
from bot.usecases.reviewing import Reviewing


class Store:
    """The store of a bot that does not run now, and what is done in it without Slack."""

    def __init__(self, settings, lens):
        self.items, self.reviews, schedules = planned(settings)
        clock = SimpleNamespace(now=lambda: datetime.now(UTC))
        work = SimpleNamespace(start=lambda *_given, **_lane: None)
        people = SimpleNamespace(look=lambda _tenant, user: Person(user, user, "Europe/Madrid"))
        self.lens = lens

        def lenses():
            return {lens.id: lens}

        self.reviewing = Reviewing(self.reviews, self.reviews, work, clock, lenses)
        parts = (self.items, self.reviews, schedules, people, clock, work, lenses)
        self.improving = Improving(*parts, lambda _place, _by: None, self.items)

    def planned(self, place, by):
        """A finished review in which nothing of the first question is in place; its items."""
        ago = datetime.now(UTC) - timedelta(days=1)
        scope = Scope(ScopeKind.EVERYTHING)
        review = self.reviewing.start(place, self.lens.id, Workload("Fraud scoring"), scope, by)
        question = self.lens.questions[0]
        marks = tuple(Tick(each, State.MISSING) for each in question.practices)
        self.reviewing.do(place, review.id, AnswerQuestion(by=by, at=ago, question=question.id, marks=marks))
        self.reviewing.do(place, review.id, Finish(by=by, at=ago))
        return self.improving.adopt(place, review.id)

    def close(self):
        """Let go of the files."""
        self.items.database.close()
