"""The embedder: a fake of words and the real model in two libraries, one contract for all, and that the two are one."""

import random
import re
import subprocess
import sys

import numpy as np
import pytest

from knowledge import passages
from knowledge.adapters import minilm
from knowledge.adapters.minilm import WeightsProblem
from knowledge.adapters.onnx_embedder import OnnxEmbedder
from knowledge.adapters.sentence_embedder import SentenceEmbedder
from knowledge.model import Piece
from lens_corpus import files
from tests.support.fakes import WordEmbedder

REFERENCE = SentenceEmbedder()
HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "scipy", "langchain_core", "onnx")


@pytest.fixture(scope="module")
def onnx(tmp_path_factory):
    return OnnxEmbedder(tmp_path_factory.mktemp("model"))


@pytest.fixture(params=["sentence-transformers", "onnx"])
def model(request, onnx):
    return REFERENCE if request.param == "sentence-transformers" else onnx


@pytest.fixture(params=["words", "sentence-transformers", "onnx"])
def embedder(request, onnx):
    return {"words": WordEmbedder(), "sentence-transformers": REFERENCE, "onnx": onnx}[request.param]


def varied():
    """Two hundred texts: short and long, several joined, odd characters, nothing at all, the model's own marks."""
    rng = random.Random(11)
    statements = [passage.text for passage in passages.of_lens(files.load("machine-learning"))]
    joined = [" ".join(rng.sample(statements, count)) for count in (2, 3, 5, 8, 12, 20) for _ in range(5)]
    odd = [
        *("", "   \n\t", "?", "a" * 400, "x " * 300, "[MASK] [SEP] hello [CLS]", "don't re-train; it's 3.5% off"),
        *("naïve café, Übermaß", "中文 and 日本語", "🙂🙂 ship it", "e\u0301 and \u00e9", "zero\u200bwidth\u00a0space"),
        *("SHOUTING", "`code()` https://x.example/a?b=c#d", "one\r\ntwo\n\n\nthree", "ﬁne ½ Ⅷ"),
    ]
    return [*odd, *joined, *rng.sample(statements, 200 - len(odd) - len(joined))]


def pieces_of(text):
    return [Piece(found.start(), found.end()) for found in re.finditer(r"[^.?!\s][^.?!]*", text)]


def cosines(some, others):
    return np.sum(some * others, axis=1)


def test_vectors_are_of_unit_length_and_of_its_dimension(embedder):
    vectors = embedder.embed(["we retrain by hand", "who may call the endpoint", ""])

    assert vectors.shape == (3, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-4)


def test_no_texts_give_no_vectors(embedder):
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_text_has_one_vector_however_it_is_asked_for(embedder):
    text = "drift alarms go to a channel that nobody reads"

    assert embedder.embed([text])[0] == pytest.approx(embedder.read(text, []).whole, abs=1e-4)
    assert embedder.embed(["short", text, text + " " + text])[1] == pytest.approx(embedder.embed([text])[0], abs=1e-4)
    assert np.array_equal(embedder.embed([text]), embedder.embed([text]))


def test_texts_that_share_their_meaning_are_nearer_than_others(embedder):
    one, near, far = embedder.embed(["retrain the model by hand", "the model we retrain by hand", "lunch at noon"])

    assert one @ near > one @ far


def test_each_piece_gets_its_own_vector(embedder):
    text = "We tag every run. Rollback was never tried."
    reading = embedder.read(text, [Piece(0, 17), Piece(18, len(text))])

    assert reading.pieces.shape == (2, embedder.dimension)
    assert reading.pieces[0] @ reading.pieces[1] < 0.999


def test_a_piece_is_read_in_the_context_of_the_whole(model):
    alone = model.read("It was never tried.", [Piece(0, 19)]).pieces[0]
    inside = model.read("Rollback is scripted. It was never tried.", [Piece(22, 41)]).pieces[0]

    assert 0.3 < float(alone @ inside) < 0.9999


def test_a_text_longer_than_the_model_sees_is_read_at_both_ends(model):
    filler = "and then some words that say little at all " * 60
    end = "nobody may call the endpoint without a token"
    reading = model.read(filler + end, [Piece(0, 40), Piece(len(filler), len(filler) + len(end))])
    wanted = model.embed([end])[0]

    assert float(reading.pieces[1] @ wanted) > float(reading.pieces[0] @ wanted)
    assert float(reading.pieces[1] @ wanted) > float(model.embed([filler + end])[0] @ wanted)
    assert np.linalg.norm(reading.whole) == pytest.approx(1, abs=1e-4)


def test_both_libraries_give_two_hundred_varied_texts_the_same_vectors(onnx):
    texts = varied()

    assert len(texts) == 200
    assert cosines(onnx.embed(texts), REFERENCE.embed(texts)).min() >= 0.9999


def test_both_libraries_read_texts_and_their_pieces_the_same(onnx):
    count = 0
    for text in varied()[:90]:
        pieces = pieces_of(text)
        ours, theirs = onnx.read(text, pieces), REFERENCE.read(text, pieces)
        count += len(pieces)

        assert float(ours.whole @ theirs.whole) >= 0.9999
        assert cosines(ours.pieces, theirs.pieces).min(initial=1) >= 0.9999
    assert count > 300


def test_an_index_that_one_library_filled_serves_the_other(onnx, tmp_path):
    assert onnx.name == REFERENCE.name
    assert onnx.dimension == REFERENCE.dimension
    assert OnnxEmbedder(tmp_path, tuned=False).name == SentenceEmbedder(tuned=False).name


def test_the_name_tells_the_tuned_model_from_the_published_one():
    assert REFERENCE.name != SentenceEmbedder(tuned=False).name
    assert SentenceEmbedder(tuned=False).name.startswith("all-MiniLM-L6-v2-")


def test_without_our_corrections_it_is_sentence_transformers_own_model(tmp_path):
    from sentence_transformers import SentenceTransformer

    own = SentenceTransformer(str(minilm.weights_folder()), device="cpu")
    texts = ["we retrain by hand every quarter", "who may call the endpoint?"]
    theirs = own.encode(texts, normalize_embeddings=True)

    assert cosines(theirs, SentenceEmbedder(tuned=False).embed(texts)) == pytest.approx([1, 1], abs=1e-5)
    assert cosines(theirs, OnnxEmbedder(tmp_path, tuned=False).embed(texts)) == pytest.approx([1, 1], abs=1e-5)
    assert cosines(theirs, REFERENCE.embed(texts)).max() < 0.999


def test_embedding_needs_nothing_that_takes_seconds_to_import(tmp_path):
    program = (
        "import sys; from pathlib import Path; from knowledge.adapters.onnx_embedder import OnnxEmbedder\n"
        f"OnnxEmbedder(Path({str(tmp_path)!r})).embed(['we retrain by hand'])\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    (tmp_path / minilm.WEIGHTS).write_bytes(b"other weights")

    with pytest.raises(WeightsProblem, match=r"not the published ones.*reinstall"):
        minilm.check(tmp_path)


def test_missing_weights_say_what_to_install(tmp_path):
    with pytest.raises(WeightsProblem, match="cannot be read"):
        minilm.check(tmp_path)
