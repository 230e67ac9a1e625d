"""A report as JSON, for other programs. Its fields are those of `content.Report`; docs/report-schema.md tells of them.

A change that a reader could trip over, a field renamed or gone, is a new number in `SCHEMA`; a field more is not.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.reports.content import Report

SCHEMA = "lensbot-report/1"


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data: objects, lists, texts, numbers, true, false and null; times in UTC with their zone."""
    return {"schema": SCHEMA, **_fields(report)}


def write(report: Report) -> bytes:
    """The report as UTF-8 JSON."""
    return (json.dumps(as_data(report), ensure_ascii=False, indent=1) + "\n").encode()


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
