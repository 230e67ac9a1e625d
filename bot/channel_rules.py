"""How a channel wants to be served: what may be set for it. Pure values, below everything that reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.review.rights import Rights


class Listening(StrEnum):
    """What the bot takes as a question in a channel."""

    MENTIONS = "mentions"
    QUESTIONS = "questions"


class Managers(StrEnum):
    """Who may change a channel's settings. Guests and people of other organisations never may."""

    EVERYBODY = "everybody"
    ADMINS = "admins"


@dataclass(frozen=True)
class ChannelRules:
    """How a channel wants to be served. `lenses` empty means all that are installed; `notes` is about its stack.

    `rights` say who may do what to the channel's reviews.
    """

    listening: Listening = Listening.MENTIONS
    private: bool = False
    lenses: tuple[str, ...] = ()
    managers: Managers = Managers.EVERYBODY
    notes: str = ""
    model: bool = True
    rights: Rights = field(default_factory=Rights)
