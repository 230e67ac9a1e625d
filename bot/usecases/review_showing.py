"""Showing a review in its channel: the question on the table, what came of earlier ones, and how far it is.

Everything is drawn from the state as it is kept, so each piece of work may be repeated, and comes out the same.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.cards import Card
from bot.cards.asking import Note
from bot.cards.reviewing import AnsweredCard, ProgressCard, QuestionCard, ResultCard
from bot.places import Place, Posted, Tenant
from bot.review import planning, scoring, selecting
from bot.review.freshness import knows
from bot.review.model import Review, Status
from bot.review.ways_down import ways_down, why
from bot.usecases.ports import ChannelGone, MessageGone, Posts
from bot.usecases.refusals import Refusal
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import BEGUN, PostKind, ReviewPost, ReviewPosts
from lens_corpus.model import Lens, Question

Payload = Mapping[str, Any]
Noted = tuple[ReviewPost, ...]
Draw = Callable[[Review, Lens, Noted], None]
Reads = Callable[[Place, Place], bool]
NO_LONGER = "`{question}` is no longer asked in this review."
ELSEWHERE = "This review goes on in its channel, and you are not in that channel any more."


@dataclass(frozen=True)
class Showing:
    """Posts and redraws. `pin` pins a message in its channel, where that is allowed.

    `summed_up` is whether a channel has a language model, which can sum a thread up. `reads` is whether whoever we
    talk with in a conversation is in a review's channel, given as (conversation, channel).
    """

    reviewing: Reviewing
    shown: ReviewPosts
    posts: Posts
    pin: Callable[[Posted], None]
    summed_up: Callable[[Place], bool] = field(default=lambda _place: False)
    reads: Reads = field(default=lambda _direct, _home: False)
    _turns: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock), repr=False)

    def card(self, payload: Payload) -> None:
        """Post the question that was put on the table at this turn, unless the table has moved on since.

        A channel where nobody can hear us is left in peace: the review is kept, and shown when it is taken up again.
        """
        with suppress(ChannelGone, Refusal):
            self._card(payload)

    def _card(self, payload: Payload) -> None:
        place, review_id = where(payload), payload["review"]
        with self._turns[review_id]:
            review, lens = self.reviewing.get(place, review_id)
            if review.turns != payload["turn"] or review.cursor is None or review.status is not Status.OPEN:
                return
            key = f"{review_id}:{review.turns}:{payload.get('again', '')}"
            question = lens.question(review.cursor)
            begun = ReviewPost(place, BEGUN + key, place, review_id, PostKind.QUESTION, question.id)
            posted = self._post(begun, QuestionCard(review, lens, question, self.summed_up(place)), key)
            posts = self._posts(place, review_id)
            for post in posts:
                if post.question == question.id and post.place == place and post.ts != posted.ts:
                    self._redraw(post, review, lens, latest=False)
        # Until it was noted nobody could find it: whoever answered meanwhile has redrawn only the others.
        self._bring(place, review_id, partial(self._questions, [question.id]), (review, _asked(posts)))
        self.shown.forget(place, begun.ts)

    def redraw(self, payload: Payload) -> None:
        """Bring the messages of the touched questions and the progress up to date."""
        with suppress(ChannelGone, Refusal):
            self._redraw_all(payload)

    def _redraw_all(self, payload: Payload) -> None:
        place, review_id = where(payload), payload["review"]

        def draw(review: Review, lens: Lens, posts: Noted) -> None:
            self._questions(payload["touched"], review, lens, posts)
            self._progress(place, review, lens, posts)

        self._bring(place, review_id, draw)

    def _bring(self, place: Place, review_id: str, draw: Draw, drawn: tuple[Review, Noted] | None = None) -> None:
        """Draw until what was drawn is what is kept: another replica may have drawn a later state in between."""
        while True:
            with self._turns[review_id]:
                review, lens = self.reviewing.get(place, review_id)
                posts = self._posts(place, review_id)
                if drawn == (review, _asked(posts)):
                    return
                draw(review, lens, posts)
            drawn = review, _asked(posts)

    def _questions(self, touched: Sequence[str], review: Review, lens: Lens, posts: Noted) -> None:
        for post in posts:
            if post.kind is PostKind.QUESTION and post.question in touched:
                self._redraw(post, review, lens, latest=post.ts == _latest(posts, post))

    def _posts(self, place: Place, review_id: str) -> Noted:
        ours = (post for post in self.shown.of(place, review_id) if post.kind is not PostKind.SEAT)
        return tuple(post for post in ours if post.stands)

    def _redraw(self, post: ReviewPost, review: Review, lens: Lens, *, latest: bool) -> None:
        here = post.place == post.home
        reads = here or self.reads(post.place, post.home)
        card = self._as_it_is(post, review, lens, latest=latest) if reads else Note(ELSEWHERE)
        try:
            self.posts.replace(Posted(post.place, post.ts), card)
        except ChannelGone as gone:
            if here and not isinstance(gone, MessageGone):
                raise
            self.shown.forget(post.place, post.ts)
        if not reads:
            self.shown.forget(post.place, post.ts)

    def _as_it_is(self, post: ReviewPost, review: Review, lens: Lens, *, latest: bool) -> Card:
        if post.question not in review.questions or not knows(lens, post.question):
            return Note(NO_LONGER.format(question=post.question))
        question = lens.question(post.question)
        on_table = review.cursor == post.question and latest and review.status is Status.OPEN
        card = QuestionCard(review, lens, question) if on_table else answered(review, lens, question)
        return replace(card, summary=post.place == post.home and self.summed_up(post.home))

    def _progress(self, place: Place, review: Review, lens: Lens, posts: Noted) -> None:
        card = progress(review, lens)
        known = [post for post in posts if post.kind is PostKind.PROGRESS]
        for post in known:
            try:
                self.posts.replace(Posted(post.place, post.ts), card)
            except MessageGone:
                self.shown.forget(post.place, post.ts)
            else:
                return
        key = f"{review.id}:progress"
        begun = ReviewPost(place, BEGUN + key, place, review.id, PostKind.PROGRESS)
        self.pin(self._post(begun, card, key))
        self.shown.forget(place, begun.ts)

    def _post(self, begun: ReviewPost, card: Card, key: str) -> Posted:
        """Post what is noted as begun, or find it where a crash came before its note was forgotten by the caller."""
        again = self.shown.find(begun.place, begun.ts) is not None
        self.shown.put(begun)
        posted = self.posts.find_recent(begun.place, key) if again else None
        posted = posted or self.posts.post(begun.place, card, key=key)
        self.shown.put(replace(begun, ts=posted.ts))
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


def _asked(posts: Noted) -> Noted:
    return tuple(post for post in posts if post.kind is PostKind.QUESTION)


def _latest(posts: Noted, like: ReviewPost) -> str:
    """The last message of a question in one place; each place that a review is held in has its own."""
    alike = (post for post in posts if (post.place, post.kind, post.question) == (like.place, like.kind, like.question))
    return max(post.ts for post in alike)
