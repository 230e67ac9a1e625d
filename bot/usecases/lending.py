"""One channel's answers as a start for another's review, if that channel agrees.

Nobody learns from this whether a channel that they are not in has a review: they are told the same either way, and hear
of it again only if somebody there answers. The answer is settled in the review that asked, once, by name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.asking import Note
from bot.cards.lending import DeclinedCard, LentCard, Outcome, SettledCard, ShareCard
from bot.places import Place, Posted
from bot.review import borrowing
from bot.review.errors import Refusal
from bot.review.model import Review, Status
from bot.review.move import Borrow
from bot.review.rights import Person
from bot.usecases.ports import ChannelGone, Work
from bot.usecases.prefilling_ports import Channels, Room
from bot.usecases.reminding_ports import Messages
from bot.usecases.review_showing import where
from bot.usecases.reviewing import Reviewing

_LOG = logging.getLogger("lensbot")
REQUEST, SETTLED = "review-borrow", "review-borrowed"
ASKED = (
    "If #{channel} has a review by this lens, I ask there whether its answers may be shared, and tell you what "
    "they say. Go on meanwhile: nothing waits for it."
)
SAME = "That is this channel itself. Its own reviews are under “Carry answers over from”."
NOT_YOURS = "I can only ask channels that are public, or that you are in."
NOT_THERE = "I am not in that channel, so I can't ask it. Somebody there can invite me; then begin again."
NONE_THERE = "There is no review by this lens in #{channel} whose answers would fit, so I asked nobody."
UNHEARD = "I could not ask #{channel}: nobody can hear me there any more."
NOT_IN = "Only people who are in this channel can decide that."
OUTSIDE = "Guests and people of other organisations can't decide that. Somebody of this workspace can."
YOURSELF = "You asked, so somebody else here decides; or whoever began or owns the review that is asked for."
WAITS = "That review waits to be moved to the new edition of its lens, so nothing was shared. Ask again after that."
LOST = "That review of this channel is no longer here, so there is nothing to share."


@dataclass(frozen=True)
class Ask:
    """What the buttons of a request carry: the channel that asks and its review, and the review that is asked for."""

    home: str
    review: str
    source: str


@dataclass(frozen=True)
class Lending:
    """Requests for a channel's answers, and what becomes of them."""

    reviewing: Reviewing
    channels: Channels
    messages: Messages
    work: Work

    def check(self, home: Place, channel: str, person: Person) -> Room:
        """The channel that is to be asked; refuses what can't be, before anything is begun."""
        if channel == home.channel:
            raise Refusal(SAME)
        there = Place(home.tenant, channel)
        room = self.channels.look(there)
        if room and not room.private:
            return room
        if not self.channels.within(there, person.id):
            raise Refusal(NOT_YOURS)
        if room is None:
            raise Refusal(NOT_THERE)
        return room

    def request(self, home: Place, review: Review, room: Room) -> None:
        """Have a channel asked soon whether it shares its answers with this review."""
        tenant = home.tenant
        payload = {"enterprise": tenant.enterprise, "team": tenant.team, "channel": home.channel}
        self.work.start(REQUEST, review.id, payload | {"review": review.id, "of": room.id, "name": room.name})

    def ask(self, payload: Mapping[str, Any]) -> None:
        """Ask the channel. Without a review there that fits, only who is in that channel learns so. Safe to repeat."""
        home = where(payload)
        there = Place(home.tenant, payload["of"])
        review = self.reviewing.reviews.peek(home, payload["review"])
        if review is None or review.status is Status.FINISHED:
            return
        card = self._card(home, review, there)
        try:
            if card is None:
                if self.channels.within(there, review.started_by, wait=True):
                    self._tell(home, review, NONE_THERE.format(channel=payload["name"]))
            elif self.messages.find(there, key := f"{review.id}:borrow") is None:
                self.messages.post(there, card, key=key)
        except ChannelGone as gone:
            _LOG.info("A channel can't be asked for its answers: %s", gone.why)
            self._tell(home, review, UNHEARD.format(channel=payload["name"]))

    def settle(self, there: Place, ask: Ask, person: Person, posted: Posted, *, agreed: bool) -> None:
        """Somebody answered a request. Nothing is shared with a review that is over; the request says so then."""
        home = Place(there.tenant, ask.home)
        review = self.reviewing.reviews.peek(home, ask.review)
        if not self.channels.within(there, person.id):
            raise Refusal(NOT_IN)
        if person.outside:
            raise Refusal(OUTSIDE)
        outcome, by = Outcome.OVER, person.id
        if review is not None and review.status is not Status.FINISHED:
            outcome, by = self._settle(home, review, there, ask, person, agreed=agreed)
        tenant = there.tenant
        payload = {"enterprise": tenant.enterprise, "team": tenant.team, "channel": home.channel, "by": by}
        payload |= {"review": ask.review, "of": there.channel, "ts": posted.ts, "outcome": outcome.value}
        self.work.start(SETTLED, f"{ask.review}:{ask.source}:{outcome.value}", payload)

    def tell(self, payload: Mapping[str, Any]) -> None:
        """Say on both sides what became of a request. Safe to repeat."""
        home, outcome = where(payload), Outcome(payload["outcome"])
        there = Place(home.tenant, payload["of"])
        settled = SettledCard(outcome, home.channel, payload["by"])
        self._say(lambda: self.messages.replace(Posted(there, payload["ts"]), settled))
        review = self.reviewing.reviews.peek(home, payload["review"])
        if review is None or outcome is Outcome.OVER:
            return
        if outcome is Outcome.DECLINED:
            declined = DeclinedCard(review, there.channel)
            self._say(lambda: self.messages.tell(home, review.started_by, declined, key=f"{review.id}:declined"))
            return
        count = borrowing.waiting(review, self.reviewing.lens(review.lens))
        card, key = LentCard(review, there.channel, payload["by"], count), f"{review.id}:lent:{there.channel}"
        self._say(lambda: self.messages.find(home, key) or self.messages.post(home, card, key=key))

    def _card(self, home: Place, review: Review, there: Place) -> ShareCard | None:
        """The request, for the review there that was changed last among those with something to share."""
        lens = self.reviewing.lens(review.lens)
        for source in self.reviewing.reviews.of(there):
            if source.lens == lens.id:
                fitting = borrowing.fits(borrowing.lent_by(source, lens), review.questions, lens)
                if fitting:
                    asks = self.channels.look(home, wait=True)
                    outsiders = bool(asks and asks.outsiders)
                    by, count = review.started_by, len(fitting)
                    return ShareCard(source, lens.name, count, home.channel, review.id, by, outsiders)
        return None

    def _settle(
        self, home: Place, review: Review, there: Place, ask: Ask, person: Person, *, agreed: bool
    ) -> tuple[Outcome, str]:
        """What is settled, and by whom; a second press of the same makes good what a crash cut short."""
        for known in review.borrowed:
            if known.source == ask.source and bool(known.answers) == agreed:
                return Outcome.SHARED if agreed else Outcome.DECLINED, known.by
        if review.lens_edition != self.reviewing.lens(review.lens).edition:
            raise Refusal(WAITS)
        source = self.reviewing.reviews.peek(there, ask.source)
        if source is None:
            raise Refusal(LOST)
        if agreed and person.id == review.started_by and person.id not in (source.started_by, *source.workload.owners):
            raise Refusal(YOURSELF)
        answers = borrowing.lent_by(source, self.reviewing.lens(source.lens)) if agreed else ()
        move = Borrow(by=person.id, at=self.reviewing.now(), source=source.id, channel=there.channel, answers=answers)
        after = self.reviewing.keep(home, review.id, move)
        self.reviewing.show(home, after, (after.cursor,) if after.cursor else ())
        return Outcome.SHARED if agreed else Outcome.DECLINED, person.id

    def _tell(self, home: Place, review: Review, text: str) -> None:
        self._say(lambda: self.messages.tell(home, review.started_by, Note(text)))

    def _say(self, say: Callable[[], object]) -> None:
        try:
            say()
        except ChannelGone as gone:
            _LOG.info("Nobody can hear what became of a request: %s", gone.why)
