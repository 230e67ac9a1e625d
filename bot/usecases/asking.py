"""Asking: a question is taken, answered once whatever happens in between, refined, shared and judged by people."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.cards import Card
from bot.cards.asking import AnswerCard, Note
from bot.places import Tenant, Thread
from bot.usecases.ports import (
    Feedback,
    Placing,
    Posts,
    Questions,
    Rules,
    Threads,
    Work,
)
from bot.usecases.questions import Asked, Kept
from bot.usecases.refusals import Refusal
from knowledge.answering import Answering
from knowledge.model import Answer

#: The kind of work under which answering is kept.
ANSWER = "answer"
#: How long an answer that is shown may take to be noted, as so many instants of so many seconds.
INSTANTS, INSTANT = 20, 0.05
LOST = "I no longer have that question. Ask again, and the buttons under the new answer work."
SETTLED = "That has been settled already: the answer above says how."
SHARED = "Shared with the channel."
ALREADY_SHARED = "That answer has been shared already."


@dataclass(frozen=True)
class InReview:
    """What the channel's review says of what was asked about, and the question where it can be answered."""

    review: str
    question: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Asking:
    """Everything about questions; each method is one thing that a person does."""

    answering: Callable[[], Answering]
    questions: Questions
    placing: Placing
    threads: Threads
    feedback: Feedback
    rules: Rules
    work: Work
    posts: Posts

    def accept(self, asked: Asked) -> None:
        """Take a question so that it will be answered, once, even if the program dies the next moment."""
        self.questions.take(asked)
        tenant = asked.place.tenant
        payload = {"enterprise": tenant.enterprise, "team": tenant.team, "question": asked.id}
        self.work.start(ANSWER, asked.id, payload)

    def pick(self, tenant: Tenant, question: str, place: int, by: str) -> Kept:
        """Settle what was asked back; the question with its refined answer, to be shown."""
        kept = self._kept(tenant, question)
        if kept.answer is None or kept.answer.ask_back is None or kept.posted is None:
            raise Refusal(SETTLED)
        asked = kept.answer.ask_back
        if not 0 <= place < len(asked.options):
            raise Refusal(SETTLED)
        option = asked.options[place]
        # A button says which statement, not which question: pressed twice, it would answer a second one unread.
        notes = self.rules.of(kept.asked.place).notes
        settled = self.answering().settle(asked, option, further=False, notes=notes)
        self.feedback.pick(tenant, question, by, asked.practice, option.text)
        self.questions.settle(tenant, question, settled, kept.posted)
        return replace(kept, answer=settled)

    def show(self, kept: Kept, reply_url: str = "") -> None:
        """Put an answer where an earlier one to the same question stands."""
        if kept.posted and kept.answer:
            self.posts.replace(kept.posted, card_of(kept, kept.answer), reply_url=reply_url)

    def share(self, tenant: Tenant, question: str, by: str, reply_url: str) -> None:
        """Show the channel what only one person saw."""
        kept = self._kept(tenant, question)
        if kept.posted is None or not kept.posted.ephemeral or kept.answer is None or kept.asked.by != by:
            raise Refusal(ALREADY_SHARED)
        shared = replace(kept.asked, private=False)
        thread = kept.asked.thread.ts if kept.asked.thread else ""
        card = AnswerCard(question, kept.answer, notes=(f"Asked by <@{by}>: {kept.asked.text}",))
        posted = self.posts.post(kept.asked.place, card, thread=thread, key=question)
        self.questions.settle(tenant, question, kept.answer, posted)
        self.threads.join(shared.thread or Thread(posted.place, posted.ts), by)
        self.posts.replace(kept.posted, Note(SHARED), reply_url=reply_url)

    def judge(self, tenant: Tenant, question: str, by: str, *, helpful: bool, note: str = "") -> None:
        """Keep what somebody thinks of an answer."""
        self._kept(tenant, question)
        self.feedback.give(tenant, question, by, helpful=helpful, note=note)

    def stop(self, thread: Thread) -> None:
        """A person pressed Stop."""
        self.placing.stop(thread)

    def give_up(self, tenant: Tenant, question: str, card: Card) -> None:
        """Tell the person who asked that there will be no answer, and why there is none."""
        kept = self.questions.find(tenant, question)
        if kept is None or kept.answer is not None:
            return
        asked = kept.asked
        self.questions.settle(tenant, question, silence(), None)
        thread = asked.thread.ts if asked.thread else ""
        if asked.thread is None or asked.private:
            self.posts.whisper(asked.place, asked.by, card, thread=thread, reply_url=asked.reply_url)
        elif asked.way.addressed:
            self.posts.post(asked.place, card, thread=thread)

    def _kept(self, tenant: Tenant, question: str) -> Kept:
        """A question with its answer. Its buttons can be pressed in the instant before the answer is noted."""
        kept = self.questions.find(tenant, question)
        for _ in range(INSTANTS):
            if kept is None or kept.answer is not None:
                break
            time.sleep(INSTANT)
            kept = self.questions.find(tenant, question)
        if kept is None:
            raise Refusal(LOST)
        return kept


def card_of(kept: Kept, answer: Answer, notes: tuple[str, ...] = (), review: InReview | None = None) -> AnswerCard:
    """An answer as it is shown to whoever sees it."""
    asked = kept.asked
    private = (asked.private or asked.thread is None) and not asked.place.direct and not answer.abstained
    lines = (*review.lines, *notes) if review else notes
    place = (review.review, review.question) if review else None
    return AnswerCard(asked.id, answer, private=private, notes=lines, review=place)


def silence() -> Answer:
    """What is kept where there is nobody left to answer."""
    return Answer(lines=(), abstained=True)
