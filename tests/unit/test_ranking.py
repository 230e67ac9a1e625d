import numpy as np
import pytest

from knowledge import ranking
from knowledge.heads import LensHeads, Linear, softmax
from knowledge.model import Hit, Message, Ranked

PRACTICES = ("A01-BP01", "A01-BP02", "A01-BP03")


def heads(lens="a", gate=1.0):
    rank = Linear(np.eye(3, dtype=np.float32) * 5, np.zeros(3, np.float32))
    inside = Linear(np.zeros((1, 3), np.float32), np.array([gate], np.float32))
    return LensHeads(
        lens, PRACTICES, rank, inside, np.eye(3, dtype=np.float32), np.array([[0, 0, 0], [0, 1, 0], [1, 0, 0]])
    )


class Words:
    practices = PRACTICES

    def __init__(self, *scores):
        self._scores = np.array(scores, np.float32)

    def scores(self, _text):
        return self._scores


def hit(practice, similarity, lens="a"):
    return Hit(f"{lens}/{practice}/good/0/x", lens, practice, "good", similarity)


def found(vector=(1, 0, 0), words=(0, 0, 0), named=(), gate=1.0):
    message = Message("text", (), tuple(named))
    return ranking.rank(message, np.array(vector, np.float32), "text", [], [heads(gate=gate)], {"a": Words(*words)})


def order(result):
    return [each.practice for each in result.ranking]


def test_the_meaning_decides_where_nothing_else_speaks():
    assert order(found(vector=(0, 1, 0)))[0] == "A01-BP02"


def test_the_words_can_tip_the_balance():
    level = np.ones(3) / np.sqrt(3)

    assert order(found(level, words=(0, 0, 1)))[0] == "A01-BP03"


def test_a_named_practice_stands_first_whatever_the_legs_say_and_in_the_order_named():
    assert order(found((1, 0, 0), words=(1, 0, 0), named=("A01-BP03", "A01-BP02")))[:2] == ["A01-BP03", "A01-BP02"]


def test_the_shares_of_every_leg_are_kept_for_people_to_see():
    assert [name for name, _ in found().ranking[0].legs] == ["meaning", "words"]


@pytest.mark.parametrize(("gate", "covered"), [(2.0, True), (-2.0, False)])
def test_the_gate_says_whether_the_lens_covers_the_message(gate, covered):
    result = found(gate=gate)

    assert result.covered is covered
    assert result.margin == pytest.approx(gate)


def test_only_the_lenses_nearest_to_the_message_are_looked_into():
    hits = [
        hit("A01-BP01", 0.9, lens)
        for lens in ("a", "b", "b", "c", "c", "c", "d", "d", "d", "d", "e", "e", "e", "e", "e")
    ]

    assert ranking.lenses_near(hits) == ("e", "d", "c")


def test_practices_close_to_the_best_are_spoken_of_and_five_are_cited_at_most():
    scores = (1.0, 0.9, 0.8, 0.79, 0.3, 0.2, 0.1)
    result = ranking.Found(
        tuple(Ranked("a", f"P{n}", score) for n, score in enumerate(scores)), covered=True, margin=1.0
    )
    main, more = ranking.select(result)

    assert [each.practice for each in main] == ["P0", "P1", "P2"]
    assert [each.practice for each in more] == ["P3", "P4"]


def test_equal_scores_are_ordered_by_id_so_that_answers_repeat():
    assert order(found((0, 0, 0))) == list(PRACTICES)


def test_softmax_shares_sum_to_one_however_large_the_logits():
    shares = softmax(np.array([[1e4, 0.0, -1e4], [1.0, 1.0, 1.0]], np.float32))

    assert shares.sum(-1) == pytest.approx([1.0, 1.0])
    assert shares[1] == pytest.approx([1 / 3] * 3)


def test_heads_come_back_as_they_were_kept():
    before = heads()
    after = LensHeads.of("a", before.arrays())

    assert after.practices == before.practices
    assert np.array_equal(after.rank.weights, before.rank.weights)
    assert np.array_equal(after.signs_of("A01-BP01")[1], [[0, 0], [1, 0]])
