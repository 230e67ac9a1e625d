import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import move, moves, scoring
from bot.review.model import State
from bot.review.outcomes import LEVELS, outcomes
from bot.review.scoring import Coverage, Standing
from lens_corpus import files
from lens_corpus.risk import Risk
from tests.unit.review.playing import OF_PRACTICES, begun, by, form, held, told
from tests.unit.review.shaped import lenses, second_opinion, shaped

LENS = shaped()
KNOWN = (State.IN_PLACE, State.MISSING, State.NOT_APPLICABLE)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_scores_agree_with_a_second_reading_of_any_rules(data):
    lens = data.draw(lenses())
    (question,) = lens.questions
    states = data.draw(st.tuples(*[st.sampled_from(KNOWN)] * len(question.practices)))
    scored = told(lens, question, states)
    spared = set(scored.in_state(State.NOT_APPLICABLE))

    if len(spared) == len(states):
        assert scored.standing is Standing.NOT_APPLICABLE
    else:
        expected = second_opinion(question, held(scored), spared)
        assert (scored.risk, scored.standing) == (expected, Standing(expected.value))
        assert scored.outcomes.risk(held(scored)) is expected
        assert scored.certain


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_bounds_are_those_of_everything_that_may_turn_out(data):
    lens = data.draw(lenses())
    (question,) = lens.questions
    states = data.draw(st.tuples(*[st.sampled_from((*OF_PRACTICES, None))] * len(question.practices)))
    scored = told(lens, question, states)
    if scored.risk is None:
        return

    unknown, spared = scored.in_state(State.NOT_SURE, None), set(scored.in_state(State.NOT_APPLICABLE))
    outcomes = [
        second_opinion(question, held(scored, *(p for n, p in enumerate(unknown) if bits >> n & 1)), spared)
        for bits in range(1 << len(unknown))
    ]
    levels = sorted((each for each in outcomes if each in LEVELS), key=LEVELS.index)
    assert (scored.risk, scored.risk_if_yes) == (outcomes[0], outcomes[-1])
    assert (scored.at_least, scored.at_most) == ((levels[0], levels[-1]) if levels else (None, None))


def test_every_selection_of_every_shape_agrees_with_the_second_reading():
    for question in LENS.questions:
        tables = outcomes(question)
        for bits in range(1 << len(question.practices)):
            in_place = {each for n, each in enumerate(question.practices) if bits >> n & 1}
            assert tables.risk(in_place) is second_opinion(question, in_place), (question.id, in_place)


def test_every_state_of_the_machine_learning_lens_with_one_practice_missing_or_in_place_is_scored():
    lens = files.load("machine-learning")
    for question in lens.questions:
        for n in range(len(question.practices)):
            for one, others in ((State.MISSING, State.IN_PLACE), (State.IN_PLACE, State.MISSING)):
                states = [one if place == n else others for place in range(len(question.practices))]
                scored = told(lens, question, states)
                assert scored.risk is second_opinion(question, held(scored))


def test_nothing_said_is_unanswered_and_all_missing_is_not():
    question = LENS.question("BARE5")

    assert told(LENS, question, (None, None)).standing is Standing.UNANSWERED
    assert told(LENS, question, (State.MISSING, State.MISSING)).standing is Standing.NOT_SCORED
    assert told(LENS, LENS.question("TRAP8"), (State.MISSING, State.MISSING)).standing is Standing.NONE


def test_a_note_alone_leaves_a_question_unanswered():
    review = moves.apply(begun(LENS), LENS, move.AddNote(question="ALL1", text="ask Eve", **by("UANA")))

    assert scoring.score(review, LENS).of("ALL1").standing is Standing.UNANSWERED


def test_only_not_sure_is_neither_unanswered_nor_high():
    scored = told(LENS, LENS.question("ALL1"), [State.NOT_SURE] * 3)

    assert scored.standing is Standing.NOT_SURE
    assert (scored.at_least, scored.at_most) == (Risk.NONE, Risk.HIGH)
    assert (scored.risk_if_yes, scored.risk_if_no) == (Risk.NONE, Risk.HIGH)


def test_not_sure_beside_a_tick_counts_as_not_in_place_and_is_flagged_with_its_bounds():
    scored = told(LENS, LENS.question("ALL1"), [State.IN_PLACE, State.NOT_SURE, State.IN_PLACE])

    assert scored.standing is Standing.MEDIUM
    assert (scored.unsure, scored.at_least, scored.at_most) == (("ALL1-BP2",), Risk.NONE, Risk.MEDIUM)
    assert not scored.certain


