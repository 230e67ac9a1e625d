"""Reviewing: each method is one thing that people do. What was done is kept before anything is shown.

Showing is durable work of its own, drawn from the state that is kept: a crash between the two leaves no question stuck,
and who comes late is shown what there is.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.places import Place, Thread
from bot.review import carrying, moves, scoring, selecting
from bot.review.checks import question_of
from bot.review.errors import Refusal, WrongEdition
from bot.review.model import Borrowed, Review, Scope, State, Status, Turn, Workload
from bot.review.move import (
    AnswerQuestion,
    Assign,
    Entry,
    Focus,
    Goto,
    Move,
    NoneOfThese,
    NotSure,
    TakeOver,
    Tick,
    UpgradeLens,
)
from bot.usecases.ports import Clock, Work
from bot.usecases.reviewing_ports import AlreadyOpen, Draft, ReviewLog, Reviews, UnknownReview
from lens_corpus.model import Lens

CARD, REDRAW, READ, SEAT = "review-card", "review-redraw", "review-read", "review-seat"
NO_REVIEW = "There is no review in this channel yet. Start one with `/lensbot review`."
GONE = "That review is no longer here. Start a new one with `/lensbot review`."
OTHER_EDITION = "This review uses an edition of its lens that I no longer have."
NEW_EDITION = (
    "Its lens has a new edition. `/lensbot review upgrade` shows what that changes, and moves the review to it."
)
OPEN_ALREADY = "This channel has an open review of “{name}” already. Continue it, or give the new one another name."


class NoReview(Refusal):
    """The channel has none."""


@dataclass(frozen=True)
class Reviewing:
    """Reviews of one installation."""

    reviews: Reviews
    log: ReviewLog
    work: Work
    clock: Clock
    lenses: Callable[[], Mapping[str, Lens]]

    def start(
        self,
        place: Place,
        lens_id: str,
        workload: Workload,
        scope: Scope,
        by: str,
        *,
        earlier: str = "",
        template: Borrowed | None = None,
    ) -> Review:
        """Begin a review and put its first question on the table.

        `earlier` is one whose answers are carried over, `template` what there is to take over.
        """
        lens = self.lens(lens_id)
        carried = self.reviews.peek(place, earlier) if earlier else None
        at = self.clock.now()
        review = carrying.begin(_new_id(), lens, workload, scope, by=by, at=at, earlier=carried, template=template)
        try:
            self.reviews.start(place, review)
        except AlreadyOpen:
            raise Refusal(OPEN_ALREADY.format(name=workload.name.strip())) from None
        self.show(place, review)
        return review

    def do(self, place: Place, review_id: str, move: Move, turn: Turn | None = None) -> Review:
        """Make a move. It is kept when this returns; a Refusal changed nothing."""
        after = self.keep(place, review_id, move, turn)
        touched = getattr(move, "question", "")
        self.show(place, after, (touched,) if touched else ())
        return after

    def keep(self, place: Place, review_id: str, move: Move, turn: Turn | None = None) -> Review:
        """Make a move without showing what came of it."""
        try:
            with self.reviews.open(place, review_id) as draft:
                self._apply(draft, move, turn)
                return draft.review
        except UnknownReview:
            raise Refusal(GONE) from None
        except AlreadyOpen:
            raise Refusal(OPEN_ALREADY.format(name="that name")) from None

    def fill(self, place: Place, turn: Turn, in_place: frozenset[str], by: str) -> Review:
        """The question on the table was answered by ticking what is in place."""
        review, lens = self.get(place, turn.review)
        question = question_of(review, lens, turn.question)
        marks = moves.ticks(question, in_place)
        return self.do(place, turn.review, self._form(AnswerQuestion, turn, by, marks=marks), turn)

    def detail(self, place: Place, turn: Turn, states: Mapping[str, State | None], note: str, by: str) -> Review:
        """A question was answered practice by practice; what has no state was left open."""
        marks = tuple(Tick(practice, state) for practice, state in states.items() if state)
        if not marks:
            raise Refusal("Say something of at least one practice, or close the window.")
        return self.do(place, turn.review, self._form(AnswerQuestion, turn, by, marks=marks, note=note), turn)

    def none(self, place: Place, turn: Turn, by: str) -> Review:
        """None of the practices is in place."""
        return self.do(place, turn.review, self._form(NoneOfThese, turn, by), turn)

    def take(self, place: Place, turn: Turn, source: str, by: str) -> Review:
        """What is said elsewhere to a question holds here as well."""
        return self.do(place, turn.review, self._form(TakeOver, turn, by, source=source), turn)

    def unsure(self, place: Place, turn: Turn, by: str) -> Review:
        """The person does not know."""
        return self.do(place, turn.review, self._form(NotSure, turn, by), turn)

    def ask(self, place: Place, review_id: str, question: str, to: str, by: str) -> Review:
        """Ask somebody to answer a question."""
        return self.do(place, review_id, Assign(by=by, at=self.clock.now(), question=question, to=to))

    def session(self, place: Place, review_id: str, by: str) -> Review:
        """A short session: the few questions most worth asking now."""
        review, lens = self.get(place, review_id)
        at = self.clock.now()
        chosen = selecting.micro_session(review, lens, at)
        if not chosen:
            raise Refusal("Nothing is left to ask, and nothing has grown stale.")
        return self.do(place, review_id, Focus(by=by, at=at, questions=chosen))

    def edit(self, place: Place, review_id: str, question: str, by: str) -> Review:
        """Put a question back on the table; one that lies there already is shown again."""
        review, _lens = self.get(place, review_id)
        if review.cursor == question and review.status is Status.OPEN:
            self.recall(place, review)
            return review
        return self.do(place, review_id, Goto(by=by, at=self.clock.now(), question=question))

    def recall(self, place: Place, review: Review) -> None:
        """Show the question on the table again, at the bottom of the channel."""
        again = secrets.token_hex(4)
        payload = _where(place, review) | {"turn": review.turns, "again": again}
        self.work.start(CARD, f"{review.id}:{review.turns}:{again}", payload)

    def follow(self, place: Place, review: Review, seat: Thread, again: str = "") -> None:
        """Show the question on the table in somebody's conversation with us, once a turn unless `again` differs."""
        where = _where(place, review) | {"turn": review.turns, "again": again}
        where |= {"at": seat.place.channel, "thread": seat.ts}
        self.work.start(SEAT, f"{review.id}:{review.turns}:{seat.place.channel}:{seat.ts}:{again}", where)

    def show(self, place: Place, review: Review, touched: tuple[str, ...] = ()) -> None:
        """Have the channel show this state soon. Safe to repeat."""
        where = _where(place, review)
        if review.cursor and review.status is Status.OPEN:
            self.work.start(CARD, f"{review.id}:{review.turns}", where | {"turn": review.turns})
        self.work.start(REDRAW, f"{review.id}:{secrets.token_hex(8)}", where | {"touched": list(touched)})

    def get(self, place: Place, review_id: str) -> tuple[Review, Lens]:
        """A review and the lens it is pinned to; Refusal where either is gone, WrongEdition where the lens is newer."""
        return _same(*self.pinned(place, review_id))

    def current(self, place: Place) -> tuple[Review, Lens]:
        """The channel's review, the open one that was changed last; NoReview where there is none, else as `get`."""
        return _same(*self.pinned(place))

    def pinned(self, place: Place, review_id: str = "") -> tuple[Review, Lens]:
        """A review, or the channel's, and its lens as it is installed, which may be of another edition."""
        if review_id:
            review = self.reviews.peek(place, review_id)
            if review is None:
                raise Refusal(GONE)
        else:
            known = self.reviews.of(place)
            review = next((each for each in known if each.status is not Status.FINISHED), known[0] if known else None)
            if review is None:
                raise NoReview(NO_REVIEW)
        return review, self.lens(review.lens)

    def lens(self, lens_id: str) -> Lens:
        """A lens by its id; Refusal where it is no longer installed."""
        found = self.lenses().get(lens_id)
        if found is None:
            raise Refusal(OTHER_EDITION)
        return found

    def score(self, place: Place, review_id: str) -> scoring.Score:
        """What the review comes to now."""
        review, lens = self.get(place, review_id)
        return scoring.score(review, lens)

    def now(self) -> datetime:
        """The time by which moves are dated."""
        return self.clock.now()

    def _apply(self, draft: Draft, move: Move, turn: Turn | None) -> None:
        lens = self.lens(draft.review.lens)
        if not isinstance(move, UpgradeLens):
            _same(draft.review, lens)
        draft.review = moves.apply(draft.review, lens, move, turn)
        draft.record(Entry(move, turn))

    def _form(self, kind: Callable[..., Move], turn: Turn, by: str, **more: object) -> Move:
        return kind(by=by, at=self.clock.now(), question=turn.question, **more)


def _same(review: Review, lens: Lens) -> tuple[Review, Lens]:
    if review.lens_edition != lens.edition:
        raise WrongEdition(NEW_EDITION)
    return review, lens


def _where(place: Place, review: Review) -> dict[str, Any]:
    tenant = place.tenant
    return {
        "enterprise": tenant.enterprise,
        "team": tenant.team,
        "channel": place.channel,
        "review": review.id,
    }


def _new_id() -> str:
    return "r" + secrets.token_hex(6)
