"""Signed HTTP deliveries: what Slack posts to an app's request URLs, and how it reads the answer."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.playground.app import App
from bot.playground.delivery import NotReachableError, Parcel, Reply

Json = dict[str, Any]

USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
_PATIENCE = 30.0


@dataclass
class HttpDelivery:
    """Posts to the app. The signature's time is real, since the app compares it with its own clock."""

    app: App
    _client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=_PATIENCE, trust_env=False))

    async def send(self, parcel: Parcel) -> Reply:
        """Post a parcel and read the answer."""
        url = self.app.url(parcel.route, parcel.url)
        if url is None:
            raise NotReachableError
        body, content_type = _body(parcel)
        headers = {"Content-Type": content_type, "User-Agent": USER_AGENT, **self._signed(body, parcel.forged)}
        if parcel.retry:
            headers |= {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.reason}
        try:
            answer = await self._client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return Reply(ok=False, reason="connection_failed")
        no_retry = answer.headers.get("x-slack-no-retry") == "1"
        if answer.status_code != 200:
            return Reply(ok=False, reason="http_error", no_retry=no_retry)
        return Reply(ok=True, payload=_payload(answer), no_retry=no_retry)

    async def verify(self, url: str) -> tuple[bool, str]:
        """Ask an address for the challenge, as Slack does before it sends events there."""
        challenge = hashlib.sha256(url.encode()).hexdigest()
        payload = {"type": "url_verification", "token": self.app.verification_token, "challenge": challenge}
        body = json.dumps(payload).encode()
        headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **self._signed(body, None)}
        try:
            answer = await self._client.post(url, content=body, headers=headers)
        except httpx.HTTPError as problem:
            return False, f"could not be reached: {type(problem).__name__}"
        if answer.status_code != 200 or challenge not in answer.text:
            return False, f"answered {answer.status_code} without the challenge"
        return True, "the challenge came back"

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _signed(self, body: bytes, forged: str | None) -> dict[str, str]:
        at = int(time.time()) - (600 if forged == "stale_signature" else 0)
        key = "not the secret" if forged == "bad_signature" else self.app.signing_secret
        digest = hmac.new(key.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


def _body(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.route == "events":
        return json.dumps(parcel.payload).encode(), "application/json"
    fields = parcel.payload if parcel.route == "commands" else {"payload": json.dumps(parcel.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _payload(answer: httpx.Response) -> Json | None:
    text = answer.text
    if not text:
        return None
    try:
        read = json.loads(text)
    except ValueError:
        return {"text": text}
    return read if isinstance(read, dict) else {"text": text}
