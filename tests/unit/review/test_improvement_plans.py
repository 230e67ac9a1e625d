from hypothesis import given, settings

from bot.review import move, moves, planning, scoring
from bot.review.comparing import Change, compare, snapshot
from bot.review.model import State
from bot.review.scoring import Standing
from lens_corpus import files
from lens_corpus.model import Effort, Level
from lens_corpus.risk import Risk
from tests.unit.review.playing import begun, by, form, play, scripts
from tests.unit.review.shaped import next_edition, shaped

LENS = shaped()


def after(*steps, lens=LENS):
    review = begun(lens)
    for each in steps:
        review = moves.apply(review, lens, each)
    return review


def all_missing(lens=LENS):
    return after(*(form(each, none=True) for each in lens.questions), lens=lens)


def view(practice, state, person="UANA"):
    return move.View(question=practice.split("-")[0], practice=practice, state=state, **by(person))


def test_every_gap_is_an_item_with_its_first_step_and_citation():
    lens = files.load("machine-learning")
    gaps = planning.plan(all_missing(lens), lens)

    assert {gap.practice for gap in gaps} == {each.id for each in lens.practices}
    assert all(gap.first_step and gap.url.startswith("https://docs.aws.amazon.com/") for gap in gaps)


def test_items_are_ordered_by_risk_then_level_then_effort_then_the_teams_priorities():
    lens = files.load("machine-learning")
    pillars = [each.id for each in reversed(lens.pillars)]
    gaps = planning.plan(all_missing(lens), lens, pillars)
    order = list(Standing), list(Level), list(Effort)
    keys = [
        (order[0].index(g.standing), order[1].index(g.level), order[2].index(g.effort), pillars.index(g.pillar))
        for g in gaps
    ]

    assert keys == sorted(keys)


def test_the_reviews_own_priorities_order_its_plan():
    review = moves.apply(all_missing(), LENS, move.SetPriorities(pillars=("sustainability",), **by("UANA")))
    medium_effort = [
        g.pillar
        for g in planning.plan(review, LENS)
        if (g.standing, g.level, g.effort) == (Standing.HIGH, Level.HIGH, Effort.M)
    ]

    assert medium_effort[0] == "sustainability"
    assert len(set(medium_effort)) > 1


def test_the_top_of_each_pillar_is_always_there():
    lens = files.load("machine-learning")
    gaps = planning.plan(all_missing(lens), lens)
    tops = dict(planning.top_per_pillar(gaps))

    assert set(tops) == {each.id for each in lens.pillars}
    assert all(top == next(g for g in gaps if g.pillar == pillar) for pillar, (top,) in tops.items())


def test_an_item_tells_what_it_lowers_when_done_alone():
    gaps = {gap.practice: gap for gap in planning.plan(after(form(LENS.question("ALL1"), none=True)), LENS)}

    assert (gaps["ALL1-BP1"].before, gaps["ALL1-BP1"].after) == (Risk.HIGH, Risk.MEDIUM)
    assert (gaps["ALL1-BP1"].improves, gaps["ALL1-BP1"].lowers) == (1, True)
    assert (gaps["ALL1-BP2"].improves, gaps["ALL1-BP2"].lowers) == (0, False)


def test_critical_is_what_is_high_certain_and_small():
    review = after(form(LENS.question("ANY2"), none=True), form(LENS.question("NOT3"), not_sure=["NOT3-BP1"]))
    gaps = planning.plan(review, LENS)

    assert [gap.practice for gap in planning.critical(gaps)] == ["ANY2-BP2"]
    assert {gap.practice for gap in gaps if not gap.sure} == {"NOT3-BP1"}


def test_what_is_unanswered_or_does_not_apply_is_no_gap():
    review = after(
        form(LENS.question("ALL1"), in_place=["ALL1-BP1"], not_applicable={"ALL1-BP2": ""}),
        move.DoesNotApply(question="ANY2", **by("UANA")),
    )

    assert [gap.practice for gap in planning.plan(review, LENS)] == ["ALL1-BP3"]


