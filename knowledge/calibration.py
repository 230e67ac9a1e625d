"""How sure something was told against how often it was right: what a reliability diagram is drawn from.

Pure. A judge is calibrated where, of all that it was told with a confidence of .7, seven in ten are right. The
expected calibration error is the mean distance between the two over bins of confidence, weighed by their counts. With
few messages a bin's accuracy is mostly chance, so counts always go with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Bins of equal width between 0 and 1.
BINS = 10


@dataclass(frozen=True)
class Told:
    """One thing told: how sure, 0.0 to 1.0, and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """What was told with a confidence of `low` to below `high`; the last bin has its upper end, too.

    `confidence` and `accuracy` are means, 0.0 to 1.0; both are 0.0 in an empty bin.
    """

    low: float
    high: float
    count: int = 0
    confidence: float = 0.0
    accuracy: float = 0.0


@dataclass(frozen=True)
class Calibration:
    """All bins in order, the empty ones among them."""

    bins: tuple[Bin, ...]

    @property
    def count(self) -> int:
        """How many were told."""
        return sum(each.count for each in self.bins)

    @property
    def confidence(self) -> float:
        """The mean confidence of all; 0.0 where nothing was told."""
        return self._mean([each.confidence for each in self.bins])

    @property
    def accuracy(self) -> float:
        """The share of all that was right; 0.0 where nothing was told."""
        return self._mean([each.accuracy for each in self.bins])

    @property
    def error(self) -> float:
        """The expected calibration error, 0.0 to 1.0; 0.0 where nothing was told."""
        return self._mean([abs(each.confidence - each.accuracy) for each in self.bins])

    def fields(self) -> Mapping[str, Any]:
        """The figures as plain values; empty bins are left out."""
        bins = [
            {"from": each.low, "to": each.high, "n": each.count, "confidence": each.confidence, "right": each.accuracy}
            for each in self.bins
            if each.count
        ]
        sums = {"n": self.count, "error": self.error, "confidence": self.confidence, "right": self.accuracy}
        return sums | {"bins": bins}

    def _mean(self, values: Sequence[float]) -> float:
        total = sum(value * each.count for value, each in zip(values, self.bins, strict=True))
        return total / self.count if self.count else 0.0


def calibrate(told: Sequence[Told], bins: int = BINS) -> Calibration:
    """Sort what was told into so many bins of equal width. ValueError where a confidence is not between 0 and 1."""
    sorted_: list[list[Told]] = [[] for _ in range(bins)]
    for each in told:
        if not 0.0 <= each.confidence <= 1.0:
            raise ValueError(f"{each.confidence} is not a confidence between 0 and 1")
        sorted_[min(int(each.confidence * bins), bins - 1)].append(each)
    return Calibration(tuple(_bin(place / bins, (place + 1) / bins, own) for place, own in enumerate(sorted_)))


def _bin(low: float, high: float, own: Sequence[Told]) -> Bin:
    if not own:
        return Bin(low, high)
    count = len(own)
    return Bin(low, high, count, sum(each.confidence for each in own) / count, sum(each.right for each in own) / count)
