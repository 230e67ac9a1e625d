"""Slack's Web API clients: one that waits when Slack asks to slow down, one that gives up at once."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cached_property

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
)

#: Seconds that a call may take before it is given up.
PATIENCE = 15
_QUIET = logging.getLogger("lensbot.slack.http")


@dataclass(frozen=True)
class Clients:
    """Clients for one app."""

    token: str = field(repr=False)
    api_url: str

    @cached_property
    def patient(self) -> WebClient:
        """Waits as long as Retry-After says. What may have taken effect is not tried again here: see `posts.find`."""
        client = WebClient(token=self.token, base_url=self.api_url, timeout=PATIENCE, logger=_QUIET)
        client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=4))
        return client

    @cached_property
    def quick(self) -> WebClient:
        """For what is not worth waiting for: a status line, a stream where a plain message does as well."""
        client = WebClient(token=self.token, base_url=self.api_url, timeout=5, logger=_QUIET)
        client.retry_handlers = [ConnectionErrorRetryHandler(max_retry_count=1)]
        return client

    @cached_property
    def me(self) -> str:
        """Our own user id in the workspace."""
        return str(self.patient.auth_test()["user_id"])
