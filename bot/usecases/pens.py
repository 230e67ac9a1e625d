"""The language model for what people confirm: there only where the settings name one and the channel wants it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.places import Place
from bot.usecases.ports import Rules
from knowledge.calling import NoAnswer, Pen
from knowledge.ports import Purse
from knowledge.writing import Writing

_LOG = logging.getLogger("lensbot.model")
WITHOUT = "This channel does without a language model. `/lensbot settings` can change that."
NOTHING = "The language model gave me nothing to propose this time."
USED_UP = "Today's limit for the language model is used up."


@dataclass(frozen=True)
class Pens:
    """Hands out pens. `writing` is None without a model; each channel pays out of its own purse."""

    writing: Writing | None
    purse: Callable[[Place], Purse]
    rules: Rules

    def offered(self, place: Place) -> bool:
        """Whether a channel has a model."""
        return self.writing is not None and self.rules.of(place).model

    def of(self, place: Place) -> Pen | None:
        """A channel's pen; None where it has no model."""
        if self.writing is None or not self.offered(place):
            return None
        return Pen(self.writing.writer, self.writing.words, self.purse(place))


def quietly(why: NoAnswer, what: str) -> str:
    """Log why there was nothing; what a person is told instead."""
    _LOG.info("%s: %s", what, why.why)
    return USED_UP if why.used_up else NOTHING
