"""A reply in a review -> its clauses, each with its place, who says it and which point of a list it answers.

Pure. Finer than the pieces that asking reads: one sentence often answers two practices ("tests yes, versions no"), and
a proposal quotes exactly the words behind it. A wrong cut costs a clumsy quote, so commas cut only between parts that
could stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: A part between commas with fewer words stays with its neighbour.
SHORTEST = 3

_SPEAKER = re.compile(r"^[ \t]*([A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20})?)[ \t]*:[ \t]+", re.M)
_POINT = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.):](?=\s)", re.M)
_BULLET = re.compile(r"^[ \t]*[-*•–][ \t]+", re.M)
_SUBJECT = (
    r"(?:we|i|you|they|he|she|it|there|nobody|no one|everyone|everybody|someone|somebody|each|every|all|some|none|"
    r"this|that|these|those)\b"
)
_CONTRAST = r"(?:but|yet|though|although|however|except|whereas|while|otherwise|plus|so)\b"
_HARD = re.compile(
    r"(?<=[.!?…])[\"')\]]*\s+(?=\S)|\n+|\s*;\s+|\s+[-–—]+\s+|\s*—\s*|\s*(?:\.{2,}|…)\s*"
    r"|\s*[\U0001F300-\U0001FAFF\u2600-\u27BF]+\s*"
)
_SOFT = re.compile(rf",\s+|,?\s+(?={_CONTRAST})|\s+(?=and\s+{_SUBJECT})|(?<=\w):\s+", re.I)
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|incl|resp|no|ca|dept|mr|ms|mrs|dr)\.$", re.I)


@dataclass(frozen=True)
class Clause:
    """A part of the text. `turn` counts who speaks, `point` is the number of its point in a list, 0 outside of one."""

    start: int
    end: int
    turn: int = 0
    point: int = 0


def split(text: str) -> tuple[Clause, ...]:
    """The clauses in order. Names of speakers, list numbers and bullets are in none of them."""
    found: list[Clause] = []
    for turn, (start, end) in enumerate(_turns(text)):
        for point, begin, stop in _points(text, start, end):
            found += [Clause(a, b, turn, point) for a, b in _parts(text, begin, stop)]
    return tuple(found)


def _turns(text: str) -> list[tuple[int, int]]:
    """Who speaks from where to where. One name alone could be a heading ("Bias: none"), two are a conversation."""
    heads = list(_SPEAKER.finditer(text))
    if len(heads) < 2:
        return [(0, len(text))]
    before = [(0, heads[0].start())] if text[: heads[0].start()].strip() else []
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return before + [(head.end(), end) for head, end in zip(heads, ends, strict=True)]


def _points(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """The points of a numbered list that counts up from one; the whole as point 0 where there is no such list."""
    marks: list[re.Match[str]] = []
    for mark in _POINT.finditer(text, start, end):
        if int(mark[1]) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2:
        return [(0, start, end)]
    lead = [(0, start, marks[0].start())]
    ends = [mark.start() for mark in marks[1:]] + [end]
    return lead + [(n, mark.end(), stop) for n, (mark, stop) in enumerate(zip(marks, ends, strict=True), 1)]


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for a, b in _cut(text, start, end, _HARD):
        pieces: list[tuple[int, int]] = []
        for piece in _cut(text, a, b, _SOFT):
            if pieces and (_short(text, *pieces[-1]) or _short(text, *piece)):
                pieces[-1] = (pieces[-1][0], piece[1])
            else:
                pieces.append(piece)
        yield from pieces


def _cut(text: str, start: int, end: int, breaks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = start
    for found in [*breaks.finditer(text, start, end), None]:
        if found and _ABBREVIATION.search(text, max(at, found.start() - 8), found.start()):
            continue
        span = _trimmed(text, at, found.start() if found else end)
        if span:
            yield span
        at = found.end() if found else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without spaces, a bullet before it and commas around it; None where no letter or digit is left."""
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return (start, end) if any(character.isalnum() for character in text[start:end]) else None


def _short(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) < SHORTEST
