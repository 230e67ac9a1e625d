"""A person's doings in conversations: write, edit, delete, react, pin, read, come and go."""

from __future__ import annotations

from typing import Any

from bot.playground import conversing, events, posting, telling
from bot.playground.filing import file_json, new_file
from bot.playground.messages import from_user
from bot.playground.seeing import can_see
from bot.playground.typed import stored
from bot.playground.workspace import Channel, Message, User
from bot.playground.world import World

Json = dict[str, Any]


class ActError(Exception):
    """Something a person cannot do: a short word for it, and what is in the way."""

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(error)
        self.error, self.detail = error, detail


def user_of(world: World, given: Json, key: str = "user") -> User:
    """Find the person who acts."""
    found = world.workspace.user_named(str(given.get(key, "")))
    if found is None:
        raise ActError("unknown_user", f"no user is called {given.get(key)}")
    return found


def channel_of(world: World, given: Json, user: User, *, member: bool = True) -> Channel:
    """Find the conversation; `app` is the person's DM with the app. By default the person must be in it."""
    name = str(given.get("channel", ""))
    found = conversing.open_dm(world, user.id) if name == "app" else world.workspace.channel_named(name)
    if found is None or not can_see(found, user.id):
        raise ActError("unknown_channel", f"{user.name} knows no channel {name}")
    if member and user.id not in found.members:
        raise ActError("not_in_channel", f"{user.name} is not in {found.name}")
    return found


def message_of(channel: Channel, given: Json, user: User) -> Message:
    """Find a message that this person sees."""
    found = channel.messages.get(str(given.get("ts", "")))
    if found is None or found.ephemeral_to not in (None, user.id):
        raise ActError("unknown_message", f"no message {given.get('ts')}")
    return found


def writable(channel: Channel) -> None:
    """Refuse to write in an archived channel."""
    if channel.is_archived:
        raise ActError("is_archived", f"{channel.name} is archived")


def done(channel: Channel, sent: list[str], **more: Any) -> Json:
    """Answer an act that sends events."""
    return {"channel": channel.id, **more, "events": sent}


def message(world: World, given: Json) -> Json:
    """Write a message, in a thread when `thread_ts` is given, with files when there are some."""
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    writable(channel)
    if _read_only(world, channel):
        raise ActError("messages_tab_read_only", "the app takes no messages")
    thread_ts = given.get("thread_ts")
    if thread_ts is not None and channel.message(thread_ts) is None:
        raise ActError("unknown_message", f"no thread {thread_ts}")
    text, blocks = stored(world.workspace, str(given.get("text", "")))
    body = from_user(world, user, text, blocks)
    files = [_upload(world, user, each, [channel.id]) for each in given.get("files") or []]
    if files:
        body |= {"subtype": "file_share", "files": files, "upload": False}
    elif given.get("broadcast") and thread_ts is not None:
        body["subtype"] = "thread_broadcast"
    made, sent = posting.post(world, channel, body, thread_ts)
    return done(channel, sent, ts=made.ts)


def _read_only(world: World, channel: Channel) -> bool:
    ours = channel.type == "im" and world.app.bot_user_id in channel.members
    return ours and world.app.manifest.tab("messages_tab_read_only_enabled")


def upload(world: World, given: Json) -> Json:
    """Upload files without sharing them, for the file input of a modal."""
    user = user_of(world, given)
    return {"files": [_upload(world, user, each, []) for each in given.get("files") or []]}


def _upload(world: World, user: User, given: Json, shares: list[str]) -> Json:
    content = str(given.get("content", "")).encode()
    file = new_file(world, str(given.get("name", "file.txt")), user.id, len(content))
    file.content, file.done, file.shares = content, True, shares
    return file_json(world, file)


def mention(world: World, given: Json) -> Json:
    """Write a message to the app: its @name goes in front."""
    return message(world, {**given, "text": f"<@{world.app.bot_user_id}> {given.get('text', '')}"})


def edit(world: World, given: Json) -> Json:
    """Edit one's own message."""
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    found = message_of(channel, given, user)
    if found.body["user"] != user.id or found.ephemeral_to is not None:
        raise ActError("cant_update_message", "only one's own messages can be edited")
    text, blocks = stored(world.workspace, str(given.get("text", "")))
    sent = posting.change(world, channel, found, {**found.body, "text": text, "blocks": blocks})
    return done(channel, sent, ts=found.ts)


