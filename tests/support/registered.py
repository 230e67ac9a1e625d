"""What the code in bot/slack listens to and calls, read from its text, so that a manifest can be held against it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.playground import methods
from bot.playground.calls import METHODS
from bot.slack import actions

#: What slack_sdk makes of one call of `files_upload_v2`.
UPLOADING = ("files.getUploadURLExternal", "files.completeUploadExternal")
SLACK = Path(__file__).parents[2] / "bot" / "slack"
assert methods  # importing them registers the table


def trees() -> Iterator[ast.Module]:
    for path in sorted(SLACK.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def registered(kind: str) -> set[str]:
    """Everything that is given by name to `app.event` and so on; patterns, which catch the rest, are passed over."""
    calls = (node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call))
    given = [
        call.args[0]
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == kind
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "app"
    ]
    return {value for each in given for value in _values(each)}


def _values(given: ast.expr) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Attribute(value=ast.Name(id="actions"), attr=name):
            yield getattr(actions, name)
        case ast.Dict(keys=keys, values=values):
            named = {key.value: value for key, value in zip(keys, values, strict=True)}
            yield from _values(named["callback_id"])
        case ast.Call():
            return
        case _:
            raise AssertionError(f"what is registered here? {ast.dump(given)}")


def called() -> set[str]:
    """The Web API methods that bot/slack names: as the client's own methods, or as texts."""
    known = {name.replace(".", "_"): name for name in METHODS}
    nodes = [node for tree in trees() for node in ast.walk(tree)]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    named = {known[name] for name in attributes & known.keys()}
    named |= set(UPLOADING) if "files_upload_v2" in attributes else set()
    return named | {node.value for node in nodes if isinstance(node, ast.Constant) and node.value in METHODS}


def elements(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message or a view that has an action id."""
    if isinstance(part, dict):
        if "action_id" in part:
            yield part
        for value in part.values():
            yield from elements(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from elements(value)
