"""Asking with doubles at the leaves: a lens of two practices, vectors made of words, an index in memory."""

import numpy as np
import pytest

from knowledge import building, fitting, passages
from knowledge.answering import Answering, leaning
from knowledge.heads import Linear
from knowledge.lexical import Lexical
from knowledge.model import Grade, Turn
from tests.support.fakes import MemoryIndex, WordEmbedder
from tests.support.lenses import small


@pytest.fixture(scope="module")
def answering():
    lens, index, embedder = small(), MemoryIndex(), WordEmbedder(dimension=256)
    building.build([lens], index, embedder, fitting.fit, lambda _done, _of: None)
    asks = Linear(np.zeros((5, 256), np.float32), np.array([9, 0, 0, 0, 0], np.float32))
    heads = index.heads("small")
    gate = Linear(heads.gate.weights, heads.gate.bias + 5)
    return Answering(
        {"small": lens},
        index,
        embedder,
        {"small": type(heads)(heads.lens, heads.practices, heads.rank, gate, heads.signs, heads.sign_of)},
        {"small": Lexical(lens)},
        asks,
    )


def test_the_nearest_practice_is_cited_first_and_the_answer_is_grounded(answering):
    answer = answering.ask("who holds the pager this week and how is the rota made?")

    assert answer.citations[0].id == "SMALL01-BP02"
    assert answer.citations[0].grade is Grade.MAIN
    assert answer.grounded


def test_a_named_practice_comes_first_whatever_the_words_say(answering):
    answer = answering.ask("MLREL-01: who holds the pager this week and how is the rota made?")

    assert answer.citations[0].id == "SMALL01-BP01"


def test_a_follow_up_leans_on_the_turns_before_it(answering):
    history = [Turn("user", "how should the rota be made?"), Turn("bot", "Let one person carry the pager.")]

    assert answering.ask("and who carries it after that week?", history).citations[0].id == "SMALL01-BP02"


def test_looking_shows_every_leg(answering):
    found = answering.look("is the restore tried from a backup?")

    assert found.ranking[0].practice == "SMALL01-BP01"
    assert dict(found.ranking[0].legs)["words"] == pytest.approx(1.0)
    assert found.hits


def test_only_known_lenses_can_be_chosen(answering):
    assert answering.ask("is the restore tried from a backup?", lenses=["nowhere"]).citations


def test_leaning_keeps_unit_length():
    assert np.linalg.norm(leaning(np.array([1.0, 0.0]), np.array([0.0, 1.0]))) == pytest.approx(1.0)


def test_passages_have_ids_that_change_with_their_text_only():
    first, again = passages.of_lens(small()), passages.of_lens(small())

    assert [p.id for p in first] == [p.id for p in again]
    assert len({p.id for p in first}) == len(first)
    assert {p.kind for p in first} == {"advice", "meaning", "good", "trouble", "step", "asked"}
