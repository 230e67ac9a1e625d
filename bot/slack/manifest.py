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
REQUEST_URL = "https://lensbot.example.com/slack/events"


def manifest(mode: str = "socket") -> dict[str, Any]:
    """The manifest for `socket` or `http`."""
    http = mode == "http"
    address = {"request_url": REQUEST_URL} if http else {}
    command: dict[str, Any] = {
        "command": actions.COMMAND,
        "description": "Ask, review, improve",
        "usage_hint": "ask … | review | plan | reminders | settings | help",
        "should_escape": True,
    }
    return {
        "display_information": {
            "name": "Lensbot",
            "description": "Am I doing this right? Cited answers about machine-learning workloads.",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Lensbot", "always_online": True},
            "slash_commands": [command | ({"url": REQUEST_URL} if http else {})],
            "shortcuts": [
                {
                    "name": "Am I doing this right?",
                    "type": "message",
                    "callback_id": actions.ABOUT,
                    "description": "Judge what a message describes",
                },
                {
                    "name": "Use as evidence",
                    "type": "message",
                    "callback_id": actions.EVIDENCE,
                    "description": "Keep a message with an answer of the review",
                },
            ],
            "agent_view": {
                "agent_description": "Tells whether an ML workload is run well, what to do, and who says so.",
                "suggested_prompts": [
                    {"title": title, "message": text}
                    for title, text in zip(
                        ("Judge how we retrain", "Notice drift", "Check our access"), EXAMPLES, strict=True
                    )
                ],
            },
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **address},
            "interactivity": {"is_enabled": True, **address},
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
            "org_deploy_enabled": False,
        },
    }
