"""What comes out of a review besides its questions: milestones, comparisons, the report, and readings of replies."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.cards.asking import Note
from bot.cards.reviewing import ComparedCard, ProposalsCard
from bot.places import Place, Posted
from bot.review import comparing
from bot.review.checks import question_of
from bot.review.comparing import Change, Comparison, Snapshot
from bot.review.errors import NAME_LIMIT, Refusal
from bot.review.model import Review, Said
from bot.review.move import Propose
from bot.usecases.ports import Posts, Work
from bot.usecases.review_showing import where
from bot.usecases.reviewing import READ, Reviewing
from bot.usecases.reviewing_ports import Milestone, Milestones, Shredder
from knowledge import messages
from knowledge.second_reading import Heard
from knowledge.standing import State
from lens_corpus.model import Lens

REPORT, DELETE = "review-report", "review-delete"
DELETED = "The review of {name} is deleted. What it held is in the report above."
NAMELESS = "Give the state a name, such as `/lensbot review milestone before the launch`."
LONG = f"A milestone's name has at most {NAME_LIMIT} characters."
TAKEN = "There is a milestone of that name already. Choose another name: milestones are kept for good."
COMPARE = "Say which two, as in `/lensbot review compare spring / now`. There is: {names}."
NOW = "now"
_SAID = {State.IN_PLACE: Said.IN_PLACE, State.NOT_IN_PLACE: Said.MISSING, State.PARTLY: Said.PARTLY}
NOTHING_READ = "I could not read from that what is in place. Tick the practices on the card, or say it another way."


class Reading(Protocol):
    """What somebody's own words say of the practices of a question."""

    def __call__(self, place: Place, lens: str, question: str, text: str) -> tuple[Heard, ...]:
        """What is proposed, with the exact words; empty where nothing is said of any practice."""


