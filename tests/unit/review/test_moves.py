import pytest

from bot.review import errors, move, moves
from bot.review.model import Said, State, Status, Turn, Workload
from tests.unit.review.playing import begun, by, form
from tests.unit.review.shaped import shaped

LENS = shaped()
ALL1, ANY2, NOT3 = LENS.questions[:3]


def after(*steps, review=None):
    """The review after moves without a button."""
    review = review or begun(LENS)
    for each in steps:
        review = moves.apply(review, LENS, each)
    return review


def pressed(review, made, turn=None):
    """The review after a press on its latest card."""
    return moves.apply(review, LENS, made, turn or review.turn)


def skip(question, person="UANA"):
    return move.Skip(question=question.id, **by(person))


def test_a_new_review_has_its_first_question_on_the_table():
    assert begun(LENS).turn == Turn("R1", "ALL1", 0)


def test_an_answer_moves_on_to_the_next_question():
    review = pressed(begun(LENS), form(ALL1, in_place=["ALL1-BP1"]))

    assert review.turn == Turn("R1", "ANY2", 1)
    assert review.answer("ALL1").state("ALL1-BP1") is State.IN_PLACE
    assert review.answer("ALL1").state("ALL1-BP2") is State.MISSING


def test_a_second_click_changes_nothing_and_says_so():
    first = begun(LENS)
    review = pressed(first, form(ALL1, in_place=["ALL1-BP1"]))

    with pytest.raises(errors.StaleTurn, match="Nothing was changed"):
        pressed(review, form(ALL1, none=True), first.turn)


def test_a_button_of_another_review_is_stale_though_its_question_and_count_match():
    with pytest.raises(errors.StaleTurn, match="another review"):
        pressed(begun(LENS), form(ALL1, none=True), Turn("R0", "ALL1", 0))


def test_a_button_cannot_answer_another_question_than_its_own():
    with pytest.raises(errors.StaleTurn):
        pressed(begun(LENS), form(ANY2, none=True))


def test_another_persons_late_answer_is_kept_beside_and_does_not_move_the_table():
    first = begun(LENS)
    review = pressed(first, form(ALL1, in_place=["ALL1-BP1"]))
    late = pressed(review, form(ALL1, "UBEN", none=True), first.turn)

    (found,) = late.disagreements
    assert late.turn == review.turn
    assert [(view.by, view.state) for view in found.views] == [("UANA", State.IN_PLACE), ("UBEN", State.MISSING)]
    assert late.answer("ALL1").state("ALL1-BP1") is State.NOT_SURE


def test_a_late_answer_to_a_question_that_was_skipped_counts():
    first = begun(LENS)
    review = pressed(first, skip(ALL1))
    late = pressed(review, form(ALL1, "UBEN", none=True), first.turn)

    assert late.answer("ALL1").complete(ALL1.practices)
    assert late.skipped == ()
    assert late.cursor == "ANY2"


def test_a_late_skip_changes_nothing():
    first = begun(LENS)
    review = pressed(first, skip(ALL1))

    with pytest.raises(errors.StaleTurn):
        pressed(review, skip(ALL1, "UBEN"), first.turn)


def test_the_same_person_simply_changes_their_mind():
    review = after(form(ALL1, in_place=["ALL1-BP1"]), form(ALL1, none=True))

    assert review.disagreements == ()
    assert review.answer("ALL1").state("ALL1-BP1") is State.MISSING


def test_an_edit_that_contradicts_somebody_is_a_disagreement():
    review = after(form(ALL1, in_place=["ALL1-BP1"]), form(ALL1, "UBEN", in_place=["ALL1-BP2"]))

    assert [each.practice for each in review.disagreements] == ["ALL1-BP1", "ALL1-BP2"]


def test_a_named_person_settles_a_disagreement_and_the_other_view_is_kept():
    review = after(
        form(ALL1, in_place=["ALL1-BP1"]),
        form(ALL1, "UBEN", none=True),
        move.Decide(question="ALL1", practice="ALL1-BP1", state=State.MISSING, reason="Only in staging", **by("UEVE")),
    )

    answer = review.answer("ALL1")
    assert review.disagreements == ()
    assert answer.state("ALL1-BP1") is State.MISSING
    assert answer.decisions[0].mark.by == "UEVE"
    assert {mark.by for mark in answer.decisions[0].overruled} == {"UANA", "UBEN"}


