import json

import pytest

from knowledge import evaluating_replies as evaluating
from knowledge.evaluating_replies import Given
from knowledge.evaluation import LabelsProblem
from knowledge.proposing import Proposed, State

ONE = {
    "id": "r1",
    "question": "SMALL01",
    "text": "backups yes, rota no",
    "in_place": ["A"],
    "not_in_place": ["B"],
    "partly": ["C"],
    "quotes": {"A": "backups yes", "B": "rota no"},
}
TWO = ONE | {"id": "r2", "in_place": [], "not_in_place": [], "partly": [], "quotes": {}}


def proposed(practice, state, quote="backups yes"):
    return Proposed(practice, state, quote, 0, len(quote), 0.5)


def figures(*given):
    labels = evaluating.read("\n".join(json.dumps(each) for each in (ONE, TWO)))
    return evaluating.score(labels, given)


def test_a_proposal_counts_as_right_only_in_the_state_of_the_label():
    found = figures(Given("r1", (proposed("A", State.IN_PLACE), proposed("B", State.IN_PLACE, "rota no"))))

    assert found["in_place"] == {"n": 1, "proposed": 2, "right": 1, "precision": 0.5, "recall": 1.0}
    assert found["not_in_place"]["recall"] == 0


def test_what_is_partly_in_place_is_wrong_as_in_place_and_right_when_left_open():
    wrong = figures(Given("r1", (proposed("C", State.IN_PLACE),)))
    right = figures(Given("r1", (proposed("C", State.PARTLY),)))

    assert (wrong["in_place"]["precision"], wrong["partly_told_as_in_place"]) == (0, 1)
    assert (right["in_place"]["proposed"], right["partly_told_as_in_place"]) == (0, 0)
    assert right["false_proposals"] == {}


def test_a_proposal_on_what_a_reply_does_not_speak_of_is_a_false_one():
    found = figures(Given("r2", (proposed("A", State.NOT_IN_PLACE),)))

    assert found["false_proposals"] == {"r2": ["A"]}
    assert "r2: A" in evaluating.written(found)


def test_quotes_are_compared_by_their_words():
    assert evaluating.overlap("Backups, yes!", "backups yes") == 1
    assert evaluating.overlap("backups yes", "yes of course") == 0.25
    assert evaluating.overlap("", "") == 0
    assert figures(Given("r1", (proposed("A", State.IN_PLACE, "backups"),)))["quote_overlap"] == 0.5


def test_a_reply_without_proposals_lowers_recall_and_nothing_else():
    found = figures()

    assert found["in_place"]["recall"] == 0
    assert found["replies"] == 2
    assert "recall 0.000" in evaluating.written(found)


def test_labels_of_replies_are_told_from_labels_of_messages():
    assert evaluating.about_replies(json.dumps(ONE))
    assert not evaluating.about_replies('{"id": "d1", "kind": "question", "text": "x"}')
    assert not evaluating.about_replies("")
    assert not evaluating.about_replies("no json")


def test_a_line_that_is_no_label_is_named():
    with pytest.raises(LabelsProblem, match="line 2 is not a labelled reply"):
        evaluating.read(json.dumps(ONE) + '\n{"id": "r3"}')


def test_proposals_are_written_by_state_with_their_quotes():
    fields = Given("r1", (proposed("A", State.IN_PLACE), proposed("C", State.PARTLY, "rota no"))).fields()

    assert fields["in_place"] == ["A"]
    assert fields["not_in_place"] == []
    assert fields["partly"] == ["C"]
    assert fields["quotes"] == {"A": "backups yes", "C": "rota no"}
