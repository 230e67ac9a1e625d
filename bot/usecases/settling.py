"""What follows from a done item, or one that is open again: the review's answer, a new score, and word of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.reminding import RiskCard
from bot.places import Place, Tenant
from bot.review import moves
from bot.review.errors import REASON_LIMIT, Refusal
from bot.review.following import FOUND
from bot.review.items import Item, Status, settled
from bot.review.model import EvidenceKind, Review, State
from bot.review.move import AddEvidence, AnswerQuestion, Decide, Entry, Move, Tick
from bot.review.scoring import Standing
from bot.usecases.improving import Improving
from bot.usecases.ports import ChannelGone
from bot.usecases.reminding_ports import Messages
from bot.usecases.reviewing_ports import Draft, UnknownReview

_LOG = logging.getLogger("lensbot")


@dataclass(frozen=True)
class Settling:
    """The durable half of Done and Reopen. `changed` is told which review has changed, and in which questions."""

    improving: Improving
    messages: Messages
    changed: Callable[[Place, Review, tuple[str, ...]], None]

    def settle(self, payload: Mapping[str, Any]) -> None:
        """Bring the review in line with an item, and tell the channel when it is done. Safe to repeat."""
        place, by = where(payload), payload["by"]
        item = self.improving.items.find(place, payload["item"])
        if item is None or (item.status is Status.DONE) is payload.get("reopened", False):
            return
        if item.status is not Status.DONE:
            if item.practice:
                self._answer(place, item, payload)
            return
        siblings = self.improving.items.of(place)
        closed = settled(item, siblings)
        if closed:
            self._answer(place, item, payload)
        left = 0 if closed or not item.practice else _left(item, siblings)
        channel, ts = payload["shown"]
        thread = ts if channel == place.channel else ""
        self._tell(
            place, self._card(place, item, by, payload["before"], left), f"done:{item.id}:{item.version}", thread
        )

    def _answer(self, place: Place, item: Item, payload: Mapping[str, Any]) -> None:
        try:
            with self.improving.reviews.open(place, item.review) as draft:
                self._change(draft, item, payload["by"], decides=payload.get("decides", False))
                after = draft.review
        except (UnknownReview, Refusal) as problem:
            _LOG.info("The review of item %s stays as it is: %s", item.id, problem)
            return
        # Also where nothing was left to change: an earlier run may have been cut short before it could show it.
        self.changed(place, after, (item.question or "",))

    def _change(self, draft: Draft, item: Item, by: str, *, decides: bool) -> None:
        """Say in the review what was pressed. What others see differently is only settled by who may decide."""
        lens = self.improving.lenses().get(draft.review.lens)
        if lens is None or item.question is None:
            return
        said = _answers if item.status is Status.DONE else _gaps
        for move in said(draft.review, item, by):
            draft.review = moves.apply(draft.review, lens, move)
            draft.record(Entry(move))
        answer = draft.review.answer(item.question)
        if decides and item.practice and draft.entries and answer.disputed(item.practice):
            decide = _decision(item, by)
            draft.review = moves.apply(draft.review, lens, decide)
            draft.record(Entry(decide))

    def _card(self, place: Place, item: Item, by: str, before: list[Any], left: int) -> RiskCard:
        after: list[Any] = self.improving.standing(place, item)
        question = self.improving.facts(place, item).question
        if not (before and after):
            return RiskCard(item, by, "", Standing.NOT_SCORED, Standing.NOT_SCORED, ((0, 0), (0, 0)), left)
        counts = ((before[1], before[2]), (after[1], after[2]))
        return RiskCard(item, by, question, Standing(before[0]), Standing(after[0]), counts, left)

    def _tell(self, place: Place, card: RiskCard, key: str, thread: str) -> None:
        try:
            if self.messages.find(place, key, thread=thread) is None:
                self.messages.post(place, card, thread=thread, key=key)
        except ChannelGone as gone:
            _LOG.info("Nobody can hear that an item is done: %s", gone.why)


def where(payload: Mapping[str, Any]) -> Place:
    """The channel, or the person, that a piece of work is about."""
    return Place(Tenant(payload["enterprise"], payload["team"]), payload["channel"])


def _answers(review: Review, item: Item, by: str) -> Iterator[Move]:
    question, practice, at = item.question or "", item.practice or "", item.last_heard
    answer = review.answer(question)
    if answer.state(practice) is not State.IN_PLACE:
        yield AnswerQuestion(by=by, at=at, question=question, marks=(Tick(practice, State.IN_PLACE),))
    known = {each.reference for each in answer.evidence if each.practice == practice}
    for proof in (each for each in item.evidence if each not in (*known, FOUND)):
        kind = EvidenceKind.LINK if proof.startswith(("https://", "http://")) else EvidenceKind.NOTE
        yield AddEvidence(by=by, at=at, question=question, kind=kind, reference=proof, practice=practice)


def _gaps(review: Review, item: Item, by: str) -> Iterator[Move]:
    question, practice = item.question or "", item.practice or ""
    if review.answer(question).state(practice) is State.IN_PLACE:
        marks = (Tick(practice, State.MISSING),)
        yield AnswerQuestion(by=by, at=item.last_heard, question=question, marks=marks)


def _decision(item: Item, by: str) -> Decide:
    done = item.status is Status.DONE
    proof = item.evidence[-1] if item.evidence else "without evidence so far"
    reason = (f"Done since: {proof}" if done else "It is to be done again.")[:REASON_LIMIT]
    return Decide(
        by=by,
        at=item.last_heard,
        question=item.question or "",
        practice=item.practice or "",
        state=State.IN_PLACE if done else State.MISSING,
        reason=reason,
    )


def _left(item: Item, siblings: tuple[Item, ...]) -> int:
    parts = [each for each in siblings if (each.review, each.practice) == (item.review, item.practice)]
    return sum(each.status not in (Status.DONE, Status.NOT_OURS) for each in parts)
