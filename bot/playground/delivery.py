"""Deliveries to the app: sent once or retried, acknowledged in three seconds or not, disturbed by ordered faults."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from bot.playground import limits
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.journal import Journal

Json = dict[str, Any]

_ACK_KINDS: Final = {
    "view_submission": "view_ack",
    "slash_command": "command_ack",
    "block_suggestion": "options_ack",
}


@dataclass(frozen=True)
class Parcel:
    """Something to deliver. `kind` is the journal's word, `route` one of events, interactive, options, commands."""

    kind: str
    route: str
    payload: Json
    url: str | None = None
    retry: int = 0
    reason: str = ""
    forged: str | None = None


@dataclass(frozen=True)
class Reply:
    """What a transport brought back: whether it counts as an ack, what was in it, and why not."""

    ok: bool
    payload: Json | None = None
    reason: str = ""
    no_retry: bool = False


@dataclass(frozen=True)
class Ack:
    """How a delivery ended: `acked`, `timeout`, `failed`, `not_delivered` or `not_sent`. `ms` is real time."""

    status: str
    ms: int | None = None
    payload: Json | None = None
    reason: str = ""
    no_retry: bool = False

    def as_json(self) -> Json:
        """Tell it the way the control API does."""
        return {"status": self.status, "ms": self.ms, "payload": self.payload}


class Transport(Protocol):
    """A way to the app."""

    async def send(self, parcel: Parcel) -> Reply:
        """Bring a parcel to the app and wait for its answer, however long; NotReachableError when there is no way."""


class NotReachableError(Exception):
    """The app is not connected, or has no address."""


@dataclass
class Deliveries:
    """Sends parcels. `in_flight` counts those whose ack is awaited; `counts` gathers timeouts and retries."""

    clock: Clock
    journal: Journal
    faults: Faults
    transport: Transport
    counts: dict[str, int]
    in_flight: int = 0
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Start something that nobody waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Give up whatever is under way."""
        for task in self._tasks:
            task.cancel()

    async def settle(self, patience: float = 0.25) -> None:
        """Wait until no ack is awaited, at most so many real seconds."""
        until = time.monotonic() + patience
        await asyncio.sleep(0)
        while self.in_flight and time.monotonic() < until:
            await asyncio.sleep(0.002)

    async def event(self, parcel: Parcel) -> None:
        """Deliver an event: again at once, after a minute, after five minutes, until it is acknowledged."""
        for retry in range(len(limits.RETRY_AFTER) + 1):
            if retry:
                await self.clock.sleep(limits.RETRY_AFTER[retry - 1])
                self.counts["retries"] += 1
            ack = await self.send(replace(parcel, retry=retry, reason=parcel.reason))
            if ack.status == "acked" or ack.no_retry:
                return
            parcel = replace(parcel, reason=ack.reason)

    async def send(self, parcel: Parcel) -> Ack:
        """Deliver once and wait for the ack, three seconds at most."""
        late = self.faults.take("late", of=parcel.kind)
        if late is not None:
            await self.clock.sleep(float(late["seconds"]))
        twice = self.faults.take("duplicate", of=parcel.kind)
        if twice is not None:
            again = replace(parcel, retry=1, reason="http_timeout") if twice.get("as_retry", True) else parcel
            self.spawn(self._once(again))
        return await self._once(parcel)

    async def _once(self, parcel: Parcel) -> Ack:
        self.in_flight += 1
        try:
            return await self._acked(self._forged(parcel))
        finally:
            self.in_flight -= 1

    def _forged(self, parcel: Parcel) -> Parcel:
        for forgery in ("stale_signature", "bad_signature"):
            if self.faults.take(forgery, of=parcel.kind) is not None:
                return replace(parcel, forged=forgery)
        return parcel

    async def _acked(self, parcel: Parcel) -> Ack:
        self.journal.note(parcel.kind, parcel.payload)
        lost = self.faults.take("drop_delivery", of=parcel.kind) is not None
        started = time.perf_counter()
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        if not lost:
            self.spawn(self._receive(parcel, answer, started))
        try:
            reply = await self.clock.within(limits.ACK_SECONDS, answer)
        except TimeoutError:
            self.counts["ack_timeouts"] += 1
            return Ack("timeout", reason="http_timeout")
        except NotReachableError:
            return Ack("not_delivered", reason="connection_failed")
        spent = int((time.perf_counter() - started) * 1000)
        status = "acked" if reply.ok else "failed"
        return Ack(status, spent, reply.payload, reply.reason, reply.no_retry)

    async def _receive(self, parcel: Parcel, answer: asyncio.Future[Reply], started: float) -> None:
        try:
            reply = await self.transport.send(parcel)
        except NotReachableError as problem:
            if not answer.done():
                answer.set_exception(problem)
            return
        if self.faults.take("drop_ack", of=parcel.kind) is not None:
            return
        if reply.ok:
            self.journal.note("ack", {"ms": int((time.perf_counter() - started) * 1000), "of": parcel.kind})
        if reply.ok and reply.payload and parcel.kind in _ACK_KINDS:
            self.journal.note(_ACK_KINDS[parcel.kind], reply.payload)
        if not answer.done():
            answer.set_result(reply)
