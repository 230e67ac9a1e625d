"""The workspace's clock: it runs with real time and can be moved forward, so that hours pass in a test at once."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class Clock:
    """Seconds since 1970. Used from one event loop only; whatever waits on it wakes when it is moved."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped_at: float | None = None
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def frozen(self) -> bool:
        """Whether time stands still between moves."""
        return self._stopped_at is not None

    def now(self) -> float:
        """Tell the present time."""
        return time.time() + self._ahead if self._stopped_at is None else self._stopped_at

    def freeze(self) -> None:
        """Let time stand still."""
        self._stopped_at = self.now()
        self._set_alarm()

    def run(self) -> None:
        """Let time run on from where it stands."""
        if self._stopped_at is not None:
            self._ahead = self._stopped_at - time.time()
            self._stopped_at = None
        self._set_alarm()

    async def advance(self, seconds: float, settle: Callable[[], Awaitable[None]] | None = None) -> None:
        """Move forward. What falls due meanwhile happens in order, at its own time; `settle` is awaited after each."""
        target = self.now() + seconds
        while self._waits_until(target):
            self._jump(max(self._waiting[0][0], self.now()))
            self._wake()
            await asyncio.sleep(0)
            if settle is not None:
                await settle()
        self._jump(max(target, self.now()))
        self._set_alarm()

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds of this clock have passed."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, moment: float) -> None:
        """Wait for a moment of this clock; returns at once when it is past."""
        if moment <= self.now():
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (moment, next(self._order), waiter))
        self._set_alarm()
        await waiter

    async def within(self, seconds: float, future: asyncio.Future[_Result]) -> _Result:
        """Wait for a result; TimeoutError when it takes longer than so many seconds of this clock."""
        timer = asyncio.ensure_future(self.sleep(seconds))
        awaited: set[asyncio.Future[Any]] = {future, timer}
        try:
            await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await timer
        if not future.done():
            raise TimeoutError
        return future.result()

    def _waits_until(self, moment: float) -> bool:
        while self._waiting and self._waiting[0][2].done():
            heapq.heappop(self._waiting)
        return bool(self._waiting) and self._waiting[0][0] <= moment

    def _jump(self, moment: float) -> None:
        if self._stopped_at is None:
            self._ahead += moment - self.now()
        else:
            self._stopped_at = moment

    def _wake(self) -> None:
        self._alarm = None
        while self._waiting and self._waiting[0][0] <= self.now():
            _, _, waiter = heapq.heappop(self._waiting)
            if not waiter.done():
                waiter.set_result(None)
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._waits_until(float("inf")) and not self.frozen:
            delay = max(0.0, self._waiting[0][0] - self.now())
            self._alarm = asyncio.get_running_loop().call_later(delay, self._wake)


class Timestamps:
    """Makes `ts`: increasing, unique, never equal to another however fast messages come."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """Make a `ts`, later than every one before."""
        self._last = max(int(self._clock.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