def test_a_missing_practice_in_a_green_question_is_a_gap_all_the_same():
    (first, *_) = planning.plan(after(form(LENS.question("ANY2"), in_place=["ANY2-BP1"])), LENS)

    assert (first.practice, first.standing) == ("ANY2-BP2", Standing.NONE)


@settings(max_examples=40, deadline=None)
@given(scripts)
def test_a_plan_lists_each_gap_once_and_no_other(script):
    review = play(LENS, script).review
    gaps = planning.plan(review, LENS)
    expected = [
        practice
        for scored in scoring.score(review, LENS).questions
        if scored.risk is not None
        for practice in scored.in_state(State.MISSING, State.NOT_SURE)
    ]

    assert sorted(gap.practice for gap in gaps) == sorted(expected)


def practices(before, after_):
    found = compare(snapshot(before, LENS), snapshot(after_, LENS)).practices
    return {each.practice: each.change for each in found if each.question == "ALL1"}


def test_two_milestones_tell_resolved_open_new_and_regressed_practices():
    before = after(form(LENS.question("ALL1"), in_place=["ALL1-BP3"]))
    later = after(form(LENS.question("ALL1"), in_place=["ALL1-BP1"]))

    assert practices(before, later) == {
        "ALL1-BP1": Change.RESOLVED,
        "ALL1-BP2": Change.STILL_OPEN,
        "ALL1-BP3": Change.REGRESSED,
    }
    assert set(practices(begun(LENS), before).values()) == {Change.NEW, Change.FINE}


def test_silence_is_never_a_pass():
    before = after(form(LENS.question("ALL1"), none=True))
    unsure = after(*(view(f"ALL1-BP{n}", state) for n, state in ((1, State.NOT_SURE), (2, State.NOT_APPLICABLE))))

    assert set(practices(before, begun(LENS)).values()) == {Change.UNKNOWN}
    assert practices(before, unsure) == {
        "ALL1-BP1": Change.UNKNOWN,
        "ALL1-BP2": Change.SET_ASIDE,
        "ALL1-BP3": Change.UNKNOWN,
    }


def test_questions_are_compared_by_their_risk():
    def standings(*steps):
        return snapshot(after(*steps), LENS)

    high, medium = form(LENS.question("ALL1"), none=True), form(LENS.question("ALL1"), in_place=["ALL1-BP1"])
    fine = form(LENS.question("ALL1"), in_place=LENS.question("ALL1").practices)
    spared = move.DoesNotApply(question="ALL1", **by("UANA"))

    def change(before, later):
        return compare(standings(*before), standings(*later)).questions[0].change

    assert change([high], [fine]) is Change.RESOLVED
    assert change([high], [medium]) is Change.STILL_OPEN
    assert change([medium], [high]) is Change.REGRESSED
    assert change([fine], [medium]) is Change.REGRESSED
    assert change([], [medium]) is Change.NEW
    assert change([high], []) is Change.UNKNOWN
    assert change([high], [spared]) is Change.SET_ASIDE


def test_what_a_new_edition_dropped_is_unknown_and_still_listed():
    lens = next_edition()
    before = snapshot(all_missing(), LENS)
    found = compare(before, snapshot(all_missing(lens), lens))
    changes = {each.question: each.change for each in found.questions}

    assert (changes["ANY2"], changes["NEW9"]) == (Change.UNKNOWN, Change.NEW)
    assert [each.question for each in found.questions_with(Change.UNKNOWN)][-1] == "ANY2"
    assert {each.practice for each in found.practices_with(Change.UNKNOWN)} >= {"ALL1-BP2", "ANY2-BP1"}


@settings(max_examples=30, deadline=None)
@given(scripts, scripts)
def test_nothing_is_resolved_that_is_not_said_to_be_in_place_now(script, other):
    before, later = play(LENS, script).review, play(LENS, other).review

    for each in compare(snapshot(before, LENS), snapshot(later, LENS)).practices:
        now = later.answer(each.question)
        assert each.change is not Change.RESOLVED or now.state(each.practice) is State.IN_PLACE
        assert each.change is not Change.STILL_OPEN or now.state(each.practice) is State.MISSING
