"""What the bot says in a review: the question on the table, what came of an answer, how far the team is, the result."""

from __future__ import annotations

from dataclasses import dataclass

from bot.places import Place, Thread
from bot.review.carrying import Upgraded
from bot.review.model import Proposal, Review
from bot.review.planning import Gap
from bot.review.scoring import Score, Scored
from bot.review.ways_down import WaysDown, Why
from lens_corpus.model import Lens, Practice, Question


@dataclass(frozen=True)
class QuestionCard:
    """The question on the table, to be answered. `summary`: whether its thread can be summed up here."""

    review: Review
    lens: Lens
    question: Question
    summary: bool = False


@dataclass(frozen=True)
class AnsweredCard:
    """A question that was answered, skipped, or waits: its risk, why, the cheapest way down, and what is disputed."""

    review: Review
    lens: Lens
    question: Question
    scored: Scored
    why: Why
    ways: WaysDown
    summary: bool = False


@dataclass(frozen=True)
class ProgressCard:
    """How far the review is; pinned in the channel and kept up to date."""

    review: Review
    lens: Lens
    score: Score
    open: int
    link: str = ""


@dataclass(frozen=True)
class ProposalsCard:
    """What somebody's own words seem to say, to be confirmed or not."""

    review: Review
    question: Question
    proposals: tuple[Proposal, ...]
    titles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskedCard:
    """Somebody is asked to answer a question."""

    review: Review
    question: Question
    to: str
    by: str
    link: str = ""


@dataclass(frozen=True)
class ResultCard:
    """What a review has come to: risk by pillar, what is critical, what to do first."""

    review: Review
    lens: Lens
    score: Score
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class ComparedCard:
    """Two states of a review side by side: titles of what was resolved, is still open, is new, is worse, or unknown."""

    before: str
    after: str
    resolved: tuple[str, ...]
    still_open: tuple[str, ...]
    new: tuple[str, ...]
    regressed: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class DeletionCard:
    """Asks whether a review shall really be deleted."""

    review: Review


@dataclass(frozen=True)
class UpgradeCard:
    """What moving a review to a new edition of its lens changes, to be done; or what it changed, once `by` did it."""

    review: Review
    lens: Lens
    changes: Upgraded
    by: str = ""


#: What a review as a whole says of itself.
OutcomeCard = ProgressCard | ResultCard | ComparedCard | DeletionCard | UpgradeCard
ReviewingCard = QuestionCard | AnsweredCard | ProposalsCard | AskedCard | OutcomeCard


@dataclass(frozen=True)
class StartSheet:
    """What is to be reviewed.

    `earlier` are reviews whose answers can be carried over, `templates` what a review can begin with: id and name.
    """

    place: Place
    lenses: tuple[Lens, ...]
    earlier: tuple[tuple[str, str], ...] = ()
    templates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DetailSheet:
    """The answer to one question, practice by practice, as this person sees it.

    `seat` is the thread with us in which they go on with the review, here and in the next two.
    """

    review: Review
    lens: Lens
    question: Question
    by: str
    place: Place
    seat: Thread | None = None


@dataclass(frozen=True)
class MeaningSheet:
    """What the practices of a question mean: their signs of good and of trouble."""

    question: Question
    lens: Lens
    practices: tuple[Practice, ...]


@dataclass(frozen=True)
class SpareSheet:
    """Why a question does not apply."""

    review: Review
    question: Question
    place: Place
    seat: Thread | None = None


@dataclass(frozen=True)
class AskSheet:
    """Who should answer a question."""

    review: Review
    question: Question
    place: Place
    seat: Thread | None = None


@dataclass(frozen=True)
class EvidenceSheet:
    """Which answer a message backs. `choices` are (review id, question id, title) of what is open to evidence."""

    place: Place
    choices: tuple[tuple[str, str, str], ...]
    chosen: str
    message: str
    text: str


@dataclass(frozen=True)
class MilestoneSheet:
    """The name of a state to keep."""

    review: Review
    place: Place


ReviewingSheet = StartSheet | DetailSheet | MeaningSheet | SpareSheet | AskSheet | EvidenceSheet | MilestoneSheet
