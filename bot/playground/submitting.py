"""A person submits or closes a modal, and what the app's ack does to the stack."""

from __future__ import annotations

from typing import Any

from bot.playground import modals, payloads, states, surfaces, telling
from bot.playground.acting import ActError, user_of
from bot.playground.calls import RefusalError
from bot.playground.delivery import Ack, Parcel
from bot.playground.interacting import NOT_SENT, Place, element_of, held, keep, outcome
from bot.playground.seeing import modals_json
from bot.playground.workspace import User, View
from bot.playground.world import World

Json = dict[str, Any]


class AckError(Exception):
    """An ack that Slack cannot use."""


def _visible(world: World, given: Json, user: User) -> View:
    stack = world.workspace.modals[user.id]
    if not stack:
        raise ActError("no_modal", f"{user.name} has no modal open")
    if given.get("view_id") not in (None, stack[-1].id):
        raise ActError("not_visible", "another modal is in front")
    return stack[-1]


def _fill(world: World, user: User, view: View, values: Json) -> None:
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            place = Place(user, view=view)
            block, element = element_of(place, {"block_id": block_id, "action_id": action_id})
            offered = element.get("initial_options", []) if "external" in element["type"] else None
            try:
                keep(world, place, block, element, held(world, element, value, offered))
            except states.UnfitError as unfit:
                raise ActError("unfit_value", str(unfit)) from None


def _complaints(view: View) -> dict[str, str]:
    found = {}
    for _, block in surfaces.walk(view.body["blocks"]):
        if block["type"] == "input":
            words = states.complaint(block, view.values[block["block_id"]][block["element"]["action_id"]])
            if words is not None:
                found[block["block_id"]] = words
    return found


async def submit(world: World, given: Json) -> Json:
    """Press a modal's submit button."""
    user = user_of(world, given)
    view = _visible(world, given, user)
    if not view.body.get("submit"):
        raise ActError("no_submit_button", "the modal has none")
    _fill(world, user, view, given.get("values") or {})
    view.errors = _complaints(view)
    if view.errors:
        telling.modals(world, user.id)
        return _told(world, user, NOT_SENT, view.errors)
    ack = await world.deliveries.send(Parcel("view_submission", "interactive", payloads.submission(world, user, view)))
    if ack.status != "acked":
        return _told(world, user, ack, {})
    try:
        errors = _obey(world, view, ack.payload or {})
    except (AckError, RefusalError) as problem:
        told = _told(world, user, ack, {})
        detail = problem.answer if isinstance(problem, RefusalError) else {"error": str(problem)}
        told["shown"].append(telling.notice(world, user.id, "invalid_ack", f"The answer cannot be used: {detail}"))
        return told
    return _told(world, user, ack, errors)


def _told(world: World, user: User, ack: Ack, errors: dict[str, str]) -> Json:
    action = (ack.payload or {}).get("response_action")
    stack = modals_json(world, user.id)["modals"]
    return outcome(world, user, ack, response_action=action, errors=dict(errors), modals=stack)


def _obey(world: World, view: View, answer: Json) -> dict[str, str]:
    stack = world.workspace.modals[view.user]
    action = answer.get("response_action")
    allowed = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}, "clear": set(), None: set()}
    if action not in allowed or set(answer) - {"response_action"} != allowed[action]:
        raise AckError(f"response_action {action} with {sorted(set(answer) - {'response_action'})}")
    if action == "errors":
        view.errors = _errors(view, answer["errors"])
        telling.modals(world, view.user)
    elif action == "update":
        modals.replace(world, view, modals.checked(world, answer["view"], "modal", view))
    elif action == "push":
        modals.push(world, view, modals.checked(world, answer["view"], "modal"))
    elif action == "clear":
        modals.clear(world, view.user)
    elif view in stack:
        del stack[stack.index(view) :]
        telling.modals(world, view.user)
    return view.errors


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for _, block in surfaces.walk(view.body["blocks"]) if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise AckError("errors must name blocks")
    wrong = [block_id for block_id in errors if block_id not in inputs]
    if wrong or not all(isinstance(each, str) and each for each in errors.values()):
        raise AckError(f"errors may name input blocks only: {', '.join(wrong)}")
    return dict(errors)


async def close(world: World, given: Json) -> Json:
    """Close the visible modal, or the whole stack."""
    user = user_of(world, given)
    view = _visible(world, given, user)
    everything = bool(given.get("all"))
    cleared = everything or bool(view.body["clear_on_close"])
    closed = modals.clear(world, user.id) if everything else modals.close(world, view)
    ack = NOT_SENT
    for each in closed:
        if each.body["notify_on_close"]:
            payload = payloads.closed(world, user, each, cleared=cleared)
            ack = await world.deliveries.send(Parcel("view_closed", "interactive", payload))
    return {"ack": ack.as_json(), "shown": [], "modals": modals_json(world, user.id)["modals"]}
