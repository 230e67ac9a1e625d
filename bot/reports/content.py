"""What a report says, as one value: every file and chart is drawn from it and works nothing out by itself.

Texts are cleaned (`words.clean`), people carry their names, addresses are of the web or empty. Nothing is cut: how much
fits is each format's own affair. The JSON report has exactly these fields, so renaming one is a new version of its
schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.reports.question_part import CoveragePart, Named, PracticePart, QuestionPart, Who
from bot.review.comparing import Change
from bot.review.model import ScopeKind, State, Status
from bot.review.scoring import Standing
from lens_corpus.model import Effort, Level
from lens_corpus.risk import Risk


@dataclass(frozen=True)
class LensPart:
    """The lens, in the edition that the review is pinned to."""

    id: str
    name: str
    edition: str
    url: str


@dataclass(frozen=True)
class WorkloadPart:
    """What was reviewed."""

    name: str
    description: str
    environment: str
    phase: Named | None
    owners: tuple[Who, ...]


@dataclass(frozen=True)
class ScopePart:
    """Which questions were asked: `asked` of the `of` that the lens has."""

    kind: ScopeKind
    values: tuple[Named, ...]
    minutes: int
    asked: int
    of: int


@dataclass(frozen=True)
class Counts:
    """How many questions stand how; what is not a level of risk is never added to one."""

    high: int
    medium: int
    none: int
    unanswered: int
    not_sure: int
    not_applicable: int
    not_scored: int

    def of(self, standing: Standing) -> int:
        """The count of one standing."""
        count: int = getattr(self, standing.value.lower())
        return count

    @property
    def questions(self) -> int:
        """All of them."""
        return sum(self.of(each) for each in Standing)

    @property
    def rated(self) -> int:
        """Questions that have a level of risk."""
        return self.high + self.medium + self.none


@dataclass(frozen=True)
class RollUp:
    """A pillar, a phase, a principle, or (topic None) the whole review."""

    topic: Named | None
    counts: Counts
    coverage: CoveragePart


@dataclass(frozen=True)
class PlanItem:
    """A gap and what to do about it; `number` is its place in the order. `top` marks the first of each pillar."""

    number: int
    practice: Named
    question: Named
    pillar: Named
    phase: Named
    url: str
    standing: Standing
    level: Level
    effort: Effort
    first_step: str
    before: Risk
    after: Risk
    improves: int
    critical: bool
    sure: bool
    top: bool

    @property
    def lowers(self) -> bool:
        """Whether this practice alone lowers the risk of at least one question."""
        return self.improves > 0


@dataclass(frozen=True)
class MilestonePart:
    """A named state of the review."""

    name: str
    by: Who
    at: datetime


@dataclass(frozen=True)
class QuestionMoved:
    """A question at two milestones; None for a standing means that it was not in the review."""

    question: Named
    pillar: Named
    before: Standing | None
    after: Standing | None
    change: Change


@dataclass(frozen=True)
class PracticeMoved:
    """A practice at two milestones; None for a state means that nothing was said of it."""

    practice: Named
    question: str
    pillar: Named
    before: State | None
    after: State | None
    change: Change


@dataclass(frozen=True)
class Compared:
    """Two milestones side by side."""

    before: MilestonePart
    after: MilestonePart
    questions: tuple[QuestionMoved, ...]
    practices: tuple[PracticeMoved, ...]


@dataclass(frozen=True)
class Report:
    """A whole report. `inert` are practices that no answer makes change a risk; `left_out` ids that the lens lost."""

    made_at: datetime
    review: str
    lens: LensPart
    workload: WorkloadPart
    scope: ScopePart
    status: Status
    started_by: Who
    started_at: datetime
    finished_by: Who | None
    finished_at: datetime | None
    people: tuple[Who, ...]
    total: RollUp
    pillars: tuple[RollUp, ...]
    phases: tuple[RollUp, ...]
    principles: tuple[RollUp, ...]
    questions: tuple[QuestionPart, ...]
    plan: tuple[PlanItem, ...]
    milestones: tuple[MilestonePart, ...]
    compared: Compared | None
    inert: tuple[Named, ...]
    left_out: tuple[str, ...]
    docs: str

    def standing(self, *kinds: Standing) -> tuple[QuestionPart, ...]:
        """The questions that stand like this."""
        return tuple(each for each in self.questions if each.standing in kinds)

    @property
    def critical(self) -> tuple[PlanItem, ...]:
        """What should not wait."""
        return tuple(each for each in self.plan if each.critical)

    @property
    def disputed(self) -> tuple[QuestionPart, ...]:
        """Questions that people see differently."""
        return tuple(each for each in self.questions if each.disputed)

    @property
    def stale(self) -> tuple[QuestionPart, ...]:
        """Answers past their shelf life."""
        return tuple(each for each in self.questions if each.stale_since)

    def open_greens(self) -> Iterator[tuple[QuestionPart, tuple[PracticePart, ...]]]:
        """Questions without risk, with the practices that are open all the same."""
        for question in self.standing(Standing.NONE):
            gaps = tuple(p for p in question.practices if p.state not in (State.IN_PLACE, State.NOT_APPLICABLE))
            if gaps:
                yield question, gaps
