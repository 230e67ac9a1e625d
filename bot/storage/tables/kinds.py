"""What columns are made of: kinds that come back exactly as they went in, on both databases."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Column, DateTime, Dialect, MetaData, Text
from sqlalchemy.types import TypeDecorator

#: All tables of all flows.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def tenancy() -> tuple[Column[str], Column[str]]:
    """The workspace, with which the key of every table begins."""
    return Column("enterprise", Words, primary_key=True), Column("team", Words, primary_key=True)


class Words(TypeDecorator[str]):
    """What somebody wrote. What no database can hold (NUL, half of a surrogate pair) becomes the replacement sign."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The text as it can be stored."""
        return value and _UNSTORABLE.sub("\ufffd", value)


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and given back aware. One without a zone is refused: nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("A moment without a zone cannot be kept.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The moment in UTC, aware; SQLite has no zones and gives it back without one."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Json(TypeDecorator[Any]):
    """A value as JSON text: any text survives in it, and no database reorders or rounds what is in it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        """The value as text."""
        return None if value is None else _UNSTORABLE.sub("\ufffd", json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        """The value again."""
        return None if value is None else json.loads(value)


class Whole(Json):
    """One of our own values, whole. Fields that this version doesn't know are left out, missing ones are defaults."""

    cache_ok = True

    def __init__(self, kind: type) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The value as text."""
        plain = None if value is None else self._adapter.dump_python(value, mode="json")
        return super().process_bind_param(plain, dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The value again."""
        plain = super().process_result_value(value, dialect)
        return None if plain is None else self._adapter.validate_python(plain)
