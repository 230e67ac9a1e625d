"""Rate limits: tiers a method and minute, and the rule of one post a second a channel."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.playground import limits
from bot.playground.clock import Clock


@dataclass
class Rates:
    """Counts calls over the last minute of the clock. `commercial`: the app is sold outside the Marketplace."""

    clock: Clock
    enabled: bool = True
    commercial: bool = False
    _calls: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _room: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, method: str, tier: int) -> int:
        """Count a call; answer 0 when it may go on, else the whole seconds to wait (`Retry-After`)."""
        if not self.enabled:
            return 0
        return self._within_minute(method, limits.TIERS[tier])

    def wait_to_post(self, channel: str) -> int:
        """Count a post in a channel; answer as `wait` does."""
        if not self.enabled:
            return 0
        return self._burst(channel) or self._within_minute("posts", limits.POSTS_A_MINUTE)

    def clear(self) -> None:
        """Forget what was counted."""
        self._calls.clear()
        self._room.clear()

    def _within_minute(self, name: str, most: int) -> int:
        now, calls = self.clock.now(), self._calls[name]
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= most:
            return max(1, math.ceil(calls[0] + 60 - now))
        calls.append(now)
        return 0

    def _burst(self, channel: str) -> int:
        now = self.clock.now()
        left, at = self._room.get(channel, (float(limits.POST_BURST), now))
        left = min(float(limits.POST_BURST), left + (now - at) / limits.POST_SECONDS_A_CHANNEL)
        if left < 1:
            self._room[channel] = (left, now)
            return max(1, math.ceil((1 - left) * limits.POST_SECONDS_A_CHANNEL))
        self._room[channel] = (left - 1, now)
        return 0
