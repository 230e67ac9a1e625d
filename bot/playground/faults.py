"""Faults that were ordered: they wait in a queue and strike matching calls or deliveries."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

# What each kind needs besides `times`, and what it may have.
KINDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "rate_limit": (frozenset({"retry_after"}), frozenset({"method"})),
    "error": (frozenset({"error"}), frozenset({"method", "response"})),
    "http_status": (frozenset({"status"}), frozenset({"method"})),
    "latency": (frozenset({"seconds"}), frozenset({"method"})),
    "lost_response": (frozenset(), frozenset({"method"})),
    "refuse_block": (frozenset({"block"}), frozenset({"method"})),
    "drop_ack": (frozenset(), frozenset({"of"})),
    "drop_delivery": (frozenset(), frozenset({"of"})),
    "duplicate": (frozenset(), frozenset({"of", "as_retry"})),
    "late": (frozenset({"seconds"}), frozenset({"of"})),
    "stale_signature": (frozenset(), frozenset({"of"})),
    "bad_signature": (frozenset(), frozenset({"of"})),
}


class FaultError(ValueError):
    """A fault that does not exist, or lacks a key or has one too many."""


@dataclass
class Faults:
    """The queue, oldest first."""

    waiting: list[Json] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, fault: Json) -> None:
        """Queue a fault; FaultError when it makes no sense."""
        kind = fault.get("kind", "")
        if kind not in KINDS:
            raise FaultError(f"kind must be one of: {', '.join(KINDS)}")
        required, optional = KINDS[kind]
        given = set(fault) - {"kind", "times"}
        if required - given or given - required - optional:
            raise FaultError(f"{kind} needs {sorted(required)} and may have {sorted(optional)}")
        self.waiting.append({"id": next(self._ids), "times": 1, **fault})

    def take(self, kind: str, **match: str) -> Json | None:
        """Find the first fault of a kind that strikes here, and use it up once."""
        for fault in self.waiting:
            if fault["kind"] == kind and all(fault.get(key, value) == value for key, value in match.items()):
                if fault["times"] is not None:
                    fault["times"] -= 1
                    self.waiting = [each for each in self.waiting if each["times"] != 0]
                return fault
        return None

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting = []
