"""Enough of JSON Schema to hold a document to ours; a keyword that it does not know is an error, not a pass."""

from __future__ import annotations

from datetime import datetime

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
IGNORED = {"type", "$schema", "title", "description", "$defs"}


def problems(value, schema, root=None, at="$"):
    """Every place where the value is not what the schema says."""
    root = root or schema
    found = _type(value, schema["type"], root, at) if "type" in schema else []
    if found or value is None:
        return found
    for keyword, wanted in schema.items():
        if keyword in SIMPLE:
            found += [] if SIMPLE[keyword](value, wanted) else [f"{at}: {value!r} breaks {keyword} {wanted}"]
        elif keyword not in IGNORED:
            found += CHECKS[keyword](value, wanted, root, at)
    return found


def _ref(value, wanted, root, at):
    return problems(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, at)


def _type(value, wanted, root, at):
    names = [wanted] if isinstance(wanted, str) else wanted
    fits = any(isinstance(value, TYPES[n]) and (n == "boolean" or not isinstance(value, bool)) for n in names)
    return [] if fits else [f"{at}: {value!r} is no {wanted}"]


def _any_of(value, wanted, root, at):
    tried = [problems(value, each, root, at) for each in wanted]
    return [] if not all(tried) else [f"{at}: fits none of {len(wanted)}", *tried[0]]


def _required(value, wanted, root, at):
    return [f"{at}: {name} is missing" for name in wanted if name not in value]


def _properties(value, wanted, root, at):
    known = [
        found
        for name, each in wanted.items()
        if name in value
        for found in problems(value[name], each, root, f"{at}.{name}")
    ]
    return known + [f"{at}: {name} is not described" for name in value if name not in wanted]


def _items(value, wanted, root, at):
    return [found for n, each in enumerate(value) for found in problems(each, wanted, root, f"{at}[{n}]")]


def _format(value, wanted, root, at):
    return [] if datetime.fromisoformat(value).tzinfo else [f"{at}: a time without a zone"]


CHECKS = {
    "$ref": _ref,
    "anyOf": _any_of,
    "required": _required,
    "properties": _properties,
    "items": _items,
    "format": _format,
}
#: Keywords of a single value; null is nobody's business but `type`'s.
SIMPLE = {
    "enum": lambda value, wanted: value in wanted,
    "const": lambda value, wanted: value == wanted,
    "minimum": lambda value, wanted: value >= wanted,
    "maximum": lambda value, wanted: value <= wanted,
}
