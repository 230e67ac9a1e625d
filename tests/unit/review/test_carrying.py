from dataclasses import replace
from datetime import timedelta

import pytest

from bot.review import carrying, errors, move, moves, selecting
from bot.review.model import EvidenceKind, Scope, ScopeKind, State, Turn, Workload
from lens_corpus import files
from tests.unit.review.playing import NOON, begun, by, form
from tests.unit.review.shaped import next_edition, shaped

LENS, LATER = shaped(), next_edition()
ALL1, ANY2 = LENS.questions[:2]


def after(*steps):
    review = begun(LENS)
    for each in steps:
        review = moves.apply(review, LENS, each)
    return review


def link(practice):
    return move.AddEvidence(
        question="ALL1", kind=EvidenceKind.LINK, reference="https://example.com/log", practice=practice, **by("UANA")
    )


def again(earlier, days=0, lens=LENS, scope=None):
    at = NOON + timedelta(days=days)
    return carrying.begin("R2", lens, Workload("Fraud"), scope or Scope(), by="UBEN", at=at, earlier=earlier)


def test_a_re_review_carries_answers_with_their_people_and_dates_and_asks_for_the_rest():
    review = again(after(form(ALL1, in_place=ALL1.practices), link("ALL1-BP1")))
    mark = review.answer("ALL1").view("ALL1-BP1", "UANA")

    assert (mark.at, len(review.answer("ALL1").evidence)) == (NOON, 1)
    assert review.agenda == tuple(each.id for each in LENS.questions[1:])
    assert review.turn == Turn("R2", "ANY2", 0)


def test_a_re_review_asks_again_for_what_is_stale():
    review = again(after(form(ALL1, in_place=ALL1.practices)), days=200)

    assert review.agenda[0] == "ALL1"
    fresh = moves.apply(review, LENS, move.Reconfirm(question="ALL1", by="UBEN", at=NOON + timedelta(200)), review.turn)
    assert fresh.cursor == "ANY2"


def test_a_re_review_ends_when_its_last_question_is_answered():
    steps = [form(each, in_place=each.practices) for each in LENS.questions[:-1]]
    review = again(after(*steps))
    done = moves.apply(review, LENS, form(LENS.questions[-1], none=True), review.turn)

    assert (review.cursor, review.agenda) == ("TRAP8", ("TRAP8",))
    assert (done.cursor, done.agenda) == (None, ())


def test_buttons_of_the_earlier_review_mean_nothing_in_the_new_one():
    old = begun(LENS)
    done = moves.apply(old, LENS, form(ALL1, none=True), old.turn)
    review = again(done)

    with pytest.raises(errors.StaleTurn):
        moves.apply(review, LENS, form(ALL1, none=True), old.turn)
    assert review.answer("ALL1").submissions == ()


def test_only_questions_in_scope_are_carried_over():
    security = Scope(ScopeKind.PILLARS, ("security",))
    review = again(after(form(ALL1, none=True), form(ANY2, none=True)), scope=security)

    assert [each.question for each in review.answers] == ["ANY2"]


def test_what_is_carried_over_is_told_apart():
    earlier = after(form(ALL1, in_place=ALL1.practices), form(ANY2, in_place=["ANY2-BP2"]))
    carried = carrying.carry_over(earlier, LENS, NOON + timedelta(days=100))

    assert (carried.fresh, carried.stale) == (("ALL1",), ("ANY2",))
    assert set(carried.to_ask) == {each.id for each in LENS.questions[2:]}


def test_a_re_review_with_a_newer_edition_leaves_behind_what_that_no_longer_has():
    earlier = after(form(ALL1, in_place=ALL1.practices), form(ANY2, none=True))
    review, carried = again(earlier, lens=LATER), carrying.carry_over(earlier, LATER, NOON)

    assert [each.question for each in review.answers] == ["ALL1"]
    assert {mark.practice for mark in review.answers[0].marks} == {"", "ALL1-BP1", "ALL1-BP3"}
    assert carried.removed_questions == ("ANY2",)
    assert "ALL1-BP2" in carried.removed_practices
    assert review.agenda[0] == "ALL1"


def test_an_upgrade_keeps_what_still_exists_and_reports_what_does_not():
    spared = {"ALL1-BP3": "No such service"}
    review = after(
        form(ALL1, in_place=["ALL1-BP1", "ALL1-BP2"], not_applicable=spared),
        move.AddNote(question="ALL1", text="since May", **by("UANA")),
        link("ALL1-BP2"),
        form(ANY2, none=True),
    )
    upgraded = carrying.upgrade(review, LATER)
    answer = upgraded.review.answer("ALL1")

    assert upgraded.removed_questions == ("ANY2",)
    assert upgraded.removed_practices == ("ALL1-BP2", "ANY2-BP1", "ANY2-BP2", "ANY2-BP3")
    assert (upgraded.new_questions, upgraded.asked_again) == (("NEW9",), ("ALL1",))
    assert {each.question for each in upgraded.lost} == {"ALL1", "ANY2"}
    assert [answer.state(f"ALL1-BP{n}") for n in (1, 2, 3, 4)] == [State.IN_PLACE, None, State.NOT_APPLICABLE, None]
    assert answer.reason("ALL1-BP3") == "No such service"
    assert [each.practice for each in answer.evidence] == [""]
    assert answer.notes[0].text == "since May"


def test_an_upgrade_takes_a_removed_question_off_the_table_and_makes_old_cards_late():
    review = after(form(ALL1, none=True))
    assert review.cursor == "ANY2"
    upgraded = carrying.upgrade(review, LATER).review

    assert (upgraded.cursor, upgraded.turns) == ("ALL1", review.turns + 1)
    with pytest.raises(errors.NotInReview):
        moves.apply(upgraded, LATER, form(ANY2, none=True), review.turn)
    with pytest.raises(errors.NotInReview):
        moves.apply(upgraded, LATER, form(ALL1, in_place=["ALL1-BP2"]))


def test_a_review_is_moved_only_with_the_edition_it_is_pinned_to():
    with pytest.raises(errors.WrongEdition):
        moves.apply(begun(LENS), LATER, move.Skip(question="ALL1", **by("UANA")))
    with pytest.raises(errors.WrongEdition):
        carrying.carry_over(begun(LENS), files.load("machine-learning"), NOON)


def test_an_upgrade_of_a_short_scope_adds_no_questions():
    review = replace(begun(LENS), scope=Scope(ScopeKind.TIMEBOX, minutes=4), questions=("ALL1", "ANY2"))
    upgraded = carrying.upgrade(review, LATER)

    assert (upgraded.review.questions, upgraded.new_questions) == (("ALL1",), ())


def test_the_real_lens_upgrades_to_itself_without_loss():
    lens = files.load("machine-learning")
    review = carrying.begin("R1", lens, Workload("Fraud"), Scope(), by="UANA", at=NOON)
    for question in lens.questions[::3]:
        review = moves.apply(review, lens, form(question, in_place=question.practices[:1]), None)
    upgraded = carrying.upgrade(review, lens)

    assert upgraded.review == replace(review, turns=review.turns + 1)
    assert (upgraded.removed_questions, upgraded.removed_practices, upgraded.lost) == ((), (), ())
    assert selecting.open_questions(upgraded.review, lens) == selecting.open_questions(review, lens)
