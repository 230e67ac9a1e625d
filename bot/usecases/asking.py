"""Asking: a question is taken, answered once whatever happens in between, refined, shared and judged by people."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.cards.asking import AnswerCard, Note
from bot.places import Posted, Tenant, Thread
from bot.usecases import hearing
from bot.usecases.ports import (
    ChannelGone,
    Feedback,
    Placing,
    Posts,
    Questions,
    Rules,
    Speaking,
    Threads,
    Work,
)
from bot.usecases.questions import Asked, Kept, Way
from bot.usecases.refusals import Refusal
from knowledge.answering import Answering
from knowledge.model import Answer

#: The kind of work under which answering is kept.
ANSWER = "answer"
#: Earlier turns that are read with a follow-up.
MEMORY = 6
#: How long an answer that is shown may take to be noted, as so many instants of so many seconds.
INSTANTS, INSTANT = 20, 0.05
STOPPED = "Stopped. Ask again whenever you like."
LOST = "I no longer have that question. Ask again, and the buttons under the new answer work."
SETTLED = "That has been settled already: the answer above says how."
SHARED = "Shared with the channel."
ALREADY_SHARED = "That answer has been shared already."


@dataclass(frozen=True)
class Asking:
    """Everything about questions; each method is one thing that a person does."""

    answering: Callable[[], Answering]
    questions: Questions
    placing: Placing
    threads: Threads
    rules: Rules
    feedback: Feedback
    work: Work
    posts: Posts
    speaking: Speaking

    def accept(self, asked: Asked) -> None:
        """Take a question so that it will be answered, once, even if the program dies the next moment."""
        self.questions.take(asked)
        tenant = asked.place.tenant
        payload = {"enterprise": tenant.enterprise, "team": tenant.team, "question": asked.id}
        self.work.start(ANSWER, asked.id, payload)

    def answer(self, payload: Mapping[str, Any]) -> None:
        """Answer a question that was taken. Safe to repeat: what was done before a crash is found, not done again."""
        tenant = Tenant(payload["enterprise"], payload["team"])
        kept = self.questions.find(tenant, payload["question"])
        if kept is None or kept.answer is not None or kept.stopped:
            return
        try:
            self._answer(tenant, kept)
        except ChannelGone:
            self.questions.settle(tenant, kept.asked.id, _silence(), None)

    def pick(self, tenant: Tenant, question: str, place: int, by: str) -> Kept:
        """Settle what was asked back; the question with its refined answer, to be shown."""
        kept = self._kept(tenant, question)
        if kept.answer is None or kept.answer.ask_back is None or kept.posted is None:
            raise Refusal(SETTLED)
        asked = kept.answer.ask_back
        if not 0 <= place < len(asked.options):
            raise Refusal(SETTLED)
        option = asked.options[place]
        settled = self.answering().settle(asked, option)
        self.feedback.pick(tenant, question, by, asked.practice, option.text)
        self.questions.settle(tenant, question, settled, kept.posted)
        return replace(kept, answer=settled)

    def show(self, kept: Kept, reply_url: str = "") -> None:
        """Put an answer where an earlier one to the same question stands."""
        if kept.posted and kept.answer:
            self.posts.replace(kept.posted, self._card(kept, kept.answer), reply_url=reply_url)

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
        self.questions.settle(tenant, question, _silence(), None)
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

    def _answer(self, tenant: Tenant, kept: Kept) -> None:
        asked = kept.asked
        again = kept.posted is not None
        quiet = asked.private or not asked.way.addressed or asked.thread is None
        if asked.thread and not quiet and not again:
            self.speaking.working(asked.thread, asked.by, asked.text)
        answer = self._think(asked)
        if answer.abstained and not asked.way.addressed:
            self.questions.settle(tenant, asked.id, answer, None)
            return
        begun = self._found(kept) if again else None
        self.placing.begun(tenant, asked.id, Posted(asked.place, ""))
        if asked.thread and not asked.private:
            self.threads.join(asked.thread, asked.by)
        posted = self._say(tenant, kept, answer, begun)
        self.questions.settle(tenant, asked.id, answer, posted)

    def _think(self, asked: Asked) -> Answer:
        follows = asked.way is not Way.REPLY or hearing.leans(asked.text)
        history = (
            self.questions.earlier(asked.thread, asked.ts, MEMORY) if asked.thread and asked.ts and follows else ()
        )
        return self.answering().ask(asked.text, history, self.rules.of(asked.place).lenses)

    def _found(self, kept: Kept) -> Posted | None:
        """What an earlier run, cut short, has left in Slack."""
        thread = kept.asked.thread
        if kept.posted and kept.posted.ts:
            return kept.posted
        return self.posts.find(thread, kept.asked.id) if thread and not kept.asked.private else None

    def _say(self, tenant: Tenant, kept: Kept, answer: Answer, begun: Posted | None) -> Posted:
        asked = kept.asked
        card = self._card(kept, answer)
        if asked.private or asked.thread is None:
            thread = asked.thread.ts if asked.thread else ""
            return self.posts.whisper(asked.place, asked.by, card, thread=thread, reply_url=asked.reply_url)
        if begun is None:
            begun = self.speaking.begin(asked.thread, asked.by)
            if begun:
                self.placing.begun(tenant, asked.id, begun)
        if self.placing.stopped(tenant, asked.id):
            card = Note(STOPPED)
        return self.speaking.end(asked.thread, asked.by, card, begun=begun, key=asked.id)

    def _card(self, kept: Kept, answer: Answer) -> Card:
        asked = kept.asked
        private = (asked.private or asked.thread is None) and not asked.place.direct
        return AnswerCard(asked.id, answer, private=private and not answer.abstained)


def _silence() -> Answer:
    """What is kept where there is nobody left to answer."""
    return Answer(lines=(), abstained=True)
