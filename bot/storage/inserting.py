"""Inserts that two processes can make at once: whoever comes second changes nothing, or replaces what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def _insert(connection: Connection, table: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


def once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    insert = _insert(connection, table).values(row).on_conflict_do_nothing()
    return connection.execute(insert.returning(*table.primary_key)).first() is not None


def over(connection: Connection, table: Table, row: Mapping[str, Any], keep: Sequence[str] = ()) -> None:
    """Insert a row, or put it over the one with the same key; columns to `keep` stay as they are there."""
    key = [column.name for column in table.primary_key]
    insert = _insert(connection, table).values(row)
    changed = {name: insert.excluded[name] for name in row if name not in key and name not in keep}
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=changed))
