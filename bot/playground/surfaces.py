"""Whole payloads: the blocks of a message, a modal, a Home view. Counts, totals, unique ids, missing ids."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

from bot.playground import limits
from bot.playground.blocks import BLOCK
from bot.playground.composition import plain, texts_of
from bot.playground.elements import ELEMENTS
from bot.playground.shapes import Check, Json, Problem, array, boolean, one_of, shape, string

_BUTTON = plain(limits.VIEW_BUTTON)
_COMMON: Final = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": string(limits.CALLBACK_ID, 0),
    "external_id": string(limits.EXTERNAL_ID, 0),
}
_VIEW_BLOCKS = array(BLOCK, limits.VIEW_BLOCKS)


def _needs_submit(check: Check, pointer: str, value: Json) -> None:
    if "submit" not in value and any(block["type"] == "input" for block in value["blocks"]):
        check.report(f"{pointer}/submit", "missing_field", "missing required field: submit")


_MODAL = shape(
    {"type": one_of("modal"), "title": plain(limits.VIEW_TITLE), "blocks": _VIEW_BLOCKS},
    {
        "submit": _BUTTON,
        "close": _BUTTON,
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
        **_COMMON,
    },
    [_needs_submit],
)
_HOME = shape({"type": one_of("home"), "blocks": _VIEW_BLOCKS}, _COMMON)


def message_problems(blocks: Any, pointer: str = "/blocks", most: int = limits.MESSAGE_BLOCKS) -> list[Problem]:
    """Tell what is wrong with the blocks of a message."""
    check = Check("message")
    array(BLOCK, most, 0)(check, pointer, blocks)
    if not check.problems:
        _unique(check, pointer, blocks)
        _counts(check, pointer, blocks)
    return check.problems


def view_problems(view: Any, surface: str, pointer: str = "/view") -> list[Problem]:
    """Tell what is wrong with a view for a surface, `modal` or `home`."""
    check = Check(surface)
    (_MODAL if surface == "modal" else _HOME)(check, pointer, view)
    if not check.problems:
        _unique(check, f"{pointer}/blocks", view["blocks"])
        _one_focus(check, f"{pointer}/blocks", view["blocks"])
    return check.problems


def too_large(view: Json) -> bool:
    """Tell whether a view exceeds what Slack stores."""
    return len(json.dumps(view).encode()) > limits.VIEW_BYTES


def text_too_long(blocks: list[Json]) -> bool:
    """Tell whether the texts of a message's blocks are too long together (`msg_blocks_too_long`)."""
    return sum(texts_of(block) for block in blocks if block["type"] not in {"data_table", "table"}) > limits.BLOCKS_TEXT


def _unique(check: Check, pointer: str, blocks: list[Json]) -> None:
    seen: set[str] = set()
    for at, block in walk(blocks, pointer):
        name = block.get("block_id")
        if name is not None and name in seen:
            check.report(f"{at}/block_id", "duplicate_value", f"block_id '{name}' already exists")
        seen.add(name or "")


def _counts(check: Check, pointer: str, blocks: list[Json]) -> None:
    kinds = [block["type"] for _, block in walk(blocks, pointer)]
    for kind, most in (("table", limits.TABLES_A_MESSAGE), ("data_visualization", limits.CHARTS_A_MESSAGE)):
        if kinds.count(kind) > most:
            check.limit(pointer, "max_items", most, kinds.count(kind), f"no more than {most} {kind} blocks allowed")
    markdown = sum(len(block["text"]) for _, block in walk(blocks, pointer) if block["type"] == "markdown")
    if markdown > limits.MARKDOWN_TEXT:
        message = f"markdown blocks must be less than {limits.MARKDOWN_TEXT + 1} characters together"
        check.limit(pointer, "max_length", limits.MARKDOWN_TEXT, markdown, message)


def _one_focus(check: Check, pointer: str, blocks: list[Json]) -> None:
    focused = [element for block in blocks for element in elements_of(block) if element.get("focus_on_load")]
    if len(focused) > 1:
        check.limit(pointer, "max_items", 1, len(focused), "only one element may have focus_on_load")


def walk(blocks: list[Json], pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Every block with its pointer, those inside other blocks too."""
    for at, block in enumerate(blocks):
        here = f"{pointer}/{at}"
        yield here, block
        yield from walk(block.get("child_blocks", []), f"{here}/child_blocks")
        yield from walk(block.get("tasks", []), f"{here}/tasks")
        if block["type"] == "carousel":
            yield from walk(block["elements"], f"{here}/elements")


def elements_of(block: Json) -> list[Json]:
    """List the elements in one block, not those of blocks inside it."""
    found = [block[key] for key in ("accessory", "element") if key in block]
    if block["type"] in {"actions", "context_actions", "context"}:
        found.extend(block["elements"])
    if block["type"] == "card":
        found.extend(block.get("actions", []))
    return found


_SILENT: Final = frozenset({"image", "plain_text", "mrkdwn"})


def with_ids(blocks: list[Json], new_id: Any) -> list[Json]:
    """Copy blocks as Slack stores them: each with a `block_id`, each interactive element with an `action_id`."""
    stored = copy.deepcopy(blocks)
    for _, block in walk(stored):
        block.setdefault("block_id", new_id())
        for element in elements_of(block):
            if element["type"] in ELEMENTS and element["type"] not in _SILENT:
                element.setdefault("action_id", new_id())
    return stored
