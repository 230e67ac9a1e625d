"""Everything that the bot can say, as values. Nothing here knows how a surface shows them."""

from __future__ import annotations

from bot.cards.asking import AskingCard, AskingSheet
from bot.cards.continuing import ContinuingCard
from bot.cards.lending import LendingCard, LendingSheet
from bot.cards.reminding import RemindingCard, RemindingSheet
from bot.cards.reviewing import ReviewingCard, ReviewingSheet
from bot.cards.wording import WordsSheet

#: Every message. A surface must be able to show each.
Card = AskingCard | ReviewingCard | LendingCard | ContinuingCard | RemindingCard
#: Everything that opens on top of a conversation or stands in a tab of its own.
Sheet = AskingSheet | ReviewingSheet | LendingSheet | RemindingSheet | WordsSheet
