"""Views: making, stacking, replacing and closing them. Used by views.* and by what comes back with an ack."""

from __future__ import annotations

from typing import Any, Final

from bot.playground import content, limits, states, surfaces, telling
from bot.playground.calls import RefusalError
from bot.playground.workspace import View
from bot.playground.world import World

Json = dict[str, Any]

_DEFAULTS: Final[Json] = {"private_metadata": "", "callback_id": "", "external_id": ""}
_MODAL_DEFAULTS: Final[Json] = {"submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}


def checked(world: World, view: Any, surface: str, replaces: View | None = None) -> Json:
    """Check a view and fill in what Slack fills in; RefusalError when Slack would not take it."""
    problems = surfaces.view_problems(view, surface)
    if problems:
        raise content.refused("invalid_arguments", problems)
    content.not_yet(world, view["blocks"], "/view/blocks")
    if surfaces.too_large(view):
        raise RefusalError("view_too_large")
    taken = world.workspace.view(None, view.get("external_id"))
    if taken is not None and taken is not replaces:
        raise RefusalError("duplicate_external_id")
    blocks = surfaces.with_ids(view["blocks"], lambda: world.workspace.ids.next("b", 4))
    defaults = _DEFAULTS | (_MODAL_DEFAULTS if surface == "modal" else {})
    return {**defaults, **view, "blocks": blocks}


def make(world: World, user: str, body: Json, below: View | None = None, channel: str | None = None) -> View:
    """Make a view; `below` is the one it is stacked on."""
    view_id = world.workspace.ids.next("V")
    return View(
        id=view_id,
        user=user,
        body=body,
        hash=new_hash(world),
        root=below.root if below is not None else view_id,
        previous=below.id if below is not None else None,
        values=states.initial(body["blocks"]),
        channel=channel,
    )


def new_hash(world: World) -> str:
    """Make a hash, different for every state of a view."""
    return f"{int(world.clock.now())}.{world.workspace.ids.number('hash'):08x}"


def open_root(world: World, user: str, body: Json, channel: str | None) -> View:
    """Open a modal as the only one of its person."""
    view = make(world, user, body, channel=channel)
    world.workspace.modals[user] = [view]
    telling.modals(world, user)
    return view


def push(world: World, below: View, body: Json) -> View:
    """Put a modal on top of the visible one; three at most."""
    stack = world.workspace.modals[below.user]
    if len(stack) >= limits.MODAL_STACK:
        raise RefusalError("push_limit_reached")
    view = make(world, below.user, body, below, below.channel)
    stack.append(view)
    telling.modals(world, below.user)
    return view


def replace(world: World, view: View, body: Json) -> None:
    """Replace what a view shows; inputs of the same ids keep what was filled in."""
    view.body, view.hash, view.errors = body, new_hash(world), {}
    view.values = states.merged(body["blocks"], view.values)
    if body["type"] == "home":
        telling.home(world, view.user)
    else:
        telling.modals(world, view.user)


def publish(world: World, user: str, body: Json) -> View:
    """Show a Home view to a person for the first time."""
    view = make(world, user, body)
    world.workspace.homes[user] = view
    telling.home(world, user)
    return view


def close(world: World, view: View) -> list[View]:
    """Close a modal and those above it, or the whole stack where the view says so. Answers the closed, top first."""
    stack = world.workspace.modals[view.user]
    at = 0 if view.body.get("clear_on_close") else stack.index(view)
    closed = list(reversed(stack[at:]))
    del stack[at:]
    telling.modals(world, view.user)
    return closed


def clear(world: World, user: str) -> list[View]:
    """Close all modals of a person. Answers the closed, top first."""
    closed = list(reversed(world.workspace.modals[user]))
    world.workspace.modals[user] = []
    telling.modals(world, user)
    return closed
