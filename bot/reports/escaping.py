"""Foreign text made harmless for Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reports.words import clean, one_line

_MARKS = re.compile(r"([\\`*_~\[\]{}#|!$^])")
_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])")
_JOINER = "\N{WORD JOINER}"
_BARE = re.compile(r"(?i)\b(www)\.")


def line(text: str) -> str:
    """Foreign text inside a line, a cell or a heading: no formatting, tag, mention or link comes of it."""
    return _escaped(one_line(text))


def quoted(text: str) -> str:
    """Foreign text of several lines as a block quote."""
    return "\n".join(f"> {_escaped(each.strip())}".rstrip() for each in clean(text).split("\n"))


def link(url: str, words: str) -> str:
    """A link; its words alone, escaped, where there is no address. `url` comes from `words.web`."""
    there = url.replace("&", "&amp;").replace("(", "%28").replace(")", "%29")
    return f"[{line(words)}]({there})" if url else line(words)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; nothing where there is no row."""
    lines = [list(header), ["---"] * len(header), *[list(row) for row in rows]]
    return "\n".join(f"| {' | '.join(each)} |" for each in lines) if rows else ""


def _escaped(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _START.sub(lambda at: f"{at[1]}\\{at[2]}" if at[1] else f"\\{at[3]}", _MARKS.sub(r"\\\1", escaped))
    escaped = escaped.replace("://", f":{_JOINER}//").replace("@", f"@{_JOINER}")
    return _BARE.sub(rf"\1{_JOINER}.", escaped)
