"""Cards as Slack messages, sheets as Slack views. Total and pure: whatever the bot can say has a form here."""

from __future__ import annotations

from bot.cards import Card, Sheet
from bot.cards.continuing import ContinuingCard
from bot.cards.lending import LendingCard, LendingSheet
from bot.cards.reminding import RemindingCard, RemindingSheet
from bot.cards.reviewing import ReviewingCard, ReviewingSheet
from bot.cards.wording import WordsSheet
from bot.slack.render import asking, continuing, lending, reminding, reminding_sheets, review_sheets, reviewing, wording
from bot.slack.render.kit import Json, Message


def message(card: Card) -> Message:
    """A card as a message: always text and blocks."""
    if isinstance(card, ReviewingCard):
        return reviewing.message(card)
    if isinstance(card, LendingCard):
        return lending.message(card)
    if isinstance(card, ContinuingCard):
        return continuing.message(card)
    if isinstance(card, RemindingCard):
        return reminding.message(card)
    return asking.message(card)


def view(sheet: Sheet) -> Json:
    """A sheet as a modal or the Home tab."""
    if isinstance(sheet, ReviewingSheet):
        return review_sheets.view(sheet)
    if isinstance(sheet, LendingSheet):
        return lending.view(sheet)
    if isinstance(sheet, RemindingSheet):
        return reminding_sheets.view(sheet)
    if isinstance(sheet, WordsSheet):
        return wording.view(sheet)
    return asking.view(sheet)
