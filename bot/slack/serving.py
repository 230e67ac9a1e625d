"""Two ways for Slack to reach us: Socket Mode, and signed requests over HTTP on a threaded server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler

#: Deliveries read at once. A click's acknowledgement waits for its listener's first lines, so there are many.
READERS = 20
#: Threads that answer HTTP deliveries.
HTTP_THREADS = 32
EVENTS_PATH = "/slack/events"
_LOG = logging.getLogger("lensbot.slack")


class Serving(Protocol):
    """A running connection to Slack."""

    def stop(self) -> None:
        """Take nothing new."""


class SocketServing:
    """Socket Mode: a connection that we open."""

    def __init__(self, app: App, app_token: str) -> None:
        self._handler = SocketModeHandler(app, app_token, concurrency=READERS)
        self._handler.connect()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Close the connection; Slack delivers what comes now to another one, or again later."""
        self._handler.close()  # type: ignore[no-untyped-call]


class HttpServing:
    """Signed HTTP; `port` 0 takes a free one. `GET /health` answers ok."""

    def __init__(self, app: App, port: int, host: str = "0.0.0.0") -> None:  # noqa: S104 - a container's port
        from waitress import create_server

        bolt = SlackRequestHandler(app, path=EVENTS_PATH)

        def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            if environ["PATH_INFO"] == "/health":
                start("200 OK", [("Content-Type", "text/plain")])
                return [b"ok"]
            return _logged(bolt, environ, start)

        self._server = create_server(serve, host=host, port=port, threads=HTTP_THREADS)
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.close()


def _logged(bolt: SlackRequestHandler, environ: Mapping[str, Any], start: Any) -> Iterable[bytes]:
    def started(status: str, headers: list[tuple[str, str]]) -> Any:
        if status.startswith("401"):
            _LOG.warning("Refused a request with a wrong or old signature from %s", environ.get("REMOTE_ADDR"))
        return start(status, headers)

    return bolt(dict(environ), started)  # type: ignore[arg-type]
