"""The reliability diagram as values: how often verdicts were right against how sure they were told.

A bar for each bin of confidence, as high as the share that was right; a dark line across it at the mean confidence; a
dotted diagonal where both would meet. Below, how many verdicts each bin holds. In points, for `painting.painted`.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.charts import INK, MUTED, TRACK, Bar, Label, Picture
from bot.reports.words import one_line, percent
from knowledge.calibration import Bin, Calibration

WIDTH = 460.0
_LEFT, _RIGHT = 40.0, 12.0
_TOP, _HEIGHT = 62.0, 220.0
_GAP, _COUNTS = 40.0, 48.0
_DOTS, _DOT, _LINE = 80, 1.6, 2.2
SHARE, _AMBER = "#9dbbdd", "#c77700"
_MOST_NAME = 60

Shapes = tuple[list[Bar], list[Label]]


def diagram(calibration: Calibration, name: str) -> Picture:
    """The diagram of verdicts on the labels of this name."""
    bars: list[Bar] = []
    labels: list[Label] = []
    for each in (_heading(calibration, name), _grid(), _bins(calibration), _diagonal(), _counted(calibration)):
        bars += each[0]
        labels += each[1]
    return Picture(WIDTH, _foot() + 32, tuple(bars), tuple(labels))


def _heading(calibration: Calibration, name: str) -> Shapes:
    title = one_line(name)[:_MOST_NAME]
    told = (
        f"{calibration.count} verdicts, {percent(calibration.accuracy)} right, mean confidence "
        f"{percent(calibration.confidence)}; expected calibration error {calibration.error:.3f}"
    )
    labels = [Label(0, 10, f"How sure, how often right: {title}", INK, 10), Label(0, 25, told, MUTED)]
    bars = [Bar(_LEFT, 37, 8, 8, SHARE), Bar(_LEFT + 80, 40, 10, _LINE, _AMBER)]
    dots = [Bar(_LEFT + 186 + 4 * n, 40, _DOT, _DOT, INK) for n in range(3)]
    keys = [(12, "share right"), (94, "mean confidence"), (202, "where both would meet")]
    labels += [Label(_LEFT + x, 44, text, MUTED, 7.5) for x, text in keys]
    return bars + dots, labels


def _grid() -> Shapes:
    bars, labels = [], []
    for tenth in range(0, 11, 2):
        y = _TOP + _HEIGHT * (1 - tenth / 10)
        bars.append(Bar(_LEFT, y, _across(1.0) - _LEFT, 0.6, TRACK))
        labels.append(Label(_LEFT - 6, y + 3, percent(tenth / 10), MUTED, 7.5, "end"))
    return bars, labels


def _bins(calibration: Calibration) -> Shapes:
    bars = []
    for each in calibration.bins:
        x, wide = _place(each)
        if each.accuracy:
            bars.append(Bar(x, _TOP + _HEIGHT * (1 - each.accuracy), wide, _HEIGHT * each.accuracy, SHARE))
        if each.count:
            bars.append(Bar(x, _TOP + _HEIGHT * (1 - each.confidence) - _LINE / 2, wide, _LINE, _AMBER))
    return bars, []


def _diagonal() -> Shapes:
    def dots() -> Iterator[Bar]:
        for n in range(_DOTS + 1):
            x, y = _across(n / _DOTS), _TOP + _HEIGHT * (1 - n / _DOTS)
            yield Bar(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT, INK)

    return list(dots()), []


def _counted(calibration: Calibration) -> Shapes:
    """The counts below, and the confidence that both parts stand over."""
    most = max((each.count for each in calibration.bins), default=0) or 1
    bars, labels = [Bar(_LEFT, _foot(), _across(1.0) - _LEFT, 0.6, TRACK)], []
    for each in calibration.bins:
        x, wide = _place(each)
        high = _COUNTS * each.count / most
        if each.count:
            bars.append(Bar(x, _foot() - high, wide, high, MUTED))
            labels.append(Label(x + wide / 2, _foot() - high - 3, str(each.count), INK, 7.5, "middle"))
    edges = [0.0, *(each.high for each in calibration.bins)]
    for y in (_TOP + _HEIGHT + 11, _foot() + 11):
        labels += [Label(_across(edge), y, percent(edge), MUTED, 7.5, "middle") for edge in edges]
    labels.append(
        Label(_across(0.5), _foot() + 25, "confidence of the verdict; below, how many were told", MUTED, 8, "middle")
    )
    return bars, labels


def _across(share: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * share


def _place(each: Bin) -> tuple[float, float]:
    """Where a bin's bar begins, and its width; bars don't touch."""
    x = _across(each.low) + 2
    return x, _across(each.high) - 2 - x


def _foot() -> float:
    return _TOP + _HEIGHT + _GAP + _COUNTS
