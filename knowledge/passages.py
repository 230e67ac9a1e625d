"""A lens -> the statements that are indexed, each in its context and with an id that lasts as long as its text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from knowledge.model import Passage
from lens_corpus.model import Lens, Practice


class Kind:
    """What a passage is; kept with it in the index so that each kind can be weighed and shown."""

    ADVICE = "advice"
    MEANING = "meaning"
    GOOD = "good"
    TROUBLE = "trouble"
    STEP = "step"
    ASKED = "asked"


def of_lens(lens: Lens) -> tuple[Passage, ...]:
    """Every statement of the lens. Ids carry a hash of the text: a changed statement is a new passage."""
    return tuple(
        Passage(f"{lens.id}/{practice.id}/{kind}/{place}/{_digest(text)}", lens.id, practice.id, kind, text)
        for practice in lens.practices
        for kind, place, text in _statements(practice)
    )


def lessons(lenses: Iterable[Lens]) -> str:
    """A digest of what is learned from but not indexed: messages about several practices, and those from outside."""
    texts = (repr((lens.id, lens.blends, lens.outside)) for lens in lenses)
    return _digest("\n".join(sorted(texts)))


def about(passage_id: str) -> tuple[str, str, str]:
    """The lens, practice and kind of a passage, which its id begins with."""
    lens, practice, kind, *_ = passage_id.split("/")
    return lens, practice, kind


def aspect(passage_id: str) -> int:
    """Which of a practice's aspects a sign belongs to: its place on the page."""
    return int(passage_id.split("/")[3])


def _statements(practice: Practice) -> Iterator[tuple[str, int, str]]:
    """Advice and meaning carry the title, which short texts are found by; signs and phrasings speak for themselves."""
    yield Kind.ADVICE, 0, f"{practice.title}. {practice.advice}"
    yield Kind.MEANING, 0, f"{practice.title}. {practice.meaning}"
    yield from ((Kind.GOOD, n, sign) for n, sign in enumerate(practice.good))
    yield from ((Kind.TROUBLE, n, sign) for n, sign in enumerate(practice.trouble))
    steps = practice.steps + practice.aws_steps
    yield from ((Kind.STEP, n, f"{step.lead}. {step.text}") for n, step in enumerate(steps))
    yield from ((Kind.ASKED, n, phrasing.text) for n, phrasing in enumerate(practice.phrasings))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
