"""The model through ONNX Runtime: sentence-transformers' vectors in a fraction of its time and memory to start.

What answers imports neither torch nor transformers, nor anything else that takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.adapters import exporting, minilm, onnx_graph, token_reading
from knowledge.adapters.token_reading import Tokens
from knowledge.model import Piece, Reading, Vector

THREADS = 2
#: Tokens that are run at a time: more are no faster and take more memory.
TOKENS_AT_ONCE = 512
#: Texts that are tokenized at a time.
TEXTS_AT_ONCE = 4096


class OnnxEmbedder:
    """Loads on first use, from a file below `home` that is made when it is missing. `tuned=False`: as published."""

    dimension = minilm.DIMENSION

    def __init__(self, home: Path, *, tuned: bool = True) -> None:
        self._home, self._tuned = home, tuned

    @property
    def name(self) -> str:
        """The weights' hash and our tuning's."""
        return minilm.name(tuned=self._tuned)

    def prepare(self) -> None:
        """Make the model's file if it is missing, so that the first question need not wait for it."""
        exporting.exported(self._home, tuned=self._tuned)

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors, shape (len(texts), 384); of a text beyond 256 tokens the rest is not seen."""
        found = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            encoded = self._tokenizer.encode_batch(list(texts[start : start + TEXTS_AT_ONCE]))
            ids = [_seen(each.ids) for each in encoded]
            for rows in _batches([len(each) for each in ids]):
                pooled = self._run([ids[row] for row in rows]).mean(axis=1)
                found[[start + row for row in rows]] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return found

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        """The text's vector and its pieces' vectors, pooled from the tokens of one pass."""
        return token_reading.read(text, pieces, self._tokenizer, self._states)

    def _states(self, texts: Sequence[Tokens]) -> list[Vector]:
        return [self._run([_seen(each.ids)])[0] for each in texts]

    def _run(self, ids: Sequence[Sequence[int]]) -> Vector:
        states: Vector = self._session.run([onnx_graph.OUTPUT], {onnx_graph.INPUT: np.array(ids, np.int32)})[0]
        return states

    @cached_property
    def _tokenizer(self) -> Any:
        return token_reading.tokenizer()

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
        # Threads that wait would spin: a little quicker on an idle machine, several times slower on a busy one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = exporting.exported(self._home, tuned=self._tuned)
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _seen(ids: Sequence[int]) -> Sequence[int]:
    """What the model sees of a text: its beginning, and the mark of its end."""
    return ids if len(ids) <= minilm.MOST_TOKENS else [*ids[: minilm.MOST_TOKENS - 1], ids[-1]]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows to be run together: of one length, so that nothing is padded."""
    rows: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        rows.setdefault(length, []).append(row)
    for length, those in rows.items():
        size = max(1, TOKENS_AT_ONCE // length)
        yield from (those[start : start + size] for start in range(0, len(those), size))
