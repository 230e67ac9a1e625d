"""The index, in memory and in Chroma: one contract for both, and what only files can do wrong."""

import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from knowledge import building, fitting, passages
from knowledge.adapters.chroma_index import ChromaIndex
from knowledge.ports import IndexProblem
from lens_corpus.reading import read_lens
from tests.support.fakes import MemoryIndex, WordEmbedder
from tests.support.lenses import page, small, texts


def quiet(_done, _of):
    pass


def build(index, embedder, lens=None):
    return building.build([lens or small()], index, embedder, fitting.fit, quiet)


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory):
    """A real Chroma server on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("chroma")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [program, "run", "--path", folder / "data", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            env=os.environ | {"CHROMA_TELEMETRY_ENABLED": "false"},
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api/v2/heartbeat", timeout=1)
            break
        except OSError:
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(10)


@pytest.fixture(params=["memory", "chroma", "server"])
def index(request, tmp_path):
    if request.param == "memory":
        return MemoryIndex()
    if request.param == "chroma":
        return ChromaIndex(tmp_path)
    index = ChromaIndex(tmp_path, request.getfixturevalue("chroma_server"))
    index.replace([], WordEmbedder("nobody"), quiet)
    return index


def test_an_index_that_nobody_filled_is_refused_with_the_command_that_fills_it(index):
    with pytest.raises(IndexProblem, match="lensbot index build"):
        index.usable(WordEmbedder())


def test_what_was_put_in_is_found_nearest_first(index):
    embedder = WordEmbedder()
    build(index, embedder)
    hits = index.search(embedder.read("Use service 2. Set option 2 for restore.", []).whole, 5, ())

    assert index.texts([hits[0].passage]) == {hits[0].passage: "Use service 2. Set option 2 for restore."}
    assert hits[0].similarity == pytest.approx(1.0, abs=1e-3)
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)
    assert (hits[0].lens, hits[0].practice, hits[0].kind) == ("small", "SMALL01-BP01", "step")


def test_a_search_stays_within_the_lenses_that_are_asked_for(index):
    embedder = WordEmbedder()
    build(index, embedder)

    assert index.search(embedder.read("restore", []).whole, 5, ["another"]) == []


def test_a_second_build_embeds_nothing(index):
    embedder = WordEmbedder()
    first = build(index, embedder)
    embedder.embedded.clear()
    second = build(index, embedder)

    assert first.embedded == first.passages == second.passages
    assert second.embedded == 0
    assert embedder.embedded == []


@pytest.mark.parametrize("kind", ["chroma", "server"])
def test_what_was_lost_behind_the_manifest_is_filled_anew(request, tmp_path, kind):
    embedder, server = WordEmbedder(), request.getfixturevalue("chroma_server") if kind == "server" else None
    first = build(ChromaIndex(tmp_path, server), embedder)
    lost = ChromaIndex(tmp_path / "another", server)
    lost.replace([], WordEmbedder("nobody"), quiet)
    if not server:
        SharedSystemClient.clear_system_cache()  # as for another process, which is who finds the folder gone
        shutil.rmtree(tmp_path / "chroma")

    again = ChromaIndex(tmp_path, server)
    assert build(again, embedder).embedded == first.passages
    assert again.search(embedder.read("restore", []).whole, 5, ())


def test_only_changed_statements_are_embedded_again_and_old_ones_are_gone(index):
    embedder = WordEmbedder()
    build(index, embedder)
    before = "Nobody ever looked at backup number 3 since back up the models began."
    after = "Nobody has looked at a single backup in the third quarter."
    changed = read_lens(texts() | {"practices/SMALL01-BP01.md": page("SMALL01-BP01").replace(before, after)})
    built = build(index, embedder, changed)

    assert built.embedded == 1
    found = index.texts([hit.passage for hit in index.search(embedder.read(before, []).whole, 100, ())]).values()
    assert after in found
    assert before not in found


def test_a_changed_message_from_outside_is_learned_anew_without_embedding_the_statements(index):
    embedder = WordEmbedder()
    build(index, embedder)
    before = index.heads("small").gate.weights
    more = '{"about": "lunch", "text": "restore backup restore backup, what a song"}\n'
    changed = texts() | {"outside.jsonl": texts()["outside.jsonl"] + more}

    assert build(index, embedder, read_lens(changed)).embedded == 0
    assert not np.array_equal(index.heads("small").gate.weights, before)


def test_an_index_filled_by_another_embedder_is_refused_and_filled_anew_by_a_build(index):
    build(index, WordEmbedder("first"))
    stranger = WordEmbedder("second")

    with pytest.raises(IndexProblem, match=r"filled by first.*lensbot index build"):
        index.usable(stranger)
    assert build(index, stranger).embedded == len(passages.of_lens(small()))
    index.usable(stranger)


def test_everything_can_be_read_back_for_fitting(index):
    embedder = WordEmbedder()
    build(index, embedder)
    held, vectors = index.vectors()

    assert sorted(p.id for p in held) == sorted(p.id for p in passages.of_lens(small()))
    assert np.allclose(vectors, embedder.embed([p.text for p in held]), atol=1e-5)


def test_what_was_learned_is_kept_beside_it(index):
    build(index, WordEmbedder())

    assert index.heads("small").practices == ("SMALL01-BP01", "SMALL01-BP02")
    with pytest.raises(IndexProblem, match="lensbot index build"):
        index.heads("large")


def test_a_fresh_reader_of_the_same_folder_finds_everything(tmp_path):
    embedder = WordEmbedder()
    build(ChromaIndex(tmp_path), embedder)
    again = ChromaIndex(tmp_path)
    again.usable(embedder)

    assert again.search(embedder.read("restore", []).whole, 3, ())
    assert again.heads("small").lens == "small"


def test_an_index_of_another_dimension_is_refused(tmp_path):
    build(ChromaIndex(tmp_path), WordEmbedder(dimension=32))

    with pytest.raises(IndexProblem):
        ChromaIndex(tmp_path).usable(WordEmbedder(dimension=64))


def _build_and_die(folder):
    index, embedder = ChromaIndex(folder), WordEmbedder()

    def die(_done, _of):
        os.kill(os.getpid(), signal.SIGKILL)

    building.build([small()], index, embedder, fitting.fit, die)


def test_a_build_that_was_killed_is_never_half_used_and_is_done_again(tmp_path):
    killed = multiprocessing.get_context("spawn").Process(target=_build_and_die, args=(tmp_path,))
    killed.start()
    killed.join(60)

    assert killed.exitcode == -signal.SIGKILL
    with pytest.raises(IndexProblem, match="half built"):
        ChromaIndex(tmp_path).usable(WordEmbedder())
    embedder = WordEmbedder()
    assert build(ChromaIndex(tmp_path), embedder).embedded == len(passages.of_lens(small()))
    assert ChromaIndex(tmp_path).search(embedder.read("restore", []).whole, 3, ())


def _build_and_tell(folder, queue):
    queue.put(build(ChromaIndex(folder), WordEmbedder()).embedded)


def test_of_two_processes_that_build_at_once_one_does_the_work(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    queue = spawn.Queue()
    both = [spawn.Process(target=_build_and_tell, args=(tmp_path, queue)) for _ in range(2)]
    for each in both:
        each.start()
    embedded = sorted(queue.get(timeout=120) for _ in both)
    for each in both:
        each.join(60)

    assert embedded == [0, len(passages.of_lens(small()))]


def test_a_manifest_that_cannot_be_read_counts_as_none(tmp_path):
    build(ChromaIndex(tmp_path), WordEmbedder())
    (tmp_path / "manifest.json").write_text('{"embedder": "words", "dim')

    assert ChromaIndex(tmp_path).manifest() is None


@pytest.mark.parametrize("damage", ["heads", "store"])
def test_a_damaged_index_says_which_command_repairs_it(tmp_path, damage):
    embedder = WordEmbedder()
    build(ChromaIndex(tmp_path), embedder)
    path = tmp_path / ("small.heads.npz" if damage == "heads" else "chroma/chroma.sqlite3")
    path.write_bytes(b"not what it was")
    index = ChromaIndex(tmp_path)

    with pytest.raises(IndexProblem, match="lensbot index build"):
        index.heads("small") if damage == "heads" else index.search(embedder.read("restore", []).whole, 3, ())


def test_a_store_that_is_no_database_any_more_is_built_anew(tmp_path):
    script = "import sys; from tests.contract.test_index import _build_and_print; _build_and_print(sys.argv[1])"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True)
        (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not what it was")
        (tmp_path / "manifest.json").unlink()
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == str(len(passages.of_lens(small())))


def _build_and_print(folder):
    print(build(ChromaIndex(Path(folder)), WordEmbedder()).embedded)  # noqa: T201 - read by the test


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "index").write_text("a file where the folder should be")

    with pytest.raises(IndexProblem, match="Cannot write the index in"):
        build(ChromaIndex(tmp_path / "index"), WordEmbedder())


def test_a_full_disk_is_said_and_the_index_counts_as_half_built(tmp_path):
    """A file system of one megabyte stands for a full disk where we may make one; /dev/full does otherwise."""
    target = tmp_path / "small"
    target.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(target)], capture_output=True, check=False
    )
    if made.returncode:
        (target / "manifest.json.part").symlink_to("/dev/full")
    try:
        with pytest.raises(IndexProblem):
            build(ChromaIndex(target), WordEmbedder())
        assert ChromaIndex(target).manifest() is None
    finally:
        if not made.returncode:
            subprocess.run(["umount", "-l", str(target)], check=False)


def test_the_manifest_names_who_filled_it(tmp_path):
    build(ChromaIndex(tmp_path), WordEmbedder("the embedder"))
    manifest = json.loads((tmp_path / "manifest.json").read_text())

    assert manifest["embedder"] == "the embedder"
    assert manifest["passages"] == len(passages.of_lens(small()))
