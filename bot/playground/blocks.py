"""Blocks: the shape of each kind, and which surface takes which."""

from __future__ import annotations

from typing import Final

from bot.playground import elements, limits
from bot.playground.composition import block_id, plain, rich_text, slack_file, text, url
from bot.playground.data_blocks import data_table, data_visualization, table
from bot.playground.shapes import (
    Check,
    Json,
    Rule,
    array,
    at_least_one,
    boolean,
    by_type,
    distinct,
    exactly_one,
    one_of,
    shape,
    string,
)

_ID: Final[dict[str, Rule]] = {"block_id": block_id}
_UNIQUE_ACTIONS = distinct("elements", "action_id")


def _not_with_divider(check: Check, pointer: str, value: Json) -> None:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        check.report(f"{pointer}/has_header_divider", "failed_constraint", "not with is_collapsible")
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        check.report(f"{pointer}/default_collapsed", "failed_constraint", "only with is_collapsible")


def _dispatching(check: Check, pointer: str, value: Json) -> None:
    if value.get("dispatch_action") and value["element"]["type"] == "file_input":
        check.report(f"{pointer}/dispatch_action", "failed_constraint", "a file input cannot dispatch")


_SOURCE = shape({"type": one_of("url"), "url": url, "text": string(limits.TASK_TEXT)})

_TASK = shape(
    {
        "type": one_of("task_card"),
        "task_id": string(limits.BLOCK_ID),
        "title": string(limits.TASK_TITLE),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {**_ID, "details": rich_text, "output": rich_text, "sources": array(_SOURCE, 50, 0)},
)

_CARD = shape(
    {"type": one_of("card")},
    {
        **_ID,
        "hero_image": elements.IMAGE,
        "icon": elements.IMAGE,
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_SUBTITLE),
        "body": text(limits.CARD_BODY),
        "actions": array(elements.card_action, limits.CARD_ACTIONS),
    },
    [at_least_one("hero_image", "title", "actions", "body"), distinct("actions", "action_id")],
)


def _section() -> Rule:
    return shape(
        {"type": one_of("section")},
        {
            **_ID,
            "text": text(limits.SECTION_TEXT),
            "fields": array(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
            "accessory": elements.section_accessory,
            "expand": boolean,
        },
        [at_least_one("text", "fields")],
    )


def _video() -> Rule:
    return shape(
        {
            "type": one_of("video"),
            "alt_text": string(limits.ALT_TEXT),
            "title": plain(limits.VIDEO_TITLE),
            "thumbnail_url": url,
            "video_url": url,
        },
        {
            **_ID,
            "title_url": url,
            "description": plain(limits.VIDEO_DESCRIPTION),
            "provider_icon_url": url,
            "provider_name": string(limits.VIDEO_AUTHOR),
            "author_name": string(limits.VIDEO_AUTHOR),
        },
    )


def _container_children(check: Check, pointer: str, value: Json) -> None:
    for at, child in enumerate(value["child_blocks"]):
        CHILD(check, f"{pointer}/child_blocks/{at}", child)


def _anything(_check: Check, _pointer: str, _value: Json) -> None:
    """Leave the children of a container until its own keys are right."""


BLOCKS: Final[dict[str, Rule]] = {
    "section": _section(),
    "divider": shape({"type": one_of("divider")}, _ID),
    "header": shape({"type": one_of("header"), "text": plain(limits.HEADER)}, _ID),
    "image": shape(
        {"type": one_of("image"), "alt_text": string(limits.ALT_TEXT)},
        {**_ID, "image_url": url, "slack_file": slack_file, "title": plain(limits.IMAGE_TITLE)},
        [exactly_one("image_url", "slack_file")],
    ),
    "actions": shape(
        {"type": one_of("actions"), "elements": array(elements.actions_element, limits.ACTIONS_ELEMENTS)},
        _ID,
        [_UNIQUE_ACTIONS],
    ),
    "context": shape(
        {"type": one_of("context"), "elements": array(elements.context_element, limits.CONTEXT_ELEMENTS)}, _ID
    ),
    "context_actions": shape(
        {
            "type": one_of("context_actions"),
            "elements": array(elements.context_actions_element, limits.CONTEXT_ACTIONS_ELEMENTS),
        },
        _ID,
        [_UNIQUE_ACTIONS],
    ),
    "input": shape(
        {"type": one_of("input"), "label": plain(limits.INPUT_LABEL), "element": elements.input_element},
        {**_ID, "hint": plain(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
        [_dispatching],
    ),
    "file": shape({"type": one_of("file"), "external_id": string(limits.EXTERNAL_ID), "source": one_of("remote")}, _ID),
    "markdown": shape({"type": one_of("markdown"), "text": string(limits.MARKDOWN_TEXT)}, _ID),
    "rich_text": rich_text,
    "video": _video(),
    "table": table,
    "data_table": data_table,
    "data_visualization": data_visualization,
    "task_card": _TASK,
    "plan": shape(
        {"type": one_of("plan"), "title": string(limits.TASK_TITLE)},
        {**_ID, "tasks": array(by_type({"task_card": _TASK}), limits.PLAN_TASKS, 0)},
    ),
    "card": _CARD,
    "carousel": shape(
        {"type": one_of("carousel"), "elements": array(by_type({"card": _CARD}), limits.CAROUSEL_CARDS)}, _ID
    ),
    "alert": shape(
        {"type": one_of("alert"), "text": text(limits.ALERT)},
        {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "container": shape(
        {"type": one_of("container"), "child_blocks": array(_anything, limits.CONTAINER_CHILDREN)},
        {
            **_ID,
            "title": plain(limits.CONTAINER_TITLE),
            "rich_text_title": rich_text,
            "subtitle": text(limits.CONTAINER_TITLE),
            "icon": elements.IMAGE,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        [at_least_one("title", "rich_text_title"), _not_with_divider, _container_children],
    ),
}

_EVERYWHERE: Final = ("section", "divider", "header", "image", "actions", "context", "input", "rich_text", "video")
_CHILDREN: Final = ("section", "divider", "header", "image", "actions", "context", "rich_text", "markdown", "task_card")

SURFACES: Final[dict[str, tuple[str, ...]]] = {
    "message": tuple(kind for kind in BLOCKS if kind != "alert"),
    "modal": (*_EVERYWHERE, "alert"),
    "home": _EVERYWHERE,
}

CHILD: Final = by_type(BLOCKS, lambda _: _CHILDREN)
BLOCK: Final = by_type(BLOCKS, lambda check: SURFACES[check.surface])
