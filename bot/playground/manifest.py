"""The Slack manifest of the app under test: it decides scopes, events, commands, shortcuts and the way of delivery."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from bot.playground import limits
from bot.playground.shapes import Check, Json, Problem, Rule, array, boolean, integer, matching, one_of, shape, string

# What a subscription needs: one of these scopes; nothing for the empty ones.
EVENT_SCOPES: Final[dict[str, tuple[str, ...]]] = {
    "agent_session_stopped": ("chat:write",),
    "agent_session_title_changed": ("chat:write",),
    "app_context_changed": ("assistant:write",),
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "assistant_thread_context_changed": ("assistant:write",),
    "assistant_thread_started": ("assistant:write",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "entity_details_requested": (),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}

_URL = string(limits.URL)
_PROMPT = shape({"title": string(75), "message": string(4_000)})
_SCOPES = array(matching(r"[a-z_.]+(:[a-z_.]+)*", 80, "a scope"), 255, 0)


def _anything(_check: Check, _pointer: str, _value: Any) -> None:
    """Leave a part that the stand-in has no use for unread."""


_DISPLAY = shape(
    {"name": string(limits.APP_NAME)},
    {
        "description": string(limits.APP_DESCRIPTION, 0),
        "long_description": string(limits.APP_LONG_DESCRIPTION[1], limits.APP_LONG_DESCRIPTION[0]),
        "background_color": matching(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", 7, "a colour like #2c2d30"),
    },
)
_COMMAND = shape(
    {
        "command": matching(r"/[^\sA-Z/]+", limits.COMMAND, "a lower-case word after a slash"),
        "description": string(limits.COMMAND_DESCRIPTION),
    },
    {"usage_hint": string(1_000), "url": _URL, "should_escape": boolean},
)
_SHORTCUT = shape(
    {
        "name": string(limits.SHORTCUT_NAME),
        "type": one_of("global", "message"),
        "callback_id": string(limits.CALLBACK_ID),
        "description": string(limits.SHORTCUT_DESCRIPTION),
    }
)
_FEATURES = shape(
    {},
    {
        "bot_user": shape({"display_name": string(limits.BOT_NAME)}, {"always_online": boolean}),
        "app_home": shape(
            {},
            dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), boolean),
        ),
        "slash_commands": array(_COMMAND, limits.COMMANDS, 0),
        "shortcuts": array(_SHORTCUT, limits.SHORTCUTS, 0),
        "agent_view": shape(
            {"agent_description": string(limits.AGENT_DESCRIPTION)},
            {"suggested_prompts": array(_PROMPT, limits.PROMPTS, 0), "actions": _anything},
        ),
        "assistant_view": shape(
            {"assistant_description": string(limits.AGENT_DESCRIPTION)},
            {"suggested_prompts": array(_PROMPT, limits.PROMPTS, 0)},
        ),
        **dict.fromkeys(("unfurl_domains", "rich_previews", "user_connections", "workflow_steps"), _anything),
    },
)
_OAUTH = shape(
    {},
    {
        "redirect_urls": array(_URL, 1_000, 0),
        "scopes": shape({}, dict.fromkeys(("bot", "bot_optional", "user", "user_optional"), _SCOPES)),
        "pkce_enabled": boolean,
        "token_management_enabled": boolean,
    },
)
_SETTINGS = shape(
    {},
    {
        "event_subscriptions": shape(
            {},
            {
                "request_url": _URL,
                "bot_events": array(one_of(*EVENT_SCOPES), 100, 0),
                "user_events": _anything,
                "metadata_subscriptions": _anything,
            },
        ),
        "interactivity": shape({"is_enabled": boolean}, {"request_url": _URL, "message_menu_options_url": _URL}),
        **dict.fromkeys(
            ("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled", "is_hosted", "is_mcp_enabled"),
            boolean,
        ),
        "allowed_ip_address_ranges": _anything,
        "function_runtime": string(40),
    },
)
_META = shape({}, {"major_version": integer(1, 9), "minor_version": integer(0, 99), "schema_version": string(20)})

_MANIFEST: Rule = shape(
    {"display_information": _DISPLAY},
    {"_metadata": _META, "features": _FEATURES, "oauth_config": _OAUTH, "settings": _SETTINGS},
)


class ManifestError(Exception):
    """The manifest is not one that Slack would take; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.line() for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Manifest:
    """A manifest, read. Made by `read`."""

    body: Json

    def _part(self, *path: str) -> Any:
        part: Any = self.body
        for key in path:
            part = part.get(key, {})
        return part

    @property
    def name(self) -> str:
        """The app's name."""
        return str(self.body["display_information"]["name"])

    @property
    def bot_name(self) -> str:
        """The name of its bot user."""
        return str(self._part("features", "bot_user").get("display_name", self.name))

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The bot scopes asked for, the optional ones too."""
        scopes = self._part("oauth_config", "scopes")
        return tuple(dict.fromkeys([*scopes.get("bot", []), *scopes.get("bot_optional", [])]))

    @cached_property
    def events(self) -> frozenset[str]:
        """The bot events subscribed to."""
        return frozenset(self._part("settings", "event_subscriptions").get("bot_events", []))

    @property
    def commands(self) -> list[Json]:
        """The slash commands."""
        return list(self._part("features").get("slash_commands", []))

    @property
    def shortcuts(self) -> list[Json]:
        """The shortcuts, global ones and those on messages."""
        return list(self._part("features").get("shortcuts", []))

    @property
    def agent(self) -> Json:
        """The agent view; empty when the app is not an agent."""
        return dict(self._part("features", "agent_view"))

    @property
    def is_assistant(self) -> bool:
        """Whether the app has the older assistant view."""
        return bool(self._part("features", "assistant_view"))

    def tab(self, name: str) -> bool:
        """Tell whether a setting of App Home is on, e.g. `home_tab_enabled`."""
        return bool(self._part("features", "app_home").get(name, False))

    def setting(self, name: str) -> bool:
        """Tell whether a switch of the settings is on, e.g. `socket_mode_enabled`."""
        return bool(self._part("settings").get(name, False))

    def url(self, route: str) -> str | None:
        """Find where deliveries go: route `events`, `interactive` or `options`."""
        if route == "events":
            found = self._part("settings", "event_subscriptions").get("request_url")
        else:
            interactivity = self._part("settings", "interactivity")
            found = interactivity.get("request_url" if route == "interactive" else "message_menu_options_url")
        return None if found is None else str(found)

    @property
    def interactive(self) -> bool:
        """Whether buttons and modals reach the app."""
        return bool(self._part("settings", "interactivity").get("is_enabled", False))

    @property
    def redirect_urls(self) -> list[str]:
        """Where OAuth may lead back to."""
        return list(self._part("oauth_config").get("redirect_urls", []))


def problems_of(body: Any) -> list[Problem]:
    """Tell what Slack would refuse in a manifest."""
    check = Check("manifest")
    _MANIFEST(check, "", body)
    if not check.problems:
        _agreement(check, Manifest(body))
    return check.problems


def _agreement(check: Check, manifest: Manifest) -> None:
    scopes = set(manifest.scopes)
    for event in sorted(manifest.events):
        needed = EVENT_SCOPES[event]
        if needed and not scopes & set(needed):
            message = f"{event} needs the scope {' or '.join(needed)}"
            check.report("/settings/event_subscriptions/bot_events", "missing_scope", message)
    if (manifest.commands or manifest.shortcuts) and "commands" not in scopes:
        check.report("/oauth_config/scopes/bot", "missing_scope", "commands and shortcuts need the scope commands")
    if manifest.agent and "assistant:write" not in scopes:
        check.report("/oauth_config/scopes/bot", "missing_scope", "an agent view needs the scope assistant:write")
    if manifest.agent and manifest.is_assistant:
        check.report("/features/assistant_view", "failed_constraint", "not together with agent_view")


def read(body: Any) -> Manifest:
    """Read a manifest; ManifestError when Slack would not take it."""
    problems = problems_of(body)
    if problems:
        raise ManifestError(problems)
    return Manifest(body)
