"""A person's interactions: command, click, select, suggest, shortcut. Answered when the app has acknowledged them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.playground import payloads, responding, states, surfaces, telling
from bot.playground.acting import ActError, channel_of, message_of, user_of, writable
from bot.playground.calls import RefusalError
from bot.playground.delivery import Ack, Parcel
from bot.playground.filing import chosen
from bot.playground.messages import as_json
from bot.playground.seeing import view_json
from bot.playground.workspace import Channel, Message, User, View
from bot.playground.world import World

Json = dict[str, Any]

_BUTTONS: Final = ("button", "icon_button", "feedback_buttons", "overflow", "workflow_button")
NOT_SENT: Final = Ack("not_sent")


@dataclass(frozen=True)
class Place:
    """Where a person acts: in a message or in a view."""

    user: User
    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None

    def blocks(self) -> list[Json]:
        """Give the blocks that are shown there."""
        source = self.view.body if self.view is not None else self.message.body if self.message is not None else {}
        return list(source.get("blocks", []))


def place_of(world: World, given: Json) -> Place:
    """Find where a person acts: `view_id`, or `channel` and `ts`."""
    user = user_of(world, given)
    if given.get("view_id"):
        view = world.workspace.view(str(given["view_id"]))
        if view is None or view.user != user.id:
            raise ActError("unknown_view", f"{user.name} has no view {given['view_id']}")
        return Place(user, view=view)
    channel = channel_of(world, given, user, member=False)
    return Place(user, channel, message_of(channel, given, user))


def element_of(place: Place, given: Json) -> tuple[Json, Json]:
    """Find the element that is meant, and its block."""
    found = [
        (block, element)
        for _, block in surfaces.walk(place.blocks())
        for element in surfaces.elements_of(block)
        if element.get("action_id") == given.get("action_id")
        and given.get("block_id") in (None, block.get("block_id"))
        and place.user.id in element.get("visible_to_user_ids", [place.user.id])
    ]
    if not found:
        raise ActError("unknown_element", f"nothing here has the action id {given.get('action_id')}")
    if len(found) > 1:
        raise ActError("ambiguous_element", "give its block_id")
    return found[0]


def shown(world: World, user: User, ack: Ack) -> list[Json]:
    """Tell the person what Slack tells them when the app does not answer."""
    name = world.app.manifest.bot_name
    if ack.status == "timeout":
        return [telling.notice(world, user.id, "operation_timeout", f"{name} did not answer in time.")]
    if ack.status in {"failed", "not_delivered"}:
        return [telling.notice(world, user.id, "dispatch_failed", f"{name} could not be reached.")]
    return []


def outcome(world: World, user: User, ack: Ack, **more: Any) -> Json:
    """Answer an interaction."""
    return {"ack": ack.as_json(), "shown": shown(world, user, ack), **more}


async def command(world: World, given: Json) -> Json:
    """Type a slash command."""
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    writable(channel)
    name = str(given.get("command", ""))
    if given.get("thread_ts"):
        raise ActError("not_supported_in_thread", f"{name} is not supported in threads. Sorry!")
    known = next((each for each in world.app.manifest.commands if each["command"] == name), None)
    if known is None or not world.app.installed or user.team:
        raise ActError("unknown_command", f"{name} is not a valid command.")
    fields = payloads.command(world, user, channel, name, str(given.get("text", "")))
    ack = await world.deliveries.send(Parcel("slash_command", "commands", fields, known.get("url")))
    told = outcome(world, user, ack, ephemeral_ts=None)
    if ack.payload:
        try:
            said = responding.say(world, channel, user.id, ack.payload)
        except RefusalError as refusal:
            told["shown"].append(telling.notice(world, user.id, "invalid_ack", str(refusal)))
        else:
            told["ephemeral_ts"] = said.ts if said.ephemeral_to is not None else None
    return told


async def click(world: World, given: Json) -> Json:
    """Press a button, or choose from an overflow menu."""
    place = place_of(world, given)
    block, element = element_of(place, given)
    if element["type"] not in _BUTTONS:
        raise ActError("not_a_button", f"{element['type']} is set with select")
    action = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
    action |= _pressed(element, given.get("value"))
    told = await _send(world, place, action)
    return told | ({"url": element["url"]} if element.get("url") else {})


def _pressed(element: Json, value: Any) -> Json:
    if element["type"] == "feedback_buttons":
        buttons = (element["positive_button"], element["negative_button"])
        chosen = next((each for each in buttons if each["value"] == value), None)
        if chosen is None:
            raise ActError("unknown_option", f"there is no button {value}")
        return {"value": chosen["value"], "text": chosen["text"]}
    if element["type"] == "overflow":
        option = next((each for each in element["options"] if each["value"] == value), None)
        if option is None:
            raise ActError("unknown_option", f"there is no option {value}")
        return {"selected_option": option}
    return {key: element[key] for key in ("text", "value", "style") if key in element}


async def _send(world: World, place: Place, action: Json) -> Json:
    if not world.app.manifest.interactive:
        raise ActError("interactivity_disabled", "the manifest has interactivity off")
    action["action_ts"] = world.stamps.next()
    if place.view is not None:
        payload = payloads.in_view(world, place.user, place.view, action)
    elif place.channel is not None and place.message is not None:
        payload = payloads.in_message(world, place.user, place.channel, place.message, action)
    ack = await world.deliveries.send(Parcel("block_actions", "interactive", payload))
    return outcome(world, place.user, ack, trigger_id=payload["trigger_id"])


async def select(world: World, given: Json) -> Json:
    """Set an input; sent to the app where Slack sends it."""
    place = place_of(world, given)
    block, element = element_of(place, given)
    if element["type"] not in states.KEYS:
        raise ActError("not_an_input", f"{element['type']} is pressed with click")
    try:
        state = held(world, element, given.get("value"), await _offered(world, place, block, element, given))
    except states.UnfitError as unfit:
        raise ActError("unfit_value", str(unfit)) from None
    keep(world, place, block, element, state)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return outcome(world, place.user, NOT_SENT)
    action = {**state, "block_id": block["block_id"], "action_id": element["action_id"]}
    return await _send(world, place, action)


def held(world: World, element: Json, value: Any, offered: list[Json] | None = None) -> Json:
    """Give the state of an input that holds a value. Files are given by id, and held as Slack describes them."""
    state = states.holding(element, value, offered)
    return state | {"files": chosen(world, element, state["files"])} if "files" in state else state


def keep(world: World, place: Place, block: Json, element: Json, state: Json) -> None:
    """Remember what an input holds."""
    if place.view is not None:
        place.view.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        place.view.errors.pop(block["block_id"], None)
        tell = telling.home if place.view.body["type"] == "home" else telling.modals
        tell(world, place.user.id)
    elif place.channel is not None and place.message is not None:
        values = place.message.states.setdefault(place.user.id, {})
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
        telling.message(world, place.channel, place.message)


async def _offered(world: World, place: Place, block: Json, element: Json, given: Json) -> list[Json] | None:
    if "external" not in element["type"] or given.get("value") in (None, []):
        return None
    wanted = given["value"] if isinstance(given["value"], list) else [given["value"]]
    ack = await _ask(world, place, block, element, str(given.get("typed", "")))
    known = [*_options(ack.payload or {}), *element.get("initial_options", [])]
    missing = [value for value in wanted if value not in {option["value"] for option in known}]
    return known if not missing else []


def _options(answer: Json) -> list[Json]:
    grouped = [option for group in answer.get("option_groups", []) for option in group.get("options", [])]
    return [*answer.get("options", []), *grouped]


async def _ask(world: World, place: Place, block: Json, element: Json, typed: str) -> Ack:
    payload = payloads.suggestion(world, place.user, block["block_id"], element, typed)
    if place.view is not None:
        payload |= {"container": {"type": "view", "view_id": place.view.id}, "view": view_json(world, place.view)}
    elif place.channel is not None and place.message is not None:
        payload["container"] = payloads.message_container(place.channel, place.message)
        payload |= {
            "channel": payloads.of_channel(place.channel),
            "message": as_json(place.channel, place.message),
        }
    return await world.deliveries.send(Parcel("block_suggestion", "options", payload))


async def suggest(world: World, given: Json) -> Json:
    """Type into an external select and see what it offers."""
    place = place_of(world, given)
    block, element = element_of(place, given)
    if "external" not in element["type"]:
        raise ActError("not_external", f"{element['type']} has its own options")
    ack = await _ask(world, place, block, element, str(given.get("value", "")))
    answer = ack.payload or {}
    told = outcome(world, place.user, ack, options=answer.get("options"), option_groups=answer.get("option_groups"))
    if ack.status == "acked" and len(_options(answer)) > 100:
        told["shown"].append(telling.notice(world, place.user.id, "invalid_ack", "more than 100 options"))
    return told


async def shortcut(world: World, given: Json) -> Json:
    """Use a global shortcut, or with `channel` and `ts` a message shortcut."""
    user, callback_id = user_of(world, given), str(given.get("callback_id", ""))
    kind = "message" if given.get("ts") else "global"
    known = [each for each in world.app.manifest.shortcuts if each["callback_id"] == callback_id]
    if user.team or not any(each["type"] == kind for each in known):
        raise ActError("unknown_shortcut", f"there is no {kind} shortcut {callback_id}")
    if kind == "message":
        place = place_of(world, given)
        if place.channel is None or place.message is None:
            raise ActError("unknown_message", "a message shortcut needs a message")
        payload = payloads.message_shortcut(world, user, callback_id, place.channel, place.message)
        ack = await world.deliveries.send(Parcel("message_action", "interactive", payload))
    else:
        payload = payloads.global_shortcut(world, user, callback_id)
        ack = await world.deliveries.send(Parcel("shortcut", "interactive", payload))
    return outcome(world, user, ack, trigger_id=payload["trigger_id"])
