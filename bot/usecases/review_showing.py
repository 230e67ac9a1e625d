"""Showing a review in its channel: the question on the table, what came of earlier ones, and how far it is.

Everything is drawn from the state as it is kept, so each piece of work may be repeated, and comes out the same.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from bot.cards import Card
from bot.cards.reviewing import AnsweredCard, ProgressCard, QuestionCard, ResultCard
from bot.places import Place, Posted, Tenant
from bot.review import planning, scoring, selecting
from bot.review.model import Review, Status
from bot.review.ways_down import ways_down, why
from bot.usecases.ports import ChannelGone, Posts
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPost, ReviewPosts
from lens_corpus.model import Lens, Question

Payload = Mapping[str, Any]
#: Marks a note that a message is about to be posted, so that a crash in between is known for what it was.
BEGUN = "~"


@dataclass(frozen=True)
class Showing:
    """Posts and redraws. `pin` pins a message in its channel, where that is allowed."""

    reviewing: Reviewing
    shown: ReviewPosts
    posts: Posts
    pin: Callable[[Posted], None]
    _turns: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock), repr=False)

    def card(self, payload: Payload) -> None:
        """Post the question that was put on the table at this turn, unless the table has moved on since.

        A channel where nobody can hear us is left in peace: the review is kept, and shown when it is taken up again.
        """
        with suppress(ChannelGone):
            self._card(payload)

    def _card(self, payload: Payload) -> None:
        place, review_id = where(payload), payload["review"]
        review, lens = self.reviewing.get(place, review_id)
        if review.turns != payload["turn"] or review.cursor is None or review.status is not Status.OPEN:
            return
        key = f"{review_id}:{review.turns}:{payload.get('again', '')}"
        question = lens.question(review.cursor)
        begun = ReviewPost(place, BEGUN + key, place, review_id, PostKind.QUESTION, question.id)
        with self._turns[review_id]:
            self._post(begun, QuestionCard(review, lens, question), key)

    def redraw(self, payload: Payload) -> None:
        """Bring the messages of the touched questions and the progress up to date."""
        with suppress(ChannelGone):
            self._redraw_all(payload)

    def _redraw_all(self, payload: Payload) -> None:
        place, review_id = where(payload), payload["review"]
        with self._turns[review_id]:
            review, lens = self.reviewing.get(place, review_id)
            posts = tuple(post for post in self.shown.of(place, review_id) if not post.ts.startswith(BEGUN))
            for post in posts:
                if post.kind is PostKind.QUESTION and post.question in payload["touched"]:
                    self._redraw(post, review, lens, latest=post.ts == _latest(posts, post.question))
            self._progress(place, review, lens, posts)

    def _redraw(self, post: ReviewPost, review: Review, lens: Lens, *, latest: bool) -> None:
        question = lens.question(post.question)
        on_table = review.cursor == post.question and latest and review.status is Status.OPEN
        card = QuestionCard(review, lens, question) if on_table else answered(review, lens, question)
        try:
            self.posts.replace(Posted(post.place, post.ts), card)
        except ChannelGone:
            self.shown.forget(post.place, post.ts)

    def _progress(self, place: Place, review: Review, lens: Lens, posts: tuple[ReviewPost, ...]) -> None:
        card = progress(review, lens)
        known = [post for post in posts if post.kind is PostKind.PROGRESS]
        for post in known:
            try:
                self.posts.replace(Posted(post.place, post.ts), card)
            except ChannelGone:
                self.shown.forget(post.place, post.ts)
            else:
                return
        key = f"{review.id}:progress"
        self.pin(self._post(ReviewPost(place, BEGUN + key, place, review.id, PostKind.PROGRESS), card, key))

    def _post(self, begun: ReviewPost, card: Card, key: str) -> Posted:
        """Post what is noted as begun, or find it where a crash came before it was noted as posted."""
        again = self.shown.find(begun.place, begun.ts) is not None
        self.shown.put(begun)
        posted = self.posts.find_recent(begun.place, key) if again else None
        posted = posted or self.posts.post(begun.place, card, key=key)
        self.shown.put(replace(begun, ts=posted.ts))
        self.shown.forget(begun.place, begun.ts)
        return posted


def where(payload: Payload) -> Place:
    """The channel that a piece of work is about."""
    return Place(Tenant(payload["enterprise"], payload["team"]), payload["channel"])


def answered(review: Review, lens: Lens, question: Question) -> AnsweredCard:
    """What came of a question."""
    scored = scoring.score_question(question, review.answer(question.id), lens)
    return AnsweredCard(review, lens, question, scored, why(scored, lens), ways_down(scored, lens))


def progress(review: Review, lens: Lens) -> ProgressCard:
    """How far a review is."""
    return ProgressCard(review, lens, scoring.score(review, lens), len(selecting.open_questions(review, lens)))


def result(review: Review, lens: Lens) -> ResultCard:
    """What a review has come to."""
    score = scoring.score(review, lens)
    return ResultCard(review, lens, score, planning.plan_of(score, lens, review.pillar_priorities))


def _latest(posts: tuple[ReviewPost, ...], question: str) -> str:
    return max(post.ts for post in posts if post.question == question and post.kind is PostKind.QUESTION)
