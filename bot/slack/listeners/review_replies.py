"""Answers in people's own words: what is written under a question, and what becomes of how it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import Card
from bot.places import Posted
from bot.review.model import State
from bot.review.move import ConfirmProposal, Move, RejectProposal
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.payloads import Actor
from bot.slack.seats import Seats
from bot.usecases.ports import Posts
from bot.usecases.review_results import Results
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPost, ReviewPosts

Ack = Callable[..., Any]
Body = dict[str, Any]


@dataclass(frozen=True)
class ReplyListeners:
    """Listens for words."""

    reviewing: Reviewing
    results: Results
    shown: ReviewPosts
    posts: Posts
    seats: Seats

    def told(self, body: Body) -> bool:
        """Whether a message is an answer to a question of a review, in its thread; then it is kept to be read."""
        event = body["event"]
        root = event.get("thread_ts")
        if not root or event["type"] != "message" or event.get("text", "").startswith("<@"):
            return False
        actor = payloads.speaker_of(body)
        post = self.shown.find(actor.place, root)
        if post is None or post.kind is PostKind.PROGRESS or _asks_us(post, event):
            return False
        said = {"by": actor.user, "text": event.get("text") or "", "ts": event["ts"], "thread": root}
        with boundary(self._teller(actor)):
            if post.place != post.home:
                self.seats.continuing.check(post.home, actor.user)
                said["at"] = actor.place.channel
            self.results.hear(post.home, post.review, post.question, said)
        return True

    def confirmed(self, ack: Ack, body: Body) -> None:
        """What was read out of somebody's words is right."""
        self._proposal(ack, body, ConfirmProposal)

    def chosen(self, ack: Ack, body: Body) -> None:
        """Of two readings of somebody's words, one is right."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            actor = self.seats.home(actor, body)
            *given, state = actions.decode(_value(body), str, str, str, str, str)
            self._settle(ack, body, actor, ConfirmProposal, given, state=State(state))

    def rejected(self, ack: Ack, body: Body) -> None:
        """What was read out of somebody's words is wrong."""
        self._proposal(ack, body, RejectProposal)

    def _proposal(self, ack: Ack, body: Body, kind: Callable[..., Move]) -> None:
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            actor = self.seats.home(actor, body)
            self._settle(ack, body, actor, kind, actions.decode(_value(body), str, str, str, str))

    def _settle(
        self, ack: Ack, body: Body, actor: Actor, kind: Callable[..., Move], given: Sequence[str], **more: object
    ) -> None:
        review, question, practice, source = given
        about = {"question": question, "practice": practice, "source": source}
        before = self.reviewing.get(actor.place, review)[0].turns
        after = self.reviewing.do(actor.place, review, kind(by=actor.user, at=self.reviewing.now(), **about, **more))
        ack()
        shown = Posted(actor.seat.place if actor.seat else actor.place, body["message"]["ts"])
        self.results.settled(actor.place, review, question, shown, source)
        if after.turns != before:
            self.seats.follow(actor, after)

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        place, thread = (actor.seat.place, actor.seat.ts) if actor.seat else (actor.place, actor.thread)

        def tell(card: Card) -> object:
            return self.posts.whisper(place, actor.user, card, thread=thread, reply_url=actor.reply_url)

        return tell


def _asks_us(post: ReviewPost, event: Mapping[str, Any]) -> bool:
    """In our own conversation with somebody, a question is a question to us, also while a review goes on there."""
    return post.kind is PostKind.SEAT and str(event.get("text") or "").rstrip().endswith("?")


def _value(body: Body) -> str:
    return str(body["actions"][0].get("value", ""))
