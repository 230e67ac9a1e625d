"""The Web API's door: reads a request, checks token, scope, rate and arguments, runs the method, answers."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground import methods
from bot.playground.calls import METHODS, Call, Method, RefusalError
from bot.playground.workspace import Token
from bot.playground.world import World

Json = dict[str, Any]

_REGISTERED: Final = methods.FAMILIES
_ALLOWED: Final = {"bot": ("bot",), "app": ("app",), "any": ("bot", "app")}


@dataclass(frozen=True)
class Credentials:
    """What a request authenticates itself with."""

    token: str | None
    client: tuple[str, str] | None


async def answer(world: World, request: Request) -> Response:
    """Answer `POST /api/<method>` or `GET /api/<method>`."""
    name = request.path_params["method"]
    try:
        arguments = await _arguments(request)
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_json"})
    given = Credentials(_token(request, arguments), _client(request))
    world.journal.call(name, arguments)
    world.calls += 1
    try:
        return await _disturbed(world, name, given, arguments)
    finally:
        world.calls -= 1
        world.called_at = time.monotonic()


async def _disturbed(world: World, name: str, given: Credentials, arguments: Json) -> Response:
    slow = world.faults.take("latency", method=name)
    if slow is not None:
        await world.clock.sleep(float(slow["seconds"]))
    struck = _fault(world, name)
    if struck is not None:
        return struck
    lost = world.faults.take("lost_response", method=name)
    told, status, headers = _answer(world, name, given, arguments)
    world.journal.response(name, told)
    await asyncio.sleep(0)
    if lost is not None:
        return Response("the answer was lost", status_code=504)
    return JSONResponse(told, status_code=status, headers=headers)


def _fault(world: World, name: str) -> Response | None:
    limited = world.faults.take("rate_limit", method=name)
    if limited is not None:
        told, status, headers = _limited(world, int(limited["retry_after"]))
        world.journal.response(name, told)
        return JSONResponse(told, status_code=status, headers=headers)
    broken = world.faults.take("http_status", method=name)
    if broken is not None:
        world.journal.response(name, {"status": broken["status"]})
        return Response("a fault was ordered", status_code=int(broken["status"]))
    error = world.faults.take("error", method=name)
    if error is not None:
        refused = {"ok": False, "error": error["error"], **error.get("response", {})}
        world.journal.response(name, refused)
        return JSONResponse(refused)
    return None


def _limited(world: World, seconds: int) -> tuple[Json, int, dict[str, str]]:
    world.workspace.counts["rate_limited"] += 1
    return {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)}


def _answer(world: World, name: str, given: Credentials, arguments: Json) -> tuple[Json, int, dict[str, str]]:
    try:
        method = METHODS.get(name)
        if method is None:
            raise RefusalError("unknown_method", req_method=name)
        token = _authorised(world, method, given)
        wait = world.rates.wait(name, _tier(world, method)) if _tier(world, method) else 0
        if wait:
            return _limited(world, wait)
        if arguments.pop("team_id", world.team_id) != world.team_id:
            raise RefusalError("team_access_not_granted")
        result = method.run(Call(world, name, token, method.read(arguments), given.client))
        if "retry_after" in result:
            return _limited(world, int(result["retry_after"]))
    except RefusalError as refusal:
        return refusal.answer, 200, {}
    headers = {"x-oauth-scopes": ",".join(token.scopes)} if token is not None else {}
    return {"ok": True, **result}, 200, headers


def _tier(world: World, method: Method) -> int:
    if world.rates.commercial and method.name in {"conversations.history", "conversations.replies"}:
        return 1
    return method.tier


def _authorised(world: World, method: Method, given: Credentials) -> Token | None:
    if method.by == "nobody":
        return None
    if given.token is None:
        raise RefusalError("not_authed")
    token = world.workspace.tokens.get(given.token)
    if token is None:
        raise RefusalError("invalid_auth")
    if token.revoked is not None:
        raise RefusalError(token.revoked)
    if token.expires_at is not None and token.expires_at <= world.clock.now():
        raise RefusalError("token_expired")
    if token.kind not in _ALLOWED[method.by]:
        raise RefusalError("not_allowed_token_type")
    if method.scopes and not set(method.scopes) & set(token.scopes):
        raise RefusalError("missing_scope", needed=method.scopes[0], provided=",".join(token.scopes))
    return token


def _token(request: Request, arguments: Json) -> str | None:
    header = request.headers.get("authorization", "")
    inside = arguments.pop("token", None)
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip() or None
    return str(inside) if inside else None


def _client(request: Request) -> tuple[str, str] | None:
    header = request.headers.get("authorization", "")
    if not header.startswith("Basic "):
        return None
    name, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return name, password


async def _arguments(request: Request) -> Json:
    arguments: Json = dict(request.query_params)
    body = await request.body()
    content_type = request.headers.get("content-type", "")
    if not body:
        return arguments
    if content_type.startswith("application/json"):
        read = json.loads(body)
        if not isinstance(read, dict):
            raise ValueError
        return arguments | read
    if content_type.startswith("multipart/form-data"):
        return arguments | _multipart(content_type, body)
    return arguments | dict(parse_qsl(body.decode(), keep_blank_values=True))


def _multipart(content_type: str, body: bytes) -> Json:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    fields: Json = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            fields[name] = content.decode()
    return fields
