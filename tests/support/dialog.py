"""A scenario as a transcript: who did what in the stand-in workspace, and what they then saw."""

from __future__ import annotations

import itertools
import time

from bot.playground.client import ControlError
from tests.playground.running import eventually

_NUMBERS = itertools.count(1)
COMMAND = "/lensbot"


class Dialog:
    """Acts in a channel of its own, with ana, ben and the bot in it."""

    def __init__(self, control, *, with_bot=True, private=False):
        self.control = control
        self.channel = f"team-{next(_NUMBERS)}"
        control.act("create_channel", "ana", name=self.channel, is_private=private)
        control.act("invite", "ana", channel=self.channel, who="ben")
        if with_bot:
            control.act("invite", "ana", channel=self.channel, who="app")
            self.until(lambda: any("Hello!" in message["text"] for message in self.seen("ana")))

    def until(self, holds, seconds=20.0):
        return eventually(holds, seconds)

    def mention(self, user, text, **more):
        """Mention the bot; the message's timestamp."""
        return self.control.mention(user, more.pop("channel", self.channel), text, **more)["ts"]

    def write(self, user, text, **more):
        return self.control.message(user, more.pop("channel", self.channel), text, **more)["ts"]

    def command(self, user, text, **more):
        return self.control.command(user, more.pop("channel", self.channel), COMMAND, text)

    def seen(self, user, channel=None):
        """Top-level messages of the channel as this person sees them."""
        return self.control.messages(user, channel or self.channel)

    def thread(self, user, ts, channel=None):
        """The replies under a message, as this person sees them."""
        root = next(message for message in self.seen(user, channel) if message["ts"] == ts)
        return root.get("replies") or []

    def replies(self, user, ts, count, channel=None):
        """Wait until there are so many finished replies of the bot's under a message, and answer them."""

        def finished():
            mine = [each for each in self.thread(user, ts, channel) if each.get("bot_id")]
            done = [each for each in mine if each.get("streaming_state") != "in_progress"]
            return mine if len(done) == len(mine) >= count else None

        return self.until(finished)

    def answer(self, user, ts, channel=None):
        """The bot's last reply under a message."""
        return self.replies(user, ts, 1, channel)[-1]

    def whispers(self, user, count=1, channel=None):
        """What only this person sees in the channel, once there is so much."""

        def found():
            everything = self.seen(user, channel)
            everything = everything + [reply for message in everything for reply in message.get("replies") or []]
            mine = [message for message in everything if message.get("ephemeral")]
            return mine if len(mine) >= count else None

        return self.until(found)

    def press(self, user, message, label, channel=None):
        """Press the button with this label in a message, again if the message was redrawn under the finger."""
        try:
            return self._press(user, message, label, channel)
        except ControlError:
            return self._press(user, message, label, channel)

    def _press(self, user, message, label, channel):
        element = self._newest(user, message, label, channel)
        where = {"channel": channel or self.channel, "ts": message["ts"], "block_id": element["block_id"]}
        return self.control.click(user, element["action_id"], **where, **element.get("more", {}))

    def _newest(self, user, message, label, channel):
        """The button as it is now, since a message that was redrawn has new blocks; else as it was."""
        everything = self.seen(user, channel)
        everything = everything + [reply for each in everything for reply in each.get("replies") or []]
        now = next((each for each in everything if each["ts"] == message["ts"]), message)
        try:
            return button(now, label)
        except AssertionError:
            return button(message, label)

    def modal(self, user):
        """The modal that this person has open."""
        return self.until(lambda: (self.control.view(user)["modals"] or [None])[-1])

    def silent(self, user, ts, seconds=1.0, channel=None):
        """Whether nothing comes under a message for a while. The only wait that can't end early."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(each.get("bot_id") for each in self.thread(user, ts, channel)):
                return False
            time.sleep(0.05)
        return True


def button(message, label):
    """The element with this label, and the block it is in; AssertionError with the labels there are."""
    labels = []
    for block in message["blocks"]:
        for element in [*(block.get("elements") or []), *([block["accessory"]] if "accessory" in block else [])]:
            for name, part in _labelled(element):
                labels.append(name)
                if name == label:
                    return {"block_id": block["block_id"], "action_id": element["action_id"], "more": part}
    raise AssertionError(f"no button {label!r}, only {labels}")


def _labelled(element):
    if element.get("type") == "feedback_buttons":
        for key in ("positive_button", "negative_button"):
            yield element[key]["text"]["text"], {"value": element[key]["value"]}
    elif element.get("type") == "button":
        yield element["text"]["text"], {}


def words(message):
    """Everything that a message or view says, as one text."""
    return "\n".join(_words(message.get("blocks") or [])) or message.get("text", "")


def _words(blocks):
    for block in blocks:
        text = block.get("text")
        if isinstance(text, dict):
            yield text["text"]
        elif isinstance(text, str):
            yield text
        yield from _words(block.get("elements") or [])
        if isinstance(block.get("label"), dict):
            yield block["label"]["text"]
