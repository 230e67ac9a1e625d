"""What is pressed on an improvement, in a message, a window or the Home tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.cards import Card
from bot.cards.asking import Note, PracticeSheet
from bot.cards.reminding import Form, FormSheet, ItemCard, ItemSheet, Origin
from bot.places import Place, Posted
from bot.review import item_moves
from bot.review.items import Item
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.item_forms import FIELD, sent
from bot.slack.payloads import Actor
from bot.usecases.improving import Change, Improving
from bot.usecases.ports import ChannelGone, Posts
from bot.usecases.refusals import Refusal
from bot.usecases.reminding_ports import Messages

Ack = Callable[..., Any]
Body = dict[str, Any]
STILL_TRUE = "Confirmed, thank you: that answer is fresh again."
NO_PRACTICE = "That practice is not in the edition that I have now. The improvement stays yours to do."


@dataclass(frozen=True)
class ItemListeners:
    """Listens for what is done about improvements.

    `confirm` says that an answer still holds; `home` shows a person their Home tab anew; `worded` is whether an item
    can be said in its workload's words.
    """

    improving: Improving
    posts: Posts
    messages: Messages
    doors: Doors
    confirm: Callable[[Place, str, str, str], object]
    home: Callable[[Body], object]
    worded: Callable[[Place, Item], bool] = lambda _home, _item: False

    def working(self, ack: Ack, body: Body) -> None:
        """Somebody is at it."""
        self._press(ack, body, item_moves.working)

    def taken(self, ack: Ack, body: Body) -> None:
        """Somebody takes it on."""
        self._press(ack, body, item_moves.take_on)

    def reopened(self, ack: Ack, body: Body) -> None:
        """It is to be done after all."""
        self._do(ack, body, self.improving.reopen)

    def snoozed(self, ack: Ack, body: Body) -> None:
        """Leave it in peace for a while."""
        chosen = body["actions"][0].get("selected_option") or {}
        when = ""
        with boundary(lambda _: None):
            when = str(actions.decode(str(chosen.get("value", "")), str, str, int, str)[3])
        if when == "date":
            self.form(ack, body, Form.SNOOZE)
        else:
            self._press(ack, body, lambda item, press: item_moves.snooze(item, press, _until(when, press.today)))

    def form(self, ack: Ack, body: Body, form: Form) -> None:
        """Something about it is to be filled in."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            home, item_id, seen = read(body, actor)
            item = self.improving.find(home, item_id)
            if item.version != seen:
                self._stale(body, home, actor, item, seen)
            today = self.improving.press(home, actor.user, None).today
            self._open(body, actor, FormSheet(home, item, form, today, origin_of(body)))

    def sent(self, ack: Ack, body: Body) -> None:
        """It was filled in. What can't be done is said in the form."""
        actor, view = payloads.actor_of(body), body["view"]
        with boundary(self.teller(actor), ack):
            channel, item_id, seen, form, *shown = actions.decode(
                view["private_metadata"], str, str, int, str, str, str
            )
            home, origin = Place(actor.place.tenant, channel), Origin(*shown)
            try:
                sent(self.improving, Form(form), home, item_id, seen, view["state"], actor.user, origin)
            except Refusal as refusal:
                ack(response_action="errors", errors={FIELD[Form(form)]: refusal.text})
            else:
                ack()
            self._redraw(home, item_id, actor.user, origin)
            if view.get("previous_view_id"):
                self.doors.update(view["previous_view_id"], self._sheet(home, item_id, actor.user))
            else:
                self.home(body)

    def more(self, ack: Ack, body: Body) -> None:
        """Its practice in full."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            home, item_id, _ = read(body, actor)
            item = self.improving.find(home, item_id)
            lens = self.improving.lenses().get(item.lens)
            if lens is None or item.practice is None or not lens.has(item.practice):
                raise Refusal(NO_PRACTICE)
            self._open(body, actor, PracticeSheet(lens, lens.practice(item.practice)))

    def opened(self, ack: Ack, body: Body) -> None:
        """It is to be seen with its history."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor)):
            home, item_id, _ = read(body, actor)
            self._open(body, actor, self._sheet(home, item_id, actor.user))

    def still(self, ack: Ack, body: Body) -> None:
        """An old answer still holds."""
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor), ack):
            channel, review, question = actions.decode(value(body), str, str, str)
            self.confirm(Place(actor.place.tenant, channel), review, question, actor.user)
            ack()
            origin = origin_of(body)
            self.messages.replace(Posted(Place(actor.place.tenant, origin.channel), origin.ts), Note(STILL_TRUE))

    def teller(self, actor: Actor) -> Callable[[Card], object]:
        """How this person is told something: beside what they pressed, or in our conversation with them."""

        def tell(card: Card) -> object:
            if not actor.place.channel:
                return self.messages.tell(actor.place, actor.user, card)
            return self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)

        return tell

    def _press(self, ack: Ack, body: Body, change: Change) -> None:
        self._do(ack, body, lambda home, item, by, seen: self.improving.act(home, item, by, seen, change))

    def _do(self, ack: Ack, body: Body, what: Callable[[Place, str, str, int], object]) -> None:
        actor = payloads.actor_of(body)
        with boundary(self.teller(actor), ack):
            home, item_id, seen = read(body, actor)
            try:
                what(home, item_id, actor.user, seen)
            finally:
                ack()
                self._show(body, home, item_id, actor.user)

    def _stale(self, body: Body, home: Place, actor: Actor, item: Item, seen: int) -> None:
        """Refuse to open a form for what has changed: show how it stands, and say who was faster."""
        self._redraw(home, item.id, actor.user, origin_of(body))
        self.improving.act(home, item.id, actor.user, seen, lambda now, press: item_moves.working(now, press))

    def _show(self, body: Body, home: Place, item_id: str, user: str) -> None:
        """Bring what was pressed up to date."""
        view = body.get("view") or {}
        if view.get("type") == "modal":
            self.doors.update(view["id"], self._sheet(home, item_id, user))
        elif view:
            self.home(body)
        else:
            self._redraw(home, item_id, user, origin_of(body))

    def _redraw(self, home: Place, item_id: str, user: str, origin: Origin) -> None:
        if not origin.ts:
            return
        item = self.improving.today(home, item_id, user)
        card = ItemCard(home, item, self.improving.facts(home, item))
        try:
            self.messages.replace(Posted(Place(home.tenant, origin.channel), origin.ts), card)
        except ChannelGone:
            return

    def _sheet(self, home: Place, item_id: str, user: str) -> ItemSheet:
        item = self.improving.today(home, item_id, user)
        return ItemSheet(home, item, self.improving.facts(home, item), self.worded(home, item))

    def _open(self, body: Body, actor: Actor, sheet: FormSheet | ItemSheet | PracticeSheet) -> None:
        inside = (body.get("view") or {}).get("type") == "modal"
        (self.doors.push if inside else self.doors.open)(actor.trigger, sheet)


def value(body: Mapping[str, Any]) -> str:
    """What was pressed carries."""
    action = body["actions"][0]
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")


def read(body: Mapping[str, Any], actor: Actor) -> tuple[Place, str, int]:
    """The item that something pressed is about, and the version that it was drawn for."""
    text = value(body)
    menu = "selected_option" in body["actions"][0]
    channel, item, seen, *_ = actions.decode(text, str, str, int, *((str,) if menu else ()))
    return Place(actor.place.tenant, channel), item, seen


def origin_of(body: Mapping[str, Any]) -> Origin:
    """The message that was pressed in, if it was one."""
    container = body.get("container") or {}
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return Origin()
    return Origin(str(container.get("channel_id", "")), str(container.get("message_ts", "")))


def _until(when: str, today: date) -> date:
    return today + timedelta(1) if when == "tomorrow" else today + timedelta(7 - today.weekday())
