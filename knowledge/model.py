"""The values that asking is made of. `Answer` is what every surface renders; nothing here knows how.

Vectors are numpy arrays of float32, of unit length, shape (dimension,); sets of them are (n, dimension).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


class Verdict(StrEnum):
    """What we say of a described way of working. UNCLEAR comes with the question that would settle it."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Grade(StrEnum):
    """How close a cited practice is: the answer is about it, or a reader may want it too."""

    MAIN = "main"
    SEE_ALSO = "see_also"


class Side(StrEnum):
    """Which end of a practice's aspect a text speaks for."""

    GOOD = "good"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Turn:
    """One earlier turn of a conversation; `role` is "user" or "bot"."""

    role: str
    text: str


class Piece(NamedTuple):
    """A clause of a message, by its place in the message's text."""

    start: int
    end: int

    def moved(self, by: int) -> Piece:
        """The same clause in a text where so many characters come before it."""
        return Piece(self.start + by, self.end + by)


@dataclass(frozen=True)
class Message:
    """What somebody said, made fit to be read: see `messages.read`.

    `pieces` are the clauses that count; orders to the bot are not among them. `named` are practice or
    question ids that the person wrote. `refusal` is set where there is nothing to answer, in our words.
    """

    text: str
    pieces: tuple[Piece, ...]
    named: tuple[str, ...] = ()
    unknown: bool = False
    cut: bool = False
    refusal: str = ""

    def words(self, piece: Piece) -> str:
        """The clause's own words."""
        return self.text[piece.start : piece.end]


@dataclass(frozen=True)
class Passage:
    """One statement of the corpus with its stable id; `text` is what is embedded."""

    id: str
    lens: str
    practice: str
    kind: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A passage, by id, and its cosine similarity to the message."""

    passage: str
    lens: str
    practice: str
    kind: str
    similarity: float


@dataclass(frozen=True)
class Reading:
    """A message as vectors: the whole of it, and each of its pieces in the context of the whole."""

    whole: Vector
    pieces: Vector


@dataclass(frozen=True)
class Ranked:
    """A practice and how well it fits, with the share of each leg so that a person can see why."""

    lens: str
    practice: str
    score: float
    legs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The words of the person that matched, and the sign of the practice that they matched."""

    practice: str
    side: Side
    sign: str
    words: str


@dataclass(frozen=True)
class Option:
    """A statement that a person can choose to say where they stand."""

    text: str
    side: Side
    aspect: int


@dataclass(frozen=True)
class AskBack:
    """The one question that would decide, as statements to choose from.

    `then` is the aspect to ask about after a good pick, None to leave it at that. `before` are earlier picks.
    """

    practice: str
    text: str
    options: tuple[Option, ...]
    then: int | None = None
    before: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A practice that the answer stands on; `number` is what the text refers to."""

    number: int
    lens: str
    id: str
    title: str
    url: str
    pillar: str
    risk: str
    grade: Grade


@dataclass(frozen=True)
class Span:
    """A run of text and the citations it stands on. `quoted` marks the person's own words."""

    text: str
    cites: tuple[int, ...] = ()
    quoted: bool = False
    strong: bool = False


class LineKind(StrEnum):
    """How a line stands: running text, a numbered step, or a statement to choose."""

    SAY = "say"
    STEP = "step"
    CHOICE = "choice"


@dataclass(frozen=True)
class Line:
    """A paragraph, a step or a choice, made of spans."""

    spans: tuple[Span, ...]
    kind: LineKind = LineKind.SAY


@dataclass(frozen=True)
class Answer:
    """A whole answer. Declining is an answer too: no citations, no verdict, and text that says so.

    `confidence` is the judge's share for its verdict, 0.0 to 1.0; None where nothing was judged, or a person picked.
    """

    lines: tuple[Line, ...]
    citations: tuple[Citation, ...] = ()
    verdict: Verdict | None = None
    evidence: tuple[Evidence, ...] = ()
    ask_back: AskBack | None = None
    abstained: bool = False
    confidence: float | None = None
    ranking: tuple[Ranked, ...] = field(default=(), repr=False)

    @property
    def grounded(self) -> bool:
        """Whether every number in the text is a citation, and there is one unless we declined."""
        numbers = {citation.number for citation in self.citations}
        used = {number for line in self.lines for span in line.spans for number in span.cites}
        return used <= numbers and (bool(used) or self.abstained)

    @property
    def text(self) -> str:
        """The answer as plain text, paragraphs separated by blank lines, citations as [n]."""
        return "\n\n".join(block.rstrip() for block in _blocks(self.lines))


def _blocks(lines: tuple[Line, ...]) -> list[str]:
    blocks: list[str] = []
    step = 0
    before = LineKind.SAY
    for line in lines:
        written = "".join(_written(span) for span in line.spans)
        step = step + 1 if line.kind is before and line.kind is not LineKind.SAY else 1
        marker = {LineKind.SAY: "", LineKind.STEP: f"{step}. ", LineKind.CHOICE: f"{chr(64 + step)}) "}[line.kind]
        if line.kind is not LineKind.SAY and line.kind is before:
            blocks[-1] += f"\n{marker}{written}"
        else:
            blocks.append(marker + written)
        before = line.kind
    return blocks


def _written(span: Span) -> str:
    text = f"“{span.text}”" if span.quoted else span.text
    return text + "".join(f" [{number}]" for number in span.cites)
