"""A schedule as plain data and back, so that storage and exports hold one form of it.

What an older version wrote is still read: fields it did not know take their defaults, kinds that are gone are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any

from bot.review.calendars import Span
from bot.review.schedules import Changers, Kind, Schedule


def encode(schedule: Schedule) -> dict[str, Any]:
    """Plain values that JSON can hold; equal schedules give equal data."""
    return {field.name: _plain(getattr(schedule, field.name)) for field in fields(schedule)}


def decode(data: Mapping[str, Any]) -> Schedule:
    """The schedule of what `encode` wrote. ValueError, naming the field, for data that never was one."""
    known = {name: reader for name, reader in _READERS.items() if name in data}
    return Schedule(**{name: _read(name, reader, data[name]) for name, reader in known.items()})


def _plain(value: Any) -> Any:
    match value:
        case frozenset():
            return sorted(_plain(each) for each in value)
        case tuple():
            return [_plain(each) for each in value]
        case Span(first, last):
            return [first.isoformat(), last.isoformat()]
        case date() | time():
            return value.isoformat()
        case Kind() | Changers():
            return value.value
    return value


def _read(name: str, reader: Callable[[Any], Any], value: Any) -> Any:
    try:
        return reader(value)
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"the schedule's {name} can't be read: {error}") from error


def _days(value: Any) -> frozenset[int]:
    days = frozenset(int(each) for each in value)
    if days - frozenset(range(7)):
        raise ValueError(f"days are 0 to 6, not {sorted(days)}")
    return days


def _span(value: Any) -> Span:
    first, last = value
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"text was expected, not {type(value).__name__}")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"true or false was expected, not {value!r}")
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "days": _days,
    "at": time.fromisoformat,
    "zone": _text,
    "country": _text,
    "extra_holidays": lambda value: frozenset(date.fromisoformat(each) for each in value),
    "pause_until": lambda value: date.fromisoformat(value) if value else None,
    "vacations": lambda value: tuple(_span(each) for each in value),
    "muted": _flag,
    "kinds": lambda value: frozenset(Kind(each) for each in value if each in frozenset(Kind)),
    "escalate_to": _text,
    "changers": Changers,
    "named": lambda value: frozenset(str(each) for each in value),
}
