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
from bot.slack.gate import Gate, locked
from bot.slack.payloads import Actor
from bot.slack.render.asking import EXAMPLES
from bot.slack.render.channel_rules import may_block, notes_mark
from bot.usecases.ports import Placing, Posts, Rules
from bot.usecases.refusals import Refusal
from lens_corpus.model import Lens

Ack = Callable[..., Any]
Command = Callable[[dict[str, Any], str], None]

SAVED = "Saved. That is how I serve this channel from now on."
NOTES_MOVED = (
    "Saved, but for what the channel tells me about its stack: somebody changed that while your form was open, so it "
    "stays as they left it. `/lensbot settings` shows it."
)
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
    gate: Gate
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
            channel, shown = actions.decode(view["private_metadata"], str, str)
            place, person = Place(actor.place.tenant, channel), self.gate.person(actor)

            def change(now: ChannelRules) -> ChannelRules:
                if why := locked(person, now):
                    raise Refusal(why)
                return _rules_in(view["state"], now, shown)

            kept = self.rules.change(place, change, actor.user)
            as_sent = notes_mark(kept.notes) == notes_mark(_notes(view["state"]))
            untouched = notes_mark(_notes(view["state"])) == shown
            self.posts.whisper(place, actor.user, Note(SAVED if as_sent or untouched else NOTES_MOVED))

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
        sheet = RulesSheet(actor.place, rules, lenses, self.model, locked(self.gate.person(actor), rules))
        self.doors.open(actor.trigger, sheet)

    def _teller(self, actor: Actor) -> Callable[[Card], object]:
        def tell(card: Card) -> object:
            return self.posts.whisper(actor.place, actor.user, card, thread=actor.thread, reply_url=actor.reply_url)

        return tell


def _rules_in(state: Mapping[str, Any], before: ChannelRules, shown: str) -> ChannelRules:
    """What a form makes of a channel's rules. `shown` marks the notes that it came with.

    Notes that it leaves as they came, or that changed elsewhere meanwhile, stay as they are.
    """
    written = notes_mark(_notes(state)) != shown == notes_mark(before.notes)
    model = actions.stated(state, "model", "pick")
    return ChannelRules(
        listening=Listening(actions.stated(state, "listening", "pick")),
        private=actions.stated(state, "private", "pick") == "private",
        lenses=tuple(actions.stated(state, "lenses", "pick") or ()),
        managers=Managers(actions.stated(state, "managers", "pick")),
        notes=_notes(state) if written else before.notes,
        model=before.model if model is None else model == "yes",
        rights=_rights_in(state, before.rights),
    )


def _notes(state: Mapping[str, Any]) -> str:
    return actions.stated(state, "notes", "text") or ""


def _rights_in(state: Mapping[str, Any], before: Rights) -> Rights:
    given = {each.value: actions.stated(state, may_block(each), "pick") for each in Right}
    return replace(before, **{right: Who(who) for right, who in given.items() if who})
