"""Cards as Slack messages, sheets as Slack views. Total and pure: whatever the bot can say has a form here."""

from __future__ import annotations

from bot.cards import Card, Sheet
from bot.cards.reminding import RemindingCard, RemindingSheet
from bot.cards.reviewing import ReviewingCard, ReviewingSheet
from bot.slack.render import asking, reminding, reminding_sheets, review_sheets, reviewing
from bot.slack.render.kit import Json, Message


def message(card: Card) -> Message:
    """A card as a message: always text and blocks."""
    if isinstance(card, ReviewingCard):
        return reviewing.message(card)
    if isinstance(card, RemindingCard):
        return reminding.message(card)
    return asking.message(card)


def view(sheet: Sheet) -> Json:
    """A sheet as a modal or the Home tab."""
    if isinstance(sheet, ReviewingSheet):
        return review_sheets.view(sheet)
    if isinstance(sheet, RemindingSheet):
        return reminding_sheets.view(sheet)
    return asking.view(sheet)
