"""A channel's settings, the Home tab, and what is asked for by command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.cards import Card
from bot.cards.asking import Help, HomeSheet, Mine, Note, RulesSheet
from bot.channel_rules import ChannelRules, Listening, Managers
from bot.places import Place, Tenant
from bot.review.items import Item
from bot.review.rights import Right, Rights, Who
from bot.slack import actions, payloads
from bot.slack.boundary import boundary
from bot.slack.doors import Doors
from bot.slack.payloads import Actor
from bot.slack.render.asking import EXAMPLES
from bot.slack.render.channel_rules import may_block
from bot.usecases.ports import Placing, Posts, Rules
from bot.usecases.refusals import Refusal
from lens_corpus.model import Lens

Ack = Callable[..., Any]
Command = Callable[[dict[str, Any], str], None]

SAVED = "Saved. That is how I serve this channel from now on."
NOT_YOURS = "Only workspace admins may change the settings of this channel. Ask one of them, or ask for “Everybody”."
NOT_GUESTS = "Guests and people of other organisations can ask me, but can't change a channel's settings."
NOT_HERE = "Settings belong to a channel: use `/lensbot settings` there."
PROMPTS = tuple(zip(("Judge how we retrain", "Notice drift", "Check our access"), EXAMPLES, strict=True))


@dataclass(frozen=True)
class ChannelListeners:
    """Listens for commands, settings and the Home tab. `commands` are the other flows' words after /lensbot.

    `mine` is what a person has to do; `model` whether there is a language model.
    """

    posts: Posts
    rules: Rules
    placing: Placing
    doors: Doors
    lenses: Callable[[], Mapping[str, Lens]]
    commands: Mapping[str, Command]
    mine: Callable[[Tenant, str], tuple[tuple[Place, Item], ...]] = lambda _tenant, _user: ()
    reviews: Callable[[Tenant, str], tuple[Mine, ...]] = lambda _tenant, _user: ()
    model: bool = False

    def command(self, ack: Ack, body: dict[str, Any]) -> None:
        """`/lensbot WORD …`; help for a word that we don't know."""
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            word, _, rest = str(body.get("text") or "").strip().partition(" ")
            if word.lower() == "settings":
                self._open(actor)
            elif word.lower() in self.commands:
                self.commands[word.lower()](body, rest.strip())
            else:
                unknown = "" if word.lower() in ("", "help") else word
                self._teller(actor)(Help(unknown))
        ack()

    def unknown_command(self, ack: Ack, body: dict[str, Any]) -> None:
        """A command that the manifest has and we don't."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            self._teller(actor)(Help(str(body["command"])))

    def settings(self, ack: Ack, body: dict[str, Any]) -> None:
        """The button that opens a channel's settings."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            self._open(actor)

    def rules_sent(self, ack: Ack, body: dict[str, Any]) -> None:
        """A channel's settings were saved."""
        actor, view = payloads.actor_of(body), body["view"]
        ack()
        with boundary(lambda card: self.posts.whisper(actor.place, actor.user, card)):
            (channel,) = actions.decode(view["private_metadata"], str)
            place = Place(actor.place.tenant, channel)
            actor = Actor(place, actor.user, stranger=actor.stranger)
            rules = self.rules.of(place)
            if locked := self.locked(actor, rules):
                raise Refusal(locked)
            self.rules.put(place, _rules_in(view["state"], rules), actor.user)
            self.posts.whisper(place, actor.user, Note(SAVED))

    def opened(self, body: dict[str, Any]) -> None:
        """Somebody looks at us: their Home tab, or our conversation with prompts to begin with."""
        event = body["event"]
        with boundary(lambda _: None):
            if event.get("tab") == "messages":
                self.doors.prompts(event["channel"], PROMPTS)
                return
            self.home(payloads.tenant_of(body), event["user"])

    def home(self, tenant: Tenant, user: str) -> None:
        """Show somebody their Home tab."""
        last = self.placing.recent(tenant, user, 5)
        recent = tuple(
            (kept.asked.text, kept.answer.text.split("\n\n")[0]) for kept in last if kept.answer and kept.answer.lines
        )
        self.doors.home(user, HomeSheet(recent, self.mine(tenant, user), self.reviews(tenant, user)))

    def dismissed(self, ack: Ack, body: dict[str, Any]) -> None:
        """A message that only one person sees goes away."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(lambda _: None):
            self.doors.dismiss(actor.reply_url)

    def old_button(self, ack: Ack, body: dict[str, Any]) -> None:
        """Something pressed that we no longer know."""
        ack()
        actor = payloads.actor_of(body)
        with boundary(self._teller(actor)):
            raise actions.OldButton

    def _open(self, actor: Actor) -> None:
        if actor.place.direct:
            raise Refusal(NOT_HERE)
        lenses = tuple((lens.id, lens.name) for lens in self.lenses().values())
        rules = self.rules.of(actor.place)
        sheet = RulesSheet(actor.place, rules, lenses, self.model, self.locked(actor, rules))
        self.doors.open(actor.trigger, sheet)

    def locked(self, actor: Actor, rules: ChannelRules) -> str:
        """Why this person may not change the channel's settings; empty where they may."""
        person = self.doors.person(actor.user)
        if actor.stranger or person.outside:
            return NOT_GUESTS
        return NOT_YOURS if rules.managers is Managers.ADMINS and not person.admin else ""

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        def tell(card: Card) -> object:
            return self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)

        return tell


def _rules_in(state: Mapping[str, Any], before: ChannelRules) -> ChannelRules:
    model = actions.stated(state, "model", "pick")
    return ChannelRules(
        listening=Listening(actions.stated(state, "listening", "pick")),
        private=actions.stated(state, "private", "pick") == "private",
        lenses=tuple(actions.stated(state, "lenses", "pick") or ()),
        managers=Managers(actions.stated(state, "managers", "pick")),
        notes=actions.stated(state, "notes", "text") or "",
        model=before.model if model is None else model == "yes",
        rights=_rights_in(state, before.rights),
    )


def _rights_in(state: Mapping[str, Any], before: Rights) -> Rights:
    given = {each.value: actions.stated(state, may_block(each), "pick") for each in Right}
    return replace(before, **{right: Who(who) for right, who in given.items() if who})
