"""The question cards of reviews, followed in the stand-in's journal as they are posted, without anybody's whole view."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import dataclass, field

from bot.playground.client import Control
from bot.slack import actions


@dataclass(frozen=True)
class Shown:
    """A question card: where it stands, the turn that its buttons carry, and when it could be seen."""

    channel: str
    ts: str
    review: str
    question: str
    turn: int
    at: float
    blocks: tuple[dict, ...] = field(repr=False, default=())

    @property
    def boxes(self) -> list[tuple[str, list[str]]]:
        """Its groups of boxes: block id and the practices offered."""
        groups = [(block["block_id"], each) for block in self.blocks for each in block.get("elements") or []]
        boxes = [(block, each) for block, each in groups if each.get("action_id") == actions.BOXES]
        return [(block, [option["value"] for option in each["options"]]) for block, each in boxes]


class Cards:
    """Follows a workspace in a thread of its own, from now until `close`."""

    def __init__(self, url: str, every: float = 0.02) -> None:
        self._url, self._every = url, every
        with Control(url) as control:
            self._begun = control.get("journal", after=sys.maxsize)["next"]
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._all: list[Shown] = []
        self._pressed: dict[tuple[str, int], float] = {}
        self._presses: list[tuple[str, str, str, int]] = []
        self._told: list[str] = []
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    @property
    def all(self) -> list[Shown]:
        """Every card that was posted, oldest first."""
        with self._lock:
            return list(self._all)

    @property
    def presses(self) -> list[tuple[str, str, str, int]]:
        """What was pressed on cards: user, review, question and turn, as the buttons carried them."""
        with self._lock:
            return list(self._presses)

    @property
    def told(self) -> list[str]:
        """What people were told by the address of their click, and nobody else saw."""
        with self._lock:
            return list(self._told)

    def newest(self, channel: str) -> Shown | None:
        """The last card of a channel."""
        with self._lock:
            return next((each for each in reversed(self._all) if each.channel == channel), None)

    def waits(self) -> list[float]:
        """Seconds from the first press on a card to the moment when the next card could be seen."""
        with self._lock:
            pairs = ((self._pressed.get((each.review, each.turn - 1)), each.at) for each in self._all)
            return [at - pressed for pressed, at in pairs if pressed is not None]

    def close(self) -> None:
        """Stop following, with everything read that is there."""
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        after, last = self._begun, False
        with Control(self._url) as control:
            while not last:
                last = self._ended.wait(self._every)
                read = control.get("journal", after=after, kind=["response", "block_actions", "respond"])
                after = read["next"]
                with self._lock:
                    for line in read["lines"]:
                        self._hear(line)

    def _hear(self, line: dict) -> None:
        payload = line["payload"]
        if line["kind"] == "respond":
            self._told.append(payload.get("text", ""))
        elif line["kind"] == "block_actions":
            carried = _carried(payload["actions"][0].get("value"))
            if carried:
                self._pressed.setdefault((carried[0], carried[2]), line["at"])
                self._presses.append((payload["user"]["id"], *carried))
        elif payload.get("ok") and line["method"] == "chat.postMessage":
            made = _card(payload, line["at"])
            self._all += [made] if made else []


def _card(payload: dict, at: float) -> Shown | None:
    blocks = payload["message"].get("blocks") or []
    for block in blocks:
        for element in block.get("elements") or []:
            if element.get("action_id") == actions.ANSWER:
                review, question, turn = _carried(element["value"])
                return Shown(payload["channel"], payload["ts"], review, question, turn, at, tuple(blocks))
    return None


def _carried(value: str | None) -> tuple[str, str, int] | None:
    """Review, question and turn, of a button that carries just these."""
    try:
        _version, *parts = json.loads(value or "")
    except ValueError:
        return None
    return tuple(parts) if [type(each) for each in parts] == [str, str, int] else None
