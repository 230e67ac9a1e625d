"""By the words, alone and in pairs: what counts, what does not, and by how much."""

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


def test_a_share_is_the_cosine_of_damped_counts_by_rarity():
    scores = Lexical(lens("drift drift", "drift threshold", "quota")).scores("drift")
    once, twice = 1 + math.log(4 / 2), 1 + math.log(4 / 3)
    damped = (1 + math.log(2)) * twice
    first = damped / math.hypot(damped, once)
    second = twice / math.hypot(twice, once, once)

    assert scores == pytest.approx([1, second / first, 0])


def test_words_side_by_side_count_more_than_the_same_words_apart():
    scores = Lexical(lens("drift of data in one catalog", "one data catalog of drift")).scores(
        "is there a data catalog"
    )

    assert scores[1] == 1
    assert scores[0] < 1


def test_a_pair_tells_what_empty_words_alone_do_not():
    scores = Lexical(lens("it is not on the list", "on it is the list not")).scores("not on the")

    assert scores[0] == 1
    assert scores[1] < 1


def test_no_pair_reaches_from_one_text_into_the_next():
    one, two = lens("rotate", "rotate keys").practices
    apart = dataclasses.replace(one, trouble=("keys",))
    scores = Lexical(dataclasses.replace(small(), practices=(apart, two))).scores("rotate keys")

    assert scores[1] == 1
    assert scores[0] < 1


def test_forms_of_a_word_are_one_word_and_case_does_not_matter():
    scores = Lexical(lens("monitoring endpoints", "storing data")).scores("We MONITORED an Endpoint")

    assert list(scores) == [1, 0]


@pytest.mark.parametrize("text", ["", "the of and is", "zebra", "?!", "a b c"])
def test_a_message_without_known_words_scores_nothing(text):
    assert np.array_equal(Lexical(lens("the model is retrained", "rotate a key")).scores(text), [0, 0])


def test_a_lens_without_a_word_scores_nothing():
    assert np.array_equal(Lexical(lens("", "")).scores("rotate keys"), [0, 0])
