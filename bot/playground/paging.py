"""Pages of long lists, with Slack's cursors."""

from __future__ import annotations

import base64
import binascii
from typing import Any, TypeVar

from bot.playground import limits
from bot.playground.calls import Call, RefusalError

Json = dict[str, Any]
_Item = TypeVar("_Item")


def page(
    call: Call, items: list[_Item], default: int = limits.PAGE, most: int = limits.PAGE_MAX
) -> tuple[list[_Item], Json]:
    """Cut the page a call asks for by `cursor` and `limit`. Answers its items, and `response_metadata`."""
    limit = int(call.get("limit", default))
    if limit < 1 or limit > 1_000:
        raise RefusalError("invalid_limit")
    limit = min(limit, most)
    start = _position(call.get("cursor", ""))
    end = start + limit
    cursor = base64.b64encode(f"at:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], {"next_cursor": cursor}


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word != "at":
            raise ValueError
        return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise RefusalError("invalid_cursor") from None
