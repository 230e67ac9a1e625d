"""What was asked back is settled by picking, in two picks at most, whatever the practice and the aspect."""

import itertools

import numpy as np
import pytest

from knowledge import composing, judging
from knowledge.answering import Answering
from knowledge.heads import Linear
from knowledge.judging import Signs
from knowledge.model import LineKind, Message, Piece, Reading, Side, Verdict
from lens_corpus import files

LENS = files.load("machine-learning")
ANSWERING = Answering({LENS.id: LENS}, None, None, {}, {}, None)
GOOD, TROUBLE = 0, 1
ENDINGS = {
    (GOOD, GOOD): Verdict.ON_TRACK,
    (GOOD, TROUBLE): Verdict.MIXED,
    (TROUBLE,): Verdict.AT_RISK,
}


def asked_back(practice, nearest):
    """The judge's question about a message that says too little, and lies near these aspects in this order."""
    count = len(practice.good)
    places = np.array([(side, aspect) for side in (0, 1) for aspect in range(count)])
    near = np.array([1 - nearest.index(aspect) / count for aspect in range(count)] * 2, np.float32)
    stance = Linear(np.array([[0], [0], [0], [0], [9]], np.float32), np.zeros(5, np.float32))
    one = np.ones(1, np.float32)
    reading = Reading(one, one.reshape(1, 1))
    message = Message("There is something.", (Piece(0, 19),))
    judgement = judging.judge(message, reading, stance, [practice], {practice.id: Signs(near[:, None], places)})
    assert judgement.verdict is Verdict.UNCLEAR
    return judgement.ask_back


def orders(practice):
    """Every aspect first, with every other one next."""
    count = len(practice.good)
    for first, second in itertools.permutations(range(count), 2):
        yield [first, second, *(each for each in range(count) if each not in (first, second))]


def sound(answer):
    assert answer.grounded
    assert len(answer.text.split()) <= 230
    assert ".." not in answer.text
    assert answer.evidence


@pytest.mark.parametrize("practice", LENS.practices, ids=lambda practice: practice.id)
def test_every_practice_ends_in_a_verdict_within_two_picks_whatever_is_asked_first(practice):
    assert len(practice.good) == len(practice.trouble)
    for nearest in orders(practice):
        asked = asked_back(practice, nearest)
        assert [option.aspect for option in asked.options] == [nearest[0]] * 2
        for picks, verdict in ENDINGS.items():
            question, answer = asked, None
            for pick in picks:
                answer = ANSWERING.settle(question, question.options[pick])
                assert answer.verdict in (Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.MIXED)
                sound(answer)
                question = answer.ask_back
            assert (answer.verdict, answer.ask_back) == (verdict, None)


def test_the_second_question_is_about_the_next_aspect_and_stands_in_the_answer():
    practice = LENS.practices[0]
    asked = asked_back(practice, [3, 1, 0, 2, *range(4, len(practice.good))])

    answer = ANSWERING.settle(asked, asked.options[GOOD])

    assert [(option.side, option.aspect) for option in answer.ask_back.options] == [(Side.GOOD, 1), (Side.TROUBLE, 1)]
    choices = [line.spans[0].text for line in answer.lines if line.kind is LineKind.CHOICE]
    assert choices == [option.text for option in answer.ask_back.options]
    assert composing.ASK_AGAIN in answer.text


def test_a_mixed_ending_names_what_was_picked_as_strength_and_gap_once_each():
    practice = LENS.practices[0]
    asked = asked_back(practice, list(range(len(practice.good))))
    again = ANSWERING.settle(asked, asked.options[GOOD]).ask_back

    answer = ANSWERING.settle(again, again.options[TROUBLE])

    assert [each.side for each in answer.evidence] == [Side.GOOD, Side.TROUBLE]
    assert answer.text.startswith("Mixed. “")
    assert answer.text.count(practice.good[0].rstrip(".")) == 1
    assert answer.text.count(practice.trouble[1].rstrip(".")) == 1


@pytest.mark.parametrize(("pick", "verdict"), [(GOOD, Verdict.ON_TRACK), (TROUBLE, Verdict.AT_RISK)])
def test_where_only_one_question_may_be_asked_the_first_pick_ends_it(pick, verdict):
    practice = LENS.practices[0]
    asked = asked_back(practice, list(range(len(practice.good))))
    bare = composing.ask_back(practice, 0)

    for answer in (
        ANSWERING.settle(asked, asked.options[pick], further=False),
        ANSWERING.settle(bare, bare.options[pick]),
    ):
        assert (answer.verdict, answer.ask_back) == (verdict, None)
        sound(answer)


def test_a_question_kept_from_an_edition_with_more_aspects_still_settles():
    practice = LENS.practices[0]
    asked = composing.ask_back(practice, 0, then=len(practice.good))

    assert ANSWERING.settle(asked, asked.options[GOOD]).ask_back is None
