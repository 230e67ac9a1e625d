"""What is kept of the shipped lenses' vectors: complete, true, and never another embedder's."""

import random

import numpy as np
import pytest

from knowledge import passages
from knowledge.adapters.kept_vectors import KeptVectors
from knowledge.adapters.sentence_embedder import SentenceEmbedder
from lens_corpus import files
from tests.support.fakes import WordEmbedder


class Refusing(WordEmbedder):
    """Knows its name and embeds nothing."""

    def embed(self, texts):
        raise AssertionError(f"{len(texts)} texts are not kept, the first: {texts[0]!r}")


@pytest.fixture(scope="module")
def statements():
    lens = files.load("machine-learning")
    told = [passage.text for passage in passages.of_lens(lens)]
    return told + [each.text for each in (*lens.blends, *lens.outside)]


def test_every_statement_of_the_shipped_lens_is_kept(statements):
    kept = KeptVectors(Refusing(SentenceEmbedder().name, 384))

    assert kept.embed(statements).shape == (len(statements), 384)


def test_a_kept_vector_is_the_embedders_own(statements):
    chosen = random.Random(7).sample(statements, 48)
    fresh = SentenceEmbedder()

    cosines = np.sum(KeptVectors(fresh).embed(chosen) * fresh.embed(chosen), axis=1)

    assert cosines.min() > 0.9995


def test_an_unknown_text_is_embedded_and_a_known_one_is_not(tmp_path):
    embedder = WordEmbedder()
    kept = KeptVectors(embedder, tmp_path / "kept.npz")
    assert kept.keep(["a red door", "a blue door"]) == 2
    embedder.embedded.clear()

    found = KeptVectors(embedder, tmp_path / "kept.npz").embed(["a red door", "a green door", "a green door"])

    assert embedder.embedded == ["a green door"]
    assert np.array_equal(found[1], found[2])
    assert found[0] @ WordEmbedder().embed(["a red door"])[0] > 0.999


def test_what_another_embedder_left_is_not_used(tmp_path):
    KeptVectors(WordEmbedder("one"), tmp_path / "kept.npz").keep(["a red door"])
    other = WordEmbedder("another")

    KeptVectors(other, tmp_path / "kept.npz").embed(["a red door"])

    assert other.embedded == ["a red door"]
