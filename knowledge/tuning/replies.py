"""What proposing weighs clauses by, fitted on replies of our own: `python -m knowledge.tuning.replies` fits them anew.

The replies in `replies.jsonl` were written for this, before anything was fitted, and are labelled like an evaluation
set; no evaluation set is among them. Fit again when the corrections of the embedding or the cues change.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import affinity, hearing, standing
from knowledge.heads import LensHeads, Linear
from knowledge.hearing import Reply
from knowledge.model import Vector
from knowledge.ports import Embedder
from knowledge.proposing import Weights
from knowledge.standing import ORDER, State
from lens_corpus.model import Lens

REPLIES = Path(__file__).with_name("replies.jsonl")
PATH = Path(__file__).with_name("proposals.npz")
#: Inverse strengths of regularization: of what a clause is about, and of where a practice stands.
ABOUT_C, STATE_C = 0.3, 0.05
#: Share of a clause that must lie in a label's words.
_INSIDE = 0.5
#: The bias of a class that no reply has.
_NEVER = -9.0


def load() -> Weights:
    """The weights as kept with the code."""
    with np.load(PATH, allow_pickle=False) as arrays:
        return Weights(Linear.of(arrays, "about"), Linear.of(arrays, "state"))


def keep(weights: Weights) -> None:
    """Write the weights beside the code."""
    arrays: dict[str, Any] = {**weights.about.arrays("about"), **weights.state.arrays("state")}
    with PATH.open("wb") as file:
        np.savez(file, **arrays)


def labelled(text: str) -> list[Mapping[str, Any]]:
    """Replies with their labels, from lines of JSON."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def fit(
    replies: Sequence[Mapping[str, Any]], lens: Lens, heads: LensHeads, embedder: Embedder, stance: Linear
) -> Weights:
    """Weights from labelled replies to questions of one lens. Deterministic, a second once all is embedded."""
    about, spoken, heard, states = [], [], [], []
    for fields in replies:
        reply = hearing.read(str(fields["text"]), embedder)
        if reply is None:
            continue
        practices = lens.question(str(fields["question"])).practices
        labels = _labels(reply, fields["quotes"])
        found = affinity.features(reply.vectors, practices, heads)
        about.append(found.reshape(-1, found.shape[-1]))
        spoken += [label == practice for label in labels for practice in practices]
        for practice in fields["quotes"]:
            own = [n for n, label in enumerate(labels) if label == practice and reply.tells(n)]
            if own:
                heard.append(standing.features(reply.heard(own, stance)))
                states.append(ORDER.index(_state(fields, practice)))
    whole = _linear(np.concatenate(about), np.array(spoken, int), ABOUT_C, 2)
    difference = Linear(whole.weights[1:] - whole.weights[:1], whole.bias[1:] - whole.bias[:1])
    return Weights(difference, _linear(np.stack(heard), np.array(states), STATE_C, len(ORDER)))


def _labels(reply: Reply, quotes: Mapping[str, str]) -> list[str | None]:
    """The practice that each clause speaks of: the one whose label covers most of it."""
    spans = {practice: (reply.text.index(words), len(words)) for practice, words in quotes.items()}
    labels: list[str | None] = []
    for clause in reply.clauses:
        shared = {
            practice: (min(at + length, clause.end) - max(at, clause.start)) / (clause.end - clause.start)
            for practice, (at, length) in spans.items()
        }
        best = max(shared, key=lambda practice: shared[practice], default=None)
        labels.append(best if best and shared[best] >= _INSIDE else None)
    return labels


def _state(fields: Mapping[str, Any], practice: str) -> State:
    return next(state for state in State if practice in fields[state.value])


def _linear(rows: Vector, classes: np.ndarray, strength: float, count: int) -> Linear:
    """A logistic regression on standardized columns, as weights of the columns themselves; one row a class."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread > 1e-6, spread, 1.0)
    model = LogisticRegression(C=strength, max_iter=3000).fit((rows - mean) / spread, classes)
    fitted = model.coef_ / spread
    biases = model.intercept_ - fitted @ mean
    if len(model.classes_) == 2:
        fitted, biases = np.concatenate([-fitted, fitted]) / 2, np.concatenate([-biases, biases]) / 2
    weights, bias = np.zeros((count, rows.shape[1]), np.float32), np.full(count, _NEVER, np.float32)
    weights[model.classes_], bias[model.classes_] = fitted, biases
    return Linear(weights, bias)


def main() -> int:
    """Fit on the replies kept here, with what is learned of the lens now, and keep the weights."""
    from knowledge import fitting, passages
    from knowledge.adapters.kept_vectors import KeptVectors
    from knowledge.adapters.sentence_embedder import SentenceEmbedder
    from knowledge.tuning import stance
    from lens_corpus import files

    embedder, lens = KeptVectors(SentenceEmbedder()), files.load("machine-learning")
    held = passages.of_lens(lens)
    heads = fitting.fit(lens, held, embedder.embed([each.text for each in held]), embedder)
    keep(fit(labelled(REPLIES.read_text(encoding="utf-8")), lens, heads, embedder, stance.load()))
    sys.stderr.write(f"kept {PATH.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
