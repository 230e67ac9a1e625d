"""The model through sentence-transformers, with our tuning: exact, slow to load, and what ONNX is held against."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from knowledge.adapters import minilm, token_reading
from knowledge.adapters.token_reading import Tokens
from knowledge.model import Piece, Reading, Vector
from knowledge.tuning import weights as tuning

BATCH = 64


class SentenceEmbedder:
    """Loads on first use. `tuned=False` gives the model as published."""

    dimension = minilm.DIMENSION

    def __init__(self, *, tuned: bool = True) -> None:
        self._tuned = tuned

    @property
    def name(self) -> str:
        """The weights' hash and our tuning's."""
        return minilm.name(tuned=self._tuned)

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors, shape (len(texts), 384); texts beyond 256 tokens are cut by the model."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        """The text's vector and its pieces' vectors, pooled from the tokens of one pass."""
        return token_reading.read(text, pieces, self._tokenizer, self._states)

    def _states(self, texts: Sequence[Tokens]) -> list[Vector]:
        outputs: Any = self._model.encode(
            [each.text for each in texts],
            output_value="token_embeddings",
            show_progress_bar=False,
            convert_to_numpy=False,
        )
        return [np.asarray(output.cpu().numpy(), np.float32) for output in outputs]

    @cached_property
    def _tokenizer(self) -> Any:
        return token_reading.tokenizer()

    @cached_property
    def _model(self) -> Any:
        folder = minilm.weights_folder()
        minilm.check(folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        model = SentenceTransformer(str(folder), device="cpu")
        if self._tuned:
            tuning.merge(model[0].auto_model)
        return model
