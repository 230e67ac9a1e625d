"""LangChain's chat models behind the port `Writer`: one setting, `provider:model`, chooses.

A provider's package is an optional extra and imported when the model is first used. Calls run on one event loop in a
thread of its own, because only there can a call that waits for the network be ended at once: a person's Stop, a
silence that lasts too long, and a caller that loses interest all close the connection.
"""

from __future__ import annotations

import asyncio
import importlib
import queue
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from knowledge.adapters import chat_problems
from knowledge.adapters.providers import PROVIDERS, ModelSettings, Provider
from knowledge.ports import Prompt, Stopped, Trouble, Usage, WriterProblem
from knowledge.prompting import tokens, tokens_of

#: Seconds between two looks at whether the answer was stopped.
LOOK = 0.02

#: What a call hands over: a piece of text, or an object that it filled in.
Piece = Any
Give = Callable[[Piece], None]
Spent = Callable[[Usage], None]


class ChatModel:
    """Port `Writer` on the model that the settings name. Safe to share between threads."""

    def __init__(self, settings: ModelSettings, known: Mapping[str, Provider] = PROVIDERS) -> None:
        self.settings, self._provider = settings, known[settings.provider]
        self._places = threading.BoundedSemaphore(settings.at_once)

    @property
    def name(self) -> str:
        """provider:model."""
        return self.settings.model

    @cached_property
    def model(self) -> Any:
        """LangChain's model. WriterProblem when its extra isn't installed or its settings don't hold together."""
        provider = self._provider
        try:
            made = getattr(importlib.import_module(provider.module), provider.kind)
            arguments = provider.arguments(self.settings)
        except ImportError as missing:
            raise WriterProblem(Trouble.MISSING, provider.missing(missing)) from missing
        making = asyncio.run_coroutine_threadsafe(_made(made, arguments), _loop.running())
        problem = making.exception()
        if problem is not None:
            raise WriterProblem(Trouble.KEY, chat_problems.told(problem, self.settings.key)) from problem
        return making.result()

    def write(self, prompt: Prompt, stopped: Stopped, spent: Spent) -> Generator[str, None, None]:
        """Text in pieces, as they come."""
        counted = _Counted(prompt, spent)
        yield from self._called(lambda give: self._stream(prompt, give, counted), counted, stopped)

    def fill(self, prompt: Prompt, shape: Mapping[str, Any], stopped: Stopped, spent: Spent) -> Mapping[str, Any]:
        """An object of this shape; what the model hands over is checked for being an object at all."""
        counted = _Counted(prompt, spent)
        filled = list(self._called(lambda give: self._fill(prompt, shape, give, counted), counted, stopped))
        return filled[0] if filled else {}

    def _called(
        self, call: Callable[[Give], Coroutine[Any, Any, None]], counted: _Counted, stopped: Stopped
    ) -> Generator[Piece, None, None]:
        """What a call gives, until it is over, stopped, or nobody reads on."""
        self.model  # noqa: B018 - imports the provider here, not on the loop, and says so when it is missing
        with self._place(stopped) as free:
            if not free:
                return
            pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()
            running = asyncio.run_coroutine_threadsafe(call(pieces.put), _loop.running())
            running.add_done_callback(lambda _: pieces.put(_END))
            try:
                yield from _taken(pieces, stopped)
                if running.done() and not stopped():
                    self._raise(running, counted)
            finally:
                running.cancel()
                counted.close()

    async def _stream(self, prompt: Prompt, give: Give, counted: _Counted) -> None:
        async with asyncio.timeout(self.settings.seconds):
            chunks = self.model.astream(_messages(prompt))
            async for chunk in _awake(chunks, self.settings.silence):
                counted.see(chunk)
                if chunk.text:
                    counted.text += chunk.text
                    give(str(chunk.text))
        chat_problems.check_end(counted.ended, self.settings.provider)
        if not counted.text.strip():
            # A refusal in OpenAI's stream has a field of its own, which the library drops: nothing is left of it.
            raise WriterProblem(Trouble.REFUSED, "the model ended without a word")

    async def _fill(self, prompt: Prompt, shape: Mapping[str, Any], give: Give, counted: _Counted) -> None:
        filler = self.model.with_structured_output(dict(shape), include_raw=True, **self._provider.structured)
        async with asyncio.timeout(self.settings.seconds):
            got = await filler.ainvoke(_messages(prompt))
        counted.see(got["raw"])
        chat_problems.check_end(counted.ended, self.settings.provider)
        if not isinstance(got["parsed"], dict):
            raise WriterProblem(Trouble.BROKEN, f"no object in the answer: {got['parsing_error'] or 'no call'}"[:300])
        give(got["parsed"])

    def _raise(self, running: Future[None], counted: _Counted) -> None:
        problem = running.exception()
        if problem is None:
            return
        ours = problem if isinstance(problem, WriterProblem) else None
        ours = ours or chat_problems.of(problem, self.settings.key, begun=bool(counted.text))
        counted.free = ours.kind in _UNPAID
        raise ours from problem.__cause__ if ours is problem else problem

    @contextmanager
    def _place(self, stopped: Stopped) -> Iterator[bool]:
        """One of the few calls at a time; false when it was stopped before its turn came."""
        waited = 0.0
        while not self._places.acquire(timeout=LOOK):
            waited += LOOK
            if stopped():
                yield False
                return
            if waited > self.settings.silence:
                raise WriterProblem(Trouble.BUSY, f"{self.settings.at_once} calls under way, and none ended")
        try:
            yield True
        finally:
            self._places.release()


class _Counted:
    """The usage of one call, as told or else estimated, handed on once; and how the model said that it ended."""

    def __init__(self, prompt: Prompt, spent: Spent) -> None:
        self._prompt, self._spent, self._told = prompt, spent, Usage()
        self.text, self.ended = "", dict[str, Any]()
        self.free = False

    def see(self, message: Any) -> None:
        """Take note of a chunk or a whole message."""
        told = message.usage_metadata or {}
        self._told += Usage(told.get("input_tokens", 0), told.get("output_tokens", 0))
        self.ended |= {key: value for key, value in message.response_metadata.items() if value is not None}
        if message.additional_kwargs.get("refusal"):
            self.ended["refusal"] = True

    def close(self) -> None:
        """Hand it on."""
        told = self._told
        if self.free and not (told.tokens or self.text):
            self._spent(Usage())
            return
        written = told.written or (tokens_of(self.text) if self.text else 0)
        self._spent(Usage(told.read or tokens(self._prompt), written))


class _Loop:
    """The event loop that all models share: their libraries keep connections, which belong to one loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def running(self) -> asyncio.AbstractEventLoop:
        """The loop, started when first needed; it dies with the program."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="language-model", daemon=True).start()
            return self._loop


_loop = _Loop()
#: Failures that come instead of any reading: providers charge nothing for them.
_UNPAID = frozenset({Trouble.KEY, Trouble.BUSY, Trouble.UNREACHABLE, Trouble.BROKEN})
_END = object()


async def _made(kind: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    return kind(**arguments)


def _taken(pieces: queue.SimpleQueue[Piece], stopped: Stopped) -> Iterator[Piece]:
    while not stopped():
        try:
            piece = pieces.get(timeout=LOOK)
        except queue.Empty:
            continue
        if piece is _END:
            return
        yield piece


async def _awake(chunks: AsyncIterator[Any], silence: float) -> AsyncIterator[Any]:
    """The chunks; TimeoutError when the next one takes too long."""
    while True:
        try:
            yield await asyncio.wait_for(anext(chunks), silence)
        except StopAsyncIteration:
            return


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [("system", prompt.system), ("human", prompt.text)]
