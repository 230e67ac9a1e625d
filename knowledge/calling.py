"""A language model for the small jobs whose outcome a person confirms.

A call stays within the day's limits, and comes to nothing, quietly, whenever the model fails, refuses, or is too slow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

from knowledge import prompting
from knowledge.ports import Prompt, Purse, Usage, Writer, WriterProblem
from knowledge.prompting import Words

#: Tokens set aside for what a model writes in one call, and characters of it that are read.
SET_ASIDE, MOST_CHARACTERS = 900, 6000
USED_UP = "a limit of the day"
T = TypeVar("T")


class NoAnswer(Exception):
    """The model gave nothing: `why` is for the log and holds no secret."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    @property
    def used_up(self) -> bool:
        """Whether a limit of the day stood in the way."""
        return self.why == USED_UP


@dataclass(frozen=True)
class Pen:
    """A model, the words that instruct it, and what one channel may spend on it today. Failures are NoAnswer."""

    writer: Writer
    words: Words
    purse: Purse

    def fill(self, prompt: Prompt, shape: Mapping[str, Any]) -> Mapping[str, Any]:
        """An object of this shape; only its keys are sure."""
        return self._paid(prompt, lambda usages: self.writer.fill(prompt, shape, _never, usages.append))

    def write(self, prompt: Prompt) -> str:
        """The whole text, or its beginning where it finds no end."""
        return self._paid(prompt, lambda usages: self._written(prompt, usages))

    def _written(self, prompt: Prompt, usages: list[Usage]) -> str:
        text = ""
        with closing(self.writer.write(prompt, _never, usages.append)) as pieces:
            for piece in pieces:
                text += piece
                if len(text) > MOST_CHARACTERS:
                    break
        return text

    def _paid(self, prompt: Prompt, call: Callable[[list[Usage]], T]) -> T:
        reserved = prompting.tokens(prompt) + SET_ASIDE
        if not self.purse.reserve(reserved):
            raise NoAnswer(USED_UP)
        usages: list[Usage] = []
        try:
            return call(usages)
        except WriterProblem as problem:
            raise NoAnswer(str(problem)) from problem
        finally:
            self.purse.settle(reserved, sum(usages, Usage()))


def _never() -> bool:
    return False
