"""A review is shown once, wherever the program dies between saying something and noting that it was said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.cards.asking import Note
from bot.cards.reviewing import ProgressCard, QuestionCard
from bot.places import Place, Posted, Tenant
from bot.review.model import Scope, Workload
from bot.usecases import reviewing
from bot.usecases.ports import ChannelGone
from bot.usecases.review_showing import Showing
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPost
from tests.support.memory import MemoryWork
from tests.support.memory_reviews import MemoryReviewPosts, MemoryReviews
from tests.unit.review.shaped import shaped

PLACE = Place(Tenant("", "T1"), "C1")
DIRECT = Place(Tenant("", "T1"), "D1")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Dies(Exception):
    """What a crash is for a test."""


class Channel:
    """The port Posts: what is said in one channel, by timestamp, and under which mark."""

    def __init__(self):
        self.said, self.marks, self.gone = {}, {}, set()

    def post(self, place, card, *, key):
        ts = f"{len(self.said) + 1}.0"
        self.said[ts], self.marks[ts] = card, key
        return Posted(place, ts)

    def replace(self, posted, card):
        if posted.place.channel in self.gone:
            raise ChannelGone("account_inactive")
        self.said[posted.ts] = card

    def find_recent(self, place, key):
        return next((Posted(place, ts) for ts, mark in self.marks.items() if mark == key), None)

    def of(self, kind):
        return [card for card in self.said.values() if isinstance(card, kind)]


class Notes(MemoryReviewPosts):
    """The port ReviewPosts, which dies when it is to note such a message, once."""

    def __init__(self):
        super().__init__()
        self.dies_at = None

    def put(self, post):
        if post.kind == self.dies_at and not post.ts.startswith("~"):
            self.dies_at = None
            raise Dies
        super().put(post)


class Noon:
    def now(self):
        return NOON


@pytest.fixture
def world():
    """A review that has begun, with what shows it, its channel, and the notes of what stands there."""
    stored, channel, notes = MemoryReviews(), Channel(), Notes()
    work = MemoryWork(dict.fromkeys((reviewing.CARD, reviewing.REDRAW), lambda _payload: None))
    reviews = Reviewing(stored, stored, work, Noon(), lambda: {"shaped": shaped()})
    showing = Showing(reviews, notes, channel, lambda _posted: None)
    review = reviews.start(PLACE, "shaped", Workload("Fraud"), Scope(), "UANA")
    return showing, channel, notes, review


def payload(review, **more):
    return {"enterprise": "", "team": "T1", "channel": "C1", "review": review.id, **more}


def test_a_question_that_was_posted_but_not_noted_is_not_posted_again(world):
    showing, channel, notes, review = world
    notes.dies_at = "question"
    with pytest.raises(Dies):
        showing.card(payload(review, turn=0))

    showing.card(payload(review, turn=0))

    assert len(channel.of(QuestionCard)) == 1
    assert [post.question for post in notes.of(PLACE, review.id)] == ["ALL1"]


def test_the_progress_that_was_posted_but_not_noted_is_not_posted_again(world):
    showing, channel, notes, review = world
    notes.dies_at = "progress"
    with pytest.raises(Dies):
        showing.redraw(payload(review, touched=[]))

    showing.redraw(payload(review, touched=[]))
    showing.redraw(payload(review, touched=[]))

    assert len(channel.of(ProgressCard)) == 1
    assert [post.kind for post in notes.of(PLACE, review.id)] == ["progress"]


def continued(world, *, reads):
    """The same question in somebody's conversation with us, who may be in the channel still, noted first."""
    showing, channel, notes, review = world
    channel.said["0.5"] = "As it was"
    notes.put(ReviewPost(DIRECT, "0.5", PLACE, review.id, PostKind.QUESTION, "ALL1"))
    return replace(showing, reads=lambda direct, home: reads and (direct, home) == (DIRECT, PLACE))


def test_a_conversation_that_is_gone_keeps_nothing_else_from_being_drawn(world):
    _showing, channel, notes, review = world
    showing = continued(world, reads=True)
    showing.card(payload(review, turn=0))
    channel.gone.add("D1")

    showing.redraw(payload(review, touched=["ALL1"]))

    assert len(channel.of(ProgressCard)) == 1
    assert notes.find(DIRECT, "0.5") is None


def test_a_conversation_of_somebody_in_the_channel_is_drawn_anew(world):
    _showing, channel, _notes, review = world

    continued(world, reads=True).redraw(payload(review, touched=["ALL1"]))

    assert isinstance(channel.said["0.5"], QuestionCard)


def test_a_conversation_of_somebody_who_left_the_channel_is_told_so_once_and_nothing_else(world):
    _showing, channel, notes, review = world

    continued(world, reads=False).redraw(payload(review, touched=["ALL1"]))

    assert isinstance(channel.said["0.5"], Note)
    assert notes.find(DIRECT, "0.5") is None
