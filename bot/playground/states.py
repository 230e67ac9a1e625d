"""What inputs hold: `state.values` of views and messages, and what a person may put into each kind of input."""

from __future__ import annotations

import re
from typing import Any, Final

from bot.playground import surfaces
from bot.playground.composition import texts_of

Json = dict[str, Any]

# Where each kind of input keeps its value, and what an untouched one holds.
KEYS: Final[dict[str, str]] = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "file_input": "files",
}
_INITIAL: Final[dict[str, str]] = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "files": "initial_files",
}
_LISTS: Final = frozenset(key for key in KEYS.values() if key.endswith("s"))
_FORMATS: Final[dict[str, tuple[str, str]]] = {
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Enter a valid email address."),
    "url_text_input": (r"https?://\S+", "Enter a valid URL."),
    "number_input": (r"-?\d+(\.\d+)?", "Enter a valid number."),
}


class UnfitError(ValueError):
    """A value that this input cannot hold."""


def initial(blocks: list[Json]) -> Json:
    """Give the state of inputs nobody has touched."""
    values: Json = {}
    for _, block in surfaces.walk(blocks):
        for element in surfaces.elements_of(block):
            if element["type"] in KEYS:
                values.setdefault(block["block_id"], {})[element["action_id"]] = untouched(element)
    return values


def untouched(element: Json) -> Json:
    """Give the state of one input that nobody has touched."""
    key = KEYS[element["type"]]
    empty: Any = [] if key in _LISTS else None
    return {"type": element["type"], key: element.get(_INITIAL[key], empty)}


def merged(blocks: list[Json], values: Json) -> Json:
    """Give the state after blocks were replaced: inputs of the same ids and type keep what they held."""
    fresh = initial(blocks)
    for block_id, actions in fresh.items():
        for action_id, state in actions.items():
            old = values.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state["type"]:
                actions[action_id] = old
    return fresh


def holding(element: Json, value: Any, offered: list[Json] | None = None) -> Json:
    """Give the state of an input that holds a value; UnfitError when it cannot. `offered`: options from outside."""
    kind = element["type"]
    key = KEYS[kind]
    if key in _LISTS and not isinstance(value, list):
        raise UnfitError(f"{kind} takes a list")
    if key in {"selected_option", "selected_options"}:
        options = offered if offered is not None else options_of(element)
        held: Any = [_option(options, each) for each in value] if key in _LISTS else _option(options, value)
    elif kind == "rich_text_input" and isinstance(value, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        held = {"type": "rich_text", "elements": [section]}
    else:
        held = value
    most = element.get("max_selected_items", element.get("max_files"))
    if most is not None and isinstance(held, list) and len(held) > most:
        raise UnfitError(f"at most {most} can be chosen")
    return {"type": kind, key: held}


def options_of(element: Json) -> list[Json]:
    """List the options an element offers, those of its groups too."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _option(options: list[Json], value: Any) -> Json | None:
    if value is None:
        return None
    found = next((option for option in options if option["value"] == value), None)
    if found is None:
        raise UnfitError(f"there is no option {value}")
    return found


def is_empty(state: Json) -> bool:
    """Tell whether an input holds nothing."""
    held = state[KEYS[state["type"]]]
    if state["type"] == "rich_text_input" and held:
        return texts_of(held) == 0
    return held is None or held in ("", [])


def complaint(block: Json, state: Json) -> str | None:
    """Tell what Slack itself finds wrong with an input on submit, in the words the person sees."""
    element = block["element"]
    if is_empty(state):
        return None if block.get("optional") else "Please complete this required field."
    held = state[KEYS[state["type"]]]
    if element["type"] == "plain_text_input":
        return _length(element, str(held))
    if element["type"] in _FORMATS:
        pattern, words = _FORMATS[element["type"]]
        if not re.fullmatch(pattern, str(held)):
            return words
    return _number(element, str(held)) if element["type"] == "number_input" else None


def _length(element: Json, text: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if len(text) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter no more than {most} characters." if len(text) > most else None


def _number(element: Json, text: str) -> str | None:
    if not element["is_decimal_allowed"] and "." in text:
        return "Please enter a whole number."
    if "min_value" in element and float(text) < float(element["min_value"]):
        return f"Please enter a number not below {element['min_value']}."
    if "max_value" in element and float(text) > float(element["max_value"]):
        return f"Please enter a number not above {element['max_value']}."
    return None
