"""From what people said about answers to misses and labelled lines."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.places import Place, Tenant
from bot.usecases import learning
from bot.usecases.learning import Heard, Pick, View
from bot.usecases.questions import Asked, Kept, Way
from knowledge import evaluation
from knowledge.model import Answer, Turn, Verdict
from tests.support.lenses import small

LENS = small()
PLACE = Place(Tenant("E1", "T1"), "C1")
ASKED = Asked("C1-100.1", PLACE, "U1", "our restore is a bit odd", Way.MENTION, datetime(2026, 11, 2, tzinfo=UTC))
BY_HAND = Pick("U1", "SMALL01-BP01", "By hand")
BAD, FINE = View("U2", helpful=False, note=""), View("U3", helpful=True, note="")


def heard(verdict=None, views=(), picks=(), history=(), asked=ASKED):
    return Heard(Kept(asked, Answer((), verdict=verdict)), tuple(views), tuple(picks), tuple(history))


def told(verdict):
    return lambda _heard: Answer((), verdict=verdict)


@pytest.mark.parametrize("today", [Verdict.ON_TRACK, Verdict.MIXED])
def test_a_pick_that_contradicts_todays_verdict_is_a_miss(today):
    (miss,) = learning.misses([heard(Verdict.AT_RISK, picks=[BY_HAND])], told(today))

    assert miss.judged is today
    assert miss.heard.picked is Verdict.AT_RISK


@pytest.mark.parametrize("today", [Verdict.AT_RISK, Verdict.UNCLEAR, None])
def test_agreeing_or_asking_back_is_no_contradiction(today):
    assert list(learning.misses([heard(Verdict.AT_RISK, picks=[BY_HAND])], told(today))) == []


def test_only_what_did_not_help_somebody_is_a_miss_and_nothing_is_judged_again_for_it():
    def never(_heard):
        raise AssertionError

    found = list(learning.misses([heard(views=[FINE]), heard(views=[BAD, FINE])], never))

    assert [miss.heard.unhelpful for miss in found] == [(BAD,)]


def test_a_label_has_the_picked_practice_and_verdict_in_the_form_that_evaluating_reads():
    line = learning.label(heard(Verdict.AT_RISK, picks=[BY_HAND]), LENS.resolve)

    (item,) = evaluation.read(json.dumps(line))
    assert (item.kind, item.text, item.relevant, item.verdict) == (
        "practice",
        ASKED.text,
        {"SMALL01-BP01": 2},
        "at_risk",
    )


def test_a_note_that_names_a_practice_by_any_of_its_ids_says_what_was_missing():
    note = View("U2", helpful=False, note="it should have been MLREL-02, not the backup")

    line = learning.label(heard(Verdict.ON_TRACK, views=[note]), LENS.resolve)

    assert line["relevant"] == {"SMALL01-BP02": 2}
    assert (line["kind"], line["why"]) == ("question", note.note)
    assert "verdict" not in line


def test_a_note_of_somebody_whom_it_helped_corrects_nothing():
    praise = View("U3", helpful=True, note="MLREL-02 was new to me")

    assert learning.label(heard(views=[praise, BAD]), LENS.resolve)["relevant"] == {}


def test_a_label_keeps_the_conversation_and_names_neither_person_nor_place():
    line = learning.label(heard(views=[BAD], history=[Turn("user", "how to restore?")]), LENS.resolve)

    (item,) = evaluation.read(json.dumps(line))
    assert (item.kind, item.history) == ("follow_up", (("user", "how to restore?"),))
    assert not {"E1", "T1", "C1", "U1", "U2", "100.1"} & set(json.dumps(line).replace('"', " ").split())
    assert "C1-100" not in line["id"]


def test_labels_of_two_workspaces_never_share_an_id():
    other = replace(ASKED, place=Place(Tenant("E1", "T2"), "C1"))

    assert learning.label(heard(), LENS.resolve)["id"] == learning.label(heard(), LENS.resolve)["id"]
    assert learning.label(heard(), LENS.resolve)["id"] != learning.label(heard(asked=other), LENS.resolve)["id"]


def test_a_pick_whose_answer_was_never_kept_gives_no_verdict():
    line = learning.label(heard(Verdict.UNCLEAR, picks=[BY_HAND]), LENS.resolve)

    assert line["relevant"] == {"SMALL01-BP01": 2}
    assert "verdict" not in line
