"""The `[n]` in a model's text, and whether what it points at shares any words with the sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge import screening

#: A sentence must share this much of its content words with what it cites.
SHARED = 0.2
_MARK = re.compile(r"\s*(?:\[\^?(\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*)\]|【(\d{1,3})[^】]*】)")
_BRACKETS = re.compile(r"\s*\[\^?[\w\s,;–-]{0,12}\]")
_EMPHASIS = re.compile(r"\*+|__+|~~|`+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
#: Space before a stop, and the stops that a removed number leaves side by side.
_LOOSE = re.compile(r"\s+([.,;:!?])|[,;:](\.)$")
_CONTENT = re.compile(r"[a-z]{4,}")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
#: Words that any text shares with any other.
_EMPTY = re.compile(
    r"about|after|again|also|always|another|around|because|been|before|being|both|could|does|doing|done|each|even|every|"
    r"first|from|have|here|into|just|keep|like|made|make|many|more|most|much|must|needs?|never|next|once|only|other|over|"
    r"same|should|since|some|still|such|than|that|their|them|then|there|these|they|this|those|through|under|until|upon|"
    r"very|want|what|when|where|which|while|will|with|within|without|would|yours?|teams?|starts?|works?"
)


def cited(text: str) -> tuple[int, ...]:
    """The numbers in a text, however they are written, each once."""
    found = dict.fromkeys(number for mark in _MARK.finditer(text) for number in _numbers(mark[1] or mark[2]))
    return tuple(found)


def unmarked(text: str) -> str:
    """The text without its numbers."""
    return _MARK.sub(" ", text)


def clean(text: str) -> str:
    """The text as plain words: no numbers, no brackets of their kind, no formatting, nothing hidden."""
    bare = _EMPHASIS.sub("", _BRACKETS.sub("", _MARK.sub("", screening.plain(text))))
    return _LOOSE.sub(lambda found: found[1] or found[2], " ".join(bare.split()))


def telling(text: str) -> bool:
    """Whether there is a word of content in it."""
    return bool(_CONTENT.search(text.lower()))


def stems(text: str) -> Iterator[str]:
    """Content words, crudely cut so that "rotates" meets "rotation"."""
    for word in _CONTENT.findall(text.lower()):
        if not _EMPTY.fullmatch(word):
            yield word[:6] if len(word) > 6 else word.rstrip("s")


def shares(own: Sequence[str], source: frozenset[str]) -> bool:
    """Whether enough of a sentence's stems are among a source's."""
    common = sum(stem in source for stem in own)
    return common > 0 and common >= SHARED * len(own)


def figures(text: str) -> frozenset[str]:
    """The figures in a text: what a source does not have was made up."""
    return frozenset(_FIGURE.findall(unmarked(text)))


def _numbers(mark: str) -> Iterator[int]:
    for part in re.split(r"[,;]", mark.replace("^", "")):
        first, _, last = (each.strip() for each in part.replace("–", "-").partition("-"))
        yield from range(int(first), min(int(last or first), int(first) + 9) + 1)
