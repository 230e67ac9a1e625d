"""The tuned model as an ONNX file in the data folder, made once: when the index is built, or when it is first needed.

A cache: deleting it loses nothing. Its folder is named for the weights, the corrections and the graph, so a change to
any of them makes a new one. It appears whole or not at all, and its hashes are checked before it is used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock

from knowledge.adapters import minilm, onnx_graph
from knowledge.adapters.minilm import WeightsProblem
from knowledge.tuning import weights as tuning

GRAPH_FILE = "model.onnx"
_FILES = (GRAPH_FILE, onnx_graph.WEIGHTS_FILE)
_RECORD, _LOCK = "hashes.json", "exporting.lock"


def exported(home: Path, *, tuned: bool) -> Path:
    """The ONNX file below `home`, made first where it is missing or damaged; WeightsProblem when that fails."""
    folder = home / f"{minilm.name(tuned=tuned)}-{onnx_graph.VERSION}"
    if not whole(folder):
        with _alone(home):
            if not whole(folder):
                _make(folder, tuned=tuned)
    return folder / GRAPH_FILE


def whole(folder: Path) -> bool:
    """Whether an exported model is there, every byte as it was written."""
    try:
        recorded = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        return bool(recorded == _hashes(folder))
    except (OSError, ValueError):
        return False


def _make(folder: Path, *, tuned: bool) -> None:
    """Write the model beside its place, then move it there. Other models, and what a killed export left, go."""
    weights = onnx_graph.tensors(_merged(tuned=tuned))
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=folder.parent))
    _write(partial, weights)
    for other in folder.parent.iterdir():
        if other.is_dir() and other != partial:
            shutil.rmtree(other, ignore_errors=True)
    os.replace(partial, folder)


def _write(folder: Path, weights: Mapping[str, np.ndarray]) -> None:
    places = onnx_graph.offsets(weights)
    with (folder / onnx_graph.WEIGHTS_FILE).open("wb") as file:
        for name, array in weights.items():
            file.seek(places[name])
            file.write(array.data)
        file.flush()
        os.fsync(file.fileno())
    (folder / GRAPH_FILE).write_bytes(onnx_graph.written(weights))
    (folder / _RECORD).write_text(json.dumps(_hashes(folder), indent=1), encoding="utf-8")


def _merged(*, tuned: bool) -> dict[str, np.ndarray]:
    """The published weights with our corrections added, by their published names."""
    from safetensors.numpy import load_file

    folder = minilm.weights_folder()
    minilm.check(folder)
    model: dict[str, np.ndarray] = load_file(folder / minilm.WEIGHTS)
    if tuned and tuning.PATH.exists():
        kept = load_file(tuning.PATH)
        for name in sorted(key.removesuffix(".a") for key in kept if key.endswith(".a")):
            change = kept[f"{name}.b"].astype(np.float32) @ kept[f"{name}.a"].astype(np.float32)
            model[f"{name}.weight"] = model[f"{name}.weight"] + change
    return model


def _hashes(folder: Path) -> dict[str, str]:
    found = {}
    for name in _FILES:
        with (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One exporter at a time; a second one waits and then finds the work done."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(str(home / _LOCK)):
            yield
    except OSError as error:
        raise WeightsProblem(
            f"Cannot write the embedding model in {home}: {error.strerror}. Free or choose another place."
        ) from error
