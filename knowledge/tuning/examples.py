"""A lens -> what the tuning learns from: texts with the practices they are about and the end they speak for.

Pure. Only the corpus's own messages and pages; never an evaluation set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lens_corpus.model import Blend, Lens, Phrasing, Practice, Stance

#: Voices that are not writers' messages: the pages' own statements.
SIGNS, PAGE, BLENDS = "signs", "page", "blends"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
#: How much less each further practice of a blend counts than the first, which the message is mostly about.
FURTHER = 0.3


@dataclass(frozen=True)
class Example:
    """A text. `practices` maps ids to shares that sum to 1; empty for a text from outside the lens.

    `stance` is None where the text takes none. `parts` are exact parts of the text with the end they speak for.
    """

    text: str
    by: str
    practices: dict[str, float] = field(default_factory=dict)
    stance: Stance | None = None
    parts: tuple[tuple[str, Stance], ...] = ()


def of_lens(lens: Lens) -> list[Example]:
    """Every example that the lens gives, in a fixed order."""
    examples = [example for practice in lens.practices for example in _of_practice(practice)]
    examples += [_of_blend(blend) for blend in lens.blends]
    return examples + [Example(each.text, "outside") for each in lens.outside]


def _of_practice(practice: Practice) -> Iterator[Example]:
    about = {practice.id: 1.0}
    for phrasing in practice.phrasings:
        yield Example(phrasing.text, phrasing.by, about, phrasing.stance, _parts(phrasing))
    yield from (Example(sign, SIGNS, about, Stance.GOOD) for sign in practice.good)
    yield from (Example(sign, SIGNS, about, Stance.BAD) for sign in practice.trouble)
    steps = (f"{step.lead}. {step.text}" for step in practice.steps + practice.aws_steps)
    texts = (practice.title, practice.advice, *_SENTENCE.split(practice.meaning)[:2], *steps)
    yield from (Example(text, PAGE, about) for text in texts)


def _parts(phrasing: Phrasing) -> tuple[tuple[str, Stance], ...]:
    if phrasing.stance is not Stance.HALF:
        return ()
    return ((phrasing.strong, Stance.GOOD), (phrasing.weak, Stance.BAD))


def _of_blend(blend: Blend) -> Example:
    weights = [1 / (1 + FURTHER * n) for n in range(len(blend.parts))]
    shares: dict[str, float] = {}
    for part, weight in zip(blend.parts, weights, strict=True):
        shares[part.practice] = shares.get(part.practice, 0.0) + weight / sum(weights)
    parts = tuple((part.words, part.stance) for part in blend.parts if part.stance is not Stance.HALF)
    return Example(blend.text, BLENDS, shares, _overall(blend), parts)


def _overall(blend: Blend) -> Stance:
    stances = {part.stance for part in blend.parts}
    if Stance.HALF in stances or {Stance.GOOD, Stance.BAD} <= stances:
        return Stance.HALF
    return next(stance for stance in (Stance.BAD, Stance.GOOD, Stance.THIN, Stance.ASK) if stance in stances)
