"""A review as a value: what is reviewed, which questions are asked, what was said, and what is on the table.

Risk, progress, plans and disagreements are functions of what is here and never stored. All times are aware and in UTC.
People are their Slack ids, which never change; names are looked up when shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.review.answers import (
    WHOLE,
    Answer,
    Decision,
    Disagreement,
    Evidence,
    EvidenceKind,
    Mark,
    Note,
    Said,
    State,
    Submission,
)

__all__ = [
    "WHOLE",
    "Answer",
    "Assignment",
    "Borrowed",
    "Decision",
    "Disagreement",
    "Evidence",
    "EvidenceKind",
    "Fate",
    "Lent",
    "Mark",
    "Note",
    "Proposal",
    "Review",
    "Said",
    "Scope",
    "ScopeKind",
    "State",
    "Status",
    "Submission",
    "Turn",
    "Workload",
]


class Status(StrEnum):
    """Whether the table is open: PAUSED waits for Resume, FINISHED for Reopen. Single answers can be edited in each."""

    OPEN = "open"
    PAUSED = "paused"
    FINISHED = "finished"


class ScopeKind(StrEnum):
    """How the questions of a review were chosen; see `selecting`."""

    EVERYTHING = "everything"
    PILLARS = "pillars"
    PHASES = "phases"
    CORE = "core"
    TIMEBOX = "timebox"


class Fate(StrEnum):
    """What became of a proposal. SUPERSEDED: a later message about the same practice was confirmed or rejected."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Workload:
    """What is reviewed. `phase` is the id of a lifecycle phase of the lens; `environment` such as production."""

    name: str
    description: str = ""
    environment: str = ""
    phase: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Which questions: `values` are pillar or phase ids, `minutes` the size of a time box."""

    kind: ScopeKind = ScopeKind.EVERYTHING
    values: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True)
class Assignment:
    """A question that somebody was asked to answer."""

    question: str
    to: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Proposal:
    """What somebody's own words seem to say of a practice. Never an answer: it counts for nothing until confirmed.

    `by` is the speaker, `source` the message's timestamp; `fate`, `settled_by` and `settled_at` what people made of it.
    `otherwise` is how a second reading took the same message, in the words of `other_quote`: then a person chooses.
    """

    question: str
    practice: str
    says: Said
    quote: str
    by: str
    source: str
    at: datetime
    fate: Fate = Fate.PENDING
    settled_by: str = ""
    settled_at: datetime | None = None
    otherwise: Said | None = None
    other_quote: str = ""


@dataclass(frozen=True)
class Lent:
    """What is said elsewhere to one question: practice and state; never who said it, nor their notes and evidence."""

    question: str
    states: tuple[tuple[str, State], ...]


@dataclass(frozen=True)
class Borrowed:
    """What another review or a template says. Never an answer: it counts for nothing until somebody here takes it over.

    `source` is the id of where it is from, `channel` that review's channel (empty for a template), `name` the
    template's (empty for a review). `by` agreed to share it, or chose the template. Without answers, `by` said no.
    """

    source: str
    channel: str
    name: str
    by: str
    at: datetime
    answers: tuple[Lent, ...]


@dataclass(frozen=True)
class Turn:
    """What a button carries: the question it was drawn for, and how often the table had changed by then."""

    review: str
    question: str
    count: int


@dataclass(frozen=True)
class Review:
    """One review of one workload by one lens.

    `questions` are the ids in scope, in the order of asking. `cursor` is the one on the table, None when nothing more
    is to ask; `turns` how often the table changed; `trail` what was on it before; `agenda` what a short session takes
    up.
    """

    id: str
    lens: str
    lens_edition: str
    workload: Workload
    scope: Scope
    questions: tuple[str, ...]
    started_by: str
    started_at: datetime
    answers: tuple[Answer, ...] = ()
    skipped: tuple[str, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()
    pillar_priorities: tuple[str, ...] = ()
    status: Status = Status.OPEN
    turns: int = 0
    cursor: str | None = None
    trail: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    finished_by: str = ""
    finished_at: datetime | None = None

    @property
    def turn(self) -> Turn:
        """What the buttons of the card now on the table carry."""
        return Turn(self.id, self.cursor or "", self.turns)

    def answer(self, question: str) -> Answer:
        """What was said to this question; an empty answer where nothing was."""
        return next((answer for answer in self.answers if answer.question == question), Answer(question))

    def pending(self, question: str) -> tuple[Proposal, ...]:
        """The latest unsettled proposal for each practice of a question, oldest first."""
        open_ones = (p for p in self.proposals if p.question == question and p.fate is Fate.PENDING)
        return tuple({proposal.practice: proposal for proposal in open_ones}.values())

    def asked(self, question: str) -> tuple[str, ...]:
        """Who was asked to answer this question."""
        return tuple(each.to for each in self.assignments if each.question == question)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """All that people see differently, in the order of the questions."""
        return tuple(each for question in self.questions for each in self.answer(question).disagreements)
