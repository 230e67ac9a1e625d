"""Block elements: everything a person can press, pick or type in, and which block may hold what."""

from __future__ import annotations

from typing import Final

from bot.playground import limits
from bot.playground.composition import (
    action_id,
    confirm,
    conversation_filter,
    dispatch_action_config,
    option_group,
    overflow_option,
    plain,
    plain_option,
    rich_option,
    rich_text,
    same_option,
    slack_file,
    slack_id,
    text,
    url,
)
from bot.playground.shapes import (
    Also,
    Check,
    Json,
    Rule,
    array,
    boolean,
    by_type,
    distinct,
    exactly_one,
    integer,
    matching,
    one_of,
    shape,
    string,
)

DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", 10, "a date YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", 5, "a time HH:mm")
_VISIBLE: Final[dict[str, Rule]] = {"visible_to_user_ids": array(slack_id, 100)}


def _element(kind: str, required: dict[str, Rule], optional: dict[str, Rule], also: tuple[Also, ...] = ()) -> Rule:
    return shape({"type": one_of(kind), **required}, {"action_id": action_id, **optional}, also)


def _input(kind: str, optional: dict[str, Rule], *also: Also, required: dict[str, Rule] | None = None) -> Rule:
    common: dict[str, Rule] = {"focus_on_load": boolean}
    return _element(kind, required or {}, {**common, **optional}, also)


def _select(kind: str, optional: dict[str, Rule], *also: Also) -> Rule:
    common: dict[str, Rule] = {"placeholder": plain(limits.PLACEHOLDER), "confirm": confirm}
    if kind.startswith("multi_"):
        common["max_selected_items"] = integer(1, 10_000)
    return _input(kind, {**common, **optional}, *also)


def _lengths(check: Check, pointer: str, value: Json) -> None:
    least, most = value.get("min_length", 0), value.get("max_length", limits.INPUT_TEXT)
    if least > most:
        check.limit(f"{pointer}/min_length", "range", [0, most], least, "min_length must not exceed max_length")
    if len(value.get("initial_value", "")) > most:
        check.limit(f"{pointer}/initial_value", "max_length", most, len(value["initial_value"]), "too long")


def _bounds(check: Check, pointer: str, value: Json) -> None:
    for key in ("initial_value", "min_value", "max_value"):
        try:
            float(value.get(key, 0))
        except ValueError:
            check.limit(f"{pointer}/{key}", "format", "a number", value[key], "must be a number")


_OPTIONS: Final[dict[str, Rule]] = {
    "options": array(plain_option, limits.SELECT_OPTIONS),
    "option_groups": array(option_group, limits.OPTION_GROUPS),
}
_ONE_SOURCE = exactly_one("options", "option_groups")
_IDS = array(slack_id, 100)

_FEEDBACK_BUTTON = shape(
    {"text": plain(limits.BUTTON_TEXT), "value": string(limits.BUTTON_VALUE)},
    {"accessibility_label": string(limits.BUTTON_TEXT)},
)

IMAGE = shape(
    {"type": one_of("image"), "alt_text": string(limits.ALT_TEXT)},
    {"image_url": url, "slack_file": slack_file},
    [exactly_one("image_url", "slack_file")],
)

BUTTON = _element(
    "button",
    {"text": plain(limits.BUTTON_TEXT)},
    {
        "url": url,
        "value": string(limits.BUTTON_VALUE),
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(limits.BUTTON_TEXT),
        "agent_prompt": string(limits.AGENT_PROMPT),
        "agent_prompt_display": string(limits.AGENT_PROMPT),
        **_VISIBLE,
    },
)

