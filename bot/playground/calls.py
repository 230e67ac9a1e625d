"""Web API calls: what a method is, what it may be given, and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.playground.workspace import Channel, Message, Token, User
from bot.playground.world import World

Json = dict[str, Any]


class RefusalError(Exception):
    """A call that Slack refuses: `{"ok": false, "error": …}`, with more keys where Slack gives them."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error, **more}


def invalid_arguments(*messages: str) -> RefusalError:
    """Refuse arguments, saying which and why."""
    return RefusalError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {each}" for each in messages]})


@dataclass(frozen=True)
class Call:
    """One call: by which token, with which arguments. Arguments that were not given are absent."""

    world: World
    method: str
    token: Token | None
    arguments: Json
    client: tuple[str, str] | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """Give an argument, or the default when it was not given."""
        return self.arguments.get(name, default)

    def scope(self, *any_of: str) -> None:
        """Require one of these scopes, beyond those of the method."""
        provided = self.token.scopes if self.token is not None else ()
        if not set(any_of) & set(provided):
            raise RefusalError("missing_scope", needed=any_of[0], provided=",".join(provided))

    def channel(self, name: str = "channel", *, member: bool = True, writable: bool = True) -> Channel:
        """Find the conversation an argument names; by default the app must be in it and it must not be archived."""
        world, wanted = self.world, str(self.get(name, ""))
        found = world.workspace.channels.get(wanted)
        if found is None and wanted.startswith("#"):
            found = world.workspace.channel_named(wanted)
        if found is None or (found.type != "channel" and world.app.bot_user_id not in found.members):
            raise RefusalError("channel_not_found")
        if writable and found.is_archived:
            raise RefusalError("is_archived")
        if member and world.app.bot_user_id not in found.members:
            raise RefusalError("not_in_channel")
        return found

    def message(self, channel: Channel, name: str = "ts", error: str = "message_not_found") -> Message:
        """Find the message named by an argument."""
        found = channel.message(str(self.get(name, "")))
        if found is None or found.body.get("subtype") == "tombstone":
            raise RefusalError(error)
        return found

    def user(self, name: str = "user", error: str = "user_not_found") -> User:
        """Find the user named by an argument."""
        found = self.world.workspace.users.get(str(self.get(name, "")))
        if found is None:
            raise RefusalError(error)
        return found

    def thread(self, channel: Channel, name: str = "thread_ts") -> str | None:
        """Find the thread to reply to; it must begin with a message that is there and is not itself a reply."""
        wanted = self.get(name)
        if wanted is None:
            return None
        root = channel.messages.get(wanted)
        if root is None or root.ephemeral_to is not None:
            raise RefusalError("thread_not_found")
        if root.is_reply:
            raise RefusalError("cannot_reply_to_message")
        return root.ts


@dataclass(frozen=True)
class Method:
    """A Web API method.

    `arguments` maps names to types; one of `scopes` is needed; `tier` 0 has no limit by tier.
    """

    name: str
    run: Callable[[Call], Json]
    arguments: dict[str, str]
    required: tuple[str, ...]
    scopes: tuple[str, ...]
    tier: int
    by: str

    def read(self, given: Json) -> Json:
        """Check arguments and bring them into their types; RefusalError for what is unknown, missing or wrong."""
        given = {name: value for name, value in given.items() if value is not None}
        unknown = [f"unrecognized argument: {name}" for name in given if name not in self.arguments]
        missing = [f"missing required field: {name}" for name in self.required if given.get(name) in (None, "")]
        if unknown or missing:
            raise invalid_arguments(*unknown, *missing)
        return {name: _typed(name, value, self.arguments[name]) for name, value in given.items()}


METHODS: Final[dict[str, Method]] = {}


def method(
    name: str, arguments: str = "", *, scopes: tuple[str, ...] = (), tier: int = 3, by: str = "bot"
) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """Register a method.

    Arguments are words: `ts!` is required, `limit:int` has a type (str, int, bool, list, dict, any). `by` says whose
    token is wanted: bot, app, any, nobody.
    """
    words = [word.partition(":") for word in arguments.split()]
    types = {name.rstrip("!"): kind or "str" for name, _, kind in words}
    required = tuple(name.rstrip("!") for name, _, _ in words if name.endswith("!"))

    def register(run: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name] = Method(name, run, types, required, scopes, tier, by)
        return run

    return register


def _typed(name: str, value: Any, kind: str) -> Any:
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError):
        raise invalid_arguments(f"must be a valid {kind} [json-pointer:/{name}]") from None


def _text(value: Any) -> str:
    if isinstance(value, dict | list | bool):
        raise TypeError
    return str(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return int(value)


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"1", "true", "t"}:
        return True
    if str(value).lower() in {"0", "false", "f", ""}:
        return False
    raise ValueError


def _structure(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        parsed = json.loads(value) if isinstance(value, str) else value
        if not isinstance(parsed, kind):
            raise TypeError
        return parsed

    return read


def _anything(value: Any) -> Any:
    return value


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "str": _text,
    "int": _whole,
    "bool": _switch,
    "list": _structure(list),
    "dict": _structure(dict),
    "any": _anything,
}