@dataclass(frozen=True)
class Results:
    """Milestones, comparisons, reports and readings."""

    reviewing: Reviewing
    milestones: Milestones
    posts: Posts
    work: Work
    reading: Reading
    write: Callable[[Place, Review, Lens], None]
    shredder: Shredder

    def milestone(self, place: Place, review_id: str, name: str, by: str) -> ComparedCard:
        """Keep the state under a name; compared with the milestone before it, if there is one."""
        name = " ".join(name.split())
        if not name or name.casefold() == NOW:
            raise Refusal(NAMELESS)
        if len(name) > NAME_LIMIT:
            raise Refusal(LONG)
        review, lens = self.reviewing.get(place, review_id)
        earlier = self.milestones.of(place, review_id)
        state = comparing.snapshot(review, lens)
        if not self.milestones.add(place, review_id, Milestone(name, by, self.reviewing.now(), state)):
            raise Refusal(TAKEN)
        before = earlier[-1] if earlier else None
        return compared(before.name, name, before.snapshot, state, lens) if before else _first(name)

    def compare(self, place: Place, review_id: str, names: str) -> ComparedCard:
        """Two milestones side by side; `now` is the state as it is."""
        review, lens = self.reviewing.get(place, review_id)
        known = {each.name.casefold(): each.snapshot for each in self.milestones.of(place, review_id)}
        known |= {NOW: comparing.snapshot(review, lens)}
        wanted = [each.strip() for each in names.split("/")]
        if len(wanted) != 2 or any(each.casefold() not in known for each in wanted):
            raise Refusal(COMPARE.format(names=", ".join(f"“{each}”" for each in known)))
        before, after = (known[each.casefold()] for each in wanted)
        return compared(wanted[0], wanted[1], before, after, lens)

    def order(self, place: Place, review_id: str, by: str) -> None:
        """Have the report written and posted soon."""
        self.reviewing.get(place, review_id)
        payload = {
            "enterprise": place.tenant.enterprise,
            "team": place.tenant.team,
            "channel": place.channel,
            "review": review_id,
            "by": by,
        }
        self.work.start(REPORT, secrets.token_hex(8), payload)

    def report(self, payload: Mapping[str, Any]) -> None:
        """Write the report and post it."""
        place = where(payload)
        self.write(place, *self.reviewing.get(place, payload["review"]))

    def order_end(self, place: Place, review_id: str, by: str) -> None:
        """Have a review deleted, after its report was posted once more."""
        self.reviewing.get(place, review_id)
        tenant = place.tenant
        payload = {"enterprise": tenant.enterprise, "team": tenant.team, "channel": place.channel}
        self.work.start(DELETE, review_id, payload | {"review": review_id, "by": by})

    def delete(self, payload: Mapping[str, Any]) -> None:
        """Post the report, then delete the review for good; its messages stay in the channel as they are."""
        place, review_id = where(payload), payload["review"]
        if self.reviewing.reviews.peek(place, review_id) is None:
            return
        review, lens = self.reviewing.get(place, review_id)
        self.write(place, review, lens)
        self.shredder.remove(place, review_id)
        self.posts.post(place, Note(DELETED.format(name=review.workload.name)))

    def hear(self, place: Place, review_id: str, question: str, said: Mapping[str, str]) -> None:
        """Somebody answered in the thread of a question in their own words: `said` has by, text, ts and thread.

        It has `at`, too, where that thread is not in the review's channel.
        """
        payload = {
            "enterprise": place.tenant.enterprise,
            "team": place.tenant.team,
            "channel": place.channel,
            "review": review_id,
            "question": question,
            **said,
        }
        self.work.start(READ, f"{place.tenant.team}:{said.get('at') or place.channel}:{said['ts']}", payload)

    def read(self, payload: Mapping[str, Any]) -> None:
        """Propose what somebody's words say, and show it for confirmation.

        Chatter proposes nothing: silently among people, and with a word about it in our conversation with one of them.
        """
        place, question = where(payload), payload["question"]
        there = Place(place.tenant, payload.get("at") or place.channel)
        try:
            review, lens = self.reviewing.get(place, payload["review"])
            question_of(review, lens, question)
        except Refusal as refusal:
            self.posts.post(there, Note(refusal.text), thread=payload["thread"], key=f"unread:{payload['ts']}")
            return
        said = messages.plain(payload["text"])
        for heard in self.reading(place, lens.id, question, said):
            move = Propose(
                by=payload["by"],
                at=self.reviewing.now(),
                question=question,
                practice=heard.practice,
                says=_SAID[heard.state],
                quote=heard.quote,
                source=payload["ts"],
                otherwise=_SAID[heard.otherwise] if heard.otherwise else None,
                other_quote=heard.other_quote,
            )
            review = self.reviewing.keep(place, review.id, move)
        card = proposals(review, lens, question, payload["ts"])
        if card.proposals:
            self.posts.post(there, card, thread=payload["thread"], key=f"{review.id}:read:{payload['ts']}")
        elif there != place:
            self.posts.post(
                there, Note(NOTHING_READ), thread=payload["thread"], key=f"{review.id}:read:{payload['ts']}"
            )

    def settled(self, place: Place, review_id: str, question: str, posted: Posted, source: str) -> None:
        """Show which proposals of a message are left to confirm; `posted` is where they stand."""
        review, lens = self.reviewing.get(place, review_id)
        self.posts.replace(posted, proposals(review, lens, question, source))


def proposals(review: Review, lens: Lens, question: str, source: str) -> ProposalsCard:
    """What is still to be confirmed of what one message seems to say."""
    found = tuple(each for each in review.pending(question) if each.source == source)
    titles = tuple((each.practice, lens.practice(each.practice).title) for each in found)
    return ProposalsCard(review, lens.question(question), found, titles)


def compared(before: str, after: str, then: Snapshot, now: Snapshot, lens: Lens) -> ComparedCard:
    """Two states side by side, practice by practice."""
    found = comparing.compare(then, now)
    kinds = (Change.RESOLVED, Change.STILL_OPEN, Change.NEW, Change.REGRESSED, Change.UNKNOWN)
    return ComparedCard(before, after, *(_titles(found, kind, lens) for kind in kinds))


def _titles(found: Comparison, kind: Change, lens: Lens) -> tuple[str, ...]:
    ids = (each.practice for each in found.practices_with(kind))
    return tuple(f"{each} {lens.practice(each).title}" if lens.has(each) else each for each in ids)


def _first(name: str) -> ComparedCard:
    return ComparedCard("the start", name, (), (), (), (), ())
