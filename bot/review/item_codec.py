"""An item as plain data and back, so that storage, exports and reports hold one form of it.

What an older version wrote is still read: fields it did not know take their defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from bot.review.items import Acceptance, Act, Happened, Item, Link, Status, Wording
from lens_corpus.model import Effort
from lens_corpus.risk import Risk


def encode(item: Item) -> dict[str, Any]:
    """Plain values that JSON can hold; equal items give equal data."""
    return _record(item)


def decode(data: Mapping[str, Any]) -> Item:
    """The item of what `encode` wrote. ValueError, naming the field, for data that never was one."""
    made: Item = _build(Item, _ITEM, data, "item")
    return made


def _record(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    match value:
        case Acceptance() | Happened() | Link() | Wording():
            return _record(value)
        case tuple():
            return [_plain(each) for each in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
    return value


def _build(made: Callable[..., Any], readers: Mapping[str, Callable[[Any], Any]], data: Any, what: str) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"the {what} can't be read: fields were expected, not {type(data).__name__}")
    values = {name: _read(reader, data[name], f"{what}'s {name}") for name, reader in readers.items() if name in data}
    try:
        return made(**values)
    except TypeError as error:
        raise ValueError(f"the {what} can't be read: {error}") from error


def _read(reader: Callable[[Any], Any], value: Any, what: str) -> Any:
    try:
        return reader(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"the {what} can't be read: {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text was expected, not {type(value).__name__}")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no zone")
    return moment


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"true or false was expected, not {value!r}")
    return value


def _maybe(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else reader(value)


def _many(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: tuple(reader(each) for each in value)


def _acceptance(value: Any) -> Acceptance:
    made: Acceptance = _build(Acceptance, {"approver": _text, "reason": _text, "expires": _day}, value, "acceptance")
    return made


def _link(value: Any) -> Link:
    made: Link = _build(Link, {"url": _text, "title": _text}, value, "link")
    return made


def _wording(value: Any) -> Wording:
    made: Wording = _build(Wording, {"title": _text, "steps": _many(_text), "by": _text}, value, "wording")
    return made


def _happened(value: Any) -> Happened:
    readers: dict[str, Callable[[Any], Any]] = {"by": _text, "at": _moment, "what": Act, "detail": _text}
    made: Happened = _build(Happened, readers, value, "history")
    return made


_ITEM: Mapping[str, Callable[[Any], Any]] = {
    "id": _text,
    "review": _text,
    "lens": _text,
    "question": _maybe(_text),
    "practice": _maybe(_text),
    "title": _text,
    "risk": Risk,
    "effort": Effort,
    "pillar": _text,
    "created_at": _moment,
    "status": Status,
    "owner": _maybe(_text),
    "due": _maybe(_day),
    "snoozed_until": _maybe(_day),
    "resumes": Status,
    "accepted": _maybe(_acceptance),
    "reason": _text,
    "unproven": _flag,
    "evidence": _many(_text),
    "links": _many(_link),
    "split_from": _maybe(_text),
    "history": _many(_happened),
    "version": int,
    "wording": _maybe(_wording),
}
