"""Whether somebody may: what a channel has set, held against who it is by Slack's word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.channel_rules import ChannelRules, Managers
from bot.review import rights
from bot.review.model import Review
from bot.review.rights import Person, Right
from bot.slack.doors import Doors
from bot.slack.payloads import Actor
from bot.usecases.ports import Rules
from bot.usecases.refusals import Refusal

NOT_YOURS = "Only workspace admins may change the settings of this channel. Ask one of them, or ask for “Everybody”."
NOT_GUESTS = "Guests and people of other organisations can ask me, but can't change a channel's settings."


def locked(person: Person, rules: ChannelRules) -> str:
    """Why a person may not change a channel's settings; empty where they may."""
    if person.outside:
        return NOT_GUESTS
    return NOT_YOURS if rules.managers is Managers.ADMINS and not person.admin else ""


@dataclass(frozen=True)
class Gate:
    """Lets people do what the channel lets them."""

    rules: Rules
    doors: Doors

    def check(self, actor: Actor, right: Right, review: Review | None = None) -> None:
        """Refuse, naming who may, where this person may not. `review` is the one it is about; see `rights.may`."""
        held, person = self.rules.of(actor.place).rights, self.person(actor)
        if not rights.may(held, right, person, review):
            names = self.doors.names(rights.people(held, right, review))
            raise Refusal(rights.refusal(held, right, person, review, names))

    def settings(self, actor: Actor) -> None:
        """Refuse whoever may not change the channel's settings."""
        if why := locked(self.person(actor), self.rules.of(actor.place)):
            raise Refusal(why)

    def person(self, actor: Actor) -> Person:
        """Who somebody is, for what is decided without a channel's settings."""
        person = self.doors.person(actor.place.tenant, actor.user)
        return replace(person, outside=person.outside or actor.stranger)
