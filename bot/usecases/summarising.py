"""A question's thread, summed up by a language model as a note that a person corrects and keeps, or doesn't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.cards.wording import NoteSheet, Source
from bot.places import Place, Thread
from bot.review.checks import question_of
from bot.review.model import Review
from bot.review.move import AddNote
from bot.usecases.pens import WITHOUT, Pens, quietly
from bot.usecases.ports import ChannelGone
from bot.usecases.refusals import Refusal
from bot.usecases.reviewing import Reviewing
from bot.usecases.reviewing_ports import PostKind, ReviewPosts
from knowledge import summarising
from knowledge.calling import NoAnswer
from knowledge.summarising import Summary, Told

#: Messages of a thread that are fetched, the last ones.
MOST_FETCHED = 200
SILENT = "Nobody has written anything in this thread yet."
YOURSELF = "You can write the note yourself."


class Transcripts(Protocol):
    """What was said."""

    def said(self, thread: Thread, most: int) -> tuple[Told, ...]:
        """What people wrote in a thread, the last so many, oldest first. ChannelGone where we can't read it."""

    def link(self, place: Place, ts: str) -> str:
        """Where a message can be found; empty where that can't be told."""


@dataclass(frozen=True)
class Summarising:
    """Summaries of questions' threads. `names` tells what people are called; who is left out stays unnamed."""

    reviewing: Reviewing
    shown: ReviewPosts
    transcripts: Transcripts
    names: Callable[[Sequence[str]], Mapping[str, str]]
    pens: Pens

    def check(self, place: Place, review_id: str, question: str) -> None:
        """Refusal where there is no such question any more, or the channel has no model."""
        question_of(*self.reviewing.get(place, review_id), question)
        if not self.pens.offered(place):
            raise Refusal(WITHOUT)

    def note(self, place: Place, review_id: str, question: str) -> NoteSheet:
        """The note that a model proposes; where it proposes none, an empty one that says why."""
        review, lens = self.reviewing.get(place, review_id)
        pen, empty = self.pens.of(place), NoteSheet(review, question_of(review, lens, question), place)
        if pen is None:
            raise Refusal(WITHOUT)
        thread = self._thread(place, review_id, question)
        if not summarising.legible(thread):
            return NoteSheet(review, empty.question, place, said=f"{SILENT} {YOURSELF}")
        try:
            summary = summarising.summarise(pen, lens, question, thread)
        except NoAnswer as why:
            said = f"{quietly(why, 'A thread was not summed up')} {YOURSELF}"
            return NoteSheet(review, empty.question, place, said=said)
        sources = tuple(Source(told.by, told.text, self.transcripts.link(place, told.ts)) for told in summary.sources)
        return NoteSheet(review, empty.question, place, self._text(summary), sources)

    def keep(self, place: Place, review_id: str, question: str, text: str, by: str) -> Review:
        """Keep a note as a person has corrected it. Refusal where it is empty or too long."""
        move = AddNote(by=by, at=self.reviewing.now(), question=question, text=text)
        return self.reviewing.do(place, review_id, move)

    def _thread(self, place: Place, review_id: str, question: str) -> tuple[Told, ...]:
        """What people wrote under the question's cards in its own channel; what was said elsewhere stays there."""
        posts = [post for post in self.shown.of(place, review_id) if post.place == place and post.stands]
        roots = [post.ts for post in posts if post.kind is PostKind.QUESTION and post.question == question]
        found = [told for ts in roots for told in self._under(Thread(place, ts))]
        return tuple(sorted(found, key=lambda told: told.ts)[-MOST_FETCHED:])

    def _under(self, thread: Thread) -> tuple[Told, ...]:
        try:
            return self.transcripts.said(thread, MOST_FETCHED)
        except ChannelGone:
            return ()

    def _text(self, summary: Summary) -> str:
        """The summary, and who said what its numbers point at, so that the note can be checked when it stands alone."""
        names = self.names(tuple(dict.fromkeys(told.by for told in summary.sources)))
        said = "; ".join(
            f"[{n}] {names.get(told.by, 'somebody')}, {_when(told.ts)}" for n, told in enumerate(summary.sources, 1)
        )
        return f"{summary.text}\n\nSaid by: {said}"


def _when(ts: str) -> str:
    return f"{datetime.fromtimestamp(float(ts), UTC):%d %b %Y %H:%M} UTC"
