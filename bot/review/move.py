"""Everything that a person can do in a review, as values: `move.Skip(by=..., at=..., question=...)`.

A move says who did what when, and nothing of what follows from it; that is `moves.apply`. A log of moves is a review's
history. `by` is the person, `at` an aware time in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.review.model import WHOLE, EvidenceKind, Lent, Said, State, Turn, Workload


@dataclass(frozen=True)
class Tick:
    """One line of a form: what is said of a practice, and why where it does not apply."""

    practice: str
    state: State
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class _Move:
    """Something one person did at one moment."""

    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class _OnQuestion(_Move):
    """Something done to one question."""

    question: str


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion(_OnQuestion):
    """The form of a question was sent. Practices that it does not name stay as they were; see `moves.ticks`."""

    marks: tuple[Tick, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NoneOfThese(_OnQuestion):
    """None of the question's practices is in place."""

    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NotSure(_OnQuestion):
    """The person does not know, of any of the question's practices."""


@dataclass(frozen=True, kw_only=True)
class DoesNotApply(_OnQuestion):
    """The question does not concern this workload."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Skip(_OnQuestion):
    """Leave the question open for later."""


@dataclass(frozen=True, kw_only=True)
class Back(_Move):
    """Put the question back that was on the table before."""


@dataclass(frozen=True, kw_only=True)
class Goto(_OnQuestion):
    """Put a question on the table, answered or not."""


@dataclass(frozen=True, kw_only=True)
class Focus(_Move):
    """Take up these questions, in this order, and stop after them: a short session, or what a re-review asks again."""

    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Assign(_OnQuestion):
    """Ask somebody to answer; the table moves on meanwhile."""

    to: str


@dataclass(frozen=True, kw_only=True)
class Unassign(_OnQuestion):
    """Ask that person no longer."""

    to: str


@dataclass(frozen=True, kw_only=True)
class AddNote(_OnQuestion):
    """Write something beside the answer."""

    text: str


@dataclass(frozen=True, kw_only=True)
class RemoveNote(_OnQuestion):
    """Take a note away, named by its text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class AddEvidence(_OnQuestion):
    """Back the answer, or one practice of it, with a link, a message or words."""

    kind: EvidenceKind
    reference: str
    title: str = ""
    practice: str = WHOLE


@dataclass(frozen=True, kw_only=True)
class RemoveEvidence(_OnQuestion):
    """Take evidence away, named by its reference."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class Propose(_OnQuestion):
    """A reply's words seem to say this of a practice; `by` is the speaker, `source` the message's timestamp.

    `otherwise` and `other_quote` are a second reading's, where it contradicts the first.
    """

    practice: str
    says: Said
    quote: str
    source: str
    otherwise: Said | None = None
    other_quote: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmProposal(_OnQuestion):
    """A person stands by a proposal; it becomes their mark. `state` corrects it where the words were read wrongly."""

    practice: str
    source: str
    state: State | None = None


@dataclass(frozen=True, kw_only=True)
class RejectProposal(_OnQuestion):
    """The words were read wrongly; nothing is marked."""

    practice: str
    source: str


@dataclass(frozen=True, kw_only=True)
class View(_OnQuestion):
    """One person's word on one practice (or on WHOLE: APPLIES or NOT_APPLICABLE), beside everybody else's."""

    practice: str
    state: State
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Decide(_OnQuestion):
    """Settle a disagreement, by name. The overruled views are kept with the decision."""

    practice: str
    state: State
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Reconfirm(_OnQuestion):
    """What was answered is still true; its shelf life starts anew."""


@dataclass(frozen=True, kw_only=True)
class TakeOver(_OnQuestion):
    """What `source` says to this question holds here as well; it becomes this person's word."""

    source: str


@dataclass(frozen=True, kw_only=True)
class Pause(_Move):
    """Close the table for now."""


@dataclass(frozen=True, kw_only=True)
class Resume(_Move):
    """Open the table again, or take up what was skipped or is waiting for somebody."""


@dataclass(frozen=True, kw_only=True)
class Finish(_Move):
    """Close the table for good; open questions stay unanswered."""


@dataclass(frozen=True, kw_only=True)
class Reopen(_Move):
    """Open the table of a finished review."""


@dataclass(frozen=True, kw_only=True)
class SetPriorities(_Move):
    """What the team cares about most, as pillar ids, first things first; it orders plans."""

    pillars: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SetWorkload(_Move):
    """Correct what is reviewed: its name, phase, owners."""

    workload: Workload


@dataclass(frozen=True, kw_only=True)
class UpgradeLens(_Move):
    """Carry the review over to this edition of its lens; applied with that edition's lens."""

    edition: str


@dataclass(frozen=True, kw_only=True)
class Borrow(_Move):
    """Somebody of another channel has agreed to share its answers, or (without answers) has not; see `Borrowed`."""

    source: str
    channel: str
    answers: tuple[Lent, ...]


#: What answers the question of a card; a late one is kept as that person's view.
Form = AnswerQuestion | NoneOfThese | NotSure | DoesNotApply | Reconfirm | TakeOver
#: What changes the question on the table and nothing else.
Step = Skip | Back | Goto | Focus
#: One person's word on one practice, and what becomes of it.
Word = View | Decide | Propose | ConfirmProposal | RejectProposal
#: What stands beside an answer.
Beside = AddNote | RemoveNote | AddEvidence | RemoveEvidence | Assign | Unassign
#: Whether the table is open.
Course = Pause | Resume | Finish | Reopen
#: What the review is about.
Frame = SetPriorities | SetWorkload | UpgradeLens | Borrow

Move = Form | Step | Word | Beside | Course | Frame


@dataclass(frozen=True)
class Entry:
    """One line of a review's log: a move that was accepted, and the turn that its button carried, if it was a button.

    The turn is part of what happened: it tells an answer to the question on the table from an edit or a late click.
    """

    move: Move
    turn: Turn | None = None
