"""What a person types, as Slack stores it: escaped, names and links resolved, and the rich text beside it."""

from __future__ import annotations

import re
from typing import Any, Final

from bot.playground.workspace import Workspace

Json = dict[str, Any]

_TOKEN: Final = re.compile(
    r"(?P<fence>```.*?```)|(?P<code>`[^`\n]+`)|(?P<user><@[A-Z0-9]+>)|(?P<room><#[A-Z0-9]+(\|[^>]*)?>)"
    r"|(?P<all>(?<!\w)@(here|channel|everyone)\b)|(?P<name>(?<!\w)@[\w.-]+( [A-Z][\w-]*)*)|(?P<hash>(?<!\w)#[\w-]+)"
    r"|(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?)])"
    r"|(?P<bold>(?<!\w)\*[^*\n]+\*(?!\w))|(?P<italic>(?<!\w)_[^_\n]+_(?!\w))|(?P<strike>(?<!\w)~[^~\n]+~(?!\w))",
    re.DOTALL,
)
_STYLES: Final = {"bold": "bold", "italic": "italic", "strike": "strike", "code": "code"}


def escape(text: str) -> str:
    """Escape the three characters that mean something to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stored(workspace: Workspace, text: str) -> tuple[str, list[Json]]:
    """Turn what was typed into a message's `text` and its `rich_text` block."""
    words: list[str] = []
    parts: list[Json] = []
    position = 0
    for found in _TOKEN.finditer(text):
        _plain(words, parts, text[position : found.start()])
        _special(workspace, words, parts, found)
        position = found.end()
    _plain(words, parts, text[position:])
    block = {"type": "rich_text", "block_id": workspace.ids.next("b", 4), "elements": _sections(parts)}
    return "".join(words), [block]


def _plain(words: list[str], parts: list[Json], text: str) -> None:
    if text:
        words.append(escape(text))
        parts.append({"type": "text", "text": text})


def _special(workspace: Workspace, words: list[str], parts: list[Json], found: re.Match[str]) -> None:
    kind, text = str(found.lastgroup), found.group()
    if kind == "fence":
        words.append(escape(text))
        parts.append({"type": "fence", "text": text.strip("`").strip("\n")})
    elif kind in _STYLES:
        words.append(escape(text))
        parts.append({"type": "text", "text": text[1:-1], "style": {_STYLES[kind]: True}})
    elif kind == "url":
        words.append(f"<{text}>")
        parts.append({"type": "link", "url": text})
    elif kind == "all":
        words.append(f"<!{text[1:]}>")
        parts.append({"type": "broadcast", "range": text[1:]})
    else:
        _named(workspace, words, parts, found)


def _named(workspace: Workspace, words: list[str], parts: list[Json], found: re.Match[str]) -> None:
    text = found.group()
    user_id, rest = _user(workspace, text) if text[0] == "@" or text.startswith("<@") else (None, "")
    if user_id is not None:
        words.append(f"<@{user_id}>")
        parts.append({"type": "user", "user_id": user_id})
        _plain(words, parts, rest)
        return
    channel = None
    if text[0] == "#" or text.startswith("<#"):
        channel = workspace.channel_named(text.strip("<>").removeprefix("#").partition("|")[0])
    if channel is None:
        _plain(words, parts, text)
        return
    words.append(f"<#{channel.id}|{channel.name}>")
    parts.append({"type": "channel", "channel_id": channel.id})


def _user(workspace: Workspace, text: str) -> tuple[str | None, str]:
    """Find the user an @name means. A name may have several words; what is left over is text again."""
    wanted = text.strip("<>").removeprefix("@")
    if wanted in workspace.users:
        return wanted, ""
    for user in workspace.users.values():
        for name in (user.real_name, user.name):
            if wanted.lower() == name.lower() or wanted.lower().startswith(name.lower() + " "):
                return user.id, wanted[len(name) :]
    stripped = wanted.rstrip(".-")
    if stripped != wanted:
        user_id, rest = _user(workspace, f"@{stripped}")
        return user_id, rest + wanted[len(stripped) :]
    return None, ""


def _sections(parts: list[Json]) -> list[Json]:
    sections: list[Json] = []
    for part in parts:
        if part["type"] == "fence":
            sections.append(
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": part["text"]}], "border": 0}
            )
            continue
        if not sections or sections[-1]["type"] != "rich_text_section":
            sections.append({"type": "rich_text_section", "elements": []})
        sections[-1]["elements"].append(part)
    return sections or [{"type": "rich_text_section", "elements": []}]
