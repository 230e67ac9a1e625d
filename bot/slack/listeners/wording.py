"""What people ask a language model to propose, and what they then keep of it.

A window is opened at once, since its trigger lives three seconds and a model takes longer; the proposal comes into it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cards import Card, Sheet
from bot.cards.asking import Note
from bot.cards.reminding import ItemSheet
from bot.cards.wording import WaitSheet
from bot.places import Place
from bot.slack import actions, payloads, render
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.listeners.reminding import read, value
from bot.slack.payloads import Actor
from bot.usecases.ports import Posts
from bot.usecases.refusals import Refusal
from bot.usecases.summarising import Summarising
from bot.usecases.wording import PlanWording

Ack = Callable[..., Any]
Body = dict[str, Any]
NOTE, READING = "Note of the thread", "Reading the thread…"
WORDING, THINKING = "In our words", "Looking for your workload's words…"
KEPT = "Kept as a note with `{question}`."


@dataclass(frozen=True)
class WordingListeners:
    """Listens for what a model is to propose. `teller` says how a person is told something about an improvement."""

    summarising: Summarising
    wording: PlanWording
    posts: Posts
    doors: Doors
    teller: Callable[[Actor], Callable[[Card], object]]

    def summarise(self, ack: Ack, body: Body) -> None:
        """A question's thread is to be summed up."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._whisper(actor.place, actor)):
            review, question, _turn = actions.decode(value(body), str, str, int)
            self.summarising.check(actor.place, review, question)
            view = self.doors.open(actor.trigger, WaitSheet(NOTE, READING))
            self._fill(view, NOTE, lambda: self.summarising.note(actor.place, review, question))

    def noted(self, ack: Ack, body: Body) -> None:
        """The note was corrected and is to be kept."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self._whisper(actor.place, actor), ack):
            review, question, channel = actions.decode(view["private_metadata"], str, str, str)
            place, text = Place(actor.place.tenant, channel), actions.stated(view["state"], "note", "text") or ""
            try:
                self.summarising.keep(place, review, question, text, actor.user)
            except Refusal as refusal:
                ack(response_action="errors", errors={"note": refusal.text})
                return
            ack()
            self._whisper(place, actor)(Note(KEPT.format(question=question)))

    def word(self, ack: Ack, body: Body) -> None:
        """An improvement is to be said in the workload's words."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            home, item_id, _seen = read(body, actor)
            self.wording.check(home, self.wording.improving.find(home, item_id))
            inside = (body.get("view") or {}).get("type") == "modal"
            view = (self.doors.push if inside else self.doors.open)(actor.trigger, WaitSheet(WORDING, THINKING))
            self._fill(view, WORDING, lambda: self.wording.sheet(home, item_id))

    def worded(self, ack: Ack, body: Body) -> None:
        """The words were corrected and are to be kept."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self.teller(actor), ack):
            channel, item_id, seen = actions.decode(view["private_metadata"], str, str, int)
            home, state = Place(actor.place.tenant, channel), view["state"]
            title, steps = (actions.stated(state, each, "text") or "" for each in ("title", "steps"))
            try:
                item = self.wording.keep(home, item_id, actor.user, seen, title, steps.splitlines())
            except Refusal as refusal:
                ack(response_action="errors", errors={"steps": refusal.text})
                return
            ack()
            if view.get("previous_view_id"):
                facts, offered = self.wording.improving.facts(home, item), self.wording.offered(home, item)
                self.doors.update(view["previous_view_id"], ItemSheet(home, item, facts, offered))

    def _fill(self, view: str, title: str, proposed: Callable[[], Sheet]) -> None:
        """Put what comes of it into the window that waits, trouble as well."""
        with boundary(lambda card: self.doors.update(view, WaitSheet(title, render.message(card).text))):
            self.doors.update(view, proposed())

    def _whisper(self, place: Place, actor: Actor) -> Callable[[Card], object]:
        return lambda card: self.posts.whisper(place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)
