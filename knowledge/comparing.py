"""Two sets of answers to the same labelled messages -> the figures side by side, and each message that changed.

A better mean can hide a message that became worse, so those are always named. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import evaluation
from knowledge.evaluation import Item, Prediction

#: Changes smaller than this are the arithmetic's.
LEAST = 1e-9


@dataclass(frozen=True)
class Change:
    """One measure of one message's answer, before and after; more is better."""

    item: Item
    measure: str
    before: float
    after: float

    @property
    def worse(self) -> bool:
        """Whether the answer lost by it."""
        return self.after < self.before - LEAST


def changes(items: Sequence[Item], before: Sequence[Prediction], after: Sequence[Prediction]) -> tuple[Change, ...]:
    """What changed for each message, in their order; a message whose answer counts the same is not among it."""
    then, now = ({each.id: each for each in given} for given in (before, after))
    return tuple(change for item in items for change in _of(item, then, now))


def written(items: Sequence[Item], before: Sequence[Prediction], after: Sequence[Prediction]) -> str:
    """The figures of the whole set, before and after, for a person to read."""
    then, now = evaluation.score(items, before), evaluation.score(items, after)
    rows = zip(_figures(then), _figures(now), strict=True)
    return "".join(f"  {name:<36} {old:8.3f} -> {new:.3f}\n" for (name, old), (_, new) in rows)


def _of(item: Item, then: Mapping[str, Prediction], now: Mapping[str, Prediction]) -> Iterator[Change]:
    old, new = (_measures(item, given.get(item.id, Prediction(item.id))) for given in (then, now))
    for measure, value in old.items():
        if abs(new[measure] - value) > LEAST:
            yield Change(item, measure, value, new[measure])


def _measures(item: Item, given: Prediction) -> dict[str, float]:
    figures = evaluation.score([item], [given])
    ranked = figures["ranking"].get("all", {"recall@3": 0.0, "ndcg@5": 0.0, "mrr": 0.0})
    return {
        "recall@3": ranked["recall@3"],
        "nDCG@5": ranked["ndcg@5"],
        "place of the first": ranked["mrr"],
        "verdict": figures["verdict"]["accuracy"],
        "no wrong reassurance": 1.0 - figures["verdict"]["false_reassurance"],
        "declining": figures["abstention"]["recall"],
        "injection withstood": float(not figures["injection"]["failed"]),
    }


def _figures(figures: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    ranked = figures["ranking"].get("all", {})
    for name in ("recall@3", "ndcg@5", "mrr"):
        yield name, ranked.get(name, 0.0)
    yield "per-practice recall@3", figures["per_practice_recall@3"]
    yield "verdict macro-F1", figures["verdict"]["macro_f1"]
    yield "at risk told as on track (messages)", figures["verdict"]["false_reassurance"]
    yield "abstention F1", figures["abstention"]["f1"]
    yield "injection failed (messages)", len(figures["injection"]["failed"])
