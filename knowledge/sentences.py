"""A model's Markdown -> sentences, so that each can be checked by itself.

Pure, and steady while the text still grows: without `whole`, the last sentence is held back, and what was given once
is given again in the same form when more text has come. Headings, code and table rules are no prose and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import LineKind

_ITEM = re.compile(r"\s*(?:[-*•+]|\d{1,2}[.)])\s+(?=\S)")
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"\s*[-*_|:=\s]{3,}$")
_CITED = r"[\"”’')*_]*(?:\s*(?:\[[\d\s,;–^-]+\]|【[^】]*】))*\s+"
#: After a full stop anything begins a sentence, so that nothing uncited rides along with the one after it.
_END = re.compile(rf"[.!?]{_CITED}(?=[^\s\[【])|…{_CITED}(?=[A-Z0-9“\"'(*<@#-])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|approx|incl|cf|fig|dr|mr|ms|st|inc|u\.s|a\.m|p\.m)\.|\b[A-Z]\.)$", re.I
)
_LEAD = re.compile(r"\s*\*\*[^*]+\*\*[.:]?\s*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence as the model wrote it. `block` counts paragraphs and list items, a line of the answer each."""

    text: str
    block: int
    kind: LineKind


def split(text: str, *, whole: bool) -> tuple[Sentence, ...]:
    """The sentences in order."""
    found = [
        Sentence(sentence, number, kind)
        for number, (kind, words) in enumerate(_blocks(text))
        for sentence in _sentences(words)
    ]
    return tuple(found if whole else found[:-1])


def _blocks(text: str) -> list[tuple[LineKind, str]]:
    blocks: list[tuple[LineKind, str]] = []
    joined = False
    for line in _prose(text):
        item = _ITEM.match(line)
        if not line.strip() or _HEADING.match(line) or _RULE.match(line):
            joined = False
        elif item:
            blocks.append((LineKind.STEP, line[item.end() :]))
            joined = True
        elif joined:
            kind, before = blocks[-1]
            blocks[-1] = (kind, f"{before} {line.strip()}")
        else:
            blocks.append((LineKind.SAY, line.strip().lstrip("> ")))
            joined = True
    return blocks


def _prose(text: str) -> Iterator[str]:
    """The lines outside fences; a fence that never closes takes the rest with it."""
    inside = False
    for line in text.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            inside = not inside
            yield ""
        elif not inside:
            yield line


def _sentences(words: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for found in [*_END.finditer(words), None]:
        end = found.end() if found else len(words)
        if found and _ABBREVIATED.search(words[max(start, found.start() - 7) : found.start() + 1]):
            continue
        sentence = words[start:end].strip()
        start = end
        if sentences and _LEAD.match(sentences[-1]):
            sentences[-1] = f"{sentences[-1]} {sentence}"
        elif sentence:
            sentences.append(sentence)
    return sentences
