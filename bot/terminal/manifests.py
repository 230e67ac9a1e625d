"""`lensbot manifest`: the Slack app's manifest, to be pasted where an app is made."""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.parse import urlsplit

OK, MISUSED = 0, 2


def show(mode: str, url: str = "") -> int:
    """Print a manifest. Slack delivers only to https, so an address of another kind is refused here."""
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname):
        sys.stderr.write(f"--url: expected an address such as https://lensbot.my-company.com, found {url!r}\n")
        return MISUSED
    sys.stdout.write(text(mode, url))
    return OK


def text(mode: str, url: str = "") -> str:
    """A manifest for `socket` or `http`, as JSON; with the address where deliveries are to go, if one is given."""
    from bot.slack.manifest import REQUEST_URL, manifest

    addressed = manifest(mode)
    if url:
        wanted = url.rstrip("/").removesuffix(urlsplit(REQUEST_URL).path) + urlsplit(REQUEST_URL).path
        addressed = _instead(addressed, REQUEST_URL, wanted)
    return json.dumps(addressed, ensure_ascii=False, indent=2) + "\n"


def _instead(part: Any, old: str, new: str) -> Any:
    """The same structure with a text put in the place of another wherever it stands alone."""
    if isinstance(part, dict):
        return {key: _instead(value, old, new) for key, value in part.items()}
    if isinstance(part, list):
        return [_instead(value, old, new) for value in part]
    return new if part == old else part