def delete(world: World, given: Json) -> Json:
    """Delete one's own message, anybody's as an admin; dismiss an ephemeral one."""
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    found = message_of(channel, given, user)
    if found.ephemeral_to is None and found.body["user"] != user.id and not user.is_admin:
        raise ActError("cant_delete_message", "only one's own messages can be deleted")
    return done(channel, posting.remove(world, channel, found), ts=found.ts)


def react(world: World, given: Json) -> Json:
    """React to a message."""
    return _reaction(world, given, add=True)


def unreact(world: World, given: Json) -> Json:
    """Take one's reaction back."""
    return _reaction(world, given, add=False)


def _reaction(world: World, given: Json, *, add: bool) -> Json:
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    found, name = message_of(channel, given, user), str(given.get("name", "")).strip(":")
    has = user.id in found.reactions.get(name, [])
    if has == add or not name:
        raise ActError("already_reacted" if add else "no_reaction", name)
    do = posting.react if add else posting.unreact
    return done(channel, do(world, channel, found, user.id, name), ts=found.ts)


def pin(world: World, given: Json) -> Json:
    """Pin a message."""
    return _pin(world, given, add=True)


def unpin(world: World, given: Json) -> Json:
    """Take a pin away."""
    return _pin(world, given, add=False)


def _pin(world: World, given: Json, *, add: bool) -> Json:
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    found = message_of(channel, given, user)
    if (found.ts in channel.pins) == add:
        raise ActError("already_pinned" if add else "no_pin", found.ts)
    do = posting.pin if add else posting.unpin
    return done(channel, do(world, channel, found, user.id), ts=found.ts)


def read(world: World, given: Json) -> Json:
    """Mark a channel as read."""
    user = user_of(world, given)
    channel = channel_of(world, given, user, member=False)
    if channel.messages:
        channel.last_read[user.id] = max(channel.messages)
        telling.channel(world, channel)
    return {"last_read": channel.last_read.get(user.id)}


def _who(world: World, given: Json) -> User:
    return world.bot if given.get("who", "app") == "app" else user_of(world, given, "who")


def invite(world: World, given: Json) -> Json:
    """Bring somebody into a channel; by default the app's bot."""
    user = user_of(world, given)
    channel, who = channel_of(world, given, user), _who(world, given)
    writable(channel)
    if channel.type == "im":
        raise ActError("method_not_supported_for_channel_type", "nobody can be invited into a DM")
    if who.id in channel.members:
        raise ActError("already_in_channel", who.name)
    if who.is_bot and not world.app.installed:
        raise ActError("app_not_installed", who.name)
    return done(channel, posting.join(world, channel, who.id, user.id))


def remove(world: World, given: Json) -> Json:
    """Take somebody out of a channel; by default the app's bot."""
    user = user_of(world, given)
    channel, who = channel_of(world, given, user), _who(world, given)
    if who.id not in channel.members or channel.type == "im":
        raise ActError("not_in_channel", who.name)
    return done(channel, posting.leave(world, channel, who.id))


def create_channel(world: World, given: Json) -> Json:
    """Make a channel, public or private."""
    user, name = user_of(world, given), str(given.get("name", "")).removeprefix("#")
    if not name or world.workspace.channel_named(name) is not None:
        raise ActError("name_taken" if name else "invalid_name", name)
    kind = "group" if given.get("is_private") else "channel"
    return done(conversing.make(world, kind, name, user.id, [user.id]), [])


def archive(world: World, given: Json) -> Json:
    """Archive a channel."""
    return _archive(world, given, archived=True)


def unarchive(world: World, given: Json) -> Json:
    """Bring an archived channel back."""
    return _archive(world, given, archived=False)


def _archive(world: World, given: Json, *, archived: bool) -> Json:
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    if channel.is_archived == archived or channel.type in {"im", "mpim"}:
        raise ActError("already_archived" if archived else "not_archived", channel.name)
    word = "archive" if archived else "unarchive"
    channel.is_archived = archived
    body = {"type": "message", "subtype": f"channel_{word}", "user": user.id, "text": f"{word}d the channel"}
    posting.post(world, channel, body)
    telling.channel(world, channel)
    kind = f"{'group' if channel.type == 'group' else 'channel'}_{word}"
    event = {"type": kind, "channel": channel.id, "user": user.id, "event_ts": world.stamps.next()}
    return done(channel, events.emit(world, event, channel))