def test_a_view_that_comes_after_a_decision_opens_the_disagreement_again():
    settled = after(
        form(ALL1, in_place=["ALL1-BP1"]),
        form(ALL1, "UBEN", none=True),
        move.Decide(question="ALL1", practice="ALL1-BP1", state=State.MISSING, **by("UEVE")),
    )
    view = move.View(question="ALL1", practice="ALL1-BP1", state=State.IN_PLACE, **by("UANA"))

    assert [each.practice for each in after(view, review=settled).disagreements] == ["ALL1-BP1"]


def test_where_nobody_disagrees_there_is_nothing_to_decide():
    decide = move.Decide(question="ALL1", practice="ALL1-BP1", state=State.MISSING, **by("UEVE"))

    with pytest.raises(errors.Refusal, match="Nobody disagrees"):
        after(form(ALL1, none=True), decide)


def test_not_sure_contradicts_nobody_and_decides_nothing():
    review = after(form(ALL1, in_place=["ALL1-BP1"]), move.NotSure(question="ALL1", **by("UBEN")))
    decide = move.Decide(question="ALL1", practice="ALL1-BP1", state=State.NOT_SURE, **by("UEVE"))

    assert review.disagreements == ()
    assert review.answer("ALL1").state("ALL1-BP1") is State.IN_PLACE
    with pytest.raises(errors.NothingSaid):
        after(decide, review=review)


def test_does_not_apply_and_an_answer_by_somebody_else_are_a_disagreement_about_the_question():
    spared = move.DoesNotApply(question="ALL1", reason="No models here", **by("UANA"))
    review = after(spared, form(ALL1, "UBEN", in_place=["ALL1-BP1"]))

    assert [each.practice for each in review.disagreements] == [""]
    assert review.answer("ALL1").applies


def test_does_not_apply_keeps_what_was_ticked_for_when_it_does_again():
    review = after(form(ALL1, in_place=["ALL1-BP1"]), move.DoesNotApply(question="ALL1", **by("UANA")))
    again = move.View(question="ALL1", practice="", state=State.APPLIES, **by("UANA"))

    assert not review.answer("ALL1").applies
    assert after(again, review=review).answer("ALL1").state("ALL1-BP1") is State.IN_PLACE


def test_none_of_these_beside_a_tick_is_a_contradiction():
    with pytest.raises(errors.Contradiction, match="None of these"):
        moves.ticks(ALL1, ["ALL1-BP1"], none=True)


def test_a_practice_cannot_be_in_place_and_unknown_at_once():
    with pytest.raises(errors.Contradiction):
        moves.ticks(ALL1, ["ALL1-BP1"], not_sure=["ALL1-BP1"])


def test_nothing_ticked_is_not_none_of_these():
    with pytest.raises(errors.NothingSaid):
        moves.ticks(ALL1)


