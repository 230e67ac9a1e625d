"""Reading fields out of YAML and JSON values, noting every problem instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from lens_corpus.problems import Problem

E = TypeVar("E", bound=StrEnum)


class Fields:
    """A mapping being read. Missing and ill-typed fields become problems; the reader goes on with a blank."""

    def __init__(self, raw: object, path: str, line: int, problems: list[Problem], what: str = "entry") -> None:
        self.path, self.line, self.problems = path, line, problems
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            self.problem(f"{what}: expected named fields, found {type(raw).__name__}")

    def problem(self, text: str) -> None:
        """Note something to mend at this mapping's place."""
        self.problems.append(Problem(self.path, self.line, text))

    def text(self, name: str, default: str | None = None) -> str:
        """A text field; without a default it must be there and not blank."""
        value = self.raw.get(name, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        self.problem(f"{name}: expected a text, found {_shown(value)}")
        return ""

    def optional(self, name: str) -> str | None:
        """A text field that may be absent or null."""
        value = self.raw.get(name)
        if value is None or isinstance(value, str):
            return value
        self.problem(f"{name}: expected a text or nothing, found {_shown(value)}")
        return None

    def one_of(self, name: str, kinds: type[E], fallback: E) -> E:
        """A field that holds one of an enumeration's values."""
        value = self.raw.get(name)
        if value in [kind.value for kind in kinds]:
            return kinds(value)
        self.problem(f"{name}: expected one of {', '.join(kinds)}, found {_shown(value)}")
        return fallback

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; absent means none."""
        values = self.items(name)
        if all(isinstance(value, str) for value in values):
            return tuple(values)
        self.problem(f"{name}: expected a list of texts")
        return ()

    def items(self, name: str) -> Sequence[Any]:
        """A list; absent means none."""
        value = self.raw.get(name) or []
        if isinstance(value, list):
            return value
        self.problem(f"{name}: expected a list, found {_shown(value)}")
        return ()

    def entries(self, name: str) -> Iterable[Fields]:
        """A list of mappings, each to be read in turn."""
        return [Fields(item, self.path, self.line, self.problems, name) for item in self.items(name)]

    def refuse_others(self, known: Iterable[str]) -> None:
        """Note every field that nobody reads: most often a typing error."""
        for name in self.raw.keys() - set(known):
            self.problem(f"{name}: unknown field")


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)[:60]
