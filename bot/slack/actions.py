"""The ids of everything that can be pressed, and what buttons carry: ids and a turn, never content.

A value is versioned, because a message outlives the program that posted it: what an earlier version wrote is
answered politely, not misread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.usecases.refusals import Refusal

VERSION: Final = 1
MOST_VALUE = 2000

MORE: Final = "answer.more"
PICK: Final = "answer.pick"
OPINION: Final = "answer.opinion"
SHARE: Final = "answer.share"
DISMISS: Final = "message.dismiss"
SETTINGS: Final = "channel.settings"
TRY: Final = "home.try"

ABOUT: Final = "about_this"
ABOUT_SHEET: Final = "about.sheet"
RULES_SHEET: Final = "rules.sheet"
OPINION_SHEET: Final = "opinion.sheet"
PRACTICE_SHEET: Final = "practice.sheet"
COMMAND: Final = "/lensbot"


class OldButton(Refusal):
    """Something pressed that another version of us posted."""

    def __init__(self) -> None:
        super().__init__(
            "That button is from an earlier version of me and no longer works. Ask again and you get a fresh one."
        )


def encode(*parts: str | int) -> str:
    """What a button carries."""
    return json.dumps([VERSION, *parts], separators=(",", ":"), ensure_ascii=False)


def decode(value: str, *kinds: type) -> tuple[Any, ...]:
    """What a button carried, each part of the kind that is expected; OldButton when it is not."""
    try:
        version, *parts = json.loads(value)
    except (ValueError, TypeError):
        raise OldButton from None
    fits = len(parts) == len(kinds) and all(type(part) is kind for part, kind in zip(parts, kinds, strict=True))
    if version != VERSION or not fits:
        raise OldButton
    return tuple(parts)


def stated(state: Mapping[str, Any], block: str, action: str) -> Any:
    """What a form holds in one of its inputs: text, a value, a list of values, or None."""
    element = state.get("values", {}).get(block, {}).get(action)
    if not element:
        return None
    for key in ("value", "selected_date", "selected_time", "selected_user", "selected_users", "selected_conversation"):
        if key in element:
            return element[key]
    if "selected_options" in element:
        return [each["value"] for each in element["selected_options"]]
    chosen = element.get("selected_option")
    return chosen["value"] if chosen else None
