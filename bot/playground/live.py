"""Pages that watch: each is told what changed for its person, in the order it happened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class Watcher:
    """One page: whom it shows, whether it wants the raw traffic, and what it has not been sent yet."""

    user: str
    traffic: bool
    outbox: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)


@dataclass
class Live:
    """All pages. `version` counts changes, watched or not."""

    version: int = 0
    watchers: list[Watcher] = field(default_factory=list)

    def tell(self, make: Callable[[str], Json | None]) -> None:
        """Tell every page; `make` gets the id of its user and answers None when that one sees nothing of it."""
        self.version += 1
        for watcher in self.watchers:
            change = make(watcher.user)
            if change is not None:
                watcher.outbox.put_nowait({**change, "version": self.version})

    def traffic(self, line: Json) -> None:
        """Pass a line of the journal on to the pages that want it."""
        for watcher in self.watchers:
            if watcher.traffic:
                watcher.outbox.put_nowait({"type": "traffic", "line": line})