def test_a_practice_that_nobody_spoke_of_makes_no_risk_unless_it_cannot_change_it():
    question = LENS.question("ALL1")

    assert told(LENS, question, [State.IN_PLACE, None, State.IN_PLACE]).standing is Standing.NOT_SURE
    assert told(LENS, question, [State.MISSING, None, None]).standing is Standing.HIGH


def test_that_a_question_applies_answers_nothing_by_itself():
    applies = move.View(question="ALL1", practice="", state=State.APPLIES, **by("UANA"))

    assert scoring.score(moves.apply(begun(LENS), LENS, applies), LENS).of("ALL1").standing is Standing.UNANSWERED


def test_where_people_differ_on_whether_a_question_applies_it_is_scored_as_if_it_did():
    review = moves.apply(begun(LENS), LENS, form(LENS.question("ALL1"), none=True))
    spared = move.DoesNotApply(question="ALL1", **by("UBEN"))
    scored = scoring.score(moves.apply(review, LENS, spared), LENS).of("ALL1")

    assert (scored.standing, scored.applies_disputed, scored.certain) == (Standing.HIGH, True, False)


def test_a_disagreement_is_scored_as_not_sure():
    question = LENS.question("ALL1")
    review = moves.apply(begun(LENS), LENS, form(question, in_place=question.practices))
    view = move.View(question="ALL1", practice="ALL1-BP2", state=State.MISSING, **by("UBEN"))
    scored = scoring.score(moves.apply(review, LENS, view), LENS).of("ALL1")

    assert (scored.standing, scored.disputed, scored.unsure) == (Standing.MEDIUM, ("ALL1-BP2",), ("ALL1-BP2",))


def test_no_risk_only_because_practices_do_not_apply_is_told():
    question = LENS.question("ALL1")

    assert told(LENS, question, [State.IN_PLACE, State.IN_PLACE, State.NOT_APPLICABLE]).only_spared
    assert not told(LENS, question, [State.IN_PLACE] * 3).only_spared


def test_a_question_that_does_not_apply_says_so_whatever_was_ticked():
    spared = move.DoesNotApply(question="ALL1", **by("UANA"))
    review = moves.apply(begun(LENS), LENS, form(LENS.question("ALL1"), none=True))
    scored = scoring.score(moves.apply(review, LENS, spared), LENS).of("ALL1")

    assert scored.standing is Standing.NOT_APPLICABLE
    assert scored.coverage == Coverage(not_applicable=3)
    assert told(LENS, LENS.question("ALL1"), [State.NOT_APPLICABLE] * 3).standing is Standing.NOT_APPLICABLE


def test_none_of_these_can_be_named_by_a_rule():
    question = LENS.question("NONE7")

    assert told(LENS, question, [State.MISSING, State.MISSING]).standing is Standing.HIGH
    assert told(LENS, question, [State.MISSING, State.IN_PLACE]).standing is Standing.MEDIUM


def test_a_green_question_with_a_missing_practice_shows_it_in_its_coverage():
    scored = told(LENS, LENS.question("ANY2"), [State.IN_PLACE, State.MISSING, State.MISSING])

    assert scored.standing is Standing.NONE
    assert scored.coverage == Coverage(in_place=1, missing=2)
    assert scored.severity == pytest.approx(4 / 7)


def test_roll_ups_keep_every_standing_apart_and_add_up():
    review = begun(LENS)
    for made in (
        form(LENS.question("ALL1"), none=True),
        form(LENS.question("ANY2"), in_place=["ANY2-BP1"]),
        form(LENS.question("BARE5"), in_place=["BARE5-BP2"]),
        move.NotSure(question="NOT3", **by("UANA")),
        move.DoesNotApply(question="DEEP6", **by("UANA")),
    ):
        review = moves.apply(review, LENS, made)
    score = scoring.score(review, LENS)

    assert dict(score.total.counts) == {
        Standing.HIGH: 1,
        Standing.MEDIUM: 0,
        Standing.NONE: 1,
        Standing.UNANSWERED: 3,
        Standing.NOT_SURE: 1,
        Standing.NOT_APPLICABLE: 1,
        Standing.NOT_SCORED: 1,
    }
    for parts in (score.pillars, score.phases):
        assert sum(part.questions for part in parts) == len(LENS.questions)
        assert sum(part.coverage.in_place for part in parts) == score.total.coverage.in_place == 2
    assert [part.topic.id for part in score.pillars] == ["reliability", "security", "sustainability"]
    assert score.principles[0].questions == len(LENS.questions)
    assert Coverage().share is None
