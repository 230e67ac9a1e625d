"""How well the tuning foretells a voice that it never heard: figures for choosing its settings honestly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from knowledge.heads import softmax
from knowledge.model import Vector
from knowledge.tuning import network, stance, train
from knowledge.tuning.examples import Example, of_lens
from lens_corpus.model import Lens, Stance

#: Inverse strengths of regularization that are tried for the ranker.
STRENGTHS = (3.0, 10.0, 30.0)


def measure(lens: Lens, voice: str, say: train.Say) -> str:
    """Fit on all voices but one and report on that one; ValueError where the lens has no such voice."""
    examples = of_lens(lens)
    kept = [each for each in examples if each.by != voice]
    left = [each for each in examples if each.by == voice]
    if not left:
        raise ValueError(f"no voice {voice!r}; there are: {', '.join(sorted({each.by for each in examples}))}")
    practices = [practice.id for practice in lens.practices]
    net, data = train.fit(kept, practices, say)
    inside = [n for n, each in enumerate(kept) if each.practices]
    before = net.vectors(data.lower).numpy()
    after = net.vectors(net.lower([each.text for each in left])).numpy()
    with torch.no_grad():
        ends = softmax((network.SCALE * net.stance(torch.tensor(after))).numpy())
        prototypes = torch.nn.functional.normalize(net.prototypes, dim=-1).numpy()
    lines = [f"{voice}: {len(left)} messages left out, {len(kept)} fitted on"]
    lines.append(f"recall@3 by prototypes {_recall(after @ prototypes.T, left, practices):.3f}")
    for strength in STRENGTHS:
        scores = _ranker(before[inside], [kept[n] for n in inside], after, practices, strength)
        lines.append(f"recall@3 by a ranker of C={strength:g} {_recall(scores, left, practices):.3f}")
    lines += _stances(ends, left)
    return "\n".join(lines) + "\n"


def _ranker(
    before: Vector, examples: Sequence[Example], after: Vector, practices: Sequence[str], strength: float
) -> Vector:
    from sklearn.linear_model import LogisticRegression

    rows, labels, shares = [], [], []
    for vector, example in zip(before, examples, strict=True):
        for practice, share in example.practices.items():
            rows.append(vector)
            labels.append(practices.index(practice))
            shares.append(share)
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3).fit(np.stack(rows), labels, sample_weight=shares)
    return np.asarray(model.decision_function(after), np.float32)


def _recall(scores: Vector, examples: Sequence[Example], practices: Sequence[str]) -> float:
    found = []
    for row, example in zip(scores, examples, strict=True):
        top = {practices[n] for n in np.argsort(-row)[:3]}
        found.append(len(top & example.practices.keys()) / min(3, len(example.practices)))
    return float(np.mean(found))


def _stances(ends: Vector, examples: Sequence[Example]) -> list[str]:
    staged = [n for n, example in enumerate(examples) if example.stance]
    wanted = np.array([stance.ORDER.index(examples[n].stance or Stance.ASK) for n in staged])
    said = ends[staged].argmax(-1)
    lines = []
    scores = []
    for place, kind in enumerate(stance.ORDER):
        right = int(((said == place) & (wanted == place)).sum())
        f1 = 2 * right / max(1, int((said == place).sum() + (wanted == place).sum()))
        scores.append(f1)
        lines.append(f"{kind}: F1 {f1:.2f} of {int((wanted == place).sum())}")
    good, bad = stance.ORDER.index(Stance.GOOD), stance.ORDER.index(Stance.BAD)
    lines.append(f"macro-F1 of the four verdicts {np.mean(scores[1:]):.3f}")
    lines.append(f"bad told as good: {int(((wanted == bad) & (said == good)).sum())}")
    return lines
