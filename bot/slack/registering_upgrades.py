"""What hears that a review shall move to a new edition of its lens."""

from __future__ import annotations

from slack_bolt import App

from bot.slack import actions
from bot.slack.listeners.review_upgrade import UpgradeListeners


def register(app: App, upgrades: UpgradeListeners) -> None:
    """Register the button."""
    app.action(actions.UPGRADE)(upgrades.pressed)
