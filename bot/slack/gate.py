"""Whether somebody may: what a channel has set, held against who it is by Slack's word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.review import rights
from bot.review.model import Review
from bot.review.rights import Person, Right
from bot.slack.doors import Doors
from bot.slack.payloads import Actor
from bot.usecases.ports import Rules
from bot.usecases.refusals import Refusal


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

    def person(self, actor: Actor) -> Person:
        """Who somebody is, for what is decided without a channel's settings."""
        person = self.doors.person(actor.user)
        return replace(person, outside=person.outside or actor.stranger)
