"""apps.*, canvases.create, entity.presentDetails."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.manifest import problems_of
from bot.playground.triggers import exchange

Json = dict[str, Any]


@method("apps.connections.open", scopes=("connections:write",), tier=0, by="app")
def connections_open(call: Call) -> Json:
    """Issue the address of a Socket Mode connection."""
    world = call.world
    if world.app.mode != "socket":
        raise RefusalError("socket_mode_not_enabled")
    address = world.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={world.sockets.ticket()}&app_id={world.app.id}"}


@method("apps.manifest.validate", "manifest!:dict app_id", by="any")
def manifest_validate(call: Call) -> Json:
    """Say what is wrong with a manifest."""
    problems = problems_of(call.get("manifest"))
    if problems:
        errors = [{"message": problem.message, "pointer": problem.pointer} for problem in problems]
        raise RefusalError("invalid_manifest", errors=errors)
    return {"errors": []}


@method("canvases.create", "title document_content:dict channel_id", scopes=("canvases:write",), tier=2)
def canvases_create(call: Call) -> Json:
    """Make a canvas. Only its id is kept."""
    content = call.get("document_content", {"type": "markdown", "markdown": ""})
    if content.get("type") != "markdown" or not isinstance(content.get("markdown"), str):
        raise RefusalError("canvas_creation_failed", detail="document_content must be markdown")
    if call.get("channel_id") is not None:
        call.channel("channel_id")
    return {"canvas_id": call.world.workspace.ids.next("F")}


@method(
    "entity.presentDetails",
    "trigger_id! metadata:dict user_auth_required:bool user_auth_url error:dict",
    tier=4,
)
def entity_present_details(call: Call) -> Json:
    """Take the details of a Work Object."""
    given = [name for name in ("metadata", "user_auth_required", "error") if call.get(name)]
    if len(given) != 1:
        raise invalid_arguments("exactly one of metadata, user_auth_required, error is required")
    if call.get("user_auth_required") and not call.get("user_auth_url"):
        raise invalid_arguments("missing required field: user_auth_url")
    exchange(call.world, str(call.get("trigger_id")))
    return {}
