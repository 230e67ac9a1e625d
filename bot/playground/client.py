"""A small client of the control API, for tests and scripts."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import httpx

Json = dict[str, Any]


class ControlError(Exception):
    """The control API refused; `error` is the short word, `detail` says more."""

    def __init__(self, answer: Json) -> None:
        super().__init__(f"{answer['error']}: {answer.get('detail', '')}")
        self.error = str(answer["error"])
        self.detail = str(answer.get("detail", ""))


class Control:
    """Acts and reads; every method answers the JSON that the documentation shows, ControlError when it was refused."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/_control", timeout=40, trust_env=False)

    def __enter__(self) -> Control:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    def shut(self) -> None:
        """Close the connection."""
        self._http.close()

    def act(self, act: str, user: str, /, **given: Any) -> Json:
        """Do something as a person."""
        return self.post(f"act/{act}", user=user, **given)

    def post(self, path: str, /, **given: Any) -> Json:
        """Post to the control API."""
        return _read(self._http.post(f"/{path}", json=given))

    def get(self, path: str, /, **query: Any) -> Json:
        """Read from the control API."""
        return _read(self._http.get(f"/{path}", params=query))

    def message(self, user: str, channel: str, text: str, **more: Any) -> Json:
        """Write a message."""
        return self.act("message", user, channel=channel, text=text, **more)

    def mention(self, user: str, channel: str, text: str, **more: Any) -> Json:
        """Write a message to the app."""
        return self.act("mention", user, channel=channel, text=text, **more)

    def command(self, user: str, channel: str, command: str, text: str = "", **more: Any) -> Json:
        """Type a slash command."""
        return self.act("command", user, channel=channel, command=command, text=text, **more)

    def click(self, user: str, action_id: str, **where: Any) -> Json:
        """Press a button: `channel` and `ts`, or `view_id`."""
        return self.act("click", user, action_id=action_id, **where)

    def select(self, user: str, action_id: str, value: Any, **where: Any) -> Json:
        """Set an input."""
        return self.act("select", user, action_id=action_id, value=value, **where)

    def submit(self, user: str, values: Json | None = None, **more: Any) -> Json:
        """Submit the visible modal."""
        return self.act("submit", user, values=values or {}, **more)

    def view(self, user: str, **more: Any) -> Json:
        """Read everything a person sees."""
        return self.get("view", user=user, **more)

    def messages(self, user: str, channel: str) -> list[Json]:
        """Read the top-level messages a person sees in a channel; `app` is the DM with the app, once there is one."""
        seen = self.view(user)
        wanted = channel.removeprefix("#")
        for each in seen["channels"]:
            if wanted in (each["id"], each["name"]) or (wanted == "app" and each["id"] == seen["app"]["dm"]):
                return list(seen["messages"][each["id"]])
        if wanted == "app":
            return []
        raise ControlError({"error": "unknown_channel", "detail": channel})

    def journal(self, *kinds: str, after: int = 0, method: str | None = None) -> list[Json]:
        """Read the traffic, of some kinds only if they are named."""
        query: Json = {"after": after, "kind": list(kinds)}
        if method is not None:
            query["method"] = method
        return list(self.get("journal", **query)["lines"])

    def idle(self, quiet_ms: int = 150, timeout_ms: int = 10_000, **more: Any) -> Json:
        """Wait until the app has nothing to do."""
        return self.post("idle", quiet_ms=quiet_ms, timeout_ms=timeout_ms, **more)

    def advance(self, seconds: float) -> Json:
        """Move the clock forward."""
        return self.post("clock", advance=seconds)

    def fault(self, kind: str, **more: Any) -> Json:
        """Order a fault."""
        return self.post("faults", kind=kind, **more)

    def clear_faults(self) -> Json:
        """Forget all faults."""
        return _read(self._http.delete("/faults"))


def _read(answer: httpx.Response) -> Json:
    told: Json = answer.json()
    if not told["ok"]:
        raise ControlError(told)
    return told
