"""Answers from elsewhere count for nothing until somebody here takes them over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.review import borrowing, carrying, errors, move, moves, scoring, selecting
from bot.review.model import Borrowed, EvidenceKind, Lent, Scope, ScopeKind, State, Workload
from tests.unit.review.playing import NOON, begun, by, form
from tests.unit.review.shaped import next_edition, shaped

LENS, LATER = shaped(), next_edition()
ALL1, ANY2 = LENS.questions[:2]


def played(review, *steps):
    for each in steps:
        review = moves.apply(review, LENS, each)
    return review


def there():
    """Another channel's review: ALL1 in part in place, ANY2 seen differently, NOT3 not sure."""
    question = LENS.questions[2]
    return played(
        begun(LENS),
        form(ALL1, in_place=["ALL1-BP1"], not_applicable={"ALL1-BP3": "bought"}),
        move.AddNote(question="ALL1", text="ask Chen", **by("UANA")),
        move.AddEvidence(question="ALL1", kind=EvidenceKind.LINK, reference="https://example.com/e", **by("UANA")),
        form(ANY2, in_place=["ANY2-BP1"]),
        form(ANY2, "UBEN", in_place=["ANY2-BP1", "ANY2-BP2"]),
        move.NotSure(question=question.id, **by("UANA")),
    )


def borrow(answers=None, source="R9", minutes=5):
    answers = borrowing.lent_by(there(), LENS) if answers is None else answers
    return move.Borrow(source=source, channel="C2", answers=answers, **by("UCHEN", minutes))


def take(question="ALL1", source="R9", person="UBEN"):
    return move.TakeOver(question=question, source=source, **by(person, 9))


def template(*answers):
    return Borrowed("t1", "", "Platform baseline", "UANA", NOON, answers)


def test_what_is_lent_is_what_is_definite_and_says_nothing_of_people_notes_and_evidence():
    lent = borrowing.lent_by(there(), LENS)

    assert [each.question for each in lent] == ["ALL1", "ANY2"]
    assert dict(lent[0].states) == {
        "ALL1-BP1": State.IN_PLACE,
        "ALL1-BP2": State.MISSING,
        "ALL1-BP3": State.NOT_APPLICABLE,
    }
    assert "ANY2-BP2" not in dict(lent[1].states)
    assert not any(word in repr(lent) for word in ("UANA", "UBEN", "Chen", "bought", "example.com"))


def test_what_is_borrowed_scores_nothing_covers_nothing_and_leaves_every_question_open():
    before = begun(LENS)
    after = played(before, borrow())

    assert scoring.score(after, LENS) == scoring.score(before, LENS)
    assert selecting.open_questions(after, LENS) == before.questions
    assert (after.cursor, after.turns, after.answers) == (before.cursor, before.turns, ())
    assert borrowing.waiting(after, LENS) == 2


def test_who_agreed_and_when_is_kept():
    kept = played(begun(LENS), borrow()).borrowed[0]

    assert (kept.by, kept.at, kept.channel, kept.source) == ("UCHEN", NOON + timedelta(minutes=5), "C2", "R9")


def test_taking_over_makes_it_that_persons_word_and_the_table_moves_on():
    review = played(begun(LENS), borrow())
    after = moves.apply(review, LENS, take(), review.turn)

    marks = {mark.practice: (mark.state, mark.by) for mark in after.answer("ALL1").marks if mark.practice}
    assert marks["ALL1-BP1"] == (State.IN_PLACE, "UBEN")
    assert marks["ALL1-BP3"] == (State.NOT_APPLICABLE, "UBEN")
    assert (after.cursor, borrowing.offered(after, LENS, "ALL1")) == ("ANY2", ())


def test_a_question_that_is_only_partly_answered_there_stays_on_the_table():
    review = played(begun(LENS), borrow((Lent("ALL1", (("ALL1-BP1", State.IN_PLACE),)),)))

    after = moves.apply(review, LENS, take(), review.turn)

    assert (after.cursor, after.turns) == ("ALL1", review.turns + 1)


def test_a_second_press_on_the_same_card_changes_nothing():
    review = played(begun(LENS), borrow())
    after = moves.apply(review, LENS, take(), review.turn)

    with pytest.raises(errors.StaleTurn):
        moves.apply(after, LENS, take(), review.turn)


def test_taking_over_overwrites_nobody():
    review = played(begun(LENS), form(ALL1, "UANA", none=True), borrow(), take())

    assert "ALL1-BP1" in {each.practice for each in review.disagreements}


def test_a_finished_review_borrows_nothing():
    review = played(begun(LENS), move.Finish(**by("UANA")))

    with pytest.raises(errors.Finished, match="finished by now"):
        moves.apply(review, LENS, borrow())


def test_the_same_answers_are_not_borrowed_twice():
    review = played(begun(LENS), borrow())

    with pytest.raises(errors.Refusal, match="already"):
        moves.apply(review, LENS, borrow(minutes=6))


def test_what_the_review_does_not_ask_is_left_out_and_nothing_at_all_is_refused():
    security = carrying.begin(
        "R1", LENS, Workload("Fraud"), Scope(ScopeKind.PILLARS, ("security",)), by="UANA", at=NOON
    )
    review = moves.apply(security, LENS, borrow())

    assert [each.question for each in review.borrowed[0].answers] == ["ANY2"]
    strange = (Lent("ALL1", (("ALL1-BP1", State.IN_PLACE),)), Lent("GONE", (("GONE-BP1", State.MISSING),)))
    with pytest.raises(errors.Refusal, match="Nothing in there"):
        moves.apply(security, LENS, borrow(strange))


def test_what_nobody_lent_cannot_be_taken_over():
    review = played(begun(LENS), borrow())

    with pytest.raises(errors.NotInReview):
        moves.apply(review, LENS, take(source="R8"))
    with pytest.raises(errors.NotInReview):
        moves.apply(review, LENS, take("NOT3"))


def test_a_review_begins_with_a_template_to_take_over():
    given = template(Lent("ALL1", (("ALL1-BP1", State.IN_PLACE), ("OTHER", State.MISSING))))
    review = begun(LENS, template=given)

    assert borrowing.offered(review, LENS, "ALL1") == ((review.borrowed[0], review.borrowed[0].answers[0]),)
    assert review.borrowed[0].answers[0].states == (("ALL1-BP1", State.IN_PLACE),)
    assert review.answers == ()


def test_an_earlier_reviews_answers_hold_and_the_template_fills_what_is_open():
    earlier = played(begun(LENS), form(ALL1, none=True))
    both = template(*(Lent(each.id, ((each.practices[0], State.IN_PLACE),)) for each in (ALL1, ANY2)))
    review = begun(LENS, earlier=earlier, template=both)

    assert review.answer("ALL1").state("ALL1-BP1") is State.MISSING
    assert borrowing.offered(review, LENS, "ALL1") == ()
    assert borrowing.waiting(review, LENS) == 1


def test_an_upgrade_leaves_behind_what_the_new_edition_does_not_know():
    review = played(begun(LENS), borrow())
    upgraded = carrying.upgrade(review, LATER).review

    assert [each.question for each in upgraded.borrowed[0].answers] == ["ALL1"]
    assert "ALL1-BP2" not in dict(upgraded.borrowed[0].answers[0].states)
    assert replace(upgraded.borrowed[0], answers=()) == replace(review.borrowed[0], answers=())
