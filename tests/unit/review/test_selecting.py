from datetime import timedelta

import pytest

from bot.review import move, moves, selecting
from bot.review.errors import Refusal
from bot.review.freshness import Shelf, due, said_at, stale
from bot.review.model import Scope, ScopeKind
from lens_corpus import files
from lens_corpus.model import Level
from tests.unit.review.playing import NOON, begun, by, form
from tests.unit.review.shaped import shaped

LENS = shaped()
REAL = "machine-learning"


def answered(*ids, minutes=0, review=None):
    """A review in which all practices of these questions are in place."""
    review = review or begun(LENS)
    for each in ids:
        question = LENS.question(each)
        review = moves.apply(review, LENS, form(question, minutes=minutes, in_place=question.practices))
    return review


def later(days):
    return NOON + timedelta(days=days)


def test_everything_is_the_whole_lens_in_its_order():
    lens = files.load(REAL)

    assert selecting.questions_in(Scope(), lens) == tuple(each.id for each in lens.questions)


def test_pillars_and_phases_select_by_their_ids():
    lens = files.load(REAL)
    security = selecting.questions_in(Scope(ScopeKind.PILLARS, ("security",)), lens)
    deployment = selecting.questions_in(Scope(ScopeKind.PHASES, ("deployment", "monitoring")), lens)

    assert {lens.question(each).pillar for each in security} == {"security"}
    assert {lens.question(each).phase for each in deployment} == {"deployment", "monitoring"}


@pytest.mark.parametrize(
    "scope",
    [
        Scope(ScopeKind.PILLARS, ("speed",)),
        Scope(ScopeKind.PILLARS),
        Scope(ScopeKind.PHASES, ("mars",)),
        Scope(ScopeKind.TIMEBOX, minutes=0),
    ],
)
def test_a_scope_that_selects_nothing_is_refused_with_what_there_is(scope):
    with pytest.raises(Refusal) as refused:
        selecting.questions_in(scope, LENS)

    assert len(refused.value.text) > 20


def test_the_core_path_starts_in_the_workloads_phase_and_stays_near_it():
    lens = files.load(REAL)
    core = [lens.question(each) for each in selecting.questions_in(Scope(ScopeKind.CORE), lens, "deployment")]
    own = [each.phase == "deployment" for each in core]

    assert len(core) == selecting.CORE_SIZE
    assert own == sorted(own, reverse=True)
    assert any(own)
    assert {each.phase for each in core} <= {"model-development", "deployment", "monitoring"}
    assert all(any(lens.practice(p).risk is Level.HIGH for p in each.practices) for each in core)


def test_without_a_phase_the_core_path_has_the_questions_with_the_most_high_practices():
    lens = files.load(REAL)
    core = selecting.questions_in(Scope(ScopeKind.CORE), lens)

    assert core[0] == "MLPERF06"
    assert len(core) == selecting.CORE_SIZE


@pytest.mark.parametrize(("minutes", "count"), [(1, 1), (10, 5), (60, 30), (600, 35)])
def test_a_time_box_holds_what_fits_with_most_at_stake_first(minutes, count):
    lens = files.load(REAL)
    found = selecting.questions_in(Scope(ScopeKind.TIMEBOX, minutes=minutes), lens)
    stakes = [selecting.at_stake(lens.question(each), lens) for each in found]

    assert len(found) == count
    assert stakes == sorted(stakes, reverse=True)


def test_the_next_question_comes_round_and_skips_what_was_put_off():
    review = answered("ALL1", "ANY2")
    review = moves.apply(review, LENS, move.Assign(question="FIRST4", to="UBEN", **by("UANA")))

    assert selecting.next_open(review, LENS, "NOT3") == "BARE5"
    assert selecting.next_open(review, LENS, "TRAP8") == "NOT3"
    assert "FIRST4" in selecting.open_questions(review, LENS)


def test_a_micro_session_takes_what_was_never_answered_first_then_what_is_stale():
    everything = [each.id for each in LENS.questions]
    review = answered(*(each for each in everything if each != "FIRST4"))

    assert selecting.micro_session(review, LENS, NOON) == ("FIRST4",)
    assert selecting.micro_session(review, LENS, later(181)) == ("FIRST4", "DEEP6", "ANY2")
    assert selecting.micro_session(begun(LENS), LENS, NOON, size=2) == ("DEEP6", "ANY2")


def test_a_micro_session_leaves_to_others_what_they_were_asked():
    review = moves.apply(begun(LENS), LENS, move.Assign(question="DEEP6", to="UBEN", **by("UANA")))

    assert "DEEP6" not in selecting.micro_session(review, LENS, NOON)


def test_an_answer_is_stale_after_half_a_year_and_sooner_while_a_high_practice_is_missing():
    review = answered("ALL1")
    review = moves.apply(review, LENS, form(LENS.question("ANY2"), in_place=["ANY2-BP1"]))
    review = moves.apply(review, LENS, form(LENS.question("FIRST4"), none=True))

    assert [each.question for each in stale(review, LENS, later(89))] == []
    assert [each.question for each in stale(review, LENS, later(90))] == ["ANY2"]
    assert [each.question for each in stale(review, LENS, later(180))] == ["ANY2", "ALL1", "FIRST4"]
    assert stale(review, LENS, later(10), Shelf(days=365, high_days=7))[0].due == later(7)


def test_an_answer_is_as_old_as_its_oldest_practice_until_it_is_confirmed():
    question = LENS.question("ALL1")
    view = move.View(question="ALL1", practice="ALL1-BP1", state="in_place", by="UANA", at=later(100))
    review = moves.apply(answered("ALL1"), LENS, view)
    confirmed = moves.apply(review, LENS, move.Reconfirm(question="ALL1", by="UBEN", at=later(120)))

    assert said_at(review.answer("ALL1")) == NOON
    assert said_at(confirmed.answer("ALL1")) == later(120)
    assert due(confirmed.answer("ALL1"), question, LENS) == later(300)


def test_what_is_open_or_does_not_apply_has_its_own_age():
    spared = moves.apply(begun(LENS), LENS, move.DoesNotApply(question="ALL1", **by("UANA")))
    part = move.View(question="ALL1", practice="ALL1-BP1", state="missing", **by("UANA"))
    partly = moves.apply(begun(LENS), LENS, part)

    assert [each.question for each in stale(spared, LENS, later(180))] == ["ALL1"]
    assert stale(partly, LENS, later(999)) == ()
    assert said_at(begun(LENS).answer("ALL1")) is None
