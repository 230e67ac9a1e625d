"""The app's manifest, in both flavours, written from what the code listens to and calls. deploy/ holds copies."""

from __future__ import annotations

from typing import Any

from bot.slack import actions
from bot.slack.render.asking import EXAMPLES

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "pins:write",
    "users:read",
)
EVENTS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "user_change",
)
#: Titles of the prompts that our conversation with somebody begins with.
PROMPTS = ("Judge how we retrain", "Notice drift", "Check our access")
REQUEST_URL = "https://lensbot.example.com/slack/events"


def manifest(mode: str = "socket") -> dict[str, Any]:
    """The manifest for `socket` or `http`."""
    http = mode == "http"
    address = {"request_url": REQUEST_URL} if http else {}
    return {
        "display_information": {
            "name": "Lensbot",
            "description": "Am I doing this right? Cited answers about machine-learning workloads.",
            "background_color": "#1d3557",
        },
        "features": _features({"url": REQUEST_URL} if http else {}),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **address},
            "interactivity": {"is_enabled": True, **address},
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
            "org_deploy_enabled": False,
        },
    }


def _features(address: dict[str, str]) -> dict[str, Any]:
    command = {
        "command": actions.COMMAND,
        "description": "Ask, review, improve",
        "usage_hint": "ask … | review | plan | reminders | settings | help",
        "should_escape": True,
    }
    prompts = zip(PROMPTS, EXAMPLES, strict=True)
    return {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Lensbot", "always_online": True},
        "slash_commands": [command | address],
        "shortcuts": [
            _shortcut("Am I doing this right?", actions.ABOUT, "Judge what a message describes"),
            _shortcut("Use as evidence", actions.EVIDENCE, "Keep a message with an answer of the review"),
        ],
        "agent_view": {
            "agent_description": "Tells whether an ML workload is run well, what to do, and who says so.",
            "suggested_prompts": [{"title": title, "message": text} for title, text in prompts],
        },
    }


def _shortcut(name: str, callback: str, description: str) -> dict[str, str]:
    return {"name": name, "type": "message", "callback_id": callback, "description": description}
