"""Composition objects, which blocks and elements are made of: texts, options, confirmation dialogs, rich text."""

from __future__ import annotations

from typing import Any

from bot.playground import limits
from bot.playground.shapes import (
    Check,
    Json,
    Rule,
    array,
    at_least_one,
    boolean,
    by_type,
    integer,
    one_of,
    shape,
    string,
)

_TEXT_KEYS = {"plain_text": ("emoji",), "mrkdwn": ("verbatim",)}


def text(most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Rule:
    """Take a text object of certain kinds and a length."""
    shapes = {
        kind: shape(
            {"type": one_of(kind), "text": string(most)},
            dict.fromkeys(_TEXT_KEYS[kind], boolean),
        )
        for kind in kinds
    }
    return by_type(shapes)


def plain(most: int) -> Rule:
    """Take a `plain_text` object of a length."""
    return text(most, ("plain_text",))


url = string(limits.URL)
action_id = string(limits.ACTION_ID)
block_id = string(limits.BLOCK_ID)
slack_id = string(40)

confirm = shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)


def option(kinds: tuple[str, ...], more: dict[str, Rule] | None = None) -> Rule:
    """Take an option whose text is of certain kinds: `mrkdwn` only in checkboxes and radio buttons."""
    return shape(
        {"text": text(limits.OPTION_TEXT, kinds), "value": string(limits.OPTION_VALUE)},
        {"description": text(limits.OPTION_DESCRIPTION, kinds), **(more or {})},
    )


plain_option = option(("plain_text",))
rich_option = option(("plain_text", "mrkdwn"))
overflow_option = option(("plain_text",), {"url": url})

option_group = shape(
    {"label": plain(limits.GROUP_LABEL), "options": array(plain_option, limits.SELECT_OPTIONS)},
)

dispatch_action_config = shape(
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)},
)

conversation_filter = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    [at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users")],
)

slack_file = shape({}, {"id": string(40), "url": url}, [at_least_one("id", "url")])

_STYLE = shape(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    ),
)


def _inline(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": string(40), **required}, {"style": _STYLE, **(optional or {})})


_INLINE = by_type(
    {
        "text": _inline({"text": string(limits.TEXT)}),
        "link": _inline({"url": url}, {"text": string(limits.TEXT), "unsafe": boolean}),
        "emoji": _inline({"name": string(100)}, {"unicode": string(100), "skin_tone": integer(1, 6)}),
        "user": _inline({"user_id": slack_id}),
        "channel": _inline({"channel_id": slack_id}),
        "usergroup": _inline({"usergroup_id": slack_id}),
        "team": _inline({"team_id": slack_id}),
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
        "color": _inline({"value": string(40)}),
        "date": _inline(
            {"timestamp": integer(0, 10**11), "format": string(200)}, {"url": url, "fallback": string(1000)}
        ),
    }
)

_BORDER = integer(0, 1)


def _part(kind: str, item: Rule, more: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": one_of(kind), "elements": array(item, 5_000, 0)}, more or {})


_SECTION = _part("rich_text_section", _INLINE)

_PARTS = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": _part("rich_text_preformatted", _INLINE, {"border": _BORDER, "language": string(40)}),
        "rich_text_quote": _part("rich_text_quote", _INLINE, {"border": _BORDER}),
        "rich_text_list": shape(
            {
                "type": one_of("rich_text_list"),
                "style": one_of("bullet", "ordered"),
                "elements": array(by_type({"rich_text_section": _SECTION}), 5_000),
            },
            {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": _BORDER},
        ),
    }
)

rich_text = shape(
    {"type": one_of("rich_text"), "elements": array(_PARTS, 5_000)},
    {"block_id": block_id},
)


def texts_of(value: Any) -> int:
    """How many characters of text a block holds, wherever in it."""
    if isinstance(value, dict):
        return sum(len(each) if _is_text(key, each) else texts_of(each) for key, each in value.items())
    if isinstance(value, list):
        return sum(texts_of(each) for each in value)
    return 0


def _is_text(key: str, value: Any) -> bool:
    return isinstance(value, str) and key in {"text", "title", "caption", "details", "output", "fallback"}


def same_option(check: Check, pointer: str, value: Json) -> None:
    """Take as initial options only options that are offered."""
    offered = list(value.get("options", []))
    for group in value.get("option_groups", []):
        offered.extend(group["options"])
    first = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    for at, each in enumerate(first):
        if each not in offered:
            key = f"initial_options/{at}" if "initial_options" in value else "initial_option"
            check.limit(f"{pointer}/{key}", "offered", offered, each, "must be one of the provided options")
