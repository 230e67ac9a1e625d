"""An item after its review has spoken again: closed, set aside, found again; and what a person said meanwhile holds."""

from datetime import timedelta

import pytest

from bot.review import item_moves
from bot.review.answers import WHOLE, Answer, Mark, State
from bot.review.following import FOUND, followed
from bot.review.items import Status
from bot.review.model import Review, Scope, Workload
from tests.support.lenses import small
from tests.unit.reminding.things import NOON, days, item, press

LENS = small()
QUESTION = LENS.questions[0]
PRACTICE = QUESTION.practices[0]


def said(state, at, practice=PRACTICE):
    answer = Answer(QUESTION.id, (Mark(practice, state, "UANA", at, "Because"),))
    scope = Scope()
    return Review(
        "r1", LENS.id, LENS.edition, Workload("Fraud"), scope, (QUESTION.id,), "UANA", NOON - days(60), (answer,)
    )


def after(made, review):
    return followed(made, review, LENS, (made,), NOON + days(3))


def gap(**changes):
    return item(question=QUESTION.id, practice=PRACTICE, lens=LENS.id, **changes)


def test_what_the_review_says_is_in_place_is_done_and_proved_by_it():
    done = after(gap(), said(State.IN_PLACE, NOON))

    assert (done.status, done.evidence, done.unproven) == (Status.DONE, (FOUND,), False)


@pytest.mark.parametrize("practice", [PRACTICE, WHOLE])
def test_what_the_review_says_does_not_apply_is_set_aside(practice):
    assert after(gap(), said(State.NOT_APPLICABLE, NOON, practice)).status is Status.NOT_OURS


@pytest.mark.parametrize("state", [State.IN_PLACE, State.NOT_APPLICABLE])
def test_what_somebody_reopened_stays_open_until_the_review_speaks_again(state):
    open_again = item_moves.reopen(after(gap(), said(state, NOON - days(1))), press())

    assert after(open_again, said(state, NOON - days(1))) == open_again
    assert after(open_again, said(state, NOON + timedelta(minutes=1))).status is not Status.OPEN


def test_a_gap_that_is_found_again_opens_what_was_done_before_and_evidence_that_came_later_changes_nothing():
    done = item_moves.done(gap(), press())
    proved = item_moves.prove(done, press(minutes=30), "We rehearsed it")

    for each in (done, proved):
        assert after(each, said(State.MISSING, NOON - days(1))) == each
        assert after(each, said(State.MISSING, NOON + timedelta(minutes=10))).status is Status.OPEN


def test_what_was_never_done_is_not_found_again():
    assert after(gap(), said(State.MISSING, NOON)) == gap()
