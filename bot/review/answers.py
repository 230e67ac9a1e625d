"""What people said to one question, each word kept under its own person.

Nothing here overwrites anybody: each person's word on a practice is a `Mark` of its own. What the team holds is derived
from all marks (`Answer.state`), and two that contradict each other are a disagreement until somebody decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: The subject of a mark that speaks of the question itself, whether it applies, and not of one practice.
WHOLE = ""


class State(StrEnum):
    """What a person says of a practice. NOT_SURE is no view; APPLIES is said of whole questions (WHOLE) only."""

    IN_PLACE = "in_place"
    MISSING = "missing"
    NOT_SURE = "not_sure"
    NOT_APPLICABLE = "not_applicable"
    APPLIES = "applies"


class Said(StrEnum):
    """What somebody's own words say of a practice, before anybody confirms it."""

    IN_PLACE = "in_place"
    PARTLY = "partly"
    MISSING = "missing"


class EvidenceKind(StrEnum):
    """What a piece of evidence points at: a page, a Slack message by its permalink, or words alone."""

    LINK = "link"
    MESSAGE = "message"
    NOTE = "note"


@dataclass(frozen=True)
class Mark:
    """One person's word on one practice, or on the whole question (practice WHOLE)."""

    practice: str
    state: State
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Disagreement:
    """Marks on one practice (or WHOLE) that contradict each other; each person's own, oldest first."""

    question: str
    practice: str
    views: tuple[Mark, ...]


@dataclass(frozen=True)
class Decision:
    """A disagreement that was settled: the mark that holds now, and the views it overruled."""

    mark: Mark
    overruled: tuple[Mark, ...]


@dataclass(frozen=True)
class Note:
    """What somebody wrote beside an answer."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """What backs an answer. `reference` is the link, the permalink or the words, and names it when it is removed.

    `practice` is WHOLE where it backs the answer as a whole.
    """

    kind: EvidenceKind
    reference: str
    by: str
    at: datetime
    title: str = ""
    practice: str = WHOLE


@dataclass(frozen=True)
class Submission:
    """Who sent the card of a question that was drawn at which turn; tells a late click from a second one."""

    by: str
    turn: int
    at: datetime


@dataclass(frozen=True)
class Answer:
    """What a team says to one question, person by person. Without marks, it holds only notes and evidence.

    `by` and `at` tell who changed what the team says last; `confirmed_at` when it was last said to be still true.
    """

    question: str
    marks: tuple[Mark, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    submissions: tuple[Submission, ...] = ()
    by: str = ""
    at: datetime | None = None
    confirmed_by: str = ""
    confirmed_at: datetime | None = None

    def views(self, practice: str) -> tuple[Mark, ...]:
        """Everybody's mark on this practice, oldest first; one a person."""
        return tuple(mark for mark in self.marks if mark.practice == practice)

    def view(self, practice: str, by: str) -> Mark | None:
        """What this person said, to draw their form with."""
        return next((mark for mark in self.marks if mark.practice == practice and mark.by == by), None)

    def state(self, practice: str) -> State | None:
        """What the team holds: the definite view if all agree; NOT_SURE without one or with two; None if unsaid."""
        said = {mark.state for mark in self.views(practice)}
        definite = said - {State.NOT_SURE}
        if len(definite) == 1:
            return next(iter(definite))
        return State.NOT_SURE if said else None

    def reason(self, practice: str) -> str:
        """The latest reason given for what the team holds of this practice; empty if none was."""
        held = self.state(practice)
        return next((m.reason for m in reversed(self.views(practice)) if m.reason and m.state is held), "")

    @property
    def applies(self) -> bool:
        """False once everybody who spoke says that the question does not concern this workload."""
        return self.state(WHOLE) is not State.NOT_APPLICABLE

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """What people see differently; "not sure" contradicts nobody."""
        subjects = dict.fromkeys(mark.practice for mark in self.marks)
        return tuple(Disagreement(self.question, each, self.views(each)) for each in subjects if self.disputed(each))

    def disputed(self, practice: str) -> bool:
        """Whether two definite views of this practice differ."""
        return len({mark.state for mark in self.views(practice)} - {State.NOT_SURE}) > 1

    def complete(self, practices: tuple[str, ...]) -> bool:
        """Whether nothing is left to ask: the question does not apply, or something was said of each practice."""
        if not self.applies:
            return True
        said = {mark.practice for mark in self.marks}
        return bool(said) and said >= set(practices)
