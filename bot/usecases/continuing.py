"""Going on with a channel's review in our conversation with one of its people.

The review stays the channel's: what is answered here is that person's word there, and the channel's messages are
brought up to date. Only who is in the channel sees or changes anything; others are told the same of every channel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.cards.asking import Note
from bot.cards.continuing import SeatsCard
from bot.cards.reviewing import QuestionCard
from bot.places import Place, Tenant, Thread
from bot.review import selecting
from bot.review.errors import Refusal
from bot.review.model import Review, Status
from bot.review.move import Resume
from bot.review.rights import plain
from bot.usecases import looking
from bot.usecases.going_on import GoingOn, asks_where, going_on
from bot.usecases.ports import ChannelGone, Posts, Work
from bot.usecases.prefilling_ports import Channels, Room
from bot.usecases.review_showing import where
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import BEGUN, PostKind, ReviewPost, ReviewPosts
from knowledge import messages
from lens_corpus.model import Lens

Found = tuple[tuple[Place, Review], ...]
GO_ON = "review-go-on"
MINE = "Your open reviews. Continue one here, or in its channel:"
NONE_MINE = "You take part in no open review. `/lensbot review` in a channel starts one."
WHICH = "There are several open reviews. Which one?"
NOT_IN = "I know no such channel that both of us are in. Join it, or invite me there, and try again."
DONE = (
    "Nothing is left to ask. *Finish* is on the progress message in the channel, and any answer can be changed first."
)
PUT_OFF = "Only what was skipped, or waits for somebody who was asked, is left: {count}. Say *continue* to take it up."
PAUSED = "This review is paused by now. Say *continue* to go on with it."
FINISHED = "This review is finished by now. *Reopen* is on its progress message in the channel."
NONE_THERE = "There is no open review in #{name}. `/lensbot review` there starts one."
NO_SUCH = "There is no open review of “{name}” in #{channel}. Open there: {names}."
UNKNOWN = (
    "I know no channel and no open review called “{name}” where both of us are. Link the channel, as in “continue the "
    "review of #fraud-ml”, or ask “where were we?”."
)


@dataclass(frozen=True)
class Continuing:
    """Finds the review that somebody means, and shows its question where they are.

    `current` gives the open reviews of channels, by their ids, those changed last first, up to a limit of its own.
    """

    reviewing: Reviewing
    shown: ReviewPosts
    channels: Channels
    posts: Posts
    work: Work
    current: Callable[[Tenant, Collection[str]], Found]

    def hears(self, text: str) -> bool:
        """Whether a message to us is about going on."""
        return asks_where(text) or going_on(text) is not None

    def accept(self, seat: Thread, user: str, text: str, ts: str) -> None:
        """Have such a message answered soon, in the thread `seat`; `ts` is its own timestamp."""
        tenant = seat.place.tenant
        payload = {"enterprise": tenant.enterprise, "team": tenant.team, "channel": seat.place.channel}
        payload |= {"thread": seat.ts, "user": user, "text": text, "ts": ts}
        self.work.start(GO_ON, f"{tenant.team}:{seat.place.channel}:{ts}", payload)

    def answer(self, payload: Mapping[str, Any]) -> None:
        """Answer it. Safe to repeat."""
        seat, ts = Thread(where(payload), payload["thread"]), payload["ts"]
        again = ts if ts != seat.ts else ""
        try:
            card = self._answer(seat, payload["user"], payload["text"], again)
        except Refusal as refusal:
            card = Note(refusal.text)
        if card:
            with suppress(ChannelGone):
                self._say(seat, card, f"go-on:{ts}")

    def sit(self, seat: Thread, home: Place, review_id: str, user: str, again: str = "") -> None:
        """Show a review's open question in somebody's thread with us; one that is paused goes on."""
        self.check(home, user)
        self._sit(seat, home, review_id, user, again)

    def _sit(self, seat: Thread, home: Place, review_id: str, user: str, again: str) -> None:
        review, _lens = self.reviewing.get(home, review_id)
        if review.status is not Status.OPEN or review.cursor is None:
            review = self.reviewing.do(home, review_id, Resume(by=user, at=self.reviewing.now()))
        self.reviewing.follow(home, review, seat, again)

    def check(self, home: Place, user: str) -> None:
        """Refuse whoever is not in the review's channel (any more)."""
        if not self.channels.within(home, user):
            raise Refusal(NOT_IN)

    def reads(self, direct: Place, home: Place) -> bool:
        """Whether whoever we talk with in `direct` is in a review's channel (still), and so may read of it there."""
        partner = self.channels.partner(direct)
        return bool(partner) and self.channels.within(home, partner, wait=True)

    def card(self, payload: Mapping[str, Any]) -> None:
        """Show the question of this turn, or say why there is none, unless the table has moved on since.

        Safe to repeat.
        """
        with suppress(ChannelGone, Refusal):
            self._card(payload)

    def _card(self, payload: Mapping[str, Any]) -> None:
        home, review_id = where(payload), payload["review"]
        seat = Thread(Place(home.tenant, payload["at"]), payload["thread"])
        review, lens = self.reviewing.get(home, review_id)
        if review.turns != payload["turn"]:
            return
        if review.cursor is None or review.status is not Status.OPEN:
            self._say(seat, Note(_why_none(review, lens)), f"{review_id}:done:{review.turns}")
            return
        key = f"{review_id}:{review.turns}:{payload['again']}"
        post = ReviewPost(seat.place, BEGUN + key, home, review_id, PostKind.QUESTION, review.cursor)
        self.shown.put(replace(post, ts=seat.ts, kind=PostKind.SEAT))
        ts = self._say(seat, QuestionCard(review, lens, lens.question(review.cursor)), key, post)
        self.shown.put(replace(post, ts=ts))
        if self.reviewing.get(home, review_id)[0].turns != review.turns:
            # Until it was noted nobody could find it: whoever answered meanwhile has redrawn only the others.
            self.reviewing.show(home, self.reviewing.get(home, review_id)[0], (post.question,))

    def _say(self, seat: Thread, card: Card, key: str, begun: ReviewPost | None = None) -> str:
        """Say it in a thread, once; its timestamp. `begun` notes that it is about to be said."""
        begun = begun or ReviewPost(seat.place, BEGUN + key, seat.place, "", PostKind.SEAT)
        again = self.shown.find(seat.place, begun.ts) is not None
        self.shown.put(begun)
        posted = self.posts.find(seat, key) if again else None
        posted = posted or self.posts.post(seat.place, card, thread=seat.ts, key=key)
        self.shown.forget(seat.place, begun.ts)
        return posted.ts

    def _answer(self, seat: Thread, user: str, text: str, again: str) -> Card | None:
        tenant, wanted = seat.place.tenant, going_on(text)
        wanted = replace(wanted, name=messages.plain(wanted.name)) if wanted else None
        rooms = self._rooms(tenant, user)
        if wanted is None:
            return self._listed(MINE, self._mine(tenant, rooms, user), user)
        sitting = self.shown.find(seat.place, seat.ts)
        if wanted == GoingOn() and sitting:
            if sitting.home.channel not in rooms:
                raise Refusal(NOT_IN)
            self._sit(seat, sitting.home, sitting.review, user, again)
            return None
        found = self._mine(tenant, rooms, user) if wanted == GoingOn() else self._meant(tenant, rooms, wanted)
        if len(found) > 1:
            return self._listed(WHICH, found, user)
        [(home, review)] = found
        self._sit(seat, home, review.id, user, again)
        return None

    def _meant(self, tenant: Tenant, rooms: Mapping[str, Room], wanted: GoingOn) -> Found:
        """The reviews that were meant, one at least; Refusal where there is none."""
        name = plain(wanted.name)
        if wanted.channel:
            if wanted.channel not in rooms:
                raise Refusal(NOT_IN)
            return self._in(Place(tenant, wanted.channel), rooms[wanted.channel].name, wanted.name)
        room = next((each for each in rooms.values() if plain(each.name) == name), None)
        everywhere = self._known(tenant, rooms)
        found = self._open(Place(tenant, room.id)) if room else ()
        found = found or tuple(each for each in everywhere if plain(each[1].workload.name) == name)
        if not found:
            raise Refusal(NONE_THERE.format(name=room.name) if room else UNKNOWN.format(name=wanted.name))
        return found

    def _in(self, home: Place, channel: str, name: str = "") -> Found:
        """A channel's open reviews, or the one of the workload of this name."""
        there = self._open(home)
        if not there:
            raise Refusal(NONE_THERE.format(name=channel))
        found = tuple(each for each in there if not name or plain(each[1].workload.name) == plain(name))
        if not found:
            names = ", ".join(f"“{review.workload.name}”" for _, review in there)
            raise Refusal(NO_SUCH.format(name=name, channel=channel, names=names))
        return found

    def _open(self, home: Place) -> Found:
        return tuple((home, each) for each in self.reviewing.reviews.of(home) if each.status is not Status.FINISHED)

    def _mine(self, tenant: Tenant, rooms: Mapping[str, Room], user: str) -> Found:
        """The open reviews that somebody takes part in, one at least; Refusal where there is none."""
        found = tuple(each for each in self._known(tenant, rooms) if looking.takes_part(each[1], user))
        if not found:
            raise Refusal(NONE_MINE)
        return found

    def _known(self, tenant: Tenant, rooms: Mapping[str, Room]) -> Found:
        lenses = self.reviewing.lenses()
        return tuple(each for each in self.current(tenant, tuple(rooms)) if each[1].lens in lenses)

    def _listed(self, text: str, found: Found, user: str) -> SeatsCard:
        lines = (looking.line(home, review, self.reviewing.lens(review.lens), user) for home, review in found)
        return SeatsCard(text, tuple(lines))

    def _rooms(self, tenant: Tenant, user: str) -> Mapping[str, Room]:
        return {room.id: room for room in self.channels.of(tenant, user)}


def _why_none(review: Review, lens: Lens) -> str:
    """Why no question of a review is on the table, and what can be done about it."""
    if review.status is not Status.OPEN:
        return PAUSED if review.status is Status.PAUSED else FINISHED
    left = len(selecting.open_questions(review, lens))
    return PUT_OFF.format(count=f"{left} question{'' if left == 1 else 's'}") if left else DONE
