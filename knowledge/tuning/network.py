"""The embedding model's upper layers with low-rank corrections, and the heads that are fitted with them.

The lower layers stay as they are, so what they make of a text is computed once and kept; only the upper ones run
in each epoch. This module needs torch and transformers; nothing that answers imports it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from knowledge.adapters.minilm import DIMENSION, weights_folder

#: Rank of the corrections, and the first layer that has them (of 6, from 0).
RANK, FIRST_LAYER = 16, 2
#: Scale of the corrections and of cosines before a softmax.
ALPHA, SCALE = 32.0, 20.0
CORRECTED = ("query", "key", "value", "dense")
#: Tokens of a text that are read while fitting.
MOST_TOKENS = 160
DROPOUT = 0.1


class Corrected(nn.Module):
    """A linear layer W with a correction b @ a of low rank; b starts at zero, so nothing changes at first."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(RANK, linear.in_features) / math.sqrt(linear.in_features))
        self.b = nn.Parameter(torch.zeros(linear.out_features, RANK))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output with the correction added."""
        change = functional.linear(functional.linear(self.drop(x), self.a), self.b)
        out: Tensor = self.linear(x) + ALPHA / RANK * change
        return out


@dataclass(frozen=True)
class Lower:
    """What the lower layers make of a text: states (tokens, dimension), and each token's place in the text."""

    states: Tensor
    places: Tensor


class Network(nn.Module):
    """Upper layers, corrections, one prototype a practice, and heads for stance and gate."""

    def __init__(self, practices: int) -> None:
        super().__init__()
        folder = str(weights_folder())
        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder)
        self._model: Any = AutoModel.from_pretrained(folder)
        for parameter in self._model.parameters():
            parameter.requires_grad = False
        self.corrected = dict(self._correct())
        self.prototypes = nn.Parameter(torch.zeros(practices, DIMENSION))
        self.stance = nn.Linear(DIMENSION, 5)
        self.gate = nn.Linear(DIMENSION, 1)

    def corrections(self) -> list[nn.Parameter]:
        """The parameters of the corrections."""
        return [parameter for layer in self.corrected.values() for parameter in (layer.a, layer.b)]

    def heads(self) -> list[nn.Parameter]:
        """The parameters of the heads."""
        return [self.prototypes, *self.stance.parameters(), *self.gate.parameters()]

    def kept(self) -> dict[str, Tensor]:
        """The corrections by layer name, in half precision, the scale worked in: what `weights.merge` adds."""
        kept = {}
        for name, layer in self.corrected.items():
            kept[f"{name}.a"] = layer.a.detach().half().contiguous()
            kept[f"{name}.b"] = (layer.b.detach() * ALPHA / RANK).half().contiguous()
        return kept

    @torch.no_grad()
    def lower(self, texts: Sequence[str], batch: int = 64) -> list[Lower]:
        """The lower layers' view of each text."""
        self.eval()
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        found: dict[int, Lower] = {}
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            encoded = self._tokenizer(
                [texts[n] for n in chosen],
                padding=True,
                truncation=True,
                max_length=MOST_TOKENS,
                return_tensors="pt",
                return_offsets_mapping=True,
            )
            mask = encoded["attention_mask"].bool()
            states = self._model.embeddings(input_ids=encoded["input_ids"])
            for layer in self._model.encoder.layer[:FIRST_LAYER]:
                states = layer(states, mask[:, None, None, :])
            for row, n in enumerate(chosen):
                found[n] = Lower(states[row][mask[row]].clone(), encoded["offset_mapping"][row][mask[row]].clone())
        return [found[n] for n in range(len(texts))]

    def upper(self, batch: Sequence[Lower]) -> tuple[Tensor, Tensor]:
        """Unit vectors of the texts, (n, dimension), and the states of their tokens, (n, tokens, dimension)."""
        states = nn.utils.rnn.pad_sequence([each.states for each in batch], batch_first=True)
        lengths = torch.tensor([len(each.states) for each in batch])
        mask = torch.arange(states.shape[1])[None, :] < lengths[:, None]
        for layer in self._model.encoder.layer[FIRST_LAYER:]:
            states = layer(states, mask[:, None, None, :])
        pooled = (states * mask[:, :, None]).sum(1) / lengths[:, None]
        return functional.normalize(pooled, dim=-1), states

    @torch.no_grad()
    def vectors(self, lower: Sequence[Lower], batch: int = 64) -> Tensor:
        """Unit vectors of many texts, without gradients."""
        self.eval()
        order = sorted(range(len(lower)), key=lambda n: len(lower[n].states))
        out = torch.zeros(len(lower), DIMENSION)
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            out[chosen] = self.upper([lower[n] for n in chosen])[0]
        return out

    def _correct(self) -> list[tuple[str, Corrected]]:
        found = []
        for number in range(FIRST_LAYER, len(self._model.encoder.layer)):
            layer = self._model.encoder.layer[number]
            linears = [
                (n, m) for n, m in layer.named_modules() if isinstance(m, nn.Linear) and n.split(".")[-1] in CORRECTED
            ]
            for name, linear in linears:
                parent, _, own = name.rpartition(".")
                corrected = Corrected(linear)
                setattr(layer.get_submodule(parent), own, corrected)
                found.append((f"encoder.layer.{number}.{name}", corrected))
        return found


def part(states: Tensor, lower: Lower, start: int, end: int) -> Tensor | None:
    """The unit vector of a part of a text, from its tokens' states; None where the part lies beyond what is read."""
    places = lower.places
    inside = (places[:, 0] < end) & (places[:, 1] > start) & (places[:, 1] > places[:, 0])
    if not inside.any():
        return None
    return functional.normalize(states[: len(places)][inside].mean(0), dim=-1)