@pytest.mark.parametrize(
    ("made", "refusal"),
    [
        (move.AnswerQuestion(question="ALL1", marks=(), **by("UANA")), errors.NothingSaid),
        (form(ALL1, in_place=["ANY2-BP1"]), errors.NotInReview),
        (move.Skip(question="GONE", **by("UANA")), errors.NotInReview),
        (move.View(question="ALL1", practice="x", state=State.MISSING, **by("UANA")), errors.NotInReview),
        (move.View(question="ALL1", practice="", state=State.MISSING, **by("UANA")), errors.Contradiction),
        (move.View(question="ALL1", practice="ALL1-BP1", state=State.APPLIES, **by("UANA")), errors.Contradiction),
        (move.AddNote(question="ALL1", text="x" * 2085, **by("UANA")), errors.NoteTooLong),
        (move.AddNote(question="ALL1", text="  ", **by("UANA")), errors.NothingSaid),
        (move.RemoveNote(question="ALL1", text="x", **by("UANA")), errors.NotInReview),
        (move.DoesNotApply(question="ALL1", reason="x" * 251, **by("UANA")), errors.ReasonTooLong),
        (move.ConfirmProposal(question="ALL1", practice="ALL1-BP1", source="1", **by("UANA")), errors.NotInReview),
        (move.Reconfirm(question="ALL1", **by("UANA")), errors.Refusal),
        (move.Back(**by("UANA")), errors.Refusal),
        (move.Focus(questions=(), **by("UANA")), errors.Refusal),
        (move.Focus(questions=("GONE",), **by("UANA")), errors.NotInReview),
        (move.Resume(**by("UANA")), errors.Refusal),
        (move.Reopen(**by("UANA")), errors.Refusal),
        (move.Assign(question="ALL1", to="", **by("UANA")), errors.NothingSaid),
        (move.Unassign(question="ALL1", to="UBEN", **by("UANA")), errors.NotInReview),
        (move.SetPriorities(pillars=("speed",), **by("UANA")), errors.Refusal),
        (move.SetWorkload(workload=Workload(" "), **by("UANA")), errors.NothingSaid),
        (move.SetWorkload(workload=Workload("x", phase="mars"), **by("UANA")), errors.Refusal),
        (move.UpgradeLens(edition="2050-01-01", **by("UANA")), errors.WrongEdition),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, move.Move) else "",
)
def test_what_cannot_be_done_is_refused_in_words(made, refusal):
    review = begun(LENS)

    with pytest.raises(refusal) as refused:
        after(made, review=review)

    assert refused.value.text.endswith((".", ","))


def test_a_note_at_the_limit_is_kept_whole_and_emoji_count_as_characters():
    note = move.AddNote(question="ALL1", text="🦜" * 2084, **by("UANA"))

    assert len(after(note).answer("ALL1").notes[0].text) == 2084


def test_skip_leaves_the_question_open_and_resume_takes_it_up_again():
    review = begun(LENS)
    for question in LENS.questions:
        review = pressed(review, skip(question) if question is ANY2 else form(question, none=True))

    assert (review.cursor, review.skipped) == (None, ("ANY2",))
    assert after(move.Resume(**by("UANA")), review=review).cursor == "ANY2"


def test_back_returns_through_the_questions_as_they_were_asked():
    review = pressed(pressed(begun(LENS), form(ALL1, none=True)), skip(ANY2))
    once = pressed(review, move.Back(**by("UANA")))
    twice = pressed(once, move.Back(**by("UANA")))

    assert [review.cursor, once.cursor, twice.cursor] == ["NOT3", "ANY2", "ALL1"]
    assert pressed(twice, form(ALL1, in_place=["ALL1-BP1"])).cursor == "NOT3"


def test_a_form_that_leaves_practices_out_keeps_its_question_on_the_table_with_a_new_turn():
    part = move.AnswerQuestion(question="ALL1", marks=(move.Tick("ALL1-BP1", State.IN_PLACE),), **by("UANA"))
    review = pressed(begun(LENS), part)

    assert review.turn == Turn("R1", "ALL1", 1)
    assert pressed(review, form(ALL1, in_place=["ALL1-BP1"])).cursor == "ANY2"


def test_asking_somebody_moves_on_and_their_late_answer_counts():
    first = begun(LENS)
    review = pressed(first, move.Assign(question="ALL1", to="UBEN", **by("UANA")))
    answered = pressed(review, form(ALL1, "UBEN", none=True), first.turn)

    assert (review.cursor, review.asked("ALL1")) == ("ANY2", ("UBEN",))
    assert answered.answer("ALL1").by == "UBEN"
    with pytest.raises(errors.Refusal, match="already"):
        after(move.Assign(question="ALL1", to="UBEN", **by("UEVE")), review=review)


def test_when_only_what_waits_for_somebody_is_left_resume_offers_it():
    review = pressed(begun(LENS), move.Assign(question="ALL1", to="UBEN", **by("UANA")))
    for question in LENS.questions[1:]:
        review = pressed(review, form(question, none=True))

    assert review.cursor is None
    assert after(move.Resume(**by("UANA")), review=review).cursor == "ALL1"


def test_a_short_session_asks_its_questions_and_stops():
    review = after(move.Focus(questions=("NOT3", "ALL1"), **by("UANA")))
    then = pressed(review, form(NOT3, none=True))
    last = pressed(then, form(ALL1, none=True))

    assert [review.cursor, then.cursor, last.cursor] == ["NOT3", "ALL1", None]
    assert after(move.Resume(**by("UANA")), review=last).cursor == "ANY2"


