"""What people do in a review. What they said is kept before Slack is told yes, so that no answer is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.cards.asking import Note
from bot.cards.reviewing import (
    AskedCard,
    AskSheet,
    DetailSheet,
    MeaningSheet,
    SpareSheet,
)
from bot.places import Place, Thread
from bot.review import selecting
from bot.review.checks import question_of
from bot.review.errors import StaleTurn
from bot.review.model import Review, State, Turn
from bot.review.move import (
    Back,
    Decide,
    DoesNotApply,
    Move,
    Skip,
)
from bot.review.rights import Right
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.gate import Gate
from bot.slack.payloads import Actor
from bot.slack.seats import Seats
from bot.usecases.ports import ChannelGone, Posts
from bot.usecases.refusals import Refusal
from bot.usecases.review_results import Results
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPosts
from lens_corpus.model import Lens, Question

Ack = Callable[..., Any]
Body = dict[str, Any]
LEFT = "That person has left the workspace. Choose somebody else."
DONE = "That was the last open question. Press *Finish* on the progress message, or change any answer first."
SO_FAR = "That's it for now. {count} left; *Continue* or *3 quick questions* on the progress message goes on."
PUT_OFF = (
    "That was the last open question, besides {count} that you skipped or that {wait} for somebody. "
    "Press *Continue* on the progress message to take {them} up, or *Finish*."
)


@dataclass(frozen=True)
class ReviewListeners:
    """Listens for everything that is about a review."""

    reviewing: Reviewing
    results: Results
    shown: ReviewPosts
    posts: Posts
    doors: Doors
    gate: Gate
    seats: Seats

    def ticked(self, ack: Ack, body: Body) -> None:
        """A box was ticked; it counts once it is saved."""
        ack()
        del body

    def answered(self, ack: Ack, body: Body) -> None:
        """The boxes of a question were ticked and saved."""
        ticked = frozenset(_ticked(body))
        self._on_card(ack, body, lambda it, turn: self.reviewing.fill(it.place, turn, ticked, it.user))

    def none(self, ack: Ack, body: Body) -> None:
        """None of a question's practices is in place."""
        self._on_card(ack, body, lambda it, turn: self.reviewing.none(it.place, turn, it.user))

    def took(self, ack: Ack, body: Body) -> None:
        """What is said elsewhere to a question holds here as well."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            actor = self.seats.home(actor, body)
            *drawn, source = actions.decode(_value(body), str, str, int, str)
            self._moved(ack, actor, Turn(*drawn), lambda it, turn: self.reviewing.take(it.place, turn, source, it.user))

    def unsure(self, ack: Ack, body: Body) -> None:
        """Somebody does not know."""
        self._on_card(ack, body, lambda it, turn: self.reviewing.unsure(it.place, turn, it.user))

    def skipped(self, ack: Ack, body: Body) -> None:
        """A question was left for later."""
        self._on_card(ack, body, lambda it, turn: self._move(it, turn, Skip, question=turn.question))

    def back(self, ack: Ack, body: Body) -> None:
        """The question before is wanted again."""
        self._on_card(ack, body, lambda it, turn: self._move(it, turn, Back))

    def detail(self, ack: Ack, body: Body) -> None:
        """The long form of a question."""
        self._open(
            ack,
            body,
            lambda it, review, lens, question: DetailSheet(review, lens, question, it.user, it.place, it.seat),
        )

    def detailed(self, ack: Ack, body: Body) -> None:
        """The long form was sent."""
        state = body["view"]["state"]

        def do(it: Actor, turn: Turn) -> Review:
            given = {each: actions.stated(state, each, "pick") for each in state["values"] if each != "note"}
            states = {each: State(value) if value else None for each, value in given.items()}
            note = actions.stated(state, "note", "text") or ""
            return self.reviewing.detail(it.place, turn, states, note, it.user)

        self._on_sheet(ack, body, do)

    def spare(self, ack: Ack, body: Body) -> None:
        """A question is said not to apply: ask why."""
        self._open(ack, body, lambda it, review, _lens, question: SpareSheet(review, question, it.place, it.seat))

    def spared(self, ack: Ack, body: Body) -> None:
        """Why a question does not apply."""
        reason = actions.stated(body["view"]["state"], "reason", "text") or ""
        self._on_sheet(
            ack, body, lambda it, turn: self._move(it, turn, DoesNotApply, question=turn.question, reason=reason)
        )

    def ask(self, ack: Ack, body: Body) -> None:
        """Somebody else knows: ask who."""
        self._open(ack, body, lambda it, review, _lens, question: AskSheet(review, question, it.place, it.seat))

    def asked(self, ack: Ack, body: Body) -> None:
        """Somebody is asked to answer a question, and told so."""
        to = actions.stated(body["view"]["state"], "who", "pick") or ""

        def do(it: Actor, turn: Turn) -> Review:
            if self.doors.left(to):
                raise Refusal(LEFT)
            review = self.reviewing.ask(it.place, turn.review, turn.question, to, it.user)
            self._tell_asked(it, review, turn.question, to)
            return review

        self._on_sheet(ack, body, do)

    def meaning(self, ack: Ack, body: Body) -> None:
        """What the practices of a question mean."""
        self._open(
            ack,
            body,
            lambda _it, _review, lens, question: MeaningSheet(
                question, lens, tuple(lens.practice(each) for each in question.practices)
            ),
        )

    def edit(self, ack: Ack, body: Body) -> None:
        """An answer is to be changed: its question comes back on the table."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            actor = self.seats.home(actor, body)
            review, question = actions.decode(_value(body), str, str)
            after = self.reviewing.edit(actor.place, review, question, actor.user)
            ack()
            self.seats.follow(actor, after)

    def decided(self, ack: Ack, body: Body) -> None:
        """A disagreement was settled, by name."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            actor = self.seats.home(actor, body)
            review, question, practice, state = actions.decode(_value(body), str, str, str, str)
            move = Decide(
                by=actor.user, at=self.reviewing.now(), question=question, practice=practice, state=State(state)
            )
            self.gate.check(actor, Right.DECIDE, self.reviewing.get(actor.place, review)[0])
            self.reviewing.do(actor.place, review, move)
            ack()

    def _on_card(self, ack: Ack, body: Body, do: Callable[[Actor, Turn], Review]) -> None:
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            actor = self.seats.home(actor, body)
            turn = Turn(*actions.decode(_value(body), str, str, int))
            self._moved(ack, actor, turn, do)

    def _on_sheet(self, ack: Ack, body: Body, do: Callable[[Actor, Turn], Review]) -> None:
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            *drawn, channel, room, thread = actions.decode(
                body["view"]["private_metadata"], str, str, int, str, str, str
            )
            place, seat = Place(actor.place.tenant, channel), Thread(Place(actor.place.tenant, room), thread)
            actor = Actor(place, actor.user, stranger=actor.stranger, seat=seat if room else None)
            with boundary(self._teller(actor), ack):
                if room:
                    self.seats.continuing.check(place, actor.user)
                self._moved(ack, actor, Turn(*drawn), do)

    def _ended(self, review: Review) -> str:
        left = selecting.open_questions(review, self.reviewing.lens(review.lens))
        if not left:
            return DONE
        if not all(selecting.put_off(review, each) for each in left):
            return SO_FAR.format(count="One question is" if len(left) == 1 else f"{len(left)} questions are")
        wait, them = ("waits", "it") if len(left) == 1 else ("wait", "them")
        return PUT_OFF.format(count=len(left), wait=wait, them=them)

    def _moved(self, ack: Ack, actor: Actor, turn: Turn, do: Callable[[Actor, Turn], Review]) -> None:
        try:
            review = do(actor, turn)
        except StaleTurn:
            # Perhaps the crash came between keeping and showing: showing again harms nobody.
            now = self.reviewing.get(actor.place, turn.review)[0]
            self.reviewing.show(actor.place, now, (turn.question,))
            self.seats.follow(actor, now)
            raise
        ack()
        if review.cursor is None and not review.agenda:
            self.posts.post(actor.place, Note(self._ended(review)), key=f"{review.id}:done:{review.turns}")
        if review.turns != turn.count:
            self.seats.follow(actor, review)

    def _open(self, ack: Ack, body: Body, sheet: Callable[[Actor, Review, Lens, Question], Any]) -> None:
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            actor = self.seats.home(actor, body)
            review_id, question_id, _count = actions.decode(_value(body), str, str, int)
            review, lens = self.reviewing.get(actor.place, review_id)
            question = question_of(review, lens, question_id)
            self.doors.open(actor.trigger, sheet(actor, review, lens, question))

    def _move(self, actor: Actor, turn: Turn, kind: Callable[..., Move], **more: object) -> Review:
        move = kind(by=actor.user, at=self.reviewing.now(), **more)
        return self.reviewing.do(actor.place, turn.review, move, turn)

    def _tell_asked(self, actor: Actor, review: Review, question: str, to: str) -> None:
        lens = self.reviewing.lens(review.lens)
        posts = [
            post
            for post in self.shown.of(actor.place, review.id)
            if (post.place, post.kind, post.question) == (actor.place, PostKind.QUESTION, question) and post.stands
        ]
        latest = posts[-1].ts if posts else ""
        card = AskedCard(review, lens.question(question), to, actor.user)
        try:
            link = self.doors.permalink(actor.place, latest) if latest else ""
            self.posts.post(actor.place, replace(card, link=link), thread=latest)
        except (ChannelGone, Refusal):  # its message was deleted: who is asked hears of it in the channel
            self.posts.post(actor.place, card)

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        place, thread = (actor.seat.place, actor.seat.ts) if actor.seat else (actor.place, actor.thread)

        def tell(card: Card) -> object:
            return self.posts.whisper(place, actor.user, card, thread=thread, reply_url=actor.reply_url)

        return tell


def _ticked(body: Body) -> list[str]:
    values = (body.get("state") or {}).get("values") or {}
    groups = [block[actions.BOXES]["selected_options"] for block in values.values() if actions.BOXES in block]
    return [each["value"] for group in groups for each in group]


def _value(body: Body) -> str:
    return str(body["actions"][0].get("value", ""))
