"""The app under test, as Slack knows it: its manifest, its secrets, whether it is installed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from bot.playground.manifest import Manifest
from bot.playground.workspace import Ids

Json = dict[str, Any]


def secret(*parts: object) -> str:
    """Make a secret from what it is for; the same every run, since it protects nothing."""
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()[:32]


@dataclass
class App:
    """One app. `request_url` overrides the addresses of the manifest in HTTP mode."""

    manifest: Manifest
    id: str
    bot_id: str
    bot_user_id: str
    client_id: str
    request_url: str | None = None
    installed: bool = False
    installer: str = ""
    client_secret: str = field(init=False)
    signing_secret: str = field(init=False)
    verification_token: str = field(init=False)

    def __post_init__(self) -> None:
        self.client_secret = secret(self.id, "client")
        self.signing_secret = secret(self.id, "signing")
        self.verification_token = secret(self.id, "verification")[:24]

    @property
    def mode(self) -> str:
        """How deliveries reach it: `socket` or `http`."""
        return "socket" if self.manifest.setting("socket_mode_enabled") else "http"

    def url(self, route: str, own: str | None = None) -> str | None:
        """Find where a delivery goes in HTTP mode; `own` is what the manifest says for a command."""
        return self.request_url or own or self.manifest.url(route)

    def profile(self, team_id: str) -> Json:
        """Describe its bot as messages carry it."""
        return {
            "id": self.bot_id,
            "app_id": self.id,
            "name": self.manifest.bot_name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": team_id,
        }


def make_app(manifest: Manifest, ids: Ids, bot_user_id: str, request_url: str | None) -> App:
    """Register an app; it is not installed yet."""
    return App(
        manifest=manifest,
        id=ids.next("A"),
        bot_id=ids.next("B"),
        bot_user_id=bot_user_id,
        client_id=f"{ids.number('client')}000000001.{ids.number('client')}000000001",
        request_url=request_url,
    )
