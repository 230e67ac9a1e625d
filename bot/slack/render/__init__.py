"""Cards as Slack messages, sheets as Slack views. Total and pure: whatever the bot can say has a form here."""

from __future__ import annotations

from bot.cards import Card, Sheet
from bot.slack.render import asking
from bot.slack.render.kit import Json, Message


def message(card: Card) -> Message:
    """A card as a message: always text and blocks."""
    return asking.message(card)


def view(sheet: Sheet) -> Json:
    """A sheet as a modal or the Home tab."""
    return asking.view(sheet)
