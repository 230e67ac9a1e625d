"""What follows from a done item: the review's answer, a new score, and word of what has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.reminding import RiskCard
from bot.places import Place, Tenant
from bot.review import moves
from bot.review.errors import REASON_LIMIT, Refusal
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
    """The durable half of Done. `changed` is told which review has changed, and in which questions."""

    improving: Improving
    messages: Messages
    changed: Callable[[Place, Review, tuple[str, ...]], None]

    def settle(self, payload: Mapping[str, Any]) -> None:
        """Bring the review in line with a done item, and tell the channel. Safe to repeat."""
        place, by = where(payload), payload["by"]
        item = self.improving.items.find(place, payload["item"])
        if item is None or item.status is not Status.DONE:
            return
        siblings = self.improving.items.of(place)
        closed = settled(item, siblings)
        if closed:
            self._answer(place, item, by)
        left = 0 if closed or not item.practice else _left(item, siblings)
        channel, ts = payload["shown"]
        thread = ts if channel == place.channel else ""
        self._tell(
            place, self._card(place, item, by, payload["before"], left), f"done:{item.id}:{item.version}", thread
        )

    def _answer(self, place: Place, item: Item, by: str) -> None:
        try:
            with self.improving.reviews.open(place, item.review) as draft:
                self._change(draft, item, by)
                after, changed = draft.review, bool(draft.entries)
        except (UnknownReview, Refusal) as problem:
            _LOG.info("The review of item %s stays as it is: %s", item.id, problem)
            return
        if changed:
            self.changed(place, after, (item.question or "",))

    def _change(self, draft: Draft, item: Item, by: str) -> None:
        lens = self.improving.lenses().get(draft.review.lens)
        if lens is None or item.question is None:
            return
        for move in _answers(draft.review, item, by):
            draft.review = moves.apply(draft.review, lens, move)
            draft.record(Entry(move))
        answer = draft.review.answer(item.question)
        if item.practice and answer.disputed(item.practice):
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
    if answer.state(practice) is State.IN_PLACE:
        return
    yield AnswerQuestion(by=by, at=at, question=question, marks=(Tick(practice, State.IN_PLACE),))
    for proof in item.evidence:
        kind = EvidenceKind.LINK if proof.startswith(("https://", "http://")) else EvidenceKind.NOTE
        yield AddEvidence(by=by, at=at, question=question, kind=kind, reference=proof, practice=practice)


def _decision(item: Item, by: str) -> Decide:
    proof = item.evidence[-1] if item.evidence else "without evidence so far"
    reason = f"Done since: {proof}"[:REASON_LIMIT]
    return Decide(
        by=by,
        at=item.last_heard,
        question=item.question or "",
        practice=item.practice or "",
        state=State.IN_PLACE,
        reason=reason,
    )


def _left(item: Item, siblings: tuple[Item, ...]) -> int:
    parts = [each for each in siblings if (each.review, each.practice) == (item.review, item.practice)]
    return sum(each.status not in (Status.DONE, Status.NOT_OURS) for each in parts)
