"""What a bot has said, by the journal of the stand-in that took it: its own words prove nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.playground.embedded import StandIn


@dataclass(frozen=True)
class Said:
    """A message that the stand-in took: in which channel, under which mark, for whom, when by its clock."""

    channel: str
    mark: str
    to: str
    at: datetime
    message: dict[str, Any] = field(compare=False, repr=False)


@dataclass
class Ear:
    """Everything that was said, read from the stand-in's journal as it grows."""

    slack: StandIn
    said: list[Said] = field(default_factory=list)
    limited: int = 0
    _read: int = 0

    def listen(self) -> list[Said]:
        """Read on; what is new."""
        told = self.slack.control.get("journal", after=self._read, kind=["response"])
        self._read, before = told["next"], len(self.said)
        for line in told["lines"]:
            if line["method"] == "chat.postMessage" and line["payload"].get("ok"):
                self.said.append(_said(line))
            else:
                self.limited += line["payload"].get("error") == "ratelimited"
        return self.said[before:]


def _said(line: dict[str, Any]) -> Said:
    message = line["payload"]["message"]
    mark = message.get("metadata", {}).get("event_payload", {}).get("key", "")
    text = next((block["text"]["text"] for block in message.get("blocks", []) if block["type"] == "section"), "")
    to = text.removeprefix("*<@").partition(">")[0] if text.startswith("*<@") else ""
    return Said(line["payload"]["channel"], mark, to, datetime.fromtimestamp(line["at"], UTC), message)