def test_a_proposal_counts_for_nothing_until_somebody_confirms_it():
    propose = move.Propose(
        question="ALL1", practice="ALL1-BP1", says=Said.IN_PLACE, quote="we tag every run", source="1.0", **by("UBEN")
    )
    proposed = after(propose)
    confirm = move.ConfirmProposal(question="ALL1", practice="ALL1-BP1", source="1.0", **by("UANA"))
    confirmed = after(confirm, review=proposed)

    assert proposed.answers == ()
    assert [each.quote for each in proposed.pending("ALL1")] == ["we tag every run"]
    assert confirmed.answer("ALL1").view("ALL1-BP1", "UANA").state is State.IN_PLACE
    assert confirmed.pending("ALL1") == ()
    with pytest.raises(errors.StaleTurn, match="settled already"):
        after(confirm, review=confirmed)


def test_a_message_that_is_edited_changes_its_pending_proposal_but_not_a_settled_one():
    def propose(quote):
        words = {"says": Said.IN_PLACE, "quote": quote, "source": "1.0"}
        return move.Propose(question="ALL1", practice="ALL1-BP1", **words, **by("UBEN"))

    edited = after(propose("we tag"), propose("we tag every run"))
    reject = move.RejectProposal(question="ALL1", practice="ALL1-BP1", source="1.0", **by("UANA"))

    assert [each.quote for each in edited.proposals] == ["we tag every run"]
    assert after(reject, propose("we tag all"), review=edited).pending("ALL1") == ()


def test_partly_in_place_is_confirmed_as_missing_and_says_why():
    propose = move.Propose(
        question="ALL1", practice="ALL1-BP1", says=Said.PARTLY, quote="some runs", source="1.0", **by("UBEN")
    )
    confirm = move.ConfirmProposal(question="ALL1", practice="ALL1-BP1", source="1.0", **by("UANA"))
    mark = after(propose, confirm).answer("ALL1").view("ALL1-BP1", "UANA")

    assert (mark.state, mark.reason) == (State.MISSING, "Partly in place.")


def test_rejecting_a_later_proposal_settles_the_earlier_one_about_the_same_practice():
    both = [
        move.Propose(question="ALL1", practice="ALL1-BP1", says=Said.IN_PLACE, quote=q, source=q, **by("UBEN", n))
        for n, q in enumerate(("first", "second"))
    ]
    reject = move.RejectProposal(question="ALL1", practice="ALL1-BP1", source="second", **by("UANA", 5))

    review = after(*both, reject)
    assert [each.fate for each in review.proposals] == ["superseded", "rejected"]
    assert review.answers == ()


def test_a_paused_review_keeps_its_buttons_for_when_it_is_resumed():
    first = begun(LENS)
    paused = after(move.Pause(**by("UANA")), review=first)
    with pytest.raises(errors.Paused):
        pressed(paused, form(ALL1, none=True), first.turn)

    resumed = after(move.Resume(**by("UBEN")), review=paused)
    assert pressed(resumed, form(ALL1, none=True), first.turn).cursor == "ANY2"


def test_a_finished_review_closes_its_table_but_a_single_answer_can_be_edited():
    first = begun(LENS)
    finished = after(move.Finish(**by("UANA")), review=first)

    with pytest.raises(errors.Finished):
        pressed(finished, form(ALL1, none=True), first.turn)
    with pytest.raises(errors.Finished):
        after(move.Finish(**by("UBEN")), review=finished)
    with pytest.raises(errors.Finished):
        after(move.Pause(**by("UBEN")), review=finished)
    assert after(form(ALL1, none=True), review=finished).answer("ALL1").marks
    assert (finished.status, finished.finished_by, finished.cursor) == (Status.FINISHED, "UANA", None)


def test_reopening_takes_up_what_is_open():
    reopened = after(form(ALL1, none=True), move.Finish(**by("UANA")), move.Reopen(**by("UBEN")))

    assert (reopened.status, reopened.cursor, reopened.finished_by) == (Status.OPEN, "ANY2", "")
