"""Questions, and what is pressed under their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.cards.asking import AboutSheet, Help, Note, OpinionSheet, PracticeSheet, Welcome
from bot.places import Place, Thread
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.payloads import Actor
from bot.usecases import hearing
from bot.usecases.asking import Asking
from bot.usecases.hearing import Word
from bot.usecases.ports import Clock, Posts, Questions, Rules, Threads
from bot.usecases.questions import Asked, Attendance
from bot.usecases.refusals import Refusal
from lens_corpus.model import Lens

Json = Mapping[str, Any]
Ack = Callable[..., Any]

QUIETED = "I'll be quiet in this thread. Mention me, and I'm back."
NO_TEXT = "That message has no text that I can read. Pick one that describes what somebody does, or ask me directly."
THANKS = "Thank you, noted."
RULES_WORD = "Use `/lensbot settings` in the channel: a window opens with them."


@dataclass(frozen=True)
class AskingListeners:
    """Listens for everything that is about a question. `me` is our own user id.

    `elsewhere` takes what another flow is told, such as an answer in a review's thread, and says whether it did.
    """

    asking: Asking
    questions: Questions
    threads: Threads
    rules: Rules
    posts: Posts
    doors: Doors
    clock: Clock
    lenses: Callable[[], Mapping[str, Lens]]
    me: Callable[[], str]
    elsewhere: Callable[[dict[str, Any]], bool] = lambda _body: False

    def hear(self, body: dict[str, Any], next: Callable[[], None]) -> None:  # noqa: A002 - Bolt passes it by this name
        """Before Slack is told yes: keep the question, if there is one. What fails here is delivered again."""
        if not (payloads.said(body) and self.elsewhere(body)):
            asked = self._asked(body)
            if asked:
                self.asking.accept(asked)
        next()

    def said(self, body: dict[str, Any]) -> None:
        """A word to us that is no question, in a message or a mention; deleting a question stops its answer."""
        event = body["event"]
        if event.get("subtype") == "message_deleted":
            self.asking.stop(Thread(Place(payloads.tenant_of(body), event["channel"]), event["deleted_ts"]))
        if not payloads.said(body):
            return
        actor = payloads.speaker_of(body)
        with boundary(self._teller(actor)):
            self._word(body, actor)

    def stopped(self, body: dict[str, Any]) -> None:
        """Slack's own Stop button."""
        event = body["event"]
        self.asking.stop(Thread(Place(payloads.tenant_of(body), event["channel"]), event["thread_ts"]))

    def invited(self, body: dict[str, Any]) -> None:
        """We were invited to a channel."""
        actor = payloads.speaker_of(body)
        if actor.user == self.me():
            with boundary(lambda _: None):
                self.posts.post(actor.place, Welcome())

    def command(self, body: dict[str, Any], text: str) -> None:
        """`/lensbot ask …`: answered to the person, who may share it."""
        if not text:
            raise Refusal("Write your question after it: `/lensbot ask is it fine that we retrain by hand?`")
        self.asking.accept(payloads.commanded(body, text, self.clock.now()))

    def about(self, ack: Ack, body: dict[str, Any]) -> None:
        """The shortcut on a message: ask where the answer should go."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            asked = payloads.about_message(body, self.clock.now())
            if not asked.text.strip():
                raise Refusal(NO_TEXT)
            self.questions.take(asked)
            here = self.doors.present(asked.place)
            self.doors.open(actor.trigger, AboutSheet(asked.id, asked.text, asked.place.channel, here))

    def about_sent(self, ack: Ack, body: dict[str, Any]) -> None:
        """Where the answer should go was chosen."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._teller(actor)):
            channel, draft = actions.decode(view["private_metadata"], str, str)
            where = actions.stated(view["state"], "where", "pick")
            kept = self.questions.find(actor.place.tenant, draft)
            if kept is None or kept.asked.place.channel != channel or kept.asked.by != actor.user:
                raise actions.OldButton
            self.asking.accept(replace(kept.asked, id=f"{draft}{where}", private=where != "thread"))
        ack()

    def more(self, ack: Ack, body: dict[str, Any]) -> None:
        """A source in full."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            lens, practice = actions.decode(_value(body), str, str)
            known = self.lenses().get(lens)
            if known is None or not known.has(practice):
                raise Refusal("That practice is not in the editions I have now. Its link still leads to AWS's page.")
            self.doors.open(actor.trigger, PracticeSheet(known, known.practice(practice)))

    def picked(self, ack: Ack, body: dict[str, Any]) -> None:
        """A statement that we asked back was chosen."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor), ack):
            question, _practice, place = actions.decode(_value(body), str, str, int)
            settled = self.asking.pick(actor.place.tenant, question, place, actor.user)
            ack()
            self.asking.show(settled, actor.reply_url)

    def shared(self, ack: Ack, body: dict[str, Any]) -> None:
        """A private answer goes to the channel."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            (question,) = actions.decode(_value(body), str)
            self.asking.share(actor.place.tenant, question, actor.user, actor.reply_url)

    def opinion(self, ack: Ack, body: dict[str, Any]) -> None:
        """Helpful, or not: then we ask why."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            question, helpful = actions.decode(_value(body), str, int)
            self.asking.judge(actor.place.tenant, question, actor.user, helpful=bool(helpful))
            if helpful:
                self._teller(actor)(Note(THANKS))
            else:
                self.doors.open(actor.trigger, OpinionSheet(question))

    def opinion_sent(self, ack: Ack, body: dict[str, Any]) -> None:
        """Why an answer was not helpful."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._teller(actor)):
            (question,) = actions.decode(view["private_metadata"], str)
            note = actions.stated(view["state"], "note", "text") or ""
            self.asking.judge(actor.place.tenant, question, actor.user, helpful=False, note=note)
        ack()

    def _asked(self, body: dict[str, Any]) -> Asked | None:
        if not payloads.said(body):
            return None
        event = body["event"]
        place = Place(payloads.tenant_of(body), event["channel"])
        thread = event.get("thread_ts")
        attendance = self.threads.attendance(Thread(place, thread)) if thread else None
        return payloads.asked_in(body, self.me(), attendance, self.rules.of(place), self.clock.now())

    def _word(self, body: dict[str, Any], actor: Actor) -> None:
        event = body["event"]
        text = event.get("text") or ""
        thread = Thread(actor.place, actor.thread)
        listening = self.threads.attendance(thread) is Attendance.LISTENING
        mentioned = event["type"] == "app_mention" or actor.place.direct
        if event["type"] == "message" and f"<@{self.me()}" in text and not actor.place.direct:
            return
        word = hearing.word_in(text)
        if word is Word.QUIET and (mentioned or listening):
            self.threads.quiet(thread)
            self.posts.whisper(actor.place, actor.user, Note(QUIETED), thread=event.get("thread_ts", ""))
        elif mentioned and (word is Word.HELP or not (word or _content(event, self.me()))):
            self.posts.post(actor.place, Help(), thread=actor.thread)
        elif mentioned and word is Word.SETTINGS:
            self.posts.post(actor.place, Note(RULES_WORD), thread=actor.thread)

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        def tell(card: Card) -> object:
            return self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)

        return tell


def _value(body: Mapping[str, Any]) -> str:
    return str(body["actions"][0].get("value", ""))


def _content(event: Mapping[str, Any], me: str) -> bool:
    return bool(hearing.without_mention(event.get("text") or "", me) or event.get("files"))
