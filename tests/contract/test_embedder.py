"""The embedder, a fake of words and the real model: one contract for both, and what only real weights can do wrong."""

import numpy as np
import pytest

from knowledge.adapters import sentence_embedder
from knowledge.adapters.sentence_embedder import SentenceEmbedder, WeightsProblem
from knowledge.model import Piece
from tests.support.fakes import WordEmbedder

REAL = SentenceEmbedder()


@pytest.fixture(params=["words", "model"])
def embedder(request):
    return WordEmbedder() if request.param == "words" else REAL


def test_vectors_are_of_unit_length_and_of_its_dimension(embedder):
    vectors = embedder.embed(["we retrain by hand", "who may call the endpoint", ""])

    assert vectors.shape == (3, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-4)


def test_no_texts_give_no_vectors(embedder):
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_text_has_one_vector_however_it_is_asked_for(embedder):
    text = "drift alarms go to a channel that nobody reads"

    assert embedder.embed([text])[0] == pytest.approx(embedder.read(text, []).whole, abs=1e-4)
    assert np.array_equal(embedder.embed([text]), embedder.embed([text]))


def test_texts_that_share_their_meaning_are_nearer_than_others(embedder):
    one, near, far = embedder.embed(["retrain the model by hand", "the model we retrain by hand", "lunch at noon"])

    assert one @ near > one @ far


def test_each_piece_gets_its_own_vector(embedder):
    text = "We tag every run. Rollback was never tried."
    reading = embedder.read(text, [Piece(0, 17), Piece(18, len(text))])

    assert reading.pieces.shape == (2, embedder.dimension)
    assert reading.pieces[0] @ reading.pieces[1] < 0.999


def test_a_piece_is_read_in_the_context_of_the_whole():
    alone = REAL.read("It was never tried.", [Piece(0, 19)]).pieces[0]
    inside = REAL.read("Rollback is scripted. It was never tried.", [Piece(22, 41)]).pieces[0]

    assert 0.3 < float(alone @ inside) < 0.9999


def test_a_text_longer_than_the_model_sees_is_read_at_both_ends():
    filler = "and then some words that say little at all " * 60
    end = "nobody may call the endpoint without a token"
    reading = REAL.read(filler + end, [Piece(0, 40), Piece(len(filler), len(filler) + len(end))])
    wanted = REAL.embed([end])[0]

    assert float(reading.pieces[1] @ wanted) > float(reading.pieces[0] @ wanted)
    assert float(reading.pieces[1] @ wanted) > float(REAL.embed([filler + end])[0] @ wanted)
    assert np.linalg.norm(reading.whole) == pytest.approx(1, abs=1e-4)


def test_the_name_tells_the_tuned_model_from_the_published_one():
    assert REAL.name != SentenceEmbedder(tuned=False).name
    assert SentenceEmbedder(tuned=False).name.startswith("all-MiniLM-L6-v2-")


def test_without_our_corrections_it_is_sentence_transformers_own_model():
    from sentence_transformers import SentenceTransformer

    own = SentenceTransformer(str(sentence_embedder.weights_folder()), device="cpu")
    texts = ["we retrain by hand every quarter", "who may call the endpoint?"]
    theirs, ours = own.encode(texts, normalize_embeddings=True), SentenceEmbedder(tuned=False).embed(texts)

    assert (theirs * ours).sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other weights")

    with pytest.raises(WeightsProblem, match=r"not the published ones.*reinstall"):
        sentence_embedder.check(tmp_path)


def test_missing_weights_say_what_to_install(tmp_path):
    with pytest.raises(WeightsProblem, match="cannot be read"):
        sentence_embedder.check(tmp_path)
