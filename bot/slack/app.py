"""The Bolt app: which listener hears what. Nothing else happens here.

Every event has a listener, because Slack sends what was not acknowledged again; every action id is registered once,
because Bolt runs the first match only. Where that one was too slow to acknowledge, Bolt goes on to the next match: so
what catches the rest must not match what has a listener, or a person at a slow moment is told of an old button.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App

from bot.slack import actions
from bot.slack.clients import Clients
from bot.slack.listeners.asking import AskingListeners
from bot.slack.listeners.channels import ChannelListeners

#: Listeners that run at once. Bolt's own five made a button miss its three seconds behind slow ones.
LISTENERS_AT_ONCE = 50
_LOG = logging.getLogger("lensbot.slack.bolt")


def make_app(
    clients: Clients,
    asking: AskingListeners,
    channels: ChannelListeners,
    signing_secret: str = "",
    more: Sequence[Callable[[App], None]] = (),
) -> App:
    """An app that listens, not yet connected. `more` register the other flows' listeners."""
    app = App(
        client=clients.patient,
        signing_secret=signing_secret or None,
        logger=_LOG,
        listener_executor=ThreadPoolExecutor(LISTENERS_AT_ONCE, "listener"),
        token_verification_enabled=False,
        request_verification_enabled=bool(signing_secret),
        ignoring_self_events_enabled=True,
    )
    for register in more:
        register(app)
    _events(app, asking, channels)
    _presses(app, asking, channels)
    app.command(actions.COMMAND)(channels.command)
    app.command(re.compile(f"^(?!{actions.COMMAND}$)"))(channels.unknown_command)
    app.shortcut({"type": "message_action", "callback_id": actions.ABOUT})(asking.about)
    return app


def _events(app: App, asking: AskingListeners, channels: ChannelListeners) -> None:
    app.event("app_mention", middleware=[asking.hear])(asking.said)
    app.event("message", middleware=[asking.hear])(asking.said)
    app.event("agent_session_stopped")(asking.stopped)
    app.event("member_joined_channel")(asking.invited)
    app.event("app_home_opened")(channels.opened)
    app.event(re.compile(".*"))(_unheard)


def _presses(app: App, asking: AskingListeners, channels: ChannelListeners) -> None:
    pressed: Mapping[str, Callable[..., Any]] = {
        actions.MORE: asking.more,
        actions.PICK: asking.picked,
        actions.SHARE: asking.shared,
        actions.OPINION: asking.opinion,
        actions.DISMISS: channels.dismissed,
        actions.SETTINGS: channels.settings,
    }
    for action, listener in pressed.items():
        app.action(action)(listener)
    app.action(re.compile(".*"), matchers=[_old])(channels.old_button)
    app.view(actions.ABOUT_SHEET)(asking.about_sent)
    app.view(actions.OPINION_SHEET)(asking.opinion_sent)
    app.view(actions.RULES_SHEET)(channels.rules_sent)


def _old(body: dict[str, Any]) -> bool:
    return not actions.known(body["actions"][0]["action_id"])


def _unheard(body: dict[str, Any]) -> None:
    _LOG.debug("Nothing to do for %s", body["event"]["type"])
