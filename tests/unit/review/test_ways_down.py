from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review.model import State
from bot.review.outcomes import LEVELS
from bot.review.ways_down import EFFORTS, ways_down, why
from lens_corpus import files
from lens_corpus.risk import Risk
from tests.unit.review.playing import OF_PRACTICES, held, told
from tests.unit.review.shaped import lens_of, lenses, second_opinion, shaped

LENS = shaped()


def subsets(ids):
    return chain.from_iterable(combinations(ids, n) for n in range(len(ids) + 1))


def brute_force(lens, question, scored, level):
    """(effort, count) of all minimal sets that lead to a level or a better one, by trying everything twice over."""
    spared, good = set(scored.in_state(State.NOT_APPLICABLE)), LEVELS[: LEVELS.index(level) + 1]
    open_ones = scored.in_state(State.MISSING, State.NOT_SURE, None)
    leading = [set(s) for s in subsets(open_ones) if second_opinion(question, held(scored, *s), spared) in good]
    minimal = [s for s in leading if not any(other < s for other in leading)]
    return sorted((sum(EFFORTS[lens.practice(p).effort] for p in s), len(s)) for s in minimal), minimal


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_ways_down_are_exactly_the_minimal_sets_of_a_brute_force(data):
    lens = data.draw(lenses())
    (question,) = lens.questions
    states = data.draw(st.tuples(*[st.sampled_from((*OF_PRACTICES, None))] * len(question.practices)))
    scored = told(lens, question, states)
    found = ways_down(scored, lens, most=99)

    for level, ways in ((Risk.MEDIUM, found.to_medium), (Risk.NONE, found.to_none)):
        if scored.risk in LEVELS and LEVELS.index(level) < LEVELS.index(scored.risk):
            costs, minimal = brute_force(lens, question, scored, level)
            assert [(way.effort, len(way.practices)) for way in ways] == costs
            assert {frozenset(way.practices) for way in ways} == set(map(frozenset, minimal))
        else:
            assert ways == ()


def test_the_cheapest_way_comes_first_and_only_a_few_are_told():
    found = ways_down(told(LENS, LENS.question("DEEP6"), [State.MISSING] * 4), LENS)

    assert [(way.practices, way.effort, way.to) for way in found.to_none] == [
        (("DEEP6-BP1",), 1, Risk.NONE),
        (("DEEP6-BP2",), 3, Risk.NONE),
    ]
    assert len(ways_down(told(LENS, LENS.question("ANY2"), [State.MISSING] * 3), LENS, most=1).to_medium) == 1


def test_effort_counts_before_the_number_of_practices():
    lens = lens_of({"Q1": ("HL HS HS", ["1 || (2 && 3): NO", "default: HIGH"], True, 0, 0)})
    found = ways_down(told(lens, lens.questions[0], [State.MISSING] * 3), lens)

    assert [way.practices for way in found.to_none] == [("Q1-BP2", "Q1-BP3"), ("Q1-BP1",)]


def test_where_no_tick_helps_there_is_no_way():
    scored = told(LENS, LENS.question("TRAP8"), [State.IN_PLACE, State.IN_PLACE])

    assert scored.risk is Risk.HIGH
    assert ways_down(scored, LENS).to_none == ()


def test_nothing_is_proposed_for_what_is_fine_unanswered_or_set_aside():
    for states in ([State.IN_PLACE] * 3, [None] * 3, [State.NOT_APPLICABLE] * 3):
        found = ways_down(told(LENS, LENS.question("ALL1"), states), LENS)
        assert (found.to_medium, found.to_none) == ((), ())


def test_why_names_the_rule_that_decided_and_what_the_better_ones_lack():
    question = LENS.question("ALL1")
    told_why = why(told(LENS, question, [State.MISSING, State.IN_PLACE, State.NOT_SURE]), LENS)

    assert told_why.rule.condition == "default"
    assert (told_why.missing, told_why.uncertain) == (("ALL1-BP1",), ("ALL1-BP3",))
    assert [(each.risk, each.holds, each.lacking) for each in told_why.tried] == [
        (Risk.NONE, False, ("ALL1-BP1", "ALL1-BP3")),
        (Risk.MEDIUM, False, ("ALL1-BP1",)),
    ]


def test_why_of_an_unanswered_question_names_no_rule():
    told_why = why(told(LENS, LENS.question("ALL1"), [None] * 3), LENS)

    assert (told_why.rule, told_why.tried) == (None, ())


def test_the_largest_question_of_the_machine_learning_lens_has_its_ways_down():
    lens = files.load("machine-learning")
    question = max(lens.questions, key=lambda each: len(each.practices))
    found = ways_down(told(lens, question, [State.MISSING] * len(question.practices)), lens)

    high = {each for each in question.practices if lens.practice(each).risk == "High"}
    assert set(found.to_medium[0].practices) == high
    assert set(found.to_none[0].practices) == set(question.practices)
