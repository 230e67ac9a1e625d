from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import carrying, codec, move, moves, scoring
from bot.review.model import WHOLE, State
from lens_corpus import files
from tests.unit.review.playing import by, play, scripts
from tests.unit.review.shaped import next_edition, shaped

SHAPED = shaped()
SEVERAL = settings(max_examples=40, deadline=None)


@SEVERAL
@given(scripts)
def test_the_log_replays_to_the_same_review(script):
    played = play(SHAPED, script)

    assert moves.replay(played.start, SHAPED, played.log) == played.review


@settings(max_examples=10, deadline=None)
@given(scripts)
def test_the_log_of_the_machine_learning_lens_replays_and_reloads_with_the_same_risks(script):
    lens = files.load("machine-learning")
    played = play(lens, script)

    reloaded = codec.decode_review(codec.encode_review(played.review))

    assert moves.replay(played.start, lens, played.log) == reloaded
    assert scoring.score(reloaded, lens) == scoring.score(played.review, lens)


@SEVERAL
@given(scripts)
def test_turns_never_go_back_and_change_whenever_the_question_on_the_table_does(script):
    states = play(SHAPED, script).states

    for before, after in pairwise(states):
        assert after.turns in (before.turns, before.turns + 1)
        assert after.turns > before.turns or after.cursor == before.cursor


@SEVERAL
@given(scripts)
def test_notes_evidence_views_and_the_course_leave_the_visible_buttons_as_they_are(script):
    beside = (move.AddNote, move.AddEvidence, move.Propose, move.SetPriorities, move.Pause, move.Unassign, move.Borrow)
    played = play(SHAPED, script)

    for entry, before, after in zip(played.log, played.states, played.states[1:], strict=False):
        assert not isinstance(entry.move, beside) or after.turn == before.turn


@SEVERAL
@given(scripts)
def test_the_table_holds_a_question_of_the_review_or_nothing(script):
    for review in play(SHAPED, script).states:
        assert review.cursor is None or review.cursor in review.questions
        assert set(review.skipped) | set(review.agenda) | set(review.trail) <= set(review.questions)
        assert len({answer.question for answer in review.answers}) == len(review.answers)


def _spoken(entry, question_ids, borrowed):
    """What an accepted move says: (person, question, practice) -> state, by the rules a person would expect."""
    it = entry.move
    if getattr(it, "question", None) not in question_ids:
        return {}
    practices = SHAPED.question(it.question).practices
    match it:
        case move.AnswerQuestion():
            said = {tick.practice: tick.state for tick in it.marks}
        case move.NoneOfThese():
            said = dict.fromkeys(practices, State.MISSING)
        case move.NotSure():
            said = dict.fromkeys(practices, State.NOT_SURE)
        case move.DoesNotApply():
            return {(it.by, it.question, WHOLE): State.NOT_APPLICABLE}
        case move.View():
            said = {it.practice: it.state}
        case move.TakeOver():
            said = {
                practice: state for each in borrowed if each.source == it.source for practice, state in _lent(each, it)
            }
        case _:
            return {}
    said[WHOLE] = State.APPLIES
    return {(it.by, it.question, practice): state for practice, state in said.items()}


def _lent(borrowed, it):
    return [pair for each in borrowed.answers if each.question == it.question for pair in each.states]


@settings(max_examples=80, deadline=None)
@given(scripts)
def test_no_order_of_two_peoples_moves_loses_what_either_says(script):
    """Each one's latest word stands under their name, until a decision sets it aside and keeps it beside."""
    played = play(SHAPED, [press for press in script if press.kind != "confirm"])
    said = {}
    for entry in played.log:
        said |= _spoken(entry, played.review.questions, played.review.borrowed)

    for (person, question, practice), state in said.items():
        answer = played.review.answer(question)
        overruled = [mark for each in answer.decisions for mark in each.overruled]
        decided = [each.mark for each in answer.decisions if each.mark.practice == practice]
        own = answer.view(practice, person)
        assert own or decided
        if not decided:
            assert own.state is state
        elif not own or own.state is not state:
            assert (person, practice, state) in {(m.by, m.practice, m.state) for m in (*overruled, *decided)}


@SEVERAL
@given(scripts)
def test_two_definite_views_are_a_disagreement_and_never_one_of_them(script):
    review = play(SHAPED, script).review

    for question in SHAPED.questions:
        answer = review.answer(question.id)
        for practice in question.practices:
            definite = {mark.state for mark in answer.views(practice)} - {State.NOT_SURE}
            shown = practice in {each.practice for each in answer.disagreements}
            assert shown == (len(definite) > 1)
            assert not shown or answer.state(practice) is State.NOT_SURE


@settings(max_examples=30, deadline=None)
@given(scripts, st.integers(0, 10))
def test_a_log_replays_across_a_lens_upgrade(script, place):
    played, later = play(SHAPED, script), next_edition()
    upgrade = move.UpgradeLens(edition=later.edition, **by("UANA", 99))
    upgraded = moves.apply(played.review, later, upgrade)
    log = [*played.log, move.Entry(upgrade)]

    assert moves.replay(played.start, later, log, {SHAPED.edition: SHAPED}) == upgraded
    assert upgraded == carrying.upgrade(played.review, later).review
    assert upgraded.lens_edition == later.edition
    assert {each.question.id for each in scoring.score(upgraded, later).questions} == set(upgraded.questions)


@SEVERAL
@given(scripts)
def test_reviews_and_moves_survive_being_written_down(script):
    played = play(SHAPED, script)

    assert codec.decode_review(codec.encode_review(played.review)) == played.review
    for entry in played.log:
        assert codec.decode_entry(codec.encode_entry(entry)) == entry
        assert codec.decode_move(codec.encode_move(entry.move)) == entry.move


def test_a_move_without_a_zone_is_a_mistake_of_ours():
    start = play(SHAPED, []).review
    pause = replace(move.Pause(**by("UANA")), at=by("UANA")["at"].replace(tzinfo=None))

    with pytest.raises(ValueError, match="zone"):
        moves.apply(start, SHAPED, pause)
