"""A report's charts as values: which bars, how long, in which colours. Who paints them is another file's affair.

`pillar_chart` is what Slack's own chart block can show, within its limits; `stacked` and `covered` are laid out in
points, for the PDF and for the picture that stands in where a client knows no such block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.reports.content import Counts, Report, RollUp
from bot.reports.words import STANDINGS, one_line, percent
from bot.review.scoring import Score, Standing

MOST_LABEL = 20
MOST_POINTS = 20
MOST_SERIES = 12
ORDER = (
    Standing.HIGH,
    Standing.MEDIUM,
    Standing.NONE,
    Standing.NOT_SURE,
    Standing.UNANSWERED,
    Standing.NOT_APPLICABLE,
    Standing.NOT_SCORED,
)
COLOURS: Mapping[Standing, str] = {
    Standing.HIGH: "#b42318",
    Standing.MEDIUM: "#e39b22",
    Standing.NONE: "#2f855a",
    Standing.NOT_SURE: "#7a6bb0",
    Standing.UNANSWERED: "#aab4c0",
    Standing.NOT_APPLICABLE: "#dfe4ea",
    Standing.NOT_SCORED: "#5b6b7d",
}
INK, MUTED, TRACK, ACCENT = "#1f2933", "#5f6c7b", "#eef1f4", "#24578f"
#: On these a number is read best in dark.
_LIGHT = frozenset({Standing.MEDIUM, Standing.UNANSWERED, Standing.NOT_APPLICABLE})
_ROW, _BAR, _LEGEND = 24.0, 14.0, 22.0
_MOST_NAME = 34


@dataclass(frozen=True)
class Series:
    """One colour of a bar chart: a value for each category, in their order."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class BarChart:
    """Bars by category. Categories differ, and are cut to what a label holds."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    y_label: str


@dataclass(frozen=True)
class Bar:
    """A filled rectangle, in points from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Label:
    """A line of text on its baseline, in points from the upper left corner; `x` is where `anchor` stands."""

    x: float
    y: float
    text: str
    colour: str = INK
    size: float = 8.0
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True)
class Picture:
    """A chart laid out: shapes in the order of painting."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


Measure = Callable[[str, float], float]


def pillar_chart(report: Report) -> BarChart | None:
    """Risk by pillar; None where the report has no question. Standings that no question has are left out."""
    return _bar_chart([(each.topic.name, each.counts.of) for each in report.pillars if each.topic])


def score_chart(score: Score) -> BarChart | None:
    """The same from a score alone."""
    return _bar_chart([(one_line(each.topic.name), each.count) for each in score.pillars if each.topic])


def shortened(name: str, most: int = MOST_LABEL) -> str:
    """A name that fits a label: its words abbreviated from the first on, and cut only when that is not enough."""
    words = name.split()
    for place, word in enumerate(words):
        if len(" ".join(words)) <= most:
            break
        words[place] = f"{word[:4]}." if len(word) > 6 else word
    short = " ".join(words)
    return short if len(short) <= most else short[: most - 1].rstrip() + "…"


def stacked(report: Report, width: float, measure: Measure) -> Picture:
    """Each pillar as one bar of its questions, in the colours of their standings, with a legend below."""
    rows = [(shortened(each.topic.name, _MOST_NAME), each.counts) for each in report.pillars if each.topic]
    kinds = [kind for kind in ORDER if report.total.counts.of(kind)]
    left = _left([name for name, _ in rows], measure)
    longest = max((counts.questions for _, counts in rows), default=1)
    unit = (width - left - 30) / longest
    bars: list[Bar] = []
    labels: list[Label] = []
    for place, (name, counts) in enumerate(rows):
        top = place * _ROW
        labels.append(Label(left - 8, top + 10.5, name, anchor="end"))
        labels.append(Label(left + counts.questions * unit + 6, top + 10.5, str(counts.questions), MUTED))
        for bar, label in _segments(counts, left, top, unit, measure):
            bars.append(bar)
            labels.append(label)
    height = len(rows) * _ROW + 6
    for bar, label in _legend(kinds, left, height, width, measure):
        bars.append(bar)
        labels.append(label)
    bottom = max((bar.y for bar in bars), default=height)
    return Picture(width, bottom + _LEGEND, tuple(bars), tuple(labels))


def covered(parts: Sequence[RollUp], width: float, measure: Measure) -> Picture:
    """Each part as a bar of the practices in place among those that apply."""
    rows = [(shortened(each.topic.name, _MOST_NAME), each.coverage) for each in parts if each.topic]
    left = _left([name for name, _ in rows], measure)
    room = width - left - 92
    bars, labels = [], []
    for place, (name, coverage) in enumerate(rows):
        top = place * _ROW
        apply = coverage.in_place + coverage.missing + coverage.not_sure + coverage.unsaid
        labels.append(Label(left - 8, top + 10.5, name, anchor="end"))
        bars.append(Bar(left, top, room, _BAR, TRACK))
        if coverage.share:
            bars.append(Bar(left, top, room * coverage.share, _BAR, ACCENT))
        told = f"{percent(coverage.share)}  ({coverage.in_place} of {apply})" if apply else "none applies"
        labels.append(Label(left + room + 8, top + 10.5, told, MUTED))
    return Picture(width, max(len(rows) * _ROW, 1.0), tuple(bars), tuple(labels))


def _bar_chart(rows: Sequence[tuple[str, Callable[[Standing], int]]]) -> BarChart | None:
    kept = rows if len(rows) <= MOST_POINTS else rows[: MOST_POINTS - 1]
    rest = rows[len(kept) :]
    categories = (*_distinct([name for name, _ in kept]), *(["Others"] if rest else []))
    series = []
    for kind in ORDER:
        values = [count(kind) for _, count in kept] + ([sum(count(kind) for _, count in rest)] if rest else [])
        if any(values):
            series.append(Series(STANDINGS[kind], tuple(values)))
    return BarChart("Questions by pillar and risk", categories, tuple(series), "Questions") if series else None


def _distinct(names: Sequence[str]) -> Iterator[str]:
    seen: set[str] = {"Others"}
    for place, name in enumerate(names, 1):
        label = shortened(name) or str(place)
        label = label if label not in seen else f"{shortened(name, MOST_LABEL - 4)} {place}"
        seen.add(label)
        yield label


def _left(names: Sequence[str], measure: Measure) -> float:
    return max((measure(name, 8.0) for name in names), default=0.0) + 10


def _segments(counts: Counts, left: float, top: float, unit: float, measure: Measure) -> Iterator[tuple[Bar, Label]]:
    at = left
    for kind in ORDER:
        number = counts.of(kind)
        if number:
            colour = INK if kind in _LIGHT else "#ffffff"
            bar = Bar(at, top, number * unit, _BAR, COLOURS[kind])
            text = str(number) if measure(str(number), 7.5) + 2 <= bar.width else ""
            yield bar, Label(at + number * unit / 2, top + 10.2, text, colour, 7.5, "middle")
            at += number * unit


def _legend(
    kinds: Sequence[Standing], left: float, top: float, width: float, measure: Measure
) -> Iterator[tuple[Bar, Label]]:
    at, line = left, top
    for kind in kinds:
        needed = measure(STANDINGS[kind], 7.5) + 24
        if at + needed > width and at > left:
            at, line = left, line + 14
        yield Bar(at, line, 8, 8, COLOURS[kind]), Label(at + 12, line + 7, STANDINGS[kind], MUTED, 7.5)
        at += needed
