"""Two states of a review side by side: what was resolved, what is still open, what is new, what got worse.

Silence is never a pass. What was a gap and is no longer spoken of, or no longer sure, is UNKNOWN and not resolved; so
is what has left the review's scope. "Does not apply" is SET_ASIDE, since nothing was done about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.review.model import Review, State
from bot.review.scoring import Standing, score
from lens_corpus.model import Lens


class Change(StrEnum):
    """What became of a question or a practice. NEW: a gap now, and not known to be one, or to be fine, before."""

    RESOLVED = "resolved"
    STILL_OPEN = "still_open"
    NEW = "new"
    REGRESSED = "regressed"
    UNKNOWN = "unknown"
    FINE = "fine"
    SET_ASIDE = "set_aside"


class _Kind(StrEnum):
    GAP = "gap"
    FINE = "fine"
    ASIDE = "aside"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class QuestionThen:
    """How a question and its practices stood. `states` holds None for a practice that nothing was said of."""

    question: str
    pillar: str
    standing: Standing
    states: tuple[tuple[str, State | None], ...]


@dataclass(frozen=True)
class Snapshot:
    """A review's state, derived once, so that a milestone outlives the edition of the lens it was made with."""

    lens: str
    lens_edition: str
    questions: tuple[QuestionThen, ...]


@dataclass(frozen=True)
class QuestionChange:
    """A question then and now; None for a standing means that it was not in the review."""

    question: str
    pillar: str
    before: Standing | None
    after: Standing | None
    change: Change


@dataclass(frozen=True)
class PracticeChange:
    """A practice then and now; None for a state means that nothing was said of it."""

    question: str
    practice: str
    pillar: str
    before: State | None
    after: State | None
    change: Change


@dataclass(frozen=True)
class Comparison:
    """Every question and practice of either state: in the later one's order, then what only the earlier one had."""

    questions: tuple[QuestionChange, ...]
    practices: tuple[PracticeChange, ...]

    def questions_with(self, change: Change) -> tuple[QuestionChange, ...]:
        """The questions that changed like this."""
        return tuple(each for each in self.questions if each.change is change)

    def practices_with(self, change: Change) -> tuple[PracticeChange, ...]:
        """The practices that changed like this."""
        return tuple(each for each in self.practices if each.change is change)


def snapshot(review: Review, lens: Lens) -> Snapshot:
    """What a milestone keeps: standings and states, without people or texts. `lens` is the review's edition."""
    return Snapshot(
        review.lens,
        review.lens_edition,
        tuple(
            QuestionThen(each.question.id, each.question.pillar, each.standing, _states(each.standing, each.states))
            for each in score(review, lens).questions
        ),
    )


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What changed from one state to the other. Ids are compared, across editions of the lens too."""
    then = {each.question: each for each in before.questions}
    now = {each.question: each for each in after.questions}
    pairs = [(then.get(each), now.get(each)) for each in dict.fromkeys((*now, *then))]
    return Comparison(
        tuple(_question(old, new) for old, new in pairs),
        tuple(change for old, new in pairs for change in _practices(old, new)),
    )


def _question(old: QuestionThen | None, new: QuestionThen | None) -> QuestionChange:
    either = next(each for each in (new, old) if each)
    before, after = old.standing if old else None, new.standing if new else None
    change = _changed(_KINDS[before], _KINDS[after])
    if (before, after) == (Standing.MEDIUM, Standing.HIGH):
        change = Change.REGRESSED
    return QuestionChange(either.question, either.pillar, before, after, change)


def _practices(old: QuestionThen | None, new: QuestionThen | None) -> Iterable[PracticeChange]:
    either = next(each for each in (new, old) if each)
    then, now = dict(old.states) if old else {}, dict(new.states) if new else {}
    for practice in dict.fromkeys((*now, *then)):
        before, after = then.get(practice), now.get(practice)
        change = _changed(_STATES[before], _STATES[after])
        yield PracticeChange(either.question, practice, either.pillar, before, after, change)


def _changed(before: _Kind, after: _Kind) -> Change:
    if after is _Kind.GAP:
        return {_Kind.GAP: Change.STILL_OPEN, _Kind.FINE: Change.REGRESSED}.get(before, Change.NEW)
    if after is _Kind.FINE:
        return Change.RESOLVED if before is _Kind.GAP else Change.FINE
    return Change.SET_ASIDE if after is _Kind.ASIDE else Change.UNKNOWN


def _states(standing: Standing, states: tuple[tuple[str, State | None], ...]) -> tuple[tuple[str, State | None], ...]:
    """A question that does not apply sets all its practices aside, whatever was ticked before."""
    if standing is not Standing.NOT_APPLICABLE:
        return states
    return tuple((practice, State.NOT_APPLICABLE) for practice, _ in states)


_KINDS: Mapping[Standing | None, _Kind] = {
    Standing.HIGH: _Kind.GAP,
    Standing.MEDIUM: _Kind.GAP,
    Standing.NONE: _Kind.FINE,
    Standing.NOT_APPLICABLE: _Kind.ASIDE,
    Standing.UNANSWERED: _Kind.UNKNOWN,
    Standing.NOT_SURE: _Kind.UNKNOWN,
    Standing.NOT_SCORED: _Kind.UNKNOWN,
    None: _Kind.UNKNOWN,
}
_STATES: Mapping[State | None, _Kind] = {
    State.IN_PLACE: _Kind.FINE,
    State.MISSING: _Kind.GAP,
    State.NOT_APPLICABLE: _Kind.ASIDE,
    State.NOT_SURE: _Kind.UNKNOWN,
    State.APPLIES: _Kind.UNKNOWN,
    None: _Kind.UNKNOWN,
}
