"""A double for the port `Writer`: it says what its script says, and remembers what it was given."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from knowledge.ports import Prompt, Stopped, Trouble, Usage, WriterProblem
from tests.support.model_server import Script


class ScriptedWriter:
    """Replies in the order they are given; the last one stays. A Trouble in their place is raised."""

    name = "scripted:double"

    def __init__(self, *replies: str | Callable[[str], str] | Script | Trouble) -> None:
        self.replies = list(replies)
        self.given: list[Prompt] = []

    def write(self, prompt: Prompt, stopped: Stopped, spent: Callable[[Usage], None]) -> Generator[str, None, None]:
        script = self._next(prompt, spent)
        try:
            for number, piece in enumerate(script.pieces(f"{prompt.system}\n{prompt.text}")):
                if stopped():
                    return
                if script.cut == number:
                    raise WriterProblem(Trouble.CUT_OFF, "scripted")
                yield piece
            if script.refusal:
                raise WriterProblem(Trouble.REFUSED, "scripted")
        finally:
            spent(Usage(*script.usage))

    def fill(
        self, prompt: Prompt, shape: Mapping[str, Any], stopped: Stopped, spent: Callable[[Usage], None]
    ) -> Mapping[str, Any]:
        assert shape["title"]
        script = self._next(prompt, spent)
        spent(Usage(*script.usage))
        if stopped():
            return {}
        filled = script.call(f"{prompt.system}\n{prompt.text}")
        if filled is None:
            raise WriterProblem(Trouble.BROKEN, "scripted")
        return filled

    def _next(self, prompt: Prompt, spent: Callable[[Usage], None]) -> Script:
        self.given.append(prompt)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Trouble):
            spent(Usage())
            raise WriterProblem(reply, "scripted")
        return reply if isinstance(reply, Script) else Script(reply)


class CountingPurse:
    """A purse with so many tokens in it."""

    def __init__(self, tokens: int) -> None:
        self.left = tokens

    def reserve(self, tokens: int) -> bool:
        if tokens > self.left:
            return False
        self.left -= tokens
        return True

    def settle(self, reserved: int, usage: Usage) -> None:
        self.left += reserved - usage.tokens
