"""Doing work: each piece is one workflow of the engine with one step, its handler."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import Context
from datetime import timedelta
from functools import partial
from typing import Any

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID, WorkflowSerializationFormat
from sqlalchemy.exc import SQLAlchemyError

from bot.durable import tables
from bot.storage.engine import address
from bot.storage.presence import Presence, presence

Handler = Callable[[Mapping[str, Any]], None]
OnFailure = Callable[[str, Mapping[str, Any], BaseException], None]

_LOG = logging.getLogger("lensbot.durable")
#: In place of an attempt's number: the work was cut short too often, and is only to be told of.
_TELL = -1
#: Seconds between two looks for replicas that died; one that was missing at two of them is dead.
_BEAT = 2.0
_LANES, _LATER, _BULK = "lanes", "later", "bulk"


class _Leaving(BaseException):
    """Not an outcome: work that raises this stays to be done, by whoever runs next."""


class CutShort(Exception):
    """The process died each time this work was being done, as often as is allowed."""


def _logged(kind: str, payload: Mapping[str, Any], error: BaseException) -> None:
    _LOG.error("Work of kind %s was given up: %s", kind, sorted(payload), exc_info=error)


class Durable:
    """The port Work, and schedules.

    `url` is the address of our database, `handlers` are by kind, `name` is what this replica is called in the tables.
    At most `workers` handlers run at once, others wait; those of `bulk` kinds have half of them, and are shared among
    replicas. One that raises is run again after each of `waits` (seconds), and then `on_failure` is told. `spacing` is
    the time between two pieces of work in one lane, in seconds. Finished work is remembered for `memory`, and so are
    its keys. What was begun and cut short by a crash more than `crashes` times counts as what causes the crash: it is
    not begun again, and `on_failure` is told CutShort. There can be one in a process at a time.
    """

    def __init__(
        self,
        url: str,
        handlers: Mapping[str, Handler],
        name: str,
        *,
        on_failure: OnFailure = _logged,
        bulk: Collection[str] = (),
        workers: int = 8,
        waits: Sequence[float] = (1, 5, 25),
        spacing: float = 1.0,
        memory: timedelta = timedelta(days=30),
        crashes: int = 5,
    ) -> None:
        self._where, self._name = address(url), name
        self._handlers = dict(handlers)
        self._ticks, self._bulk = dict[str, float](), frozenset(bulk)
        self._on_failure, self._waits = on_failure, tuple(waits)
        self._workers, self._spacing, self._memory = workers, spacing, memory
        self._crashes = crashes
        self._leaving = threading.Event()
        self._threads: list[threading.Thread] = []
        self._counting, self._busy = threading.Condition(), 0
        self._ended: deque[str] = deque(maxlen=4 * workers)
        self._presence: Presence | None = None
        self._run: Any = None

    def every(self, seconds: float, name: str, function: Callable[[], None]) -> None:
        """Call a function at every multiple of so many seconds, in one replica. To be said before `launch`.

        A time at which nobody runs is passed over. One that raises is not repeated before its next time.
        """
        kind = f"tick-{name}"
        self._handlers[kind] = lambda _payload: function()
        self._ticks[kind] = seconds

    def launch(self) -> None:
        """Begin, with what was left unfinished. StorageProblem when another process has the SQLite file."""
        self.every(3600, "sweep", self.sweep)
        me = presence(self._where, self._name)
        me.hold()
        self._presence = me
        self._open(me)
        self._take_over(me)
        self._spawn("ticks", self._tick)
        self._spawn("watch", partial(self._watch, me))

    def _open(self, me: Presence) -> None:
        tables.quiet()
        DBOS(config=tables.config(self._where, me.name, self._workers))
        self._run = DBOS.workflow(
            name="work",
            max_recovery_attempts=self._crashes,
            serialization_type=WorkflowSerializationFormat.PORTABLE,
        )(self._workflow())
        DBOS.launch()
        DBOS.register_queue(_LANES, partition_limiter={"limit": 1, "period": self._spacing}, polling_interval_sec=0.25)
        DBOS.register_queue(_LATER, polling_interval_sec=0.5)
        DBOS.register_queue(_BULK, worker_concurrency=max(1, self._workers // 2), polling_interval_sec=0.25)

    def _spawn(self, name: str, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name=f"durable-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def start(self, kind: str, key: str, payload: Mapping[str, Any], *, lane: str = "") -> None:
        """Have it done soon, once for each key however often it is started, also after a crash.

        In a `lane`, such as a channel, one piece of work begins at a time, `spacing` seconds apart across replicas.
        """
        if kind not in self._handlers:
            raise KeyError(kind)
        if self._presence is None:
            raise RuntimeError("Durable work was started before it was launched.")
        # Within a handler DBOS would take this for a part of the handler's own workflow.
        Context().run(self._begin, f"{kind}:{key}", kind, json.dumps(dict(payload)), lane)

    def close(self, patience: float = 10) -> None:
        """Finish what is being done, for at most so many seconds, and leave the rest to whoever runs next."""
        if self._presence is None:
            return
        self._leaving.set()
        for thread in self._threads:
            thread.join()
        with self._counting:
            self._counting.wait_for(lambda: not self._busy, patience)
        # DBOS notes an outcome a moment after the handler is done.
        until = time.monotonic() + 2
        while time.monotonic() < until and Context().run(tables.unfinished, tuple(self._ended)):
            time.sleep(0.01)
        me, self._presence = self._presence, None
        DBOS.destroy(destroy_registry=True)
        me.leave()

    def _begin(self, identity: str, kind: str, payload: str, lane: str) -> None:
        with SetWorkflowID(identity):
            if lane:
                with SetEnqueueOptions(queue_partition_key=lane):
                    DBOS.enqueue_workflow(_LANES, self._run, identity, kind, payload, 0)
            elif kind in self._bulk:
                DBOS.enqueue_workflow(_BULK, self._run, identity, kind, payload, 0)
            else:
                DBOS.start_workflow(self._run, identity, kind, payload, 0)

    def _workflow(self) -> Callable[[str, str, str, int], None]:
        def work(identity: str, kind: str, payload: str, attempt: int) -> None:
            with self._occupied():
                self._do(identity, kind, payload, attempt)

        return work

    @contextmanager
    def _occupied(self) -> Iterator[None]:
        with self._counting:
            if self._leaving.is_set():
                raise _Leaving
            self._busy += 1
        try:
            yield
        finally:
            with self._counting:
                self._busy -= 1
                self._ended.append(DBOS.workflow_id or "")
                self._counting.notify_all()
        if self._presence is None:  # closed meanwhile: there is nothing left to note the outcome in
            raise _Leaving

    def _do(self, identity: str, kind: str, payload: str, attempt: int) -> None:
        known = json.loads(payload)
        if attempt == _TELL:
            self._give_up(kind, known, CutShort(identity))
            return
        try:
            self._handlers[kind](known)
        except Exception as error:  # noqa: BLE001  # whatever a handler raises, the work is tried again or given up
            if kind in self._ticks or kind not in self._handlers or attempt >= len(self._waits):
                self._give_up(kind, known, error)
                return
            _LOG.warning("Work %s failed and will be tried again: %r", identity, error)
            Context().run(self._again, identity, kind, payload, attempt)

    def _again(self, identity: str, kind: str, payload: str, attempt: int) -> None:
        name, wait = f"{identity}#{attempt + 1}", self._waits[attempt]
        with SetWorkflowID(name), SetEnqueueOptions(delay_seconds=wait):
            DBOS.enqueue_workflow(_LATER, self._run, identity, kind, payload, attempt + 1)

    def _give_up(self, kind: str, payload: Mapping[str, Any], error: Exception) -> None:
        try:
            self._on_failure(kind, payload, error)
        except Exception:  # noqa: BLE001  # the work is given up either way, and the log says so
            _LOG.exception("Nobody could be told that work of kind %s was given up", kind)

    def _tick(self) -> None:
        due = {kind: _next(seconds, time.time()) for kind, seconds in self._ticks.items()}
        while not self._leaving.wait(max(0.0, min(due.values()) - time.time())):
            now = time.time()
            for kind in [kind for kind, at in due.items() if at <= now]:
                with _outlasting("A tick was missed"):
                    self.start(kind, f"{due[kind]:.3f}", {})
                due[kind] = _next(self._ticks[kind], now)

    def _watch(self, me: Presence) -> None:
        while not self._leaving.wait(_BEAT):
            with _outlasting("Could not look for work of replicas that died"):
                me.hold()
                self._take_over(me)
                self._tell_of_lost()

    def _take_over(self, me: Presence) -> None:
        if dead := me.gone(tables.owners() - {me.name}):
            tables.take_over(dead)

    def _tell_of_lost(self) -> None:
        for work in tables.lost():
            # Work of its own, so that it is done once, whichever replica sees it first, and also after a crash.
            if work.attempt != _TELL:
                with SetWorkflowID(f"{work.workflow}!lost"):
                    DBOS.start_workflow(self._run, work.identity, work.kind, work.payload, _TELL)
            tables.told(work)

    def sweep(self) -> None:
        """Forget finished work that is older than `memory`."""
        Context().run(tables.sweep, self._memory)


def _next(seconds: float, now: float) -> float:
    """The next multiple, which all replicas agree on."""
    return (now // seconds + 1) * seconds


@contextmanager
def _outlasting(what: str) -> Iterator[None]:
    """A database that is away for a moment must not end a thread that is needed when it is back."""
    try:
        yield
    except SQLAlchemyError as error:
        _LOG.warning("%s: %s", what, type(error).__name__)
