"""Builders of Slack's blocks, with every limit of theirs and all escaping in this one file. Pure.

Limits: docs.slack.dev/reference/block-kit, where pages differ the stricter one. Everything that people or lenses
wrote passes through `mrkdwn` or `markdown` here, so that it can neither notify anybody nor pose as a link of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

Json = dict[str, Any]

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_HEADER = 150
MOST_SECTION = 3000
MOST_MARKDOWN = 12_000
MOST_TEXT = 4000
MOST_BUTTON = 75
MOST_OPTION = 75
MOST_OPTION_VALUE = 75
MOST_OPTIONS = 100
MOST_BOXES = 10
MOST_CONTEXT = 10
MOST_ACTIONS = 25
MOST_TITLE = 24
MOST_PLACEHOLDER = 150
MOST_INPUT = 3000
_HERE = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.I)
#: Characters that do nothing but turn the direction of writing, and may be left open.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_MARKS = re.compile(r"([\\`*_~\[\]#|!>])")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.M)


@dataclass(frozen=True)
class Message:
    """A message as Slack takes it: `text` is what notifications and old clients show.

    `head` is the part that can be streamed, as Markdown; `tail` are the blocks below it.
    """

    text: str
    head: str = ""
    tail: tuple[Json, ...] = field(default=())

    @property
    def blocks(self) -> list[Json]:
        """The whole message as blocks."""
        return [*([markdown_block(self.head)] if self.head else []), *self.tail][:MOST_BLOCKS]


def cut(text: str, most: int) -> str:
    """The text, or as much as fits and an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def mrkdwn(text: str) -> str:
    """Foreign text for a mrkdwn field: it can be emphasised, but neither link nor notify."""
    return _HERE.sub("@\u2060", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def apart(name: str) -> str:
    """A foreign name inside a line of ours: written from right to left, it turns nothing beside it round."""
    bare = _TURNS.sub("", name)
    turns = any(unicodedata.bidirectional(each) in ("R", "AL") for each in bare)
    return f"\u2068{bare}\u2069" if turns else bare


def plain(text: str, most: int) -> Json:
    """Plain text, cut to its limit; Slack refuses an empty one."""
    return {"type": "plain_text", "text": cut(text, most) or "–", "emoji": False}


def markdown(text: str) -> str:
    """Foreign text inside Markdown: no formatting, no mention, no link."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    escaped = _LIST.sub(lambda found: f"{found[1]}\\{found[2]}" if len(found[2]) == 1 else found[0], escaped)
    return _HERE.sub("@\u2060", _MARKS.sub(r"\\\1", escaped).replace("://", ":\u2060//"))


def address(url: str) -> str:
    """A link's address if it is one of the web, else nothing."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._") if urlsplit(url).scheme in ("http", "https") else ""


def link(url: str, words: str) -> str:
    """A link in mrkdwn, or its words alone where the address is not one of the web."""
    there = address(url).replace("&", "&amp;").replace("|", "%7C")
    return f"<{there}|{mrkdwn(words)}>" if there else mrkdwn(words)


def markdown_link(url: str, words: str) -> str:
    """A link in Markdown; `words` are ours."""
    there = address(url).replace("(", "%28").replace(")", "%29")
    return f"[{words}]({there})" if there else words


def markdown_block(text: str) -> Json:
    """Standard Markdown."""
    return {"type": "markdown", "text": cut(text, MOST_MARKDOWN) or "–"}


def header(text: str) -> Json:
    """A large line."""
    return {"type": "header", "text": plain(text, MOST_HEADER)}


def section(text: str, accessory: Json | None = None, block_id: str = "") -> Json:
    """A paragraph of mrkdwn, already escaped, with perhaps a button beside it."""
    made: Json = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": cut(text, MOST_SECTION) or "–", "verbatim": True},
    }
    return made | ({"accessory": accessory} if accessory else {}) | ({"block_id": block_id} if block_id else {})


def context(*texts: str) -> Json:
    """Small print, already escaped."""
    elements = [{"type": "mrkdwn", "text": cut(each, MOST_SECTION), "verbatim": True} for each in texts if each]
    return {"type": "context", "elements": elements[:MOST_CONTEXT]}


def divider() -> Json:
    """A line across."""
    return {"type": "divider"}


