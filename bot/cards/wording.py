"""Windows in which a person looks at what a language model proposes, corrects it, and keeps it or not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.places import Place
from bot.review.items import Item
from bot.review.model import Review
from lens_corpus.model import Question


@dataclass(frozen=True)
class WaitSheet:
    """A window that is opened at once, because what is to stand in it takes a while; or why nothing came."""

    title: str
    text: str


@dataclass(frozen=True)
class Source:
    """A message that a proposed note points at: who wrote it, its words, and where it stands."""

    by: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class NoteSheet:
    """A note to be kept with an answer. `text` is proposed, empty where there is nothing; `said` tells why then."""

    review: Review
    question: Question
    place: Place
    text: str = ""
    sources: tuple[Source, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class WordingSheet:
    """An improvement's title and first steps in the workload's words, to be kept beside its own."""

    home: Place
    item: Item
    title: str = ""
    steps: tuple[str, ...] = ()
    said: str = ""


WordsSheet = WaitSheet | NoteSheet | WordingSheet
