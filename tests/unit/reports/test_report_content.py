from datetime import timedelta

import pytest

from bot.reports.gathering import gather, people_of
from bot.reports.words import clean, percent, web
from bot.review import carrying, move
from bot.review.comparing import Change
from bot.review.model import Scope, ScopeKind, State, Workload
from bot.review.scoring import Standing
from lens_corpus.files import load
from tests.unit.reports.drawn import reported
from tests.unit.reports.reviews import NAMES, NOON, NOW, begun, form, milestones, on, played, whole
from tests.unit.review.shaped import lens_of, next_edition, shaped

LENS = shaped()
REPORT = reported(LENS)


def test_a_report_of_the_real_lens_has_every_question_and_every_practice():
    lens = load("machine-learning")
    report = reported(lens)

    assert [each.id for each in report.questions] == [each.id for each in lens.questions]
    assert {p.id for each in report.questions for p in each.practices} == {each.id for each in lens.practices}
    assert report.total.counts.questions == sum(each.counts.questions for each in report.pillars) == len(lens.questions)


def test_what_is_no_level_of_risk_is_counted_for_itself():
    report = reported(load("machine-learning"))
    counts = report.total.counts

    assert (counts.unanswered, counts.not_sure, counts.not_applicable, counts.not_scored) == (2, 1, 1, 0)
    assert counts.rated + 4 == counts.questions
    assert [len(report.standing(each)) for each in Standing] == [counts.of(each) for each in Standing]


def test_everybody_is_named_and_whoever_has_no_name_appears_by_id():
    report = gather(whole(LENS), LENS, now=NOW, names={"UANA": "Ana"})

    assert {each.id: each.name for each in report.people}.items() >= {"UANA": "Ana", "UBEN": "UBEN"}.items()
    assert report.started_by.name == "Ana"


def test_the_people_to_look_up_are_all_that_the_report_names():
    review = whole(LENS)

    assert set(people_of(review)) == set(NAMES)


def test_a_disagreement_shows_both_views_and_a_decision_what_it_overruled():
    one, two = REPORT.questions[:2]

    assert one.practices[0].disputed
    assert [(each.by.id, each.state) for each in one.practices[0].views] == [
        ("UANA", State.IN_PLACE),
        ("UHEB", State.MISSING),
    ]
    assert [each.view.by.id for each in two.practices[0].settled] == ["UEMO"]
    assert {each.by.id for each in two.practices[0].settled[0].overruled} == {"UANA", "UBEN"}
    assert one in REPORT.disputed
    assert not two.practices[0].disputed


def test_own_words_are_shown_while_they_wait_and_once_confirmed():
    two, three = REPORT.questions[1:3]

    assert [each.confirmed_by.id for each in two.practices[-1].quotes] == ["ULEI"]
    assert [each.confirmed_by for each in three.practices[0].quotes] == [None]


def test_only_addresses_of_the_web_become_links():
    urls = [each.url for each in REPORT.questions[0].evidence]

    assert urls == ["https://wiki.example.com/runbook?a=1&b=(2)", "", "https://acme.slack.com/archives/C1/p1"]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "http://", "http://[", "x"],
)
def test_what_is_no_address_of_the_web_is_none(url):
    assert web(url) == ""


def test_text_is_freed_of_what_a_file_cannot_hold_or_would_be_turned_by():
    assert clean("a\x00b\u202ec\ud800d\r\ne\u2028f\tg") == "abc\ufffdd\ne\nf\tg"


def test_no_share_is_rounded_to_all_or_to_nothing():
    assert [percent(each) for each in (0.0, 0.001, 0.5, 0.999, 1.0, None)] == ["0%", "1%", "50%", "99%", "100%", "–"]


def test_a_question_without_risk_that_has_open_practices_is_pointed_out():
    question = LENS.question("ANY2")
    report = gather(played(begun(LENS), LENS, form(question, in_place=question.practices[:1])), LENS, now=NOON)

    assert [(each.id, [p.id for p in gaps]) for each, gaps in report.open_greens()] == [
        ("ANY2", ["ANY2-BP2", "ANY2-BP3"])
    ]
    assert any("missing all the same: ANY2-BP2 and ANY2-BP3" in each for each in report.questions[1].reasons)


def test_the_reasons_tell_the_rule_and_how_far_the_risk_can_move():
    question = LENS.question("ALL1")
    first, second, third = question.practices
    review = played(begun(LENS), LENS, form(question, in_place=[first, second], not_sure=[third]))
    told = gather(review, LENS, now=NOON).questions[0]

    assert told.standing is Standing.MEDIUM
    assert told.reasons == (
        "The lens's rule “ALL1_BP1” is true: medium risk.",
        "Nobody knows for certain of ALL1-BP3; it counts as not in place until somebody does.",
        "Depending on that, the risk can be medium or none.",
    )
    assert [[p.id for p in way.practices] for way in told.ways] == [["ALL1-BP3"]]


def test_a_question_that_does_not_apply_gives_the_teams_reason():
    made = move.DoesNotApply(reason="no devices", **on(LENS.questions[0]))
    told = gather(played(begun(LENS), LENS, made), LENS, now=NOON).questions[0]

    assert told.reasons[1] == "Their reason: no devices"
    assert [each.reason for each in told.applies.views] == ["no devices"]


def test_an_answer_past_its_shelf_life_says_since_when():
    question = LENS.question("ALL1")
    review = played(begun(LENS), LENS, form(question, in_place=question.practices))

    assert not gather(review, LENS, now=NOON + timedelta(days=179)).stale
    assert gather(review, LENS, now=NOON + timedelta(days=181)).stale[0].stale_since == NOON + timedelta(days=180)


def test_the_plan_keeps_its_order_marks_the_critical_and_the_first_of_each_pillar():
    assert [each.number for each in REPORT.plan] == list(range(1, len(REPORT.plan) + 1))
    assert {each.pillar.id for each in REPORT.plan if each.top} == {each.pillar.id for each in REPORT.plan}
    assert REPORT.critical == tuple(each for each in REPORT.plan if each.critical)


def test_two_milestones_are_compared_and_one_is_not():
    assert REPORT.compared
    assert (REPORT.compared.before.name, REPORT.compared.after.name) == ("First look", "Before launch")
    assert {each.change for each in REPORT.compared.questions} >= {Change.REGRESSED, Change.UNKNOWN}
    assert gather(whole(LENS), LENS, now=NOW, milestones=milestones(LENS)[:1]).compared is None


def test_a_milestone_of_an_earlier_edition_is_told_by_the_ids_that_are_gone():
    report = gather(begun(next_edition()), next_edition(), now=NOW, milestones=milestones(LENS))

    assert "ANY2" in {each.question.name for each in report.compared.questions}


def test_questions_that_the_lens_lost_are_named_as_left_out():
    later = next_edition()
    report = gather(whole(LENS), later, now=NOW)

    assert report.left_out == ("ANY2",)


def test_practices_that_change_no_risk_are_listed():
    lens = lens_of({"Q1": ("HM MS", ["1: NO", "default: HIGH"], True, 0, 0)})

    assert [each.id for each in gather(begun(lens), lens, now=NOW).inert] == ["Q1-BP2"]
    assert not reported(LENS).inert


def test_a_review_of_some_pillars_says_so():
    scope = Scope(ScopeKind.PILLARS, ("security",))
    review = carrying.begin("R2", LENS, Workload("Small"), scope, by="UANA", at=NOON)
    report = gather(review, LENS, now=NOON)

    assert [each.name for each in report.scope.values] == ["Security"]
    assert (report.scope.asked, report.scope.of) == (3, 8)
