"""Things the app may use for a short while only: trigger ids and response URLs."""

from __future__ import annotations

from bot.playground import limits
from bot.playground.app import secret
from bot.playground.calls import RefusalError
from bot.playground.workspace import Channel, ResponseUrl, Trigger, View
from bot.playground.world import World


def trigger(world: World, user: str, view: View | None = None, channel: str | None = None) -> str:
    """Make a trigger id, good for one modal within three seconds. `view`: the modal it was made in."""
    number = world.workspace.ids.number("trigger")
    made = f"{number}.{world.team_id[1:]}.{secret('trigger', number)}"
    now, inside = world.clock.now(), view.id if view is not None else None
    world.workspace.triggers[made] = Trigger(made, user, now, inside, channel)
    return made


def exchange(world: World, trigger_id: str) -> Trigger:
    """Use a trigger id; RefusalError when it is unknown, too old or used."""
    found = world.workspace.triggers.get(trigger_id)
    if found is None:
        raise RefusalError("invalid_trigger_id")
    if found.used:
        raise RefusalError("exchanged_trigger_id")
    if world.clock.now() - found.made_at > limits.TRIGGER_SECONDS:
        raise RefusalError("expired_trigger_id")
    found.used = True
    return found


def response_url(world: World, user: str, channel: Channel, ts: str | None = None, thread_ts: str | None = None) -> str:
    """Make a response URL for an interaction in a channel; `ts` is the message it belongs to."""
    number = world.workspace.ids.number("response_url")
    key = f"{world.team_id}/{number}/{secret('response', number)}"
    made = ResponseUrl(key, user, channel.id, world.clock.now(), ts, thread_ts)
    world.workspace.response_urls[key] = made
    return f"{world.url}/actions/{key}"


def usable(world: World, key: str) -> ResponseUrl | None:
    """Find a response URL that may still be used: five times, within thirty minutes. Counts the use."""
    found = world.workspace.response_urls.get(key)
    if found is None or world.clock.now() - found.made_at > limits.RESPONSE_URL_SECONDS:
        return None
    if found.uses >= limits.RESPONSE_URL_USES:
        return None
    found.uses += 1
    return found
