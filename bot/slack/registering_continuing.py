"""Which listener hears what of going on with a review, and of answers in people's own words."""

from __future__ import annotations

import re

from slack_bolt import App

from bot.slack import actions
from bot.slack.listeners.direct import DirectListeners
from bot.slack.listeners.review_replies import ReplyListeners


def register(app: App, direct: DirectListeners, replies: ReplyListeners) -> None:
    """Register every button of it."""
    app.action(actions.GO_ON)(direct.went_on)
    app.action(actions.CONFIRM)(replies.confirmed)
    app.action(actions.REJECT)(replies.rejected)
    app.action(re.compile(rf"^{re.escape(actions.CONFIRM_AS)}\."))(replies.chosen)
