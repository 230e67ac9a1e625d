"""Two replicas draw one review at once: whichever comes first, what stands in the channel is the state that is kept.

What happens meanwhile happens in a thread of its own, at the moment when the first replica's call to Slack took effect.
"""

import threading
from datetime import UTC, datetime

import pytest

from bot.cards.reviewing import AnsweredCard, QuestionCard
from bot.places import Place, Posted, Tenant
from bot.review.model import Scope, Workload
from bot.review.move import Goto
from bot.usecases import reviewing
from bot.usecases.review_showing import Showing
from bot.usecases.reviewing import Reviewing
from tests.support.memory import MemoryWork
from tests.support.memory_reviews import MemoryReviewPosts, MemoryReviews
from tests.unit.review.shaped import shaped

PLACE = Place(Tenant("", "T1"), "C1")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Channel:
    """The port Posts. What is asked for with `meanwhile` happens once, when the next call of that kind is under way."""

    def __init__(self):
        self.said, self.waiting = {}, {}

    def meanwhile(self, call, what):
        self.waiting[call] = what

    def post(self, _place, card, *, key):
        del key
        ts = f"{len(self.said) + 1}.0"
        self.said[ts] = card
        self._happen("post")
        return Posted(PLACE, ts)

    def replace(self, posted, card):
        self._happen("replace")
        self.said[posted.ts] = card

    def find_recent(self, _place, _key):
        return None

    def of(self, question):
        """The messages of a question, oldest first."""
        cards = [card for card in self.said.values() if isinstance(card, QuestionCard | AnsweredCard)]
        return [card for card in cards if card.question.id == question]

    def _happen(self, call):
        what = self.waiting.pop(call, None)
        if what:
            thread = threading.Thread(target=what)
            thread.start()
            thread.join()


class Noon:
    def now(self):
        return NOON


class Team:
    """A review with two replicas that draw it, and one more that people talk to."""

    def __init__(self):
        stored, notes = MemoryReviews(), MemoryReviewPosts()
        self.channel = Channel()
        work = MemoryWork(dict.fromkeys((reviewing.CARD, reviewing.REDRAW), lambda _payload: None))
        self.reviewing = Reviewing(stored, stored, work, Noon(), lambda: {"shaped": shaped()})
        self.one, self.other = (Showing(self.reviewing, notes, self.channel, lambda _: None) for _ in range(2))
        self.review = self.reviewing.start(PLACE, "shaped", Workload("Fraud"), Scope(), "UANA")
        self.first, self.second = self.review.questions[:2]

    @property
    def now(self):
        return self.reviewing.get(PLACE, self.review.id)[0]

    def payload(self, **more):
        return {"enterprise": "", "team": "T1", "channel": "C1", "review": self.review.id, **more}

    def card(self, replica):
        replica.card(self.payload(turn=self.now.turns))

    def redraw(self, replica, *touched):
        replica.redraw(self.payload(touched=list(touched)))

    def none(self, by="UANA"):
        self.reviewing.none(PLACE, self.now.turn, by)

    def goto(self, question):
        self.reviewing.keep(PLACE, self.review.id, Goto(by="UBEN", at=NOON, question=question))


@pytest.fixture
def team():
    return Team()


def test_a_card_that_was_answered_before_it_was_noted_shows_the_answer(team):
    def answered():
        team.none()
        team.redraw(team.other, team.first)

    team.channel.meanwhile("post", answered)

    team.card(team.one)

    (card,) = team.channel.of(team.first)
    assert isinstance(card, AnsweredCard)
    assert card.review == team.now


def test_a_drawing_that_was_overtaken_is_not_the_last(team):
    team.card(team.one)
    team.none()

    def disagreed():
        team.reviewing.fill(PLACE, team.review.turn, frozenset(shaped().question(team.first).practices[:1]), "UBEN")
        team.redraw(team.other, team.first)

    team.channel.meanwhile("replace", disagreed)

    team.redraw(team.one, team.first)

    (card,) = team.channel.of(team.first)
    assert card.review == team.now
    assert card.review.answer(team.first).disagreements


def test_a_card_that_comes_when_the_table_has_moved_on_is_not_left_as_if_it_were_on_it(team):
    team.none()

    def moved():
        team.goto(team.first)
        team.card(team.other)

    team.channel.meanwhile("post", moved)

    team.card(team.one)

    assert [type(card) for card in team.channel.of(team.second)] == [AnsweredCard]
    assert [type(card) for card in team.channel.of(team.first)] == [QuestionCard]


@pytest.mark.parametrize("card_first", [True, False])
def test_a_question_that_is_asked_again_has_one_card_whichever_is_drawn_first(team, card_first):
    team.card(team.one)
    team.none()
    team.redraw(team.one, team.first)
    team.goto(team.first)
    draw = [lambda: team.card(team.one), lambda: team.redraw(team.other, team.first)]

    for each in draw if card_first else reversed(draw):
        each()

    assert [type(card) for card in team.channel.of(team.first)] == [AnsweredCard, QuestionCard]


def test_many_answers_and_drawings_in_two_threads_end_with_what_is_kept(team):
    ended = threading.Event()

    def drawing(replica):
        while not ended.is_set():
            for question in team.review.questions:
                team.card(replica)
                team.redraw(replica, question)

    threads = [threading.Thread(target=drawing, args=(each,)) for each in (team.one, team.other)]
    for each in threads:
        each.start()
    for question in team.review.questions:
        team.none()
        team.redraw(team.one, question)
    ended.set()
    for each in threads:
        each.join()

    for question in team.review.questions:
        assert {card.review.answer(question) for card in team.channel.of(question)} <= {team.now.answer(question)}
