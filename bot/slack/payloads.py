"""What Slack delivers, read into our values. Pure; the only place that knows the payloads' keys."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channel_rules import ChannelRules
from bot.places import Place, Tenant, Thread
from bot.usecases import hearing
from bot.usecases.questions import Asked, Attendance, Way

Json = Mapping[str, Any]

#: Kinds of message events that are somebody saying something; every other subtype is news about a message.
SAID = (None, "file_share")


@dataclass(frozen=True)
class Actor:
    """Who did something where. `reply_url` and `trigger` come with clicks and commands and soon expire.

    `stranger` is somebody of another organisation, in a channel shared by Slack Connect, as far as Slack's message says
    so. `seat` is the thread with us
    in which they go on with a review of `place`.
    """

    place: Place
    user: str
    thread: str = ""
    reply_url: str = ""
    trigger: str = ""
    stranger: bool = False
    ephemeral: bool = False
    seat: Thread | None = None


def tenant_of(body: Json) -> Tenant:
    """The workspace that a payload belongs to: the one that authorised us, where Slack says so.

    What comes out of a modal names the team of who filled it in, which need not be ours; its view names ours.
    """
    given = (body.get("authorizations") or [{}])[0]
    theirs = (body.get("team") or {}).get("id") or ""
    ours = (body.get("view") or {}).get("app_installed_team_id") or theirs
    team = given.get("team_id") or body.get("team_id") or ours or body["user"]["team_id"]
    named = (body.get("enterprise") or {}).get("id") if ours == theirs else ""
    enterprise = given.get("enterprise_id") or body.get("enterprise_id") or named or ""
    return Tenant(str(enterprise), str(team))


def actor_of(body: Json) -> Actor:
    """Who clicked, submitted or typed a command, and where."""
    tenant = tenant_of(body)
    if "command" in body:
        return Actor(
            Place(tenant, body["channel_id"]),
            body["user_id"],
            reply_url=body.get("response_url", ""),
            trigger=body.get("trigger_id", ""),
        )
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    message = body.get("message") or {}
    return Actor(
        place=Place(tenant, channel),
        user=body["user"]["id"],
        thread=container.get("thread_ts") or message.get("thread_ts") or "",
        reply_url=body.get("response_url", ""),
        trigger=body.get("trigger_id", ""),
        stranger=_elsewhere(body["user"].get("team_id"), tenant),
        ephemeral=bool(container.get("is_ephemeral")),
    )


def speaker_of(body: Json) -> Actor:
    """Who wrote the message of an event, and in which thread it is or would be."""
    event = body["event"]
    place = Place(tenant_of(body), event["channel"])
    theirs = event.get("user_team") or event.get("team")
    return Actor(
        place,
        event.get("user", ""),
        thread=event.get("thread_ts") or event.get("ts", ""),
        stranger=_elsewhere(theirs, place.tenant),
    )


def _elsewhere(team: Any, tenant: Tenant) -> bool:
    """Whether a team is surely of another organisation.

    On Enterprise Grid it may be another workspace of ours, which a payload doesn't tell: whoever decides by this asks
    Slack of the person too.
    """
    if not team or team in (tenant.team, tenant.enterprise):
        return False
    return not tenant.enterprise or str(team).startswith("E")


def question_id(place: Place, what: str) -> str:
    """The id of a question: the same message always gives the same."""
    key = f"{place.tenant.enterprise}|{place.tenant.team}|{place.channel}|{what}"
    return "q" + hashlib.sha256(key.encode()).hexdigest()[:20]


def said(body: Json) -> bool:
    """Whether the event is a person saying something, not a bot and not news about an earlier message."""
    event = body["event"]
    return event.get("subtype") in SAID and not event.get("bot_id") and bool(event.get("user"))


def asked_in(body: Json, me: str, attendance: Attendance | None, rules: ChannelRules, at: datetime) -> Asked | None:
    """The question in a message event; None when there is none for us.

    `attendance` is that of the thread which the message is in, None outside threads.
    """
    event = body["event"]
    way = _way(event, me, attendance, rules)
    text = event.get("text") or ""
    if way is None or hearing.word_in(text) or (not hearing.without_mention(text, me) and not event.get("files")):
        return None
    place = Place(tenant_of(body), event["channel"])
    return Asked(
        id=question_id(place, event["ts"]),
        place=place,
        by=event["user"],
        text=hearing.without_mention(text, me),
        way=way,
        at=at,
        ts=event["ts"],
        thread=Thread(place, event.get("thread_ts") or event["ts"]),
        private=rules.private and way is not Way.DIRECT,
    )


def _way(event: Json, me: str, attendance: Attendance | None, rules: ChannelRules) -> Way | None:
    if event["type"] == "app_mention":
        return Way.MENTION
    if event.get("channel_type") == "im":
        return Way.DIRECT
    text = event.get("text") or ""
    return None if f"<@{me}" in text else hearing.way_of(text, me, attendance, rules.listening)


def commanded(body: Json, text: str, at: datetime, *, private: bool = True) -> Asked:
    """The question of a slash command; each command is a question of its own."""
    actor = actor_of(body)
    return Asked(
        id=question_id(actor.place, actor.trigger or text),
        place=actor.place,
        by=actor.user,
        text=text,
        way=Way.COMMAND,
        at=at,
        private=private,
        reply_url=actor.reply_url,
    )


def about_message(body: Json, at: datetime) -> Asked:
    """The question that the message shortcut asks: about what somebody else wrote, first for one person only."""
    actor = actor_of(body)
    message = body["message"]
    return Asked(
        id=question_id(actor.place, f"{actor.trigger}|{message['ts']}"),
        place=actor.place,
        by=actor.user,
        text=_text_of(message),
        way=Way.SHORTCUT,
        at=at,
        ts=message["ts"],
        thread=Thread(actor.place, message.get("thread_ts") or message["ts"]),
        private=True,
    )


def _text_of(message: Json) -> str:
    if message.get("text"):
        return str(message["text"])
    texts = [part.get("text", "") for part in _texts(message.get("blocks") or [])]
    return "\n".join(text for text in texts if text)


def _texts(blocks: Any) -> list[Json]:
    """Every object with a text in a message's blocks, in order."""
    found: list[Json] = []
    for block in blocks:
        text = block.get("text")
        found += [text] if isinstance(text, Mapping) else [block] if isinstance(text, str) else []
        found += _texts(block.get("elements") or [])
    return found
