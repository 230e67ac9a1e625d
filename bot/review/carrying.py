"""Starting a review, and carrying answers over: into a re-review, from a template, to a lens's new edition.

Ids decide. What the lens still has keeps its marks, notes, evidence and "does not apply", with who said it and when;
what it no longer has leaves the live review and is reported. Nothing is guessed for a practice that is new: its
question is open again, and the rest of its answer stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.review import borrowing
from bot.review.checks import workload_of
from bot.review.errors import Refusal, WrongEdition
from bot.review.freshness import DEFAULT, Shelf, knows, stale
from bot.review.model import WHOLE, Answer, Borrowed, Review, Scope, ScopeKind, Workload
from bot.review.selecting import is_open, next_open, questions_in
from lens_corpus.model import Lens


@dataclass(frozen=True)
class CarriedOver:
    """What an earlier review gives to a new one.

    `fresh`, `stale` and `to_ask` part the lens's questions: answered and believed, answered too long ago, not or not
    fully answered. The other two are ids that had an answer or a mark and that the lens no longer has.
    """

    answers: tuple[Answer, ...]
    fresh: tuple[str, ...]
    stale: tuple[str, ...]
    to_ask: tuple[str, ...]
    removed_questions: tuple[str, ...]
    removed_practices: tuple[str, ...]


@dataclass(frozen=True)
class Upgraded:
    """A review carried to another edition, and what that changes; a preview, until somebody keeps it.

    `lost` are the answers, or the parts of them, that the new edition has no place for.
    """

    review: Review
    removed_questions: tuple[str, ...]
    removed_practices: tuple[str, ...]
    new_questions: tuple[str, ...]
    asked_again: tuple[str, ...]
    lost: tuple[Answer, ...]


def begin(
    review_id: str,
    lens: Lens,
    workload: Workload,
    scope: Scope,
    *,
    by: str,
    at: datetime,
    earlier: Review | None = None,
    template: Borrowed | None = None,
    shelf: Shelf = DEFAULT,
) -> Review:
    """A new review, with its first question on the table.

    With an `earlier` one (this workload's last), its answers are carried over and only what is open or stale is asked;
    nothing is on the table when that is nothing. What a `template` says is there to take over, and answers nothing yet.
    """
    workload = workload_of(workload, lens)
    questions = questions_in(scope, lens, workload.phase)
    review = Review(review_id, lens.id, lens.edition, workload, scope, questions, by, at)
    review = borrowing.lend(review, lens, template) if template else review
    if earlier is None:
        return replace(review, cursor=next_open(review, lens))
    carried = carry_over(earlier, lens, at, shelf)
    review = replace(
        review,
        answers=tuple(each for each in carried.answers if each.question in questions),
        pillar_priorities=tuple(each for each in earlier.pillar_priorities if each in {p.id for p in lens.pillars}),
    )
    agenda = tuple(each for each in questions if each in carried.stale or is_open(review, lens, each))
    return replace(review, agenda=agenda, cursor=agenda[0] if agenda else None)


def carry_over(old: Review, lens: Lens, now: datetime, shelf: Shelf = DEFAULT) -> CarriedOver:
    """What of an earlier review holds for this lens today. WrongEdition for a review of another lens."""
    _same_lens(old, lens)
    answers = tuple(replace(cleaned, submissions=()) for each in old.answers if (cleaned := _cleaned(each, lens)))
    whole = replace(old, questions=tuple(each.id for each in lens.questions), answers=answers)
    due = {each.question for each in stale(whole, lens, now, shelf)}
    open_now = {each for each in whole.questions if is_open(whole, lens, each)}
    questions, practices = _removed(old, lens)
    return CarriedOver(
        answers,
        tuple(each for each in whole.questions if each not in due | open_now),
        tuple(each for each in whole.questions if each in due),
        tuple(each for each in whole.questions if each in open_now),
        questions,
        practices,
    )


def upgrade(review: Review, lens: Lens) -> Upgraded:
    """The review on another edition of its lens. Cards drawn before are late, since their choices may be gone."""
    _same_lens(review, lens)
    questions = _questions(review, lens)
    answers = tuple(cleaned for each in review.answers if (cleaned := _cleaned(each, lens)))
    after = replace(
        review,
        lens_edition=lens.edition,
        questions=questions,
        answers=answers,
        skipped=_kept(review.skipped, questions),
        agenda=_kept(review.agenda, questions),
        trail=_kept(review.trail, questions),
        assignments=tuple(each for each in review.assignments if each.question in questions),
        proposals=tuple(p for p in review.proposals if knows(lens, p.question) and lens.has(p.practice)),
        borrowed=tuple(replace(b, answers=borrowing.fits(b.answers, questions, lens)) for b in review.borrowed),
        pillar_priorities=tuple(each for each in review.pillar_priorities if each in {p.id for p in lens.pillars}),
        turns=review.turns + 1,
    )
    if review.cursor and review.cursor not in questions:
        after = replace(after, cursor=next_open(after, lens))
    removed, practices = _removed(review, lens)
    return Upgraded(
        after,
        removed,
        practices,
        tuple(each for each in questions if each not in review.questions),
        tuple(each.question for each in answers if each.marks and is_open(after, lens, each.question)),
        tuple(lost for each in review.answers if (lost := _lost(each, lens))),
    )


def _same_lens(review: Review, lens: Lens) -> None:
    if review.lens != lens.id:
        raise WrongEdition("That review was made with another lens, whose answers say nothing about this one.")


def _questions(review: Review, lens: Lens) -> tuple[str, ...]:
    kept = tuple(each for each in review.questions if knows(lens, each))
    if review.scope.kind in (ScopeKind.CORE, ScopeKind.TIMEBOX):
        return kept
    try:
        return questions_in(review.scope, lens, review.workload.phase)
    except Refusal:
        return kept


def _kept(ids: tuple[str, ...], questions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in ids if each in questions)


def _practices(question: str, lens: Lens) -> frozenset[str]:
    return frozenset(lens.question(question).practices) | {WHOLE} if knows(lens, question) else frozenset()


def _cleaned(answer: Answer, lens: Lens) -> Answer | None:
    """The answer without what the lens no longer has; evidence for a practice that is gone backs the answer instead."""
    known = _practices(answer.question, lens)
    if not known:
        return None
    return replace(
        answer,
        marks=tuple(each for each in answer.marks if each.practice in known),
        decisions=tuple(each for each in answer.decisions if each.mark.practice in known),
        evidence=tuple(e if e.practice in known else replace(e, practice=WHOLE) for e in answer.evidence),
    )


def _lost(answer: Answer, lens: Lens) -> Answer | None:
    known = _practices(answer.question, lens)
    if not known:
        return answer
    marks = tuple(each for each in answer.marks if each.practice not in known)
    return replace(answer, marks=marks, decisions=(), notes=(), evidence=(), submissions=()) if marks else None


def _removed(review: Review, lens: Lens) -> tuple[tuple[str, ...], tuple[str, ...]]:
    questions = tuple(each for each in review.questions if not knows(lens, each))
    gone = (
        mark.practice
        for answer in review.answers
        for mark in answer.marks
        if mark.practice not in _practices(answer.question, lens) | {WHOLE}
    )
    return questions, tuple(dict.fromkeys(gone))
