"""BM25 by the words: what counts, what does not, and by how much."""

import dataclasses
import math

import numpy as np
import pytest

from knowledge.lexical import Lexical
from tests.support.lenses import small


def lens(*texts):
    """A lens of practices that say nothing but these texts, once each."""
    empty = {"title": "", "advice": "", "services": (), "good": (), "trouble": (), "steps": (), "aws_steps": ()}
    first = small().practices[0]
    practices = [
        dataclasses.replace(first, **empty, id=f"SMALL01-BP0{n}", meaning=text, phrasings=())
        for n, text in enumerate(texts, 1)
    ]
    return dataclasses.replace(small(), practices=tuple(practices))


def test_the_best_practice_scores_one_and_one_without_the_words_nothing():
    scores = Lexical(lens("restore the backup", "rotate keys", "backup and restore, then rotate")).scores("rotate keys")

    assert list(scores[[0, 1]]) == [0, 1]
    assert 0 < scores[2] < 1


def test_a_share_is_robertsons_formula():
    scores = Lexical(lens("drift drift alarm", "drift threshold", "quota limit")).scores("drift")
    mean = 7 / 3
    rarity = math.log1p((3 - 2 + 0.5) / (2 + 0.5))
    first = rarity * 2 / (2 + 1.5 * (0.25 + 0.75 * 3 / mean))
    second = rarity * 1 / (1 + 1.5 * (0.25 + 0.75 * 2 / mean))

    assert scores == pytest.approx([1, second / first, 0])


def test_forms_of_a_word_are_one_word_and_case_does_not_matter():
    scores = Lexical(lens("monitoring endpoints", "storing data")).scores("We MONITORED an Endpoint")

    assert list(scores) == [1, 0]


@pytest.mark.parametrize("text", ["", "the of and is", "zebra", "?!", "a b c"])
def test_a_message_without_known_words_scores_nothing(text):
    assert np.array_equal(Lexical(lens("the model is retrained", "rotate a key")).scores(text), [0, 0])


def test_a_lens_without_a_word_scores_nothing():
    assert np.array_equal(Lexical(lens("", "")).scores("rotate keys"), [0, 0])
