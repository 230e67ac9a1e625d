"""The blocks that show data: table, data_table, data_visualization. Rows and series have to agree with each other."""

from __future__ import annotations

from typing import Final

from bot.playground import limits
from bot.playground.composition import block_id, rich_text, texts_of
from bot.playground.shapes import (
    Check,
    Json,
    Rule,
    array,
    boolean,
    by_type,
    distinct,
    integer,
    number,
    one_of,
    shape,
    string,
)

_RAW: Final[dict[str, Rule]] = {
    "raw_text": shape({"type": one_of("raw_text"), "text": string(limits.TABLE_TEXT)}),
    "raw_number": shape({"type": one_of("raw_number"), "value": number, "text": string(limits.TABLE_TEXT)}),
}
_CELL = by_type({**_RAW, "rich_text": rich_text})


def _text_within(most: int, key: str = "rows") -> Rule:
    def also(check: Check, pointer: str, value: Json) -> None:
        got = texts_of(value[key])
        if got > most:
            check.limit(f"{pointer}/{key}", "max_text", most, got, f"must hold less than {most + 1} characters in all")

    return also


def _equal_rows(check: Check, pointer: str, value: Json) -> None:
    width = len(value["rows"][0])
    for at, row in enumerate(value["rows"]):
        if len(row) != width:
            message = f"every row must have {width} cells"
            check.limit(f"{pointer}/rows/{at}", "equal_rows", width, len(row), message)


def _plain_header(check: Check, pointer: str, value: Json) -> None:
    for at, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            told = {"type": "enum", "expected": list(_RAW), "got": "rich_text"}
            check.report(f"{pointer}/rows/0/{at}/type", "unsupported_type", "unsupported type: rich_text", told)


def _header_column(check: Check, pointer: str, value: Json) -> None:
    width, column = len(value["rows"][0]), value.get("row_header_column_index", 0)
    if column >= width:
        check.limit(f"{pointer}/row_header_column_index", "range", [0, width - 1], column, "there is no such column")


table = shape(
    {"type": one_of("table"), "rows": array(array(_CELL, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
    {
        "block_id": block_id,
        "column_settings": array(
            shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), limits.TABLE_COLUMNS
        ),
    },
    [_equal_rows, _text_within(limits.TABLE_TEXT)],
)

data_table = shape(
    {
        "type": one_of("data_table"),
        "caption": string(limits.DATA_TABLE_TEXT),
        "rows": array(array(_CELL, limits.DATA_TABLE_COLUMNS), limits.DATA_TABLE_ROWS, 2),
    },
    {
        "block_id": block_id,
        "page_size": integer(1, limits.DATA_TABLE_PAGE),
        "row_header_column_index": integer(0, limits.DATA_TABLE_COLUMNS - 1),
    },
    [_equal_rows, _plain_header, _header_column, _text_within(limits.DATA_TABLE_TEXT)],
)

_LABEL = string(limits.CHART_LABEL)
_POINT = shape({"label": _LABEL, "value": number})


def _positive(check: Check, pointer: str, value: Json) -> None:
    for at, segment in enumerate(value["segments"]):
        if segment["value"] < 0:
            check.limit(f"{pointer}/segments/{at}/value", "range", [0, None], segment["value"], "must not be negative")


def _labels_are_categories(check: Check, pointer: str, value: Json) -> None:
    categories = value["axis_config"]["categories"]
    for at, series in enumerate(value["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            message = "labels must be the categories of the axis"
            check.limit(f"{pointer}/series/{at}/data", "categories", categories, labels, message)


def _distinct_categories(check: Check, pointer: str, value: Json) -> None:
    categories = value["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        check.report(f"{pointer}/axis_config/categories", "duplicate_value", "categories must differ")


def _series_chart(kind: str) -> Rule:
    series = shape({"name": _LABEL, "data": array(_POINT, limits.CHART_POINTS)})
    axis = shape(
        {"categories": array(_LABEL, limits.CHART_POINTS)},
        dict.fromkeys(("x_label", "y_label"), string(limits.CHART_AXIS_LABEL)),
    )
    return shape(
        {"type": one_of(kind), "series": array(series, limits.CHART_SERIES), "axis_config": axis},
        {},
        [distinct("series", "name"), _distinct_categories, _labels_are_categories],
    )


_CHART = by_type(
    {
        "pie": shape(
            {"type": one_of("pie"), "segments": array(_POINT, limits.CHART_SERIES)},
            {},
            [distinct("segments", "label"), _positive],
        ),
        **{kind: _series_chart(kind) for kind in ("bar", "line", "area")},
    }
)

data_visualization = shape(
    {"type": one_of("data_visualization"), "title": string(limits.CHART_TITLE), "chart": _CHART},
    {"block_id": block_id},
)
