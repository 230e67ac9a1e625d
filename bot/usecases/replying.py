"""Answering a question that was taken, once, whatever happens in between: the work behind `asking`.

A run may be cut short anywhere and begins anew. What it has left in Slack by then is found by its mark or as an
unfinished stream, and gone on with, so that nobody is answered twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.cards.asking import Note
from bot.places import Place, Posted, Tenant, Thread
from bot.usecases import hearing
from bot.usecases.asking import InReview, card_of, silence
from bot.usecases.ports import ChannelGone, Placing, Posts, Questions, Rules, Speaking, Threads
from bot.usecases.prose import Prose
from bot.usecases.questions import Asked, Kept, Way
from knowledge.answering import Answering
from knowledge.model import Answer, Turn

#: Earlier turns that are read with a follow-up.
MEMORY = 6
STOPPED = "Stopped. Ask again whenever you like."


@dataclass
class _Said:
    """What of an answer is shown already: the message that grows, and its text so far."""

    begun: Posted | None
    text: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Replying:
    """Answers questions. `prose` is None without a language model; `in_review` looks at the channel's review."""

    answering: Callable[[], Answering]
    questions: Questions
    placing: Placing
    threads: Threads
    rules: Rules
    posts: Posts
    speaking: Speaking
    in_review: Callable[[Place, Answer], InReview | None] = field(default=lambda _place, _answer: None)
    prose: Prose | None = None

    def answer(self, payload: Mapping[str, Any]) -> None:
        """Answer a question that was taken. Safe to repeat."""
        tenant = Tenant(payload["enterprise"], payload["team"])
        kept = self.questions.find(tenant, payload["question"])
        if kept is None or kept.answer is not None or kept.stopped:
            return
        try:
            self._answer(tenant, kept)
        except ChannelGone:
            self.questions.settle(tenant, kept.asked.id, silence(), None)

    def _answer(self, tenant: Tenant, kept: Kept) -> None:
        asked = kept.asked
        again = kept.posted is not None
        thread = None if asked.private else asked.thread
        if thread and asked.way.addressed and not again:
            self.speaking.working(thread, asked.by, asked.text)
        history = self._history(asked)
        rules = self.rules.of(asked.place)
        answer = self.answering().ask(asked.text, history, rules.lenses, rules.notes)
        if answer.abstained and not asked.way.addressed:
            self.questions.settle(tenant, asked.id, answer, None)
            return
        begun = self._found(kept) if again else None
        self.placing.begun(tenant, asked.id, Posted(asked.place, ""))
        if thread:
            self.threads.join(thread, asked.by)
            answer, posted = self._in_thread(tenant, kept, answer, history, thread, begun)
        else:
            answer, posted = self._to_one(kept, answer, history)
        self.questions.settle(tenant, asked.id, answer, posted)

    def _history(self, asked: Asked) -> tuple[Turn, ...]:
        follows = asked.way is not Way.REPLY or hearing.leans(asked.text)
        if not (asked.thread and asked.ts and follows):
            return ()
        history = self.questions.earlier(asked.thread, asked.ts, MEMORY)
        if not self._writes(asked) or self.prose is None:
            return history
        return self.prose.question(asked.place, asked.text, history, self._stopped(asked))

    def _found(self, kept: Kept) -> Posted | None:
        """What an earlier run, cut short, has left in Slack."""
        thread = kept.asked.thread
        if kept.posted and kept.posted.ts:
            return kept.posted
        return self.posts.find(thread, kept.asked.id) if thread and not kept.asked.private else None

    def _to_one(self, kept: Kept, answer: Answer, history: tuple[Turn, ...]) -> tuple[Answer, Posted]:
        asked = kept.asked
        answer, note = self._written(asked, answer, history, _Said(None))
        card = card_of(kept, answer, note, self.in_review(asked.place, answer))
        thread = asked.thread.ts if asked.thread else ""
        return answer, self.posts.whisper(asked.place, asked.by, card, thread=thread, reply_url=asked.reply_url)

    def _in_thread(
        self,
        tenant: Tenant,
        kept: Kept,
        answer: Answer,
        history: tuple[Turn, ...],
        thread: Thread,
        begun: Posted | None,
    ) -> tuple[Answer, Posted]:
        asked, fresh = kept.asked, begun is None
        said = _Said(begun or self.speaking.begin(thread, asked.by))
        if said.begun and fresh:
            self.placing.begun(tenant, asked.id, said.begun)
        # A stream found after a crash shows words that are not known here: nothing is added to it, it is replaced.
        answer, note = self._written(asked, answer, history, said if fresh else _Said(None))
        card = card_of(kept, answer, note, self.in_review(asked.place, answer))
        if said.begun and fresh and not said.ended:
            # The words first, then the sources and buttons below them.
            said.text = self.speaking.grow(said.begun, card, said.text) or said.text
        stopped = self.placing.stopped(tenant, asked.id)
        shown = Note(STOPPED) if stopped else card
        posted = self.speaking.end(thread, asked.by, shown, begun=said.begun, said=said.text, key=asked.id)
        return answer, posted

    def _written(
        self, asked: Asked, answer: Answer, history: tuple[Turn, ...], said: _Said
    ) -> tuple[Answer, tuple[str, ...]]:
        """The answer in the model's words, streamed as it is checked, where the channel wants one."""
        if self.prose is None or not self._writes(asked):
            return answer, ()

        def grow(partial: Answer) -> None:
            if said.begun and not said.ended:
                text = self.speaking.grow(said.begun, card_of(Kept(asked), partial), said.text)
                said.ended, said.text = text is None, text or said.text

        rules = self.rules.of(asked.place)
        review = self.in_review(asked.place, answer)
        lines = review.lines if review else ()
        made, note = self.prose.write(
            asked.place, answer, asked.text, history, rules, lines, grow, self._stopped(asked)
        )
        return made, (note,) if note else ()

    def _writes(self, asked: Asked) -> bool:
        return self.prose is not None and self.rules.of(asked.place).model

    def _stopped(self, asked: Asked) -> Callable[[], bool]:
        return lambda: self.placing.stopped(asked.place.tenant, asked.id)
