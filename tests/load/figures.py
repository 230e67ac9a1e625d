"""Figures of a run: what was measured, said a line at a time, and an index to measure with."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.compose import Bot
from bot.settings import Settings


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(seconds: Sequence[float]) -> str:
    """Times in milliseconds, as their quantiles."""
    if not seconds:
        return "none"
    shown = (
        ("p50", statistics.median(seconds)),
        ("p90", quantile(seconds, 0.9)),
        ("p99", quantile(seconds, 0.99)),
        ("most", max(seconds)),
    )
    return ", ".join(f"{name} {1000 * value:,.0f} ms" for name, value in shown)


def conditions() -> str:
    """How busy the machine is by itself, since that moves every figure."""
    return f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder for a run, gone afterwards, with a finished index in it."""
    with tempfile.TemporaryDirectory(prefix="lensbot-load-") as name:
        Bot(Settings(Path(name))).build(lambda _done, _of: None)
        yield Path(name)


class Verdicts:
    """What must hold at the end of a run. `close` tells each, and ends the program with 1 if one doesn't."""

    def __init__(self) -> None:
        self._failed = 0

    def expect(self, what: str, *, holds: bool, found: object = "") -> None:
        """One thing that must hold."""
        self._failed += not holds
        shown = f" ({found})" if found != "" else ""
        say(f"  {'ok  ' if holds else 'FAIL'} {what}{shown}")

    def close(self) -> None:
        """End the program."""
        raise SystemExit(1 if self._failed else 0)
