"""A small language for closed JSON objects: what keys there are, what they hold, how long they may be.

A rule looks at one value and reports what is wrong with it, with a pointer. Nothing is ever dropped or repaired here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing Slack would refuse: where (a JSON pointer), which kind, in words, and the limit that was broken."""

    pointer: str
    code: str
    message: str
    constraint: Json | None = None

    def line(self) -> str:
        """As it stands in `errors` of a refused call."""
        return f"{self.message} [json-pointer:{self.pointer}]"

    def as_json(self) -> Json:
        """As `blocks.validate` answers it."""
        told: Json = {"pointer": self.pointer, "code": self.code, "message": self.message}
        if self.constraint is not None:
            told["constraint"] = self.constraint
        return told


@dataclass
class Check:
    """Collects the problems of one payload, for one surface: message, modal or home."""

    surface: str
    problems: list[Problem] = field(default_factory=list)

    def report(self, pointer: str, code: str, message: str, constraint: Json | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(pointer, code, message, constraint))

    def limit(self, pointer: str, kind: str, expected: Any, got: Any, message: str) -> None:
        """Note that a constraint was broken."""
        self.report(pointer, "failed_constraint", message, {"type": kind, "expected": expected, "got": got})


Rule = Callable[[Check, str, Any], None]
Also = Callable[[Check, str, Json], None]


def string(most: int, least: int = 1) -> Rule:
    """Take text of a length."""

    def rule(check: Check, pointer: str, value: Any) -> None:
        if not isinstance(value, str):
            check.report(pointer, "invalid_type", "must be a string")
        elif len(value) > most:
            check.limit(pointer, "max_length", most, len(value), f"must be less than {most + 1} characters")
        elif len(value) < least:
            check.limit(pointer, "min_length", least, len(value), f"must be more than {least - 1} characters")

    return rule


def matching(pattern: str, most: int, what: str) -> Rule:
    """Take text of a form."""
    length, form = string(most), re.compile(pattern)

    def rule(check: Check, pointer: str, value: Any) -> None:
        length(check, pointer, value)
        if isinstance(value, str) and not form.fullmatch(value):
            check.limit(pointer, "format", what, value, f"must be {what}")

    return rule


def one_of(*values: str) -> Rule:
    """Take one of a few words."""

    def rule(check: Check, pointer: str, value: Any) -> None:
        if value not in values:
            check.limit(pointer, "enum", list(values), value, f"must be one of: {', '.join(values)}")

    return rule


def boolean(check: Check, pointer: str, value: Any) -> None:
    """Take true or false."""
    if not isinstance(value, bool):
        check.report(pointer, "invalid_type", "must be a boolean")


def integer(least: int, most: int) -> Rule:
    """Take a whole number in a range."""

    def rule(check: Check, pointer: str, value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            check.report(pointer, "invalid_type", "must be an integer")
        elif not least <= value <= most:
            check.limit(pointer, "range", [least, most], value, f"must be between {least} and {most}")

    return rule


def number(check: Check, pointer: str, value: Any) -> None:
    """Take a number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        check.report(pointer, "invalid_type", "must be a number")


def array(item: Rule, most: int, least: int = 1) -> Rule:
    """Take a list of a length, each item by a rule."""

    def rule(check: Check, pointer: str, value: Any) -> None:
        if not isinstance(value, list):
            check.report(pointer, "invalid_type", "must be an array")
            return
        if len(value) > most:
            check.limit(pointer, "max_items", most, len(value), f"no more than {most} items allowed")
        if len(value) < least:
            check.limit(pointer, "min_items", least, len(value), f"no less than {least} items allowed")
        for at, each in enumerate(value):
            item(check, f"{pointer}/{at}", each)

    return rule


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, also: Sequence[Also] = ()) -> Rule:
    """Take an object with these keys and no others; `also` are rules over several keys, asked when each is right."""
    known = {**required, **(optional or {})}

    def rule(check: Check, pointer: str, value: Any) -> None:
        if not isinstance(value, dict):
            check.report(pointer, "invalid_type", "must be an object")
            return
        before = len(check.problems)
        for key in [key for key in required if key not in value]:
            check.report(pointer, "missing_field", f"missing required field: {key}")
        for key, each in value.items():
            if key not in known:
                check.report(f"{pointer}/{key}", "unknown_field", f"invalid additional property: {key}")
            else:
                known[key](check, f"{pointer}/{key}", each)
        for further in also if len(check.problems) == before else ():
            further(check, pointer, value)

    return rule


def by_type(shapes: Mapping[str, Rule], allowed: Callable[[Check], Sequence[str]] | None = None) -> Rule:
    """Take an object whose `type` says which shape it has; `allowed` narrows the types down to a place."""

    def rule(check: Check, pointer: str, value: Any) -> None:
        if not isinstance(value, dict):
            check.report(pointer, "invalid_type", "must be an object")
            return
        if "type" not in value:
            check.report(pointer, "missing_field", "missing required field: type")
            return
        kinds = list(shapes) if allowed is None else list(allowed(check))
        kind = value["type"]
        if kind not in kinds or kind not in shapes:
            told = {"type": "enum", "expected": kinds, "got": kind}
            check.report(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}", told)
            return
        shapes[kind](check, pointer, value)

    return rule


def exactly_one(*keys: str) -> Also:
    """Ask for one of these keys, not several, not none."""

    def rule(check: Check, pointer: str, value: Json) -> None:
        if sum(key in value for key in keys) != 1:
            check.limit(pointer, "one_of", list(keys), sorted(value), f"exactly one of {', '.join(keys)} is required")

    return rule


def at_least_one(*keys: str) -> Also:
    """Ask for one of these keys or several."""

    def rule(check: Check, pointer: str, value: Json) -> None:
        if not any(key in value for key in keys):
            check.limit(pointer, "any_of", list(keys), sorted(value), f"at least one of {', '.join(keys)} is required")

    return rule


def distinct(key: str, of: str) -> Also:
    """Take a list only when its entries differ in one of their keys."""

    def rule(check: Check, pointer: str, value: Json) -> None:
        seen: set[Any] = set()
        for at, each in enumerate(value.get(key, [])):
            name = each.get(of)
            if name is not None and name in seen:
                message = f"{of} '{name}' already exists"
                check.report(f"{pointer}/{key}/{at}/{of}", "duplicate_value", message)
            seen.add(name)

    return rule
