"""A review, a log entry or a snapshot as plain data that JSON holds, and back, without loss.

Every document says its version. One of a newer version is refused, since half of it would be lost on the way back;
within a version, fields unknown here are passed over and missing ones take their defaults, so that replicas of two
releases can run side by side. Names in the data are those of the fields and of the moves: renaming one is a change of
version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.review.comparing import Snapshot
from bot.review.model import Review, Turn
from bot.review.move import Entry, Move

VERSION = 1
MOVES: Mapping[str, type] = {each.__name__: each for each in get_args(Move)}
T = TypeVar("T")


class Unreadable(ValueError):
    """Data that is not what it should be; the message names the place and what was expected there."""


class TooNew(Unreadable):
    """Data that a newer Lensbot wrote."""


def encode_review(review: Review) -> dict[str, Any]:
    """A review as plain data."""
    return {"version": VERSION, **_fields(review)}


def decode_review(data: Any) -> Review:
    """The review of what `encode_review` wrote; Unreadable otherwise."""
    return _decode(Review, data, "review")


def encode_snapshot(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as plain data."""
    return {"version": VERSION, **_fields(snapshot)}


def decode_snapshot(data: Any) -> Snapshot:
    """The snapshot of what `encode_snapshot` wrote; Unreadable otherwise."""
    return _decode(Snapshot, data, "snapshot")


def encode_move(move: Move) -> dict[str, Any]:
    """A move as plain data, with its name under `move`."""
    return {"version": VERSION, "move": type(move).__name__, **_fields(move)}


def decode_move(data: Any) -> Move:
    """The move of what `encode_move` wrote; Unreadable otherwise."""
    name = _opened(data, "move").get("move")
    if not isinstance(name, str) or name not in MOVES:
        raise Unreadable(f"move: there is no move {name!r}; known are {', '.join(MOVES)}")
    move: Move = _built(MOVES[name], data, name)
    return move


def encode_entry(entry: Entry) -> dict[str, Any]:
    """A line of the log as plain data: the move, and its turn under `turn` where it had one."""
    turn = {"turn": _fields(entry.turn)} if entry.turn else {}
    return {**encode_move(entry.move), **turn}


def decode_entry(data: Any) -> Entry:
    """The entry of what `encode_entry` wrote; Unreadable otherwise."""
    move = decode_move(data)
    turn = data.get("turn")
    return Entry(move, None if turn is None else _built(Turn, turn, "turn"))


def _decode(kind: type[T], data: Any, where: str) -> T:
    return _built(kind, _opened(data, where), where)


def _opened(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise Unreadable(f"{where}: fields were expected, not {type(data).__name__}")
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Unreadable(f"{where}: a version was expected, not {version!r}")
    if version > VERSION:
        raise TooNew(f"{where}: it is of version {version}, and this Lensbot reads up to {VERSION}; upgrade Lensbot")
    return data


def _fields(value: Any) -> dict[str, Any]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _built(kind: type[T], data: Any, where: str) -> T:
    if not isinstance(data, Mapping):
        raise Unreadable(f"{where}: fields were expected, not {type(data).__name__}")
    hints = _hints_of(kind)
    values = {name: _read(hint, data[name], f"{where}.{name}") for name, hint in hints.items() if name in data}
    try:
        return kind(**values)
    except TypeError as error:
        raise Unreadable(f"{where}: {error}") from error


def _hints_of(kind: Any) -> Mapping[str, Any]:
    return _hints(kind)


@lru_cache(maxsize=128)
def _hints(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _read(hint: Any, value: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None if value is None else _read(_only(hint), value, where)
    if origin is tuple:
        return _tuple(get_args(hint), value, where)
    if is_dataclass(hint):
        return _built(hint, value, where)  # type: ignore[arg-type]
    return _scalar(hint, value, where)


def _only(hint: Any) -> Any:
    return next(each for each in get_args(hint) if each is not type(None))


def _tuple(parts: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise Unreadable(f"{where}: a list was expected, not {type(value).__name__}")
    if parts[-1] is Ellipsis:
        return tuple(_read(parts[0], each, f"{where}[{n}]") for n, each in enumerate(value))
    if len(value) != len(parts):
        raise Unreadable(f"{where}: {len(parts)} values were expected, not {len(value)}")
    return tuple(_read(part, each, f"{where}[{n}]") for n, (part, each) in enumerate(zip(parts, value, strict=True)))


def _scalar(hint: Any, value: Any, where: str) -> Any:
    try:
        if hint is datetime:
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else _naive(where)
        if issubclass(hint, StrEnum):
            return hint(value)
    except (TypeError, ValueError) as error:
        raise Unreadable(f"{where}: {error}") from error
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise Unreadable(f"{where}: {hint.__name__} was expected, not {value!r}")
    return value


def _naive(where: str) -> datetime:
    raise Unreadable(f"{where}: a time with a zone was expected")
