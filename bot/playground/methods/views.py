"""views.*: modals and the Home tab."""

from __future__ import annotations

from typing import Any

from bot.playground import modals
from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.seeing import view_json
from bot.playground.triggers import exchange
from bot.playground.workspace import View

Json = dict[str, Any]


def _told(call: Call, view: View) -> Json:
    return {"view": view_json(call.world, view)}


def _trigger_id(call: Call) -> str:
    given = call.get("trigger_id") or call.get("interactivity_pointer")
    if not given:
        raise invalid_arguments("missing required field: trigger_id")
    return str(given)


@method("views.open", "view!:dict trigger_id interactivity_pointer", tier=4)
def open_(call: Call) -> Json:
    """Open a modal for the person of a trigger."""
    body = modals.checked(call.world, call.get("view"), "modal")
    trigger = exchange(call.world, _trigger_id(call))
    return _told(call, modals.open_root(call.world, trigger.user, body, trigger.channel))


@method("views.push", "view!:dict trigger_id interactivity_pointer", tier=4)
def push(call: Call) -> Json:
    """Put a modal on top of the one its trigger was made in."""
    body = modals.checked(call.world, call.get("view"), "modal")
    trigger = exchange(call.world, _trigger_id(call))
    stack = call.world.workspace.modals[trigger.user]
    if not stack or trigger.view not in {view.id for view in stack}:
        raise RefusalError("not_found")
    return _told(call, modals.push(call.world, stack[-1], body))


@method("views.update", "view!:dict view_id external_id hash", tier=4)
def update(call: Call) -> Json:
    """Replace an open modal."""
    if not call.get("view_id") and not call.get("external_id"):
        raise invalid_arguments("missing required field: view_id or external_id")
    view = call.world.workspace.view(call.get("view_id"), call.get("external_id"))
    if view is None:
        raise RefusalError("not_found")
    if call.get("hash", view.hash) != view.hash:
        raise RefusalError("hash_conflict")
    body = modals.checked(call.world, call.get("view"), str(view.body["type"]), view)
    modals.replace(call.world, view, body)
    return _told(call, view)


@method("views.publish", "user_id! view!:dict hash", tier=4)
def publish(call: Call) -> Json:
    """Show a Home view to a person."""
    world = call.world
    if not world.app.manifest.tab("home_tab_enabled"):
        raise RefusalError("not_enabled")
    user = call.user("user_id", "user_not_found")
    home = world.workspace.homes.get(user.id)
    if home is not None and call.get("hash", home.hash) != home.hash:
        raise RefusalError("hash_conflict", view=view_json(world, home))
    body = modals.checked(world, call.get("view"), "home", home)
    if home is None:
        return _told(call, modals.publish(world, user.id, body))
    modals.replace(world, home, body)
    return _told(call, home)
