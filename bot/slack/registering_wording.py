"""Which listener hears what of a language model's proposals."""

from __future__ import annotations

from slack_bolt import App

from bot.slack import actions
from bot.slack.listeners.wording import WordingListeners


def register(app: App, words: WordingListeners) -> None:
    """Register the two buttons and the windows behind them. They are there without a model too: old messages stay."""
    app.action(actions.SUMMARISE)(words.summarise)
    app.action(actions.ITEM_WORD)(words.word)
    app.view(actions.NOTE_SHEET)(words.noted)
    app.view(actions.WORDING_SHEET)(words.worded)