ELEMENTS: Final[dict[str, Rule]] = {
    "button": BUTTON,
    "image": IMAGE,
    "icon_button": _element(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(limits.BUTTON_TEXT)},
        {
            "value": string(limits.BUTTON_VALUE),
            "confirm": confirm,
            "accessibility_label": string(limits.BUTTON_TEXT),
            **_VISIBLE,
        },
    ),
    "feedback_buttons": _element(
        "feedback_buttons", {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON}, {}
    ),
    "workflow_button": _element(
        "workflow_button",
        {"text": plain(limits.BUTTON_TEXT), "workflow": shape({"trigger": shape({"url": url})})},
        {"style": one_of("primary", "danger"), "accessibility_label": string(limits.BUTTON_TEXT)},
    ),
    "overflow": _element(
        "overflow",
        {"options": array(overflow_option, limits.OVERFLOW_OPTIONS)},
        {"confirm": confirm},
        (distinct("options", "value"),),
    ),
    "checkboxes": _input(
        "checkboxes",
        {"initial_options": array(rich_option, limits.CHECKBOX_OPTIONS), "confirm": confirm},
        same_option,
        distinct("options", "value"),
        required={"options": array(rich_option, limits.CHECKBOX_OPTIONS)},
    ),
    "radio_buttons": _input(
        "radio_buttons",
        {"initial_option": rich_option, "confirm": confirm},
        same_option,
        distinct("options", "value"),
        required={"options": array(rich_option, limits.RADIO_OPTIONS)},
    ),
    "static_select": _select("static_select", {**_OPTIONS, "initial_option": plain_option}, _ONE_SOURCE, same_option),
    "multi_static_select": _select(
        "multi_static_select",
        {**_OPTIONS, "initial_options": array(plain_option, limits.SELECT_OPTIONS)},
        _ONE_SOURCE,
        same_option,
    ),
    "external_select": _select(
        "external_select", {"initial_option": plain_option, "min_query_length": integer(0, 100)}
    ),
    "multi_external_select": _select(
        "multi_external_select",
        {"initial_options": array(plain_option, limits.SELECT_OPTIONS), "min_query_length": integer(0, 100)},
    ),
    "users_select": _select("users_select", {"initial_user": slack_id}),
    "multi_users_select": _select("multi_users_select", {"initial_users": _IDS}),
    "channels_select": _select("channels_select", {"initial_channel": slack_id, "response_url_enabled": boolean}),
    "multi_channels_select": _select("multi_channels_select", {"initial_channels": _IDS}),
    "conversations_select": _select(
        "conversations_select",
        {
            "initial_conversation": slack_id,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": conversation_filter,
        },
    ),
    "multi_conversations_select": _select(
        "multi_conversations_select",
        {
            "initial_conversations": _IDS,
            "default_to_current_conversation": boolean,
            "filter": conversation_filter,
        },
    ),
    "datepicker": _select("datepicker", {"initial_date": DATE}),
    "timepicker": _select("timepicker", {"initial_time": TIME, "timezone": string(60)}),
    "datetimepicker": _input("datetimepicker", {"initial_date_time": integer(10**9, 10**10 - 1), "confirm": confirm}),
    "plain_text_input": _input(
        "plain_text_input",
        {
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": string(limits.INPUT_TEXT, 0),
            "multiline": boolean,
            "min_length": integer(0, limits.INPUT_TEXT),
            "max_length": integer(1, limits.INPUT_TEXT),
            "dispatch_action_config": dispatch_action_config,
        },
        _lengths,
    ),
    "email_text_input": _input(
        "email_text_input",
        {
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": string(limits.INPUT_TEXT, 0),
            "dispatch_action_config": dispatch_action_config,
        },
    ),
    "url_text_input": _input(
        "url_text_input",
        {
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": string(limits.INPUT_TEXT, 0),
            "dispatch_action_config": dispatch_action_config,
        },
    ),
    "number_input": _input(
        "number_input",
        {
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": string(40),
            "min_value": string(40),
            "max_value": string(40),
            "dispatch_action_config": dispatch_action_config,
        },
        _bounds,
        required={"is_decimal_allowed": boolean},
    ),
    "rich_text_input": _input(
        "rich_text_input",
        {
            "placeholder": plain(limits.PLACEHOLDER),
            "initial_value": rich_text,
            "dispatch_action_config": dispatch_action_config,
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        },
    ),
    "file_input": _input(
        "file_input", {"filetypes": array(string(20), 100), "max_files": integer(1, limits.INPUT_FILES)}
    ),
    "plain_text": text(limits.SECTION_TEXT, ("plain_text",)),
    "mrkdwn": text(limits.SECTION_TEXT, ("mrkdwn",)),
}

SINGLE_SELECTS: Final = (
    "static_select",
    "external_select",
    "users_select",
    "channels_select",
    "conversations_select",
)
MULTI_SELECTS: Final = tuple(f"multi_{kind}" for kind in SINGLE_SELECTS)
TYPED: Final = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
PICKERS: Final = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
INPUTS: Final = (*TYPED, *PICKERS, "datetimepicker", "file_input", *SINGLE_SELECTS, *MULTI_SELECTS)

_SECTION: Final = ("button", "image", "overflow", "workflow_button", *PICKERS, *SINGLE_SELECTS, *MULTI_SELECTS)
_ACTIONS: Final = ("button", "overflow", "workflow_button", *PICKERS, "datetimepicker", *SINGLE_SELECTS)


def _inputs(check: Check) -> tuple[str, ...]:
    return INPUTS if check.surface == "modal" else tuple(kind for kind in INPUTS if kind != "file_input")


section_accessory = by_type(ELEMENTS, lambda _: _SECTION)
actions_element = by_type(ELEMENTS, lambda _: _ACTIONS)
context_element = by_type(ELEMENTS, lambda _: ("image", "plain_text", "mrkdwn"))
context_actions_element = by_type(ELEMENTS, lambda _: ("feedback_buttons", "icon_button"))
card_action = by_type(ELEMENTS, lambda _: ("button",))
input_element = by_type(ELEMENTS, _inputs)
