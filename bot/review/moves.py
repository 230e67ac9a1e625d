"""What a move does to a review: `apply(review, lens, move, turn)`, a pure function, total over `Move`.

Several people at once. A card carries the turn it was drawn for. A form sent from an older card of its question by
somebody who has not sent one since is that person's view, given without knowledge of the others: it is kept beside
theirs and does not move the table. The same person's second click, and a late Skip, Back or Goto, change nothing and
raise StaleTurn. A form without a turn is an edit. No word of one person ever replaces another's: where they contradict,
there is a disagreement until somebody decides it by name. A person's later word replaces their own earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from bot.review import borrowing, carrying, saying, table
from bot.review.checks import check_practice, check_state, check_ticks, question_of, text_of, workload_of
from bot.review.errors import EVIDENCE_LIMIT, Contradiction, NothingSaid, NotInReview, Refusal, StaleTurn, WrongEdition
from bot.review.model import WHOLE, Answer, Assignment, Fate, Review, State, Turn
from bot.review.move import (
    AddEvidence,
    AddNote,
    AnswerQuestion,
    Assign,
    Back,
    Beside,
    Borrow,
    ConfirmProposal,
    Decide,
    DoesNotApply,
    Entry,
    Finish,
    Focus,
    Form,
    Frame,
    Goto,
    Move,
    NoneOfThese,
    NotSure,
    Pause,
    Propose,
    Reconfirm,
    RejectProposal,
    RemoveEvidence,
    RemoveNote,
    Reopen,
    Resume,
    SetPriorities,
    SetWorkload,
    Skip,
    TakeOver,
    Tick,
    Unassign,
    UpgradeLens,
    View,
    Word,
)
from bot.review.selecting import is_open
from lens_corpus.model import Lens, Question


def apply(review: Review, lens: Lens, move: Move, turn: Turn | None = None) -> Review:
    """The review after a move. `turn` is what the pressed button carried; None for words, edits and commands.

    `lens` is the edition that the review is pinned to (for UpgradeLens the new one). Raises a Refusal, with the review
    as it was, for whatever can't be done.
    """
    _check(review, lens, move, turn)
    match move:
        case AnswerQuestion() | NoneOfThese() | NotSure() | DoesNotApply() | Reconfirm() | TakeOver():
            return _form(review, lens, move, turn)
        case Skip() | Back() | Goto() | Focus():
            return table.step(review, lens, move, turn)
        case View() | Decide() | Propose() | ConfirmProposal() | RejectProposal():
            return _word(review, lens, move)
        case AddNote() | RemoveNote() | AddEvidence() | RemoveEvidence() | Assign() | Unassign():
            return _beside(review, lens, move)
        case Pause() | Resume() | Finish() | Reopen():
            return table.course(review, lens, move)
        case SetPriorities() | SetWorkload() | UpgradeLens() | Borrow():
            return _frame(review, lens, move)
        case _:
            assert_never(move)


def replay(start: Review, lens: Lens, log: Iterable[Entry], earlier: Mapping[str, Lens] | None = None) -> Review:
    """The review that a log leads to. `earlier` holds, by edition, the lenses that the review was upgraded from."""
    lenses = {**(earlier or {}), lens.edition: lens}
    review = start
    for entry in log:
        edition = entry.move.edition if isinstance(entry.move, UpgradeLens) else review.lens_edition
        review = apply(review, lenses[edition], entry.move, entry.turn)
    return review


def ticks(
    question: Question,
    in_place: Iterable[str] = (),
    *,
    not_sure: Iterable[str] = (),
    not_applicable: Mapping[str, str] | None = None,
    none: bool = False,
) -> tuple[Tick, ...]:
    """A whole form: every practice of the question, those not named as missing.

    `not_applicable` maps practice to reason. Refuses a form sent empty, and “None of these” beside a tick.
    """
    held, unsure, spared = set(in_place), set(not_sure), dict(not_applicable or {})
    if none and held:
        raise Contradiction("“None of these” can't be ticked beside a practice. Untick one of the two.")
    if len(held | unsure | set(spared)) < len(held) + len(unsure) + len(spared):
        raise Contradiction("A practice is marked in two ways at once. Choose one of them.")
    if not (none or held or unsure or spared):
        raise NothingSaid
    states = dict.fromkeys(question.practices, State.MISSING)
    states |= dict.fromkeys(held, State.IN_PLACE) | dict.fromkeys(unsure, State.NOT_SURE)
    states |= dict.fromkeys(spared, State.NOT_APPLICABLE)
    return tuple(Tick(practice, state, spared.get(practice, "")) for practice, state in states.items())


def _check(review: Review, lens: Lens, move: Move, turn: Turn | None) -> None:
    if move.at.tzinfo is None:
        raise ValueError("a move's time must have a zone")
    if lens.id != review.lens or (lens.edition != review.lens_edition and not isinstance(move, UpgradeLens)):
        raise WrongEdition("This review was made with another edition of its lens. Upgrade it first.")
    if turn is not None and (turn.review != review.id or turn.count > review.turns):
        raise StaleTurn("That button belongs to another review. Nothing was changed.")
    question = getattr(move, "question", None)
    if question is not None:
        question_of(review, lens, question)


def _form(review: Review, lens: Lens, move: Form, turn: Turn | None) -> Review:
    question, answer = lens.question(move.question), review.answer(move.question)
    if turn is not None:
        table.check_open(review)
        if turn.question != move.question or saying.has_submitted(answer, move.by, turn.count):
            raise StaleTurn
    answer = _filled(review, answer, question, move)
    if turn is not None:
        answer = saying.submitted(answer, move.by, turn.count, move.at)
    after = with_answer(review, answer)
    if turn != review.turn:
        return table.tidy(review, after, lens, move.question)
    if isinstance(move, DoesNotApply) or answer.complete(question.practices):
        after = replace(after, skipped=tuple(each for each in after.skipped if each != move.question))
        return table.advance(after, lens)
    return table.put(after, after.cursor)


def _filled(review: Review, answer: Answer, question: Question, move: Form) -> Answer:
    match move:
        case AnswerQuestion(marks=marks):
            check_ticks(question, marks)
            said = saying.say(answer, marks, move.by, move.at)
            return saying.noted(said, text_of(move.note), move.by, move.at)
        case NoneOfThese():
            said = saying.say(answer, _all(question, State.MISSING), move.by, move.at)
            return saying.noted(said, text_of(move.note), move.by, move.at)
        case NotSure():
            return saying.say(answer, _all(question, State.NOT_SURE), move.by, move.at)
        case DoesNotApply(reason=reason):
            check_state(WHOLE, State.NOT_APPLICABLE, reason)
            return saying.say(answer, (Tick(WHOLE, State.NOT_APPLICABLE, reason),), move.by, move.at)
        case Reconfirm():
            if not answer.marks:
                raise Refusal("This question isn't answered yet, so there is nothing to confirm. Answer it instead.")
            return replace(answer, confirmed_by=move.by, confirmed_at=move.at)
        case TakeOver():
            marks = borrowing.taken(review, move)
            check_ticks(question, marks)
            return saying.say(answer, marks, move.by, move.at)
        case _:
            assert_never(move)


def _word(review: Review, lens: Lens, move: Word) -> Review:
    question, answer = lens.question(move.question), review.answer(move.question)
    check_practice(question, move.practice)
    match move:
        case View(practice=practice, state=state, reason=reason):
            check_state(practice, state, reason)
            answer = saying.say(answer, (Tick(practice, state, reason),), move.by, move.at)
        case Decide(practice=practice, state=state, reason=reason):
            check_state(practice, state, reason, decision=True)
            answer = saying.decided(answer, move)
        case Propose():
            return saying.proposed(review, move)
        case ConfirmProposal():
            proposal = saying.find(review, move.question, move.practice, move.source)
            tick = saying.meant(proposal, move.state)
            check_state(tick.practice, tick.state, tick.reason)
            answer = saying.say(answer, (tick,), move.by, move.at)
            after = saying.settled(with_answer(review, answer), proposal, Fate.CONFIRMED, move.by, move.at)
            return table.tidy(review, after, lens, move.question)
        case RejectProposal():
            return saying.rejected(review, move)
        case _:
            assert_never(move)
    return table.tidy(review, with_answer(review, answer), lens, move.question)


def _beside(review: Review, lens: Lens, move: Beside) -> Review:
    answer = review.answer(move.question)
    match move:
        case AddNote(text=text):
            answer = saying.noted(answer, text_of(text, needed=True), move.by, move.at)
        case RemoveNote(text=text):
            answer = saying.without_note(answer, text.strip())
        case AddEvidence(reference=reference):
            if move.practice != WHOLE:
                check_practice(lens.question(move.question), move.practice)
            answer = saying.backed(answer, move, text_of(reference, "The evidence", EVIDENCE_LIMIT, needed=True))
        case RemoveEvidence(reference=reference):
            answer = saying.without_evidence(answer, reference.strip())
        case Assign():
            return _assign(review, lens, move)
        case Unassign(question=question, to=to):
            return _unassign(review, question, to)
        case _:
            assert_never(move)
    return with_answer(review, answer)


def with_answer(review: Review, answer: Answer) -> Review:
    """The review with this answer in the place of the earlier one to the same question."""
    others = {each.question: each for each in review.answers} | {answer.question: answer}
    return replace(review, answers=tuple(others.values()))


def _assign(review: Review, lens: Lens, move: Assign) -> Review:
    if not move.to:
        raise NothingSaid("Choose who should be asked.")
    if move.to in review.asked(move.question):
        raise Refusal("That person has been asked already.")
    new = Assignment(move.question, move.to, move.by, move.at)
    after = replace(review, assignments=(*review.assignments, new))
    waits = review.cursor == move.question and is_open(review, lens, move.question)
    return table.advance(after, lens) if waits else after


def _unassign(review: Review, question: str, to: str) -> Review:
    kept = tuple(each for each in review.assignments if (each.question, each.to) != (question, to))
    if kept == review.assignments:
        raise NotInReview("That person isn't asked any more.")
    return replace(review, assignments=kept)


def _frame(review: Review, lens: Lens, move: Frame) -> Review:
    match move:
        case SetPriorities(pillars=pillars):
            known = [each.id for each in lens.pillars]
            strange = [each for each in pillars if each not in known]
            if strange or len(set(pillars)) < len(pillars):
                raise Refusal(f"Name each pillar once. This lens has {', '.join(known)}.")
            return replace(review, pillar_priorities=pillars)
        case SetWorkload(workload=workload):
            return replace(review, workload=workload_of(workload, lens))
        case UpgradeLens(edition=edition):
            if edition != lens.edition:
                raise WrongEdition("That edition of the lens isn't here any more. Start the upgrade again.")
            return carrying.upgrade(review, lens).review
        case Borrow():
            return borrowing.borrow(review, lens, move)
        case _:
            assert_never(move)


def _all(question: Question, state: State) -> tuple[Tick, ...]:
    return tuple(Tick(practice, state) for practice in question.practices)
