"""A small server that speaks the wire formats of OpenAI's chat completions and Anthropic's messages, from a script.

Real client libraries run against it: streams of events, whole answers, calls of functions, errors, silence, and
connections cut off in the middle. It remembers what it was asked and whether the other side hung up.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What a model would say to a prompt.
Says = str | Callable[[str], str]


@dataclass(frozen=True)
class Script:
    """One reply. `cut`: pieces sent before the connection is dropped. `hold`: seconds before the first piece; `pause`:
    between two. `arguments`: of the function that the client asks to be called. `finish`: how it says it ended. `every`: words a piece.
    """

    text: Says = ""
    arguments: dict[str, Any] | Callable[[str], dict[str, Any]] | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    hold: float = 0.0
    pause: float = 0.0
    cut: int | None = None
    finish: str | None = None
    refusal: str = ""
    usage: tuple[int, int] = (11, 7)
    error: str = "no"
    every: int = 1

    def pieces(self, prompt: str) -> list[str]:
        """The text as it would be streamed: a word at a time."""
        text = self.text(prompt) if callable(self.text) else self.text
        words = text.split(" ")
        groups = [" ".join(words[n : n + self.every]) for n in range(0, len(words), self.every)]
        return [group if n == 0 else f" {group}" for n, group in enumerate(groups)] if text else []

    def call(self, prompt: str) -> dict[str, Any] | None:
        """What it fills in."""
        return self.arguments(prompt) if callable(self.arguments) else self.arguments


@dataclass
class ModelServer:
    """Use as a context manager. Replies come in the order they were queued; the last one stays."""

    scripts: list[Script] = field(default_factory=lambda: [Script("Hello.")])
    requests: list[dict[str, Any]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    busiest: int = 0
    #: When each piece of text left, in seconds of the machine's clock, over all streams.
    spoken: list[float] = field(default_factory=list)
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> ModelServer:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its address; OpenAI's interface is below /v1."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def queue(self, *scripts: Script) -> None:
        """What it will reply from now on."""
        self.scripts = list(scripts)

    def next(self, request: dict[str, Any]) -> Script:
        """The reply to a request, which is remembered."""
        with self._lock:
            self.requests.append(request)
            return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]

    def counted(self, by: int) -> None:
        """Count calls under way."""
        with self._lock:
            self._now += by
            self.busiest = max(self.busiest, self._now)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        """One call of a model."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        owner = self.server.owner
        script = owner.next({"path": self.path, "body": body, "headers": dict(self.headers)})
        owner.counted(1)
        try:
            speech = _OpenAI if self.path.endswith("/chat/completions") else _Anthropic
            self._reply(speech(script, body))
        except OSError:
            owner.hung_up.set()
            self.close_connection = True
        finally:
            owner.counted(-1)

    def _reply(self, speech: _OpenAI | _Anthropic) -> None:
        script = speech.script
        if not self._waited(script.hold):
            return
        if script.status != 200:
            self._whole(speech.error(), script.status, script.headers)
        elif not speech.body.get("stream"):
            self._whole(speech.whole(), 200, ())
        else:
            self._events(speech)

    def _whole(self, answer: dict[str, Any], status: int, headers: tuple[tuple[str, str], ...]) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _events(self, speech: _OpenAI | _Anthropic) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        sent = 0
        for is_text, event in speech.events():
            if is_text and speech.script.cut is not None and sent == speech.script.cut:
                self.close_connection = True
                self.connection.close()
                return
            if is_text and sent and not self._waited(speech.script.pause):
                return
            sent += is_text
            self.server.owner.spoken += [time.time()] if is_text else []
            self.wfile.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _waited(self, seconds: float) -> bool:
        """Wait; false as soon as the other side has hung up."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.connection.settimeout(min(left, 0.05))
            try:
                if self.connection.recv(1) == b"":
                    self.server.owner.hung_up.set()
                    self.close_connection = True
                    return False
            except TimeoutError:
                continue
        self.connection.settimeout(None)
        return True


Event = tuple[bool, bytes]


class _OpenAI:
    def __init__(self, script: Script, body: dict[str, Any]) -> None:
        self.script, self.body = script, body
        self.prompt = "\n".join(str(message["content"]) for message in body["messages"])
        self.name = body["tools"][0]["function"]["name"] if body.get("tools") else ""

    def error(self) -> dict[str, Any]:
        return {"error": {"message": self.script.error, "type": "error", "code": str(self.script.status)}}

    def whole(self) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": "".join(self.script.pieces(self.prompt)) or None}
        if self.script.refusal:
            message["refusal"] = self.script.refusal
        if (filled := self.script.call(self.prompt)) is not None:
            call = {"name": self.name, "arguments": json.dumps(filled)}
            message["tool_calls"] = [{"id": "call_1", "type": "function", "function": call}]
        choice = {"index": 0, "message": message, "finish_reason": self.script.finish or "stop"}
        return {**self._frame("chat.completion"), "choices": [choice], "usage": self._usage()}

    def events(self) -> Iterator[Event]:
        for piece in self.script.pieces(self.prompt):
            yield True, self._chunk({"role": "assistant", "content": piece})
        if self.script.refusal:
            yield True, self._chunk({"refusal": self.script.refusal})
        if self.script.finish != "":
            yield False, self._chunk({}, self.script.finish or "stop")
            yield False, self._line({**self._frame("chat.completion.chunk"), "choices": [], "usage": self._usage()})
        yield False, b"data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return self._line({**self._frame("chat.completion.chunk"), "choices": [choice]})

    def _line(self, value: dict[str, Any]) -> bytes:
        return f"data: {json.dumps(value)}\n\n".encode()

    def _frame(self, kind: str) -> dict[str, Any]:
        return {"id": "chat_1", "object": kind, "created": 1, "model": self.body["model"]}

    def _usage(self) -> dict[str, int]:
        read, written = self.script.usage
        return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


class _Anthropic:
    def __init__(self, script: Script, body: dict[str, Any]) -> None:
        self.script, self.body = script, body
        told = [body.get("system", ""), *(message["content"] for message in body["messages"])]
        self.prompt = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in told)
        self.name = body["tools"][0]["name"] if body.get("tools") else ""

    def error(self) -> dict[str, Any]:
        return {"type": "error", "error": {"type": "error", "message": self.script.error}}

    def whole(self) -> dict[str, Any]:
        content: list[dict[str, Any]] = [{"type": "text", "text": "".join(self.script.pieces(self.prompt))}]
        if (filled := self.script.call(self.prompt)) is not None:
            content = [{"type": "tool_use", "id": "toolu_1", "name": self.name, "input": filled}]
        return {**self._message(), "content": content, "stop_reason": self._reason(), "usage": self._usage()}

    def events(self) -> Iterator[Event]:
        begun = {**self._message(), "content": [], "usage": {**self._usage(), "output_tokens": 0}}
        yield False, self._event("message_start", message=begun)
        yield False, self._event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for piece in self.script.pieces(self.prompt):
            yield True, self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        yield False, self._event("content_block_stop", index=0)
        if self.script.finish != "":
            ended = {"stop_reason": self._reason(), "stop_sequence": None}
            yield False, self._event("message_delta", delta=ended, usage=self._usage())
            yield False, self._event("message_stop")

    def _reason(self) -> str:
        if self.script.refusal:
            return "refusal"
        return self.script.finish or ("tool_use" if self.script.arguments is not None else "end_turn")

    def _message(self) -> dict[str, Any]:
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": self.body["model"],
            "stop_reason": None,
            "stop_sequence": None,
        }

    def _usage(self) -> dict[str, int]:
        return {"input_tokens": self.script.usage[0], "output_tokens": self.script.usage[1]}

    def _event(self, kind: str, **fields: Any) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()
