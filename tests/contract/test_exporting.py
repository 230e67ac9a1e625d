"""The exported model: made once, whole or not at all, and made anew when it is not what it should be."""

import re
import shutil
import threading

import numpy as np
import pytest

from knowledge.adapters import minilm, onnx_graph
from knowledge.adapters.exporting import exported, whole
from knowledge.adapters.minilm import WeightsProblem
from knowledge.adapters.onnx_embedder import OnnxEmbedder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return exported(tmp_path_factory.mktemp("model"), tuned=True).parent


@pytest.fixture
def home(made, tmp_path):
    """A data folder with the model in it, to be spoilt at will."""
    shutil.copytree(made, tmp_path / "model" / made.name)
    return tmp_path / "model"


def folders(home):
    return sorted(each.name for each in home.iterdir() if each.is_dir())


def test_a_model_that_is_there_is_not_made_again(home):
    before = {path.name: path.stat().st_mtime_ns for path in (home / folders(home)[0]).iterdir()}
    path = exported(home, tuned=True)

    assert {each.name: each.stat().st_mtime_ns for each in path.parent.iterdir()} == before
    assert set(before) == {"model.onnx", "weights.bin", "hashes.json"}


@pytest.mark.parametrize("file", ["model.onnx", "weights.bin", "hashes.json"])
def test_a_damaged_or_missing_file_is_noticed_and_the_model_made_anew(home, file):
    path = home / folders(home)[0] / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert not whole(path.parent)
    exported(home, tuned=True)
    assert whole(path.parent)

    path.unlink()

    assert OnnxEmbedder(home).embed(["we retrain by hand"]).shape == (1, 384)
    assert whole(path.parent)


def test_another_tuning_or_graph_is_another_model_and_the_old_one_goes(home):
    tuned = folders(home)
    (home / "partial-left-by-a-killed-export").mkdir()
    exported(home, tuned=False)

    assert folders(home) == [f"{minilm.name(tuned=False)}-{onnx_graph.VERSION}"]
    assert tuned == [f"{minilm.name(tuned=True)}-{onnx_graph.VERSION}"]


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path):
    (tmp_path / "model").write_text("a file where the folder should be")

    with pytest.raises(WeightsProblem, match=re.compile(r"Cannot write the embedding model in .*model.*another place")):
        OnnxEmbedder(tmp_path / "model").prepare()


def test_several_at_once_make_one_model(tmp_path):
    found = []
    threads = [threading.Thread(target=lambda: found.append(exported(tmp_path, tuned=False))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert len(found) == 3
    assert whole(found[0].parent)
    assert len(folders(tmp_path)) == 1


def test_one_whose_model_is_cleared_away_meanwhile_answers_on(home):
    embedder = OnnxEmbedder(home)
    before = embedder.embed(["we retrain by hand"])
    exported(home, tuned=False)

    assert np.array_equal(embedder.embed(["we retrain by hand"]), before)
