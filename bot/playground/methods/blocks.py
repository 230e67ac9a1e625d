"""blocks.validate: everything Slack would refuse in blocks, a message or a view, with pointers."""

from __future__ import annotations

from typing import Any

from bot.playground import surfaces
from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.shapes import Problem

Json = dict[str, Any]


@method("blocks.validate", "blocks:list message:dict view:dict", tier=3)
def blocks_validate(call: Call) -> Json:
    """Check a payload without using it."""
    given = [name for name in ("blocks", "message", "view") if call.get(name) is not None]
    if len(given) != 1:
        raise invalid_arguments("provide exactly one of blocks, message, view")
    name, value = given[0], call.get(given[0])
    problems = _problems(name, value)
    if problems:
        raise RefusalError(f"invalid_{name}", errors=[problem.as_json() for problem in problems])
    return {}


def _problems(name: str, value: Any) -> list[Problem]:
    if name == "blocks":
        return surfaces.message_problems(value, "")
    if name == "message":
        return surfaces.message_problems(value.get("blocks", []), "/blocks")
    surface = "home" if value.get("type") == "home" else "modal"
    return surfaces.view_problems(value, surface, "")
