"""The part of a report that is about one question: what was said of it, by whom, its risk and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.review.model import EvidenceKind, Said, State
from bot.review.scoring import Standing
from lens_corpus.model import Effort, Level
from lens_corpus.risk import Risk


@dataclass(frozen=True)
class Who:
    """A person; `name` is the id where nobody knows the name."""

    id: str
    name: str


@dataclass(frozen=True)
class Named:
    """A pillar, phase, principle, question or practice by id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class View:
    """One person's word on a practice, or on whether a question applies."""

    state: State
    by: Who
    at: datetime
    reason: str


@dataclass(frozen=True)
class Settlement:
    """A disagreement that somebody decided: the view that holds, and those it overruled."""

    view: View
    overruled: tuple[View, ...]


@dataclass(frozen=True)
class Quote:
    """A person's own words about a practice, what they seem to say, and who confirmed that (None: nobody yet)."""

    words: str
    says: Said
    by: Who
    at: datetime
    confirmed_by: Who | None


@dataclass(frozen=True)
class CoveragePart:
    """How many practices stand how; `share` is the part in place of those that apply, None where none does."""

    in_place: int
    missing: int
    not_sure: int
    not_applicable: int
    unsaid: int
    share: float | None


@dataclass(frozen=True)
class PracticePart:
    """A practice and what the team says of it; `state` None where nobody spoke of it."""

    id: str
    title: str
    url: str
    level: Level
    effort: Effort
    state: State | None
    disputed: bool
    views: tuple[View, ...]
    settled: tuple[Settlement, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class NotePart:
    """What somebody wrote beside an answer."""

    text: str
    by: Who
    at: datetime


@dataclass(frozen=True)
class EvidencePart:
    """What backs an answer; `url` is empty for words, `practice` empty where it backs the whole answer."""

    kind: EvidenceKind
    title: str
    reference: str
    url: str
    practice: str
    by: Who
    at: datetime


@dataclass(frozen=True)
class WayPart:
    """Practices that together lower the risk, their effort in points, and the risk that results."""

    practices: tuple[Named, ...]
    effort: int
    to: Risk


@dataclass(frozen=True)
class Applies:
    """What people say of whether a question concerns the workload."""

    applies: bool
    disputed: bool
    views: tuple[View, ...]
    settled: tuple[Settlement, ...]


@dataclass(frozen=True)
class QuestionPart:
    """A question with all that was said, its risk and why.

    `risk` is what the rules say with everything uncertain counted as not in place; `at_least` and `at_most` its bounds.
    `answered_at` is when the answer changed last, `stale_since` when it ran past its shelf life, None while it has not.
    """

    id: str
    title: str
    why: str
    pillar: Named
    phase: Named
    principles: tuple[Named, ...]
    standing: Standing
    risk: Risk | None
    at_least: Risk | None
    at_most: Risk | None
    reasons: tuple[str, ...]
    ways: tuple[WayPart, ...]
    coverage: CoveragePart
    practices: tuple[PracticePart, ...]
    applies: Applies
    notes: tuple[NotePart, ...]
    evidence: tuple[EvidencePart, ...]
    asked: tuple[Who, ...]
    skipped: bool
    answered_by: tuple[Who, ...]
    answered_at: datetime | None
    confirmed_by: Who | None
    confirmed_at: datetime | None
    stale_since: datetime | None

    @property
    def disputed(self) -> bool:
        """Whether people see something of it differently."""
        return self.applies.disputed or any(each.disputed for each in self.practices)
