"""Socket Mode: tickets, connections, envelopes, acknowledgements, and the ways a connection ends."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import limits
from bot.playground.app import App, secret
from bot.playground.clock import Clock
from bot.playground.delivery import NotReachableError, Parcel, Reply
from bot.playground.journal import Journal

Json = dict[str, Any]

_TYPES: Final = {"events": "events_api", "commands": "slash_commands"}
DISCONNECT_REASONS: Final = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


@dataclass(eq=False)
class Connection:
    """One websocket of the app."""

    socket: WebSocket
    number: int


@dataclass
class SocketMode:
    """The app's connections; each envelope goes to one of them."""

    clock: Clock
    journal: Journal
    app: App
    changed: Callable[[], None]
    connections: list[Connection] = field(default_factory=list)
    _tickets: dict[str, float] = field(default_factory=dict)
    _awaited: dict[str, asyncio.Future[Reply]] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def ticket(self) -> str:
        """Issue a ticket for one connection, to be used within thirty seconds."""
        made = secret("ticket", self.app.id, next(self._numbers))
        self._tickets[made] = self.clock.now()
        return made

    async def serve(self, socket: WebSocket) -> None:
        """Hold a connection from its opening to its end."""
        made_at = self._tickets.pop(socket.query_params.get("ticket", ""), None)
        if made_at is None or self.clock.now() - made_at > limits.TICKET_SECONDS:
            await socket.close(4001, "invalid ticket")
            return
        await socket.accept()
        connection = Connection(socket, next(self._numbers))
        if len(self.connections) >= limits.SOCKET_CONNECTIONS:
            await self._end(connection, "too_many_websockets", hard=False)
            return
        self.connections.append(connection)
        self.changed()
        try:
            await self._hello(connection)
            await self._listen(connection)
        finally:
            self._forget(connection)

    async def send(self, parcel: Parcel) -> Reply:
        """Send an envelope over the connection whose turn it is, and wait for its acknowledgement."""
        if not self.connections:
            raise NotReachableError
        connection = self.connections.pop(0)
        self.connections.append(connection)
        envelope_id = str(uuid.UUID(secret("envelope", self.app.id, next(self._numbers))))
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._awaited[envelope_id] = answer
        try:
            await connection.socket.send_text(json.dumps(_envelope(envelope_id, parcel)))
        except (RuntimeError, WebSocketDisconnect) as problem:
            self._forget(connection)
            raise NotReachableError from problem
        return await answer

    async def disconnect(self, reason: str, *, hard: bool) -> int:
        """End all connections: after a `disconnect` message, or without a word. Answers how many there were."""
        ended = list(self.connections)
        for connection in ended:
            self._forget(connection)
            await self._end(connection, reason, hard=hard)
        return len(ended)

    async def _hello(self, connection: Connection) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "applink-stand-in", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app.id},
        }
        self.journal.note("socket", hello)
        await connection.socket.send_text(json.dumps(hello))

    async def _listen(self, connection: Connection) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                self._heard(await connection.socket.receive_text())

    def _heard(self, text: str) -> None:
        try:
            heard = json.loads(text)
        except ValueError:
            self.journal.note("socket", {"type": "unreadable", "text": text[:200]})
            return
        answer = self._awaited.pop(heard.get("envelope_id", ""), None)
        if answer is None:
            self.journal.note("socket", {"type": "unknown_envelope", "envelope_id": heard.get("envelope_id")})
        elif not answer.done():
            answer.set_result(Reply(ok=True, payload=heard.get("payload")))

    async def _end(self, connection: Connection, reason: str, *, hard: bool) -> None:
        note = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-stand-in"}}
        self.journal.note("socket", {"type": "closed"} if hard else note)
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            if not hard:
                await connection.socket.send_text(json.dumps(note))
            await connection.socket.close(1011 if hard else 1000)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.journal.note("socket", {"type": "closed", "num_connections": len(self.connections)})
            self.changed()


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": _TYPES.get(parcel.route, "interactive"),
        "payload": parcel.payload,
        "accepts_response_payload": parcel.kind in {"view_submission", "slash_command", "block_suggestion"},
    }
    if parcel.route == "events":
        envelope["retry_attempt"] = parcel.retry
        envelope["retry_reason"] = "timeout" if parcel.reason == "http_timeout" else parcel.reason
    return envelope
