"""What the bot says in its conversation with somebody about the reviews that can be gone on with there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.asking import Mine


@dataclass(frozen=True)
class SeatsCard:
    """Reviews to choose from, after a sentence that says which these are."""

    text: str
    reviews: tuple[Mine, ...]


ContinuingCard = SeatsCard