def button(text: str, action: str, value: str, style: str = "", confirm: Json | None = None) -> Json:
    """A button; `style` is empty, primary or danger."""
    made: Json = {"type": "button", "text": plain(text, MOST_BUTTON), "action_id": action, "value": value}
    return made | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def confirm(title: str, text: str, yes: str, no: str = "Cancel") -> Json:
    """Asks once more before a button acts."""
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def actions(*elements: Json, block_id: str = "") -> Json:
    """A row of buttons."""
    made: Json = {"type": "actions", "elements": list(elements)[:MOST_ACTIONS]}
    return made | ({"block_id": block_id} if block_id else {})


def option(text: str, value: str, description: str = "") -> Json:
    """Something to choose. Long texts are cut: show the whole text beside it."""
    made: Json = {"text": plain(text, MOST_OPTION), "value": value}
    return made | ({"description": plain(description, MOST_OPTION)} if description else {})


def options(pairs: Sequence[tuple[str, str]]) -> list[Json]:
    """Options from (text, value) pairs."""
    return [option(text, value) for text, value in pairs]


def chosen_from(kind: str, action: str, offered: list[Json], chosen: Sequence[str] = ()) -> Json:
    """Radio buttons, checkboxes or a select with what is chosen now."""
    made: Json = {"type": kind, "action_id": action, "options": offered}
    now = [each for each in offered if each["value"] in chosen]
    if kind in ("checkboxes", "multi_static_select"):
        return made | ({"initial_options": now} if now else {})
    return made | ({"initial_option": now[0]} if now else {})


def typed(action: str, value: str = "", *, lines: bool = False, placeholder: str = "", most: int = MOST_INPUT) -> Json:
    """A field to type in."""
    made: Json = {"type": "plain_text_input", "action_id": action, "multiline": lines, "max_length": most}
    made |= {"initial_value": cut(value, most)} if value else {}
    return made | ({"placeholder": plain(placeholder, MOST_PLACEHOLDER)} if placeholder else {})


def field_of(block_id: str, label: str, element: Json, *, hint: str = "", optional: bool = False) -> Json:
    """A labelled input of a modal."""
    made: Json = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    return made | {"optional": optional} | ({"hint": plain(hint, 2000)} if hint else {})


def modal(
    title: str, blocks: Sequence[Json], callback: str, *, submit: str = "", kept: str = "", close: str = "Close"
) -> Json:
    """A modal view; `kept` comes back with what the person does in it and holds ids only."""
    made: Json = {
        "type": "modal",
        "title": plain(title, MOST_TITLE),
        "close": plain(close, MOST_TITLE),
        "callback_id": callback,
        "private_metadata": kept,
        "blocks": list(blocks)[:MOST_VIEW_BLOCKS],
    }
    return made | ({"submit": plain(submit, MOST_TITLE)} if submit else {})


def home(blocks: Sequence[Json]) -> Json:
    """The Home tab."""
    return {"type": "home", "blocks": list(blocks)[:MOST_VIEW_BLOCKS]}


def paged(title: str, lines: Sequence[str]) -> list[Json]:
    """A titled list, over as many sections as its length needs; the lines are escaped already."""
    made, text = [], title
    for line in lines:
        if text and len(text) + len(line) >= MOST_SECTION:
            made.append(section(text))
            text = ""
        text = f"{text}\n{line}" if text else line
    return [*made, section(text)] if lines else []


def some(texts: Sequence[str], most: int, between: str = ", ") -> str:
    """As many texts as there is room for, and how many there are besides; they are escaped already."""
    more = f"{between}and {len(texts) - most} more" if len(texts) > most else ""
    return between.join(texts[:most]) + more


def bar_chart(title: str, labels: Sequence[str], series: Sequence[Json]) -> Json:
    """Bars by label, one series a colour, within the limits of 12 series and 20 labels of 20 characters."""
    axis = {"categories": list(labels)[:20]}
    chart = {"type": "bar", "series": list(series)[:12], "axis_config": axis}
    return {"type": "data_visualization", "title": cut(title, 50), "chart": chart}


def people(action: str) -> Json:
    """Somebody of the workspace."""
    return {"type": "users_select", "action_id": action, "placeholder": plain("Choose somebody", MOST_PLACEHOLDER)}


def rooms(action: str) -> Json:
    """A channel of this workspace, of those that the person can see."""
    only = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    hint = plain("Choose a channel", MOST_PLACEHOLDER)
    return {"type": "conversations_select", "action_id": action, "filter": only, "placeholder": hint}


def feedback(action: str, yes: str, no: str) -> Json:
    """The two thumbs under an answer; `yes` and `no` are the values they carry."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": action,
                "positive_button": {"text": plain("Helpful", MOST_BUTTON), "value": yes},
                "negative_button": {"text": plain("Not helpful", MOST_BUTTON), "value": no},
            }
        ],
    }
