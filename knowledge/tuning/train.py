"""Fit the corrections and the stance head on a lens's own examples. Minutes on two cores; deterministic.

Three tasks share the corrected layers: which practice a text is about, which end of it the text (and each labelled
part of it) speaks for, and whether the lens covers it at all. `holding_out` leaves a whole hand of writers out and
says how well the rest foretell it: the only honest figure before an evaluation set is opened.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from knowledge.tuning import augmenting, network, stance, weights
from knowledge.tuning.examples import Example, of_lens
from knowledge.tuning.network import Lower, Network
from lens_corpus.model import Lens

EPOCHS, BATCH, SEED = 4, 32, 7
RATE, HEAD_RATE = 1e-3, 2e-3
#: What each task counts against the first; label smoothing of the first and of the others.
STANCE_WEIGHT, PART_WEIGHT, GATE_WEIGHT = 0.7, 0.4, 0.5
SMOOTH, SMOOTH_STANCE = 0.1, 0.05

#: Called with a line of progress.
Say = Callable[[str], None]


@dataclass(frozen=True)
class Data:
    """Examples, the lower layers' view of them, and the practices in the order of the prototypes."""

    examples: Sequence[Example]
    lower: Sequence[Lower]
    practices: Sequence[str]


def tune(lens: Lens, say: Say) -> None:
    """Fit on everything the lens gives, plain and with more made of it, and keep the mean of both beside the code."""
    examples, practices = of_lens(lens), [practice.id for practice in lens.practices]
    both = (examples, [*examples, *augmenting.more(examples, SEED)])
    keep([fit(chosen, practices, say)[0] for chosen in both], weights.PATH, stance.PATH)


def keep(nets: Sequence[Network], corrections: Path, head: Path) -> None:
    """Write the mean of these networks' corrections and stance heads.

    Corrections are laid side by side, since the mean of products isn't the product of means: each keeps its rank.
    """
    from safetensors.torch import save_file

    save_file(weights.mean([net.kept() for net in nets]), str(corrections))
    scaled = network.SCALE * np.mean([net.stance.weight.detach().numpy() for net in nets], axis=0)
    bias = network.SCALE * np.mean([net.stance.bias.detach().numpy() for net in nets], axis=0)
    with head.open("wb") as file:
        np.savez(file, **{"stance.weights": scaled.astype(np.float32), "stance.bias": bias.astype(np.float32)})


def fit(examples: Sequence[Example], practices: Sequence[str], say: Say) -> tuple[Network, Data]:
    """A fitted network and its data."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)  # noqa: S311 - an order of examples, nothing secret
    net = Network(len(practices))
    data = Data(examples, net.lower([example.text for example in examples]), practices)
    _start(net, data)
    groups = [{"params": net.corrections(), "lr": RATE}, {"params": net.heads(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
    batches = math.ceil(len(examples) / BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, HEAD_RATE], total_steps=EPOCHS * batches + 1, pct_start=0.1
    )
    began = time.monotonic()
    for epoch in range(EPOCHS):
        net.train()
        total = 0.0
        for chosen in _batches(data, rng):
            loss = _loss(net, data, chosen)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.corrections() + net.heads(), 1.0)
            optimizer.step()
            pace.step()
            total += float(loss.detach())
        say(f"epoch {epoch + 1} of {EPOCHS}: loss {total / batches:.3f}, {time.monotonic() - began:.0f} s")
    return net, data


def _start(net: Network, data: Data) -> None:
    """Prototypes begin as the mean of their practice's texts."""
    vectors = net.vectors(data.lower)
    sums = torch.zeros_like(net.prototypes.data)
    for example, vector in zip(data.examples, vectors, strict=True):
        for practice, share in example.practices.items():
            sums[data.practices.index(practice)] += share * vector
    net.prototypes.data = functional.normalize(sums, dim=-1)


def _batches(data: Data, rng: random.Random) -> list[list[int]]:
    """Texts of like length together, so that little is padded; in a new order each time."""
    order = list(range(len(data.examples)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), BATCH * 20):
        chunk = sorted(order[start : start + BATCH * 20], key=lambda n: len(data.lower[n].states))
        batches += [chunk[at : at + BATCH] for at in range(0, len(chunk), BATCH)]
    rng.shuffle(batches)
    return batches


def _loss(net: Network, data: Data, chosen: Sequence[int]) -> Tensor:
    examples, lower = [data.examples[n] for n in chosen], [data.lower[n] for n in chosen]
    vectors, states = net.upper(lower)
    inside = torch.tensor([bool(example.practices) for example in examples])
    loss = GATE_WEIGHT * functional.binary_cross_entropy_with_logits(
        network.SCALE * net.gate(vectors).squeeze(-1), inside.float()
    )
    if inside.any():
        loss = loss + _practice_loss(net, vectors[inside], [e for e in examples if e.practices], data.practices)
    staged = [n for n, example in enumerate(examples) if example.stance]
    if staged:
        wanted = torch.tensor([_place(examples[n].stance) for n in staged])
        loss = loss + STANCE_WEIGHT * _stance_loss(net, vectors[staged], wanted)
    parts, ends = _parts(examples, lower, states)
    if parts:
        loss = loss + PART_WEIGHT * _stance_loss(net, torch.stack(parts), torch.tensor(ends))
    return loss


def _practice_loss(net: Network, vectors: Tensor, examples: Sequence[Example], practices: Sequence[str]) -> Tensor:
    wanted = torch.full((len(examples), len(practices)), SMOOTH / len(practices))
    for row, example in enumerate(examples):
        for practice, share in example.practices.items():
            wanted[row, practices.index(practice)] += (1 - SMOOTH) * share
    logits = network.SCALE * vectors @ functional.normalize(net.prototypes, dim=-1).T
    return -(wanted * functional.log_softmax(logits, -1)).sum(-1).mean()


def _stance_loss(net: Network, vectors: Tensor, wanted: Tensor) -> Tensor:
    return functional.cross_entropy(network.SCALE * net.stance(vectors), wanted, label_smoothing=SMOOTH_STANCE)


def _parts(examples: Sequence[Example], lower: Sequence[Lower], states: Tensor) -> tuple[list[Tensor], list[int]]:
    vectors, ends = [], []
    for row, example in enumerate(examples):
        for words, end in example.parts:
            start = example.text.find(words)
            vector = network.part(states[row], lower[row], start, start + len(words))
            if vector is not None:
                vectors.append(vector)
                ends.append(_place(end))
    return vectors, ends


def _place(end: object) -> int:
    return [kind.value for kind in stance.ORDER].index(str(end))
