"""Everything that the bot can say, as values. Nothing here knows how a surface shows them."""

from __future__ import annotations

from bot.cards.asking import AskingCard, AskingSheet

#: Every message. A surface must be able to show each.
Card = AskingCard
#: Everything that opens on top of a conversation or stands in a tab of its own.
Sheet = AskingSheet
