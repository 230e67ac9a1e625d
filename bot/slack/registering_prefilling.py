"""Which listener hears what of answers that go from one review to another."""

from __future__ import annotations

from slack_bolt import App

from bot.slack import actions
from bot.slack.listeners.lending import LendingListeners


def register(app: App, lending: LendingListeners) -> None:
    """Register every button and form of it."""
    app.action(actions.LEND)(lending.shared)
    app.action(actions.LEND_NOT)(lending.declined)
    app.action(actions.TEMPLATE)(lending.template)
    app.action(actions.TEMPLATE_REMOVE)(lending.template_removed)
    app.view(actions.TEMPLATE_SHEET)(lending.template_named)
